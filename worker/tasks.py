"""Tasks: no rule, no query; each calls one function and may run twice without harm."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from celery import shared_task

from fgc.access.actors import SystemActor
from fgc.audit import shortening
from fgc.conferences import actions as conferences
from fgc.families import actions as families
from fgc.networks import actions as networks
from fgc.outbox import loop
from fgc.plans import actions as plans
from worker import schedule


def in_rounds(work: Callable[[], int]) -> Any:
    """A task that the bell rings for: after each round that went well it gives a sign of life.

    On a machine that does not know the time it does nothing.
    """
    name = f"worker.tasks.{work.__name__}"

    @shared_task(name=name)
    @wraps(work)
    def round_of_it() -> int:
        if not loop.knows_the_time(work.__name__):
            return 0
        done = work()
        loop.sign_of_life(work.__name__, every_s=schedule.seconds_between(name))
        return done

    return round_of_it


@in_rounds
def deliver_due() -> int:
    """Sends what is due in the outbox; returns how many messages were settled or put off."""
    return loop.once()


@in_rounds
def plan_follow_up() -> int:
    """Puts in the outbox what follows from the plans: reminders, questions afterwards, looks back."""
    return plans.plan_follow_up(SystemActor("follow_up"))


@in_rounds
def end_forgotten_private_time() -> int:
    """Lets the coordinator in again, the morning after a private time that nobody ended; returns how many."""
    return conferences.end_forgotten_private_time(SystemActor("private_time"))


@in_rounds
def call_off_ended() -> int:
    """Calls off the meetings of families that stopped; returns how many."""
    return conferences.call_off_ended(SystemActor("call_off"))


@in_rounds
def carry_childrens_plans() -> int:
    """Brings what two circles read about their children up to date in each; returns in how many it changed."""
    return plans.carry_childrens_plans(SystemActor("childrens_plan"))


@in_rounds
def tell_of_birthdays() -> int:
    """Tells of birthdays that move rights; the rights themselves follow from the dates, without any clock."""
    return families.tell_of_birthdays(SystemActor("birthdays"))


@in_rounds
def tell_of_erasing() -> int:
    """Tells who decides that a request that lies still is erased in a week; returns in how many families."""
    return families.tell_of_erasing(SystemActor("erase_coming"))


@in_rounds
def erase_due() -> int:
    """Erases the families that wanted it a week ago, and that nobody kept; returns how many."""
    return families.erase_due(SystemActor("erase"))


@in_rounds
def keep_terms() -> int:
    """Erases what is past the term for which it is kept; returns in how many families."""
    return plans.keep_terms(SystemActor("terms"))


@in_rounds
def shorten_lists() -> int:
    """Takes lines that are past their term out of the lists of who looked; returns of how many families."""
    return shortening.shorten_lists(SystemActor("lists"))


@in_rounds
def erase_old_safety() -> int:
    """Erases what was told and kept about safety when the coordinator's task is over; returns how much."""
    return networks.erase_old_safety(SystemActor("old_safety"))


@in_rounds
def forget_loops() -> int:
    """Forgets loops that a former release had and this one does not ring for; returns how many."""
    return loop.forget_others(schedule.loops())


@in_rounds
def erase_old_arrivals() -> int:
    """Erases when somebody was to come to a meeting, once that is over; returns of how many people."""
    return conferences.erase_old_arrivals(SystemActor("old_arrivals"))
