"""Tasks: no rule, no query; each calls one function and may run twice without harm."""

from celery import shared_task

from fgc.access.actors import SystemActor
from fgc.conferences import actions as conferences
from fgc.families import actions as families
from fgc.networks import actions as networks
from fgc.outbox import loop
from fgc.plans import actions as plans


@shared_task(name="worker.tasks.deliver_due")
def deliver_due() -> int:
    """Sends what is due in the outbox; returns how many messages were settled or put off."""
    return loop.once()


@shared_task(name="worker.tasks.plan_follow_up")
def plan_follow_up() -> int:
    """Puts in the outbox what follows from the plans: reminders, questions afterwards, looks back."""
    return plans.plan_follow_up(SystemActor("follow_up"))


@shared_task(name="worker.tasks.end_forgotten_private_time")
def end_forgotten_private_time() -> int:
    """Lets the coordinator in again, the morning after a private time that nobody ended; returns how many."""
    return conferences.end_forgotten_private_time(SystemActor("private_time"))


@shared_task(name="worker.tasks.call_off_ended")
def call_off_ended() -> int:
    """Calls off the meetings of families that stopped; returns how many."""
    return conferences.call_off_ended(SystemActor("call_off"))


@shared_task(name="worker.tasks.carry_childrens_plans")
def carry_childrens_plans() -> int:
    """Brings what two circles read about their children up to date in each; returns in how many it changed."""
    return plans.carry_childrens_plans(SystemActor("childrens_plan"))


@shared_task(name="worker.tasks.tell_of_birthdays")
def tell_of_birthdays() -> int:
    """Tells of birthdays that move rights; the rights themselves follow from the dates, without any clock."""
    return families.tell_of_birthdays(SystemActor("birthdays"))


@shared_task(name="worker.tasks.erase_due")
def erase_due() -> int:
    """Erases the families that wanted it a week ago, and that nobody kept; returns how many."""
    return families.erase_due(SystemActor("erase"))


@shared_task(name="worker.tasks.keep_terms")
def keep_terms() -> int:
    """Erases what is past the term for which it is kept; returns in how many families."""
    return plans.keep_terms(SystemActor("terms"))


@shared_task(name="worker.tasks.erase_old_safety")
def erase_old_safety() -> int:
    """Erases what was told and kept about safety when the coordinator's task is over; returns how much."""
    return networks.erase_old_safety(SystemActor("old_safety"))
