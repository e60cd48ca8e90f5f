"""Named reads of the moments of looking back, and of the coordinator's call."""

import uuid
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from fgc.access.can import Can
from fgc.accounts.models import User
from fgc.errors import NotAllowed
from fgc.families.models import Family
from fgc.families.rules import Kind
from fgc.networks.models import Person
from fgc.plans.models import Look, Plan
from fgc.plans.rules import LOOK_WAITS, PlanState
from fgc.plans.rules import Look as LookKind


def looks_of(plan: Plan) -> list[Look]:
    """The moments of looking back of this plan, in order of their day."""
    return list(Look.objects.filter(plan=plan).order_by("due_on", "pk"))


def look_of(family: Family, look_id: uuid.UUID) -> Look:
    """One moment of looking back of this family.

    Raises:
        NotAllowed: this family has no such moment.
    """
    look = Look.objects.select_related("plan__family").filter(family=family, pk=look_id).first()
    if look is None:
        raise NotAllowed(Can.REVIEW)
    return look


def calls_to_make() -> QuerySet[Look]:
    """The calls after four weeks that still make sense: of a circle whose plan runs, and that did not look back since.

    As for every look: weeks after its day it was not held, and the next one is the next.
    """
    since = Look.objects.filter(plan=OuterRef("plan"), held_on__gte=OuterRef("due_on")).exclude(look=LookKind.CALL)
    not_held_yet = Look.objects.filter(look=LookKind.CALL, held_on=None, due_on__gte=timezone.localdate() - LOOK_WAITS)
    here = not_held_yet.filter(plan__state=PlanState.RUNNING, family__kind=Kind.CIRCLE)
    return here.exclude(Exists(since))


def due_calls(user: User) -> list[Look]:
    """The calls after four weeks that this coordinator can make now, oldest first, for all families at once."""
    families = Family.objects.on_which(user, Can.REPORT_ON_BEHALF).open()
    return list(
        calls_to_make()
        .filter(family__in=families, due_on__lte=timezone.localdate())
        .select_related("family", "plan")
        .order_by("due_on", "pk")
    )


def call_of(family: Family) -> Look | None:
    """The call after four weeks of this family that is still to be made."""
    looks = calls_to_make().filter(family=family).select_related("plan__family")
    return looks.order_by("due_on").first()


def look_not_held_for(person: Person) -> Look | None:
    """The last moment of looking back that came and that nobody held, for the contact person; for others none."""
    if not person.is_contact_person:
        return None
    running = Look.objects.filter(family_id=person.family_id, plan__state=PlanState.RUNNING)
    return not_held(running.exclude(look=LookKind.CALL).order_by("due_on", "pk"))


def looks_to_come_for(person: Person) -> list[Look]:
    """The days of looking back that are still to come, for the contact person; for others none."""
    if not person.is_contact_person:
        return []
    running = Look.objects.filter(family_id=person.family_id, plan__state=PlanState.RUNNING, held_on=None)
    rows = running.filter(due_on__gte=timezone.localdate()).exclude(look=LookKind.CALL)
    return list(rows.order_by("due_on", "pk"))


def not_held(looks: Iterable[Look]) -> Look | None:
    """The last of these moments that came, if nobody held it."""
    came = [look for look in looks if look.held_on or look.was_not_held]
    return came[-1] if came and came[-1].was_not_held else None
