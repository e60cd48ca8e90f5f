"""Finding a date: what can be chosen from, how well it fits, who has answered."""

import uuid
from dataclasses import dataclass, field

from django.db.models import QuerySet

from fgc.conferences import rules
from fgc.conferences.models import Conference, DateAsked, DateOption, DateReply
from fgc.conferences.rules import DateAnswer, Ranked
from fgc.families.models import Family
from fgc.networks.models import Person
from fgc.networks.rules import CircleRole


@dataclass(frozen=True)
class Choice:
    """One possible moment, with how well it fits and how each person answered (for the coordinator)."""

    option: DateOption
    ranked: Ranked
    place_in_row: int
    answers: list[tuple[Person, DateAnswer | None]] = field(default_factory=list)

    @property
    def is_best(self) -> bool:
        """Fits best, and somebody can come."""
        return self.place_in_row == 1 and self.ranked.score > 0


@dataclass(frozen=True)
class Poll:
    """The whole question which date will do."""

    choices: list[Choice]
    asked: list[Person]
    silent: list[Person]


def poll_of(conference: Conference) -> Poll:
    """The possible moments, best first, with every answer; answers of others are for the coordinator's eyes only."""
    options = {option.pk: option for option in conference.options.all()}
    replies: dict[uuid.UUID, dict[uuid.UUID, DateAnswer]] = {pk: {} for pk in options}
    for reply in DateReply.objects.filter(option__conference=conference, person__in=_taking_part(conference)):
        replies[reply.option_id][reply.person_id] = DateAnswer(reply.answer)
    asked = list(_taking_part(conference).filter(asked_for_date__conference=conference).order_by("call_name", "pk"))
    main = {person.pk for person in asked if person.role == CircleRole.MAIN_PERSON}
    ranked = rules.rank({pk: option.starts_at for pk, option in options.items()}, replies, main)
    choices = [
        Choice(
            option=options[one.option_id],
            ranked=one,
            place_in_row=row,
            answers=[(person, replies[one.option_id].get(person.pk)) for person in asked],
        )
        for row, one in enumerate(ranked, start=1)
    ]
    answered = {person_id for said in replies.values() for person_id in said}
    return Poll(choices=choices, asked=asked, silent=[person for person in asked if person.pk not in answered])


def _taking_part(conference: Conference) -> QuerySet[Person]:
    return Person.objects.taking_part().filter(family_id=conference.family_id)


def option_in(family: Family, option_id: uuid.UUID) -> DateOption | None:
    """This possible moment, when it is one of this family."""
    rows = DateOption.objects.select_related("conference")
    return rows.filter(family_id=family.pk, pk=option_id).first()


@dataclass(frozen=True)
class OwnChoice:
    """One possible moment with one's own answer."""

    option: DateOption
    answer: str


def own_poll(conference: Conference, person: Person) -> list[OwnChoice]:
    """The possible moments with what this one person answered; nobody else's answers."""
    said = dict(
        DateReply.objects.filter(option__conference=conference, person=person).values_list("option_id", "answer")
    )
    return [
        OwnChoice(option=option, answer=said.get(option.pk, "")) for option in conference.options.order_by("starts_at")
    ]


def asked_conference(person: Person, conference_id: uuid.UUID) -> Conference | None:
    """The meeting for which this person was asked a date; for who was not asked it does not exist."""
    rows = Conference.objects.filter(family_id=person.family_id, pk=conference_id)
    return rows.filter(asked_for_date__person=person).first()


def askable_of(conference: Conference) -> list[Person]:
    """Who may be asked for a date or invited, with whether that was done."""
    rows = Person.objects.invitable().filter(family_id=conference.family_id)
    return list(rows.order_by("call_name", "pk"))


def asked_ids(conference: Conference) -> set[uuid.UUID]:
    """Who was asked for a date."""
    return set(DateAsked.objects.filter(conference=conference).values_list("person_id", flat=True))
