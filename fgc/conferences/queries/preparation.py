"""What is still missing before the day: of one meeting in detail, of many families in counts."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from fgc.conferences import rules
from fgc.conferences.models import BottomLine, Conference, InformationSheet, Invitation, PreparationTalk
from fgc.conferences.rules import BEFORE, REACHED, Coming, Lack, Moment, Sent
from fgc.families.queries import desk as families_desk
from fgc.families.rules import QuestionState
from fgc.networks.models import Person
from fgc.networks.rules import CircleRole, Need, Standing, Way


@dataclass(frozen=True)
class Prepared:
    """One person on the coordinator's list before the day."""

    person: Person
    invitation: Invitation | None
    talk: PreparationTalk | None

    @property
    def needs_talk(self) -> bool:
        """Must the coordinator still speak with this person?"""
        if self.invitation is None:
            return False
        sent, coming = Sent(self.invitation.sent), Coming(self.invitation.coming)
        return rules.needs_talk(sent=sent, coming=coming, has_talk=self.talk is not None)

    @property
    def needs(self) -> list[str]:
        """What this person needs to take part, in words."""
        return [str(Need(need).label) for need in self.person.needs]

    @property
    def cannot_be_reached(self) -> bool:
        """Does nobody know how this person is reached?"""
        return self.person.way == Way.NONE


@dataclass(frozen=True)
class Preparation:
    """The coordinator's list before the day."""

    people: list[Prepared]
    sheets: list[InformationSheet]
    bottom_lines: list[BottomLine]
    lacks: dict[Lack, int]

    @property
    def is_ready(self) -> bool:
        """May the day begin?"""
        return rules.is_ready(self.lacks)

    @property
    def can_deliver(self) -> bool:
        """Is there anything in that the family does not have yet?"""
        return bool(self.lacks.get(Lack.DELIVERY))


def preparation_of(conference: Conference) -> Preparation:
    """Who has no talk, whom nobody can reach, which information is not in, and what the family does not have yet."""
    invitations = {one.person_id: one for one in Invitation.objects.filter(conference=conference)}
    talks = {one.person_id: one for one in PreparationTalk.objects.filter(conference=conference)}
    rows = Person.objects.invitable().filter(family_id=conference.family_id, pk__in=[*invitations, *talks])
    people = [
        Prepared(person=person, invitation=invitations.get(person.pk), talk=talks.get(person.pk))
        for person in rows.order_by("call_name", "pk")
    ]
    sheets = InformationSheet.objects.filter(conference=conference).select_related("person")
    lines = BottomLine.objects.filter(conference=conference).select_related("person")
    return Preparation(
        people=people,
        sheets=list(sheets.order_by("due_on", "pk")),
        bottom_lines=list(lines.order_by("number")),
        lacks=missing_before_day([conference.family_id]).get(conference.family_id, {}),
    )


def missing_before_day(family_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, dict[Lack, int]]:
    """What is missing before the day in each of these families, and how often; a constant number of queries.

    Of a plan for the children of two circles only the information of professionals can be missing: it has no people,
    no question and no day of its own.

    Returns:
        Only families with a meeting that has not begun; empty counts mean that all is ready.
    """
    before = Conference.objects.filter(family_id__in=list(family_ids), moment__in=BEFORE)
    all_of_them = list(before.select_related("family"))
    conferences = [one for one in all_of_them if not one.family.is_for_children]
    counts: dict[uuid.UUID, dict[Lack, int]] = {one.pk: defaultdict(int) for one in all_of_them}
    for one in conferences:
        counts[one.pk][Lack.DATE] = int(one.moment == Moment.PLANNING)
        counts[one.pk][Lack.PLACE] = int(one.moment == Moment.DATED and not one.place and one.place_kind != "online")
        counts[one.pk][Lack.SAFETY] = int(one.safety_checked_on is None)
        counts[one.pk][Lack.NOBODY] = int(one.moment == Moment.DATED)
    _count_questions(conferences, counts)
    _count_people(counts)
    _count_information(counts)
    return {one.family_id: rules.lacking(counts[one.pk]) for one in all_of_them}


def _count_questions(conferences: list[Conference], counts: dict[uuid.UUID, dict[Lack, int]]) -> None:
    family_ids = [one.family_id for one in conferences]
    questions, unasked = families_desk.question_states(family_ids), families_desk.children_unasked(family_ids)
    for one in conferences:
        counts[one.pk][Lack.QUESTION] = int(questions.get(one.family_id) != QuestionState.CONFIRMED)
        counts[one.pk][Lack.CHILD] = unasked[one.family_id]


def _count_people(counts: dict[uuid.UUID, dict[Lack, int]]) -> None:
    rows = Invitation.objects.filter(conference__in=counts, person__standing=Standing.MAPPED)
    talks = set(PreparationTalk.objects.filter(conference__in=counts).values_list("conference_id", "person_id"))
    for one in rows.values_list("conference_id", "person_id", "sent", "coming", "person__way"):
        conference_id, person_id, sent, coming, way = one
        missing = counts[conference_id]
        missing[Lack.NOBODY] = 0
        missing[Lack.WAY] += way == Way.NONE
        missing[Lack.INVITATION] += sent == Sent.DRAFT
        missing[Lack.ANSWER] += sent in REACHED and coming == Coming.NOT_ANSWERED
        has_talk = (conference_id, person_id) in talks
        missing[Lack.TALK] += rules.needs_talk(sent=Sent(sent), coming=Coming(coming), has_talk=has_talk)


def _count_information(counts: dict[uuid.UUID, dict[Lack, int]]) -> None:
    sheets = InformationSheet.objects.filter(conference__in=counts, delivered_at=None)
    here = sheets.filter(person__standing=Standing.MAPPED).values("conference_id")
    per_meeting = here.annotate(
        awaited=Count("pk", filter=Q(handed_in_at=None)), waiting=Count("pk", filter=Q(handed_in_at__isnull=False))
    )
    for row in per_meeting.order_by("conference_id"):
        counts[row["conference_id"]][Lack.SHEET] += row["awaited"]
        counts[row["conference_id"]][Lack.DELIVERY] += row["waiting"]
    lines = BottomLine.objects.filter(conference__in=counts, delivered_at=None)
    for conference_id in lines.values_list("conference_id", flat=True).order_by("pk"):
        counts[conference_id][Lack.DELIVERY] += 1


def professionals_of(conference: Conference) -> list[Person]:
    """Who is here for work and can log in: who may be asked for information."""
    rows = Person.objects.invitable().filter(family_id=conference.family_id, role=CircleRole.PROFESSIONAL)
    return list(rows.filter(account__isnull=False).order_by("call_name", "pk"))
