"""Which one step comes next, for this reader: at most one, the only green block of the page."""

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


# For the coordinator: what is missing, first things first.
BY_LACK = (
    (Lack.SAFETY, "safety", _("Is it safe for everybody?"), _("Note the talk about safety")),
    (Lack.DATE, "dates", _("Find a date"), _("To the dates")),
    (Lack.INVITATION, "invitations", _("An invitation has not gone out"), _("To the invitations")),
    (Lack.DELIVERY, "preparation", _("Give the family what came in"), _("To the preparation")),
    (Lack.TALK, "preparation", _("Speak with everybody beforehand"), _("To the preparation")),
    (Lack.SHEET, "preparation", _("Information is not in yet"), _("To the preparation")),
)


def next_step(
    meeting: "Conference", *, rights: frozenset[Can], own: "Invitation | None", lacks: Mapping[Lack, int]
) -> NextStep | None:
    """The one next step of this reader, or None when there is nothing to do but wait."""
    if _is_the_day(meeting):
        return _to("day", meeting, _("Today is the day"), _("To the day"))
    if Can.PREPARE in rights:
        missing = (row for row in BY_LACK if lacks.get(row[0]))
        found = next(missing, None)
        return _to(found[1], meeting, found[2], found[3]) if found else None
    if own is not None and own.coming == "not_answered" and meeting.moment == Moment.DATED:
        address = reverse("conference:person_invitation", args=[meeting.family_id, own.person_id, own.pk])
        return NextStep(_("Do you come?"), _("Answer this"), address)
    if Can.CHOOSE_DATE in rights and meeting.moment == Moment.PLANNING:
        return _to("dates", meeting, _("Which day suits you all?"), _("To the dates"))
    return None


def _is_the_day(meeting: "Conference") -> bool:
    if meeting.moment in DURING:
        return True
    begins = meeting.starts_at
    return meeting.moment == Moment.DATED and begins is not None and timezone.localdate(begins) <= timezone.localdate()


def _to(name: str, meeting: "Conference", heading: str | Promise, label: str | Promise) -> NextStep:
    return NextStep(heading, label, reverse(f"conference:{name}", args=[meeting.family_id]))
