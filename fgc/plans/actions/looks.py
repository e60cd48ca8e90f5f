"""The moments of looking back: planned when the plan became the family's, moved by them, held by them."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from fgc import texts
from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.access.walls import action
from fgc.audit import record as audit
from fgc.errors import NotAllowed, RuleBroken
from fgc.families import rules as family_rules
from fgc.outbox import queue
from fgc.plans import rules
from fgc.plans.actions._reports import write_report
from fgc.plans.models import Commitment, Look, Plan
from fgc.plans.queries.closed import closed_to

FAR = rules.AFTER[rules.Look.MONTHS_12] * 2


@action
def schedule_looks(actor: Actor, plan: Plan) -> None:
    """Plans the moments of looking back, counted from today; a plan that has them keeps them.

    Raises:
        NotAllowed: the actor may not approve the plan.
    """
    actor.must(Can.APPROVE_PLAN, plan)
    if Look.objects.filter(plan=plan).exists():
        return
    Look.objects.bulk_create(
        Look(family_id=plan.family_id, plan=plan, look=look, due_on=due_on)
        for look, due_on in rules.looks_from(timezone.localdate()).items()
    )


@action
def plan_look(actor: Actor, plan: Plan, *, due_on: date, place: str = "") -> Look:
    """The family looks back on a day of its own choice too.

    Returns:
        The moment; asked twice for the same day it is one.

    Raises:
        NotAllowed: the actor may not.
        RuleBroken: the day is past or years away, or the family ended.
    """
    actor.must(Can.REVIEW, plan)
    plan = Plan.objects.select_for_update(of=("self",)).select_related("family").get(pk=plan.pk)
    family_rules.must_be_open(family_rules.Stage(plan.family.stage))
    rules.must_run(rules.PlanState(plan.state))
    _must_be_a_day_ahead(due_on)
    place = texts.plain(place, field="place", most=120, required=False)
    look, is_new = Look.objects.get_or_create(
        family_id=plan.family_id, plan=plan, look=rules.Look.OTHER, due_on=due_on, defaults={"place": place}
    )
    if is_new:
        audit.record(actor, audit.Act.CREATE, look)
    return look


@action
def move_look(actor: Actor, look: Look, *, due_on: date, place: str = "") -> Look:
    """The family looks back on another day, or says where.

    Raises:
        NotAllowed: the actor may not.
        RuleBroken: it was held already, the day is past, years away or taken, or the family ended.
    """
    actor.must(Can.REVIEW, look)
    look = _held_still(look)
    _must_be_a_day_ahead(due_on)
    look.place = texts.plain(place, field="place", most=120, required=False)
    twin = Look.objects.filter(plan=look.plan_id, look=look.look, due_on=due_on).exclude(pk=look.pk)
    if twin.exists():
        raise RuleBroken(_("You look back on this day already."), code="taken", field="due_on")
    if look.due_on != due_on:
        queue.cancel(look.family_id, reason="moved", subject_id=look.pk)
    look.due_on = due_on
    look.save(update_fields=["due_on", "place"])
    audit.record(actor, audit.Act.CHANGE, look)
    return look


@action
def hold_look(
    actor: Actor, look: Look, *, held_on: date, words: str = "", reports: Mapping[uuid.UUID, str] | None = None
) -> Look:
    """The family looked back, or the coordinator called: what goes, and what the family wants to remember of it.

    Args:
        reports: per promise how it goes; what was not spoken of is left out.

    Raises:
        NotAllowed: the actor may not, or a promise is not of this plan.
        RuleBroken: it was held already, the day has not come yet, or an answer is none.
    """
    actor.must(Can.REVIEW, look)
    look = _held_still(look)
    if held_on > timezone.localdate():
        raise RuleBroken(_("This day has not come yet."), code="in_future", field="held_on")
    look.words = texts.plain(words, field="words", most=2000, required=False)
    look.held_on = held_on
    look.save(update_fields=["held_on", "words"])
    audit.record(actor, audit.Act.CHANGE, look)
    queue.cancel(look.family_id, reason="held", subject_id=look.pk)
    for commitment, runs in _spoken_of(actor, look, reports or {}):
        write_report(actor, commitment, runs=runs, about_on=held_on, look=look)
    return look


def _spoken_of(actor: Actor, look: Look, reports: Mapping[uuid.UUID, str]) -> list[tuple[Commitment, str]]:
    here = Commitment.objects.filter(pk__in=reports, agreement__plan=look.plan_id).order_by("agreement__number", "pk")
    here = here.exclude(agreement__in=closed_to(actor, look.family).lines)
    found = [(commitment, reports[commitment.pk]) for commitment in here]
    if len(found) != len(reports):
        raise NotAllowed(Can.REVIEW)
    return found


def _held_still(look: Look) -> Look:
    """The moment as it is now, locked, and still to come."""
    locked: Any = Look.objects.select_for_update(of=("self",)).select_related("family")
    look = locked.get(pk=look.pk)
    family_rules.must_be_open(family_rules.Stage(look.family.stage))
    if look.held_on:
        raise RuleBroken(_("You looked back on this already."), code="wrong_moment")
    return look


def _must_be_a_day_ahead(due_on: date) -> None:
    today = timezone.localdate()
    if due_on < today:
        raise RuleBroken(_("This day is past. Choose a later day."), code="in_past", field="due_on")
    if due_on > today + FAR:
        raise RuleBroken(_("This day is years away. Is the year right?"), code="too_far", field="due_on")
