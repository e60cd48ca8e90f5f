"""Which one step comes next, for this reader: at most one, the only green block of the page."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fgc.access.can import Can
from fgc.conferences.rules import DURING, Lack, Moment

if TYPE_CHECKING:
    from fgc.conferences.models import Conference, Invitation


@dataclass(frozen=True)
class NextStep:
    """The words and the address of the one next step."""

    heading: str | Promise
    label: str | Promise
    href: str


# Where the coordinator mends what is missing.
MENDED_AT = {
    Lack.QUESTION: "families:question",
    Lack.CHILD: "families:question",
    Lack.DATE: "conference:dates",
    Lack.PLACE: "conference:move",
    Lack.SAFETY: "conference:safety",
    Lack.NOBODY: "conference:invitations",
    Lack.WAY: "circle:circle",
    Lack.INVITATION: "conference:invitations",
    Lack.ANSWER: "conference:invitations",
    Lack.TALK: "conference:preparation",
    Lack.SHEET: "conference:preparation",
    Lack.DELIVERY: "conference:preparation",
}
# For the coordinator: what is missing, first things first.
BY_LACK = (
    (Lack.QUESTION, _("First the question of the family"), _("To the question")),
    (Lack.CHILD, _("What does each child want to know?"), _("To the question")),
    (Lack.SAFETY, _("Is it safe for everybody?"), _("Note the talk about safety")),
    (Lack.DATE, _("Find a date"), _("To the dates")),
    (Lack.NOBODY, _("Who is asked to come?"), _("To the invitations")),
    (Lack.INVITATION, _("An invitation has not gone out"), _("To the invitations")),
    (Lack.DELIVERY, _("Give the family what came in"), _("To the preparation")),
    (Lack.TALK, _("Speak with everybody beforehand"), _("To the preparation")),
    (Lack.SHEET, _("Information is not in yet"), _("To the preparation")),
)


@dataclass(frozen=True)
class Missing:
    """One thing that must still be done before the day: the words, how often, and where it is done."""

    words: str
    times: int
    href: str


def still_to_do(family_id: uuid.UUID, lacks: Mapping[Lack, int]) -> list[Missing]:
    """What must still be done before the day of this family, each with its place."""
    return [
        Missing(str(lack.label), times, reverse(MENDED_AT[lack], args=[family_id])) for lack, times in lacks.items()
    ]


def next_step(
    meeting: "Conference", *, rights: frozenset[Can], own: "Invitation | None", lacks: Mapping[Lack, int]
) -> NextStep | None:
    """The one next step of this reader, or None when there is nothing to do but wait."""
    if is_the_day(meeting):
        return _to("conference:day", meeting, _("Today is the day"), _("To the day"))
    if Can.PREPARE in rights:
        missing = (row for row in BY_LACK if lacks.get(row[0]))
        found = next(missing, None)
        return _to(MENDED_AT[found[0]], meeting, found[1], found[2]) if found else None
    if own is not None and own.coming == "not_answered" and meeting.moment == Moment.DATED:
        address = reverse("conference:person_invitation", args=[meeting.family_id, own.person_id, own.pk])
        return NextStep(_("Do you come?"), _("Answer this"), address)
    if Can.CHOOSE_DATE in rights and meeting.moment == Moment.PLANNING:
        return _to("conference:dates", meeting, _("Which day suits you all?"), _("To the dates"))
    return None


def is_the_day(meeting: "Conference") -> bool:
    """Has the day of this meeting come, and is it not over yet?"""
    if meeting.moment in DURING:
        return True
    begins = meeting.starts_at
    return meeting.moment == Moment.DATED and begins is not None and timezone.localdate(begins) <= timezone.localdate()


def _to(name: str, meeting: "Conference", heading: str | Promise, label: str | Promise) -> NextStep:
    return NextStep(heading, label, reverse(name, args=[meeting.family_id]))
