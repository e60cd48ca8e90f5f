"""What professionals tell the family before the day: for the family, and for the professional who was asked."""

import uuid
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.accounts.models import User
from fgc.conferences import rules
from fgc.conferences.models import BottomLine, Conference, InformationSheet
from fgc.errors import NotAllowed
from fgc.families.models import Child, Family
from fgc.networks.models import Person
from fgc.networks.rules import CircleRole, Standing


@dataclass(frozen=True)
class Told:
    """What one professional told the family."""

    person: Person
    sheet: InformationSheet | None
    bottom_lines: list[BottomLine]


def information_of(family: Family, *, even_undelivered: bool = False) -> list[Told]:
    """What the family was told for its present or last meeting, by professional.

    Args:
        even_undelivered: also what was handed in but not yet given to the family: for the coordinator, who gives it.
    """
    last = Conference.objects.filter(family_id=family.pk).exclude(moment=rules.Moment.CANCELLED).order_by("-number")
    sheets = InformationSheet.objects.filter(conference__in=last[:1].values("pk"), handed_in_at__isnull=False)
    lines = BottomLine.objects.filter(conference__in=last[:1].values("pk"))
    if not even_undelivered:
        sheets, lines = sheets.filter(delivered_at__isnull=False), lines.filter(delivered_at__isnull=False)
    by_person: dict[uuid.UUID, list[BottomLine]] = {}
    people: dict[uuid.UUID, Person] = {}
    for line in lines.select_related("person", "child").order_by("number"):
        by_person.setdefault(line.person_id, []).append(line)
        people[line.person_id] = line.person
    pages = {}
    for sheet in sheets.select_related("person").order_by("handed_in_at", "pk"):
        pages[sheet.person_id] = sheet
        people[sheet.person_id] = sheet.person
    return [Told(person, pages.get(pk), by_person.get(pk, [])) for pk, person in people.items()]


def bottom_lines_of(conference: Conference) -> list[BottomLine]:
    """The bottom lines that the family has, by number."""
    rows = BottomLine.objects.delivered().filter(conference=conference)
    return list(rows.select_related("person", "child").order_by("number"))


def bottom_line_in(family: Family, line_id: uuid.UUID) -> BottomLine | None:
    """This bottom line, when the family has it."""
    rows = BottomLine.objects.delivered().filter(family_id=family.pk, pk=line_id)
    return rows.select_related("person", "child").first()


def _asked() -> QuerySet[InformationSheet]:
    return (
        InformationSheet.objects.select_related("person", "conference", "family")
        .filter(person__standing=Standing.MAPPED, family__in=Family.objects.open())
        .exclude(conference__moment=rules.Moment.CANCELLED)
    )


def sheets_for(user: User) -> list[InformationSheet]:
    """What this professional was asked, newest meeting first; nothing of families that ended."""
    return list(_asked().filter(person__account=user).order_by("-created_at", "pk"))


def sheet_for(actor: Actor, sheet_id: uuid.UUID) -> InformationSheet:
    """The page that this professional was asked to hand in.

    Raises:
        NotAllowed: it was asked of somebody else, or it is over.
    """
    sheet = _asked().filter(pk=sheet_id).first()
    if sheet is None or actor.user is None or sheet.person.account_id != actor.user.pk:
        raise NotAllowed
    actor.must_see(Can.INFORM, sheet)
    return sheet


def may_change(sheet: InformationSheet) -> bool:
    """Can the page still be written: the family does not have it, and the day has not come?"""
    return sheet.delivered_at is None and is_before_the_day(sheet)


def is_before_the_day(sheet: InformationSheet) -> bool:
    """Is there still time for what professionals want to say?"""
    conference = sheet.conference
    if conference.moment not in rules.BEFORE:
        return False
    return conference.starts_at is None or timezone.localdate() < timezone.localdate(conference.starts_at)


def lines_on(sheet: InformationSheet) -> list[BottomLine]:
    """The bottom lines that the professional of this page set, with the family's reply."""
    rows = BottomLine.objects.filter(conference_id=sheet.conference_id, person_id=sheet.person_id)
    return list(rows.select_related("child", "person").order_by("number"))


def line_on(sheet: InformationSheet, line_id: uuid.UUID) -> BottomLine | None:
    """One bottom line of the professional of this page."""
    rows = BottomLine.objects.filter(conference_id=sheet.conference_id, person_id=sheet.person_id, pk=line_id)
    return rows.select_related("person", "conference").first()


def about_of(sheet: InformationSheet) -> list[str]:
    """The call names of whom it is about: all of the family that a professional learns here.

    Without any name a professional who knows several families would write about the wrong child; the name of the
    family, of its circle and of brothers and sisters is not needed for that.
    """
    rows = Person.objects.filter(family_id=sheet.family_id, role=CircleRole.MAIN_PERSON).exclude(standing=Standing.LEFT)
    return list(rows.order_by("call_name", "pk").values_list("call_name", flat=True))


def children_of(sheet: InformationSheet) -> list[Child]:
    """The children whom it is about, for a bottom line; brothers and sisters are not named to a professional."""
    main = Person.objects.filter(family_id=sheet.family_id, role=CircleRole.MAIN_PERSON, child__isnull=False)
    return list(Child.objects.filter(pk__in=main.values("child_id")).order_by("birth_date", "pk"))
