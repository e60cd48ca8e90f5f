"""The sheet about safety, for the coordinator whose it is; and the own words, for who told them."""

from dataclasses import dataclass

from django.db.models import Q

from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.families.models import Family
from fgc.networks.models import Person, SafetyPart, SafetySheet, SafetyStep
from fgc.networks.rules.safety import MeldStep


@dataclass(frozen=True)
class CodeStep:
    """One of the five steps of the reporting code, and what the coordinator noted of it."""

    step: MeldStep
    taken: SafetyStep | None


def safety_sheet_for(actor: Actor, family: Family) -> SafetySheet | None:
    """The sheet of this coordinator about this family; nobody reads that of another (one query)."""
    if not actor.may(Can.KEEP_SAFETY, family):
        return None
    return SafetySheet.objects.filter(family=family, coordinator=actor.user).first()


def safety_steps(sheet: SafetySheet | None) -> list[CodeStep]:
    """The five steps in their order (one query)."""
    taken = {row.step: row for row in SafetyStep.objects.filter(sheet=sheet)} if sheet else {}
    return [CodeStep(step, taken.get(step.value)) for step in MeldStep]


def safety_parts_for(actor: Actor, family: Family) -> list[SafetyPart]:
    """What people told this coordinator, or a former one with their yes to go along; newest first (one query)."""
    if not actor.may(Can.KEEP_SAFETY, family):
        return []
    mine = Q(coordinator=actor.user) | Q(goes_along=True)
    rows = SafetyPart.objects.filter(mine, family=family).select_related("author")
    return list(rows.order_by("-told_at", "pk"))


def told_about_safety(actor: Actor, person: Person) -> SafetyPart | None:
    """What this person told, for himself or herself alone."""
    if not actor.may(Can.TELL_SAFETY, person):
        return None
    return SafetyPart.objects.filter(author=person).first()
