"""The day: which part goes on, who was there; and the family's own sheet, for the family alone."""

import uuid
from dataclasses import dataclass

from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.conferences.models import Attendance, Conference, Invitation, PhaseOfDay, PrivatePaper
from fgc.conferences.rules import REACHED, Phase, Presence, may_be_in
from fgc.networks.models import Person
from fgc.networks.rules import CircleRole, Standing


@dataclass(frozen=True)
class Part:
    """One part of the day, begun or not, with who was there."""

    phase: Phase
    row: PhaseOfDay | None
    present: list[Attendance]

    @property
    def state(self) -> str:
        """Later, now, or done."""
        if self.row is None:
            return "later"
        return "done" if self.row.ended_at else "now"


@dataclass(frozen=True)
class Day:
    """The run sheet."""

    conference: Conference
    parts: list[Part]

    @property
    def now(self) -> Part | None:
        """The part that goes on."""
        return next((part for part in self.parts if part.state == "now"), None)


def day_of(conference: Conference) -> Day:
    """The three parts of the day with who was there in which; nothing of what was said or written."""
    rows = {row.phase: row for row in conference.phases.all()}
    present: dict[uuid.UUID, list[Attendance]] = {row.pk: [] for row in rows.values()}
    noted = Attendance.objects.filter(phase_of_day__in=present).select_related("person")
    for one in noted.order_by("person__call_name", "pk"):
        present[one.phase_of_day_id].append(one)
    parts = []
    for phase in Phase:
        row = rows.get(phase)
        parts.append(Part(phase=phase, row=row, present=present[row.pk] if row else []))
    return Day(conference=conference, parts=parts)


def part_in(conference: Conference, phase: str) -> PhaseOfDay | None:
    """This part of the day, when it has begun."""
    return PhaseOfDay.objects.filter(conference=conference, phase=phase).first()


def expected_in(conference: Conference, phase: Phase) -> list[Person]:
    """Who was invited and may be in this part, by name."""
    rows = Person.objects.filter(invitations__conference=conference, invitations__sent__in=REACHED)
    people = rows.exclude(standing=Standing.LEFT).order_by("call_name", "pk")
    return [
        person
        for person in people
        if may_be_in(phase, is_outsider=person.is_outsider, is_interpreter=person.role == CircleRole.INTERPRETER)
    ]


def how_each_is_there(conference: Conference, part: Part) -> dict[uuid.UUID, str]:
    """How each was there in this part: as it was noted, or, while nothing is noted, as each said beforehand."""
    noted = {one.person_id: one.presence for one in part.present}
    said = Invitation.objects.filter(conference=conference, coming__in=Presence.values)
    return noted or dict(said.values_list("person_id", "coming"))


def private_paper_of(actor: Actor, conference: Conference) -> PrivatePaper | None:
    """The family's own sheet of its private time.

    Raises:
        NotAllowed: not of the circle; the coordinator and professionals never open it.
    """
    actor.must_see(Can.WRITE_PRIVATELY, conference)
    return PrivatePaper.objects.filter(conference=conference).first()
