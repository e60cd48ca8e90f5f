"""Finding a date: planning a meeting, offering moments, asking people, writing down what they answer."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from fgc import texts
from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.access.walls import action
from fgc.audit import record as audit
from fgc.conferences import rules
from fgc.conferences.ground import locked, open_family, people, same_family
from fgc.conferences.models import Conference, DateAsked, DateOption, DateReply
from fgc.errors import NotAllowed, RuleBroken
from fgc.families.models import Family
from fgc.families.rules import Stage
from fgc.networks.models import Person
from fgc.networks.queries import channel_for
from fgc.outbox import queue
from fgc.outbox.queue import Kind


@action
def plan_conference(actor: Actor, family: Family) -> Conference:
    """The coordinator begins with a meeting of this family; once it is over the family may want another.

    Returns:
        The new conference, or the one that is being prepared already.

    Raises:
        NotAllowed: only the coordinator organises.
        RuleBroken: the family has no coordinator yet, or has ended.
    """
    actor.must(Can.ORGANISE, family)
    family = Family.objects.select_for_update(of=("self",), no_key=True).get(pk=family.pk)
    open_family(family.pk)
    if family.stage not in (Stage.PREPARING, Stage.FOLLOWING):
        raise RuleBroken(_("A meeting is prepared once the family has chosen its coordinator."), code="wrong_stage")
    earlier = list(Conference.objects.filter(family=family).order_by("number"))
    if earlier and earlier[-1].moment not in rules.OVER:
        return earlier[-1]
    conference = Conference.objects.create(family=family, number=len(earlier) + 1)
    audit.record(actor, audit.Act.CREATE, conference)
    return conference


@action
def offer_dates(
    actor: Actor, conference: Conference, *, moments: Iterable[tuple[datetime, datetime, str]]
) -> list[DateOption]:
    """Puts several possible moments on the list at once.

    Args:
        moments: begin, end and place of each.

    Returns:
        The new moments, in the given order.

    Raises:
        NotAllowed: only the coordinator organises.
        RuleBroken: a moment has passed, has its times in the wrong order, or runs into another.
    """
    actor.must(Can.ORGANISE, conference)
    return [
        add_date_option(actor, conference, starts_at=begin, ends_at=end, place=place) for begin, end, place in moments
    ]


@action
def add_date_option(
    actor: Actor, conference: Conference, *, starts_at: datetime, ends_at: datetime, place: str = ""
) -> DateOption:
    """Puts one possible moment on the list; the same moment twice is one.

    Returns:
        The moment.

    Raises:
        NotAllowed: only the coordinator organises.
        RuleBroken: it has passed, is in the wrong order, runs into another, or the date is set already.
    """
    actor.must(Can.ORGANISE, conference)
    conference = _looking_for_a_date(conference)
    place = texts.plain(place, field="place", required=False)
    others = list(conference.options.order_by("starts_at"))
    for other in others:
        if (other.starts_at, other.ends_at) == (starts_at, ends_at):
            return other
    if len(others) >= rules.MOST_OPTIONS:
        raise RuleBroken(_("There are enough moments to choose from. Take one off first."), code="too_many")
    taken = [(other.starts_at, other.ends_at) for other in others]
    rules.must_fit(starts_at, ends_at, others=taken, now=timezone.now())
    option = DateOption.objects.create(
        family_id=conference.family_id, conference=conference, starts_at=starts_at, ends_at=ends_at, place=place
    )
    audit.record(actor, audit.Act.CREATE, option)
    return option


@action
def remove_date_option(actor: Actor, option: DateOption) -> None:
    """Takes a moment off the list, with what people said of it.

    Raises:
        NotAllowed: only the coordinator organises.
        RuleBroken: the date is set already.
    """
    actor.must(Can.ORGANISE, option)
    _looking_for_a_date(option.conference)
    audit.record(actor, audit.Act.REMOVE, option)
    DateOption.objects.filter(pk=option.pk).delete()


def _looking_for_a_date(conference: Conference) -> Conference:
    open_family(conference.family_id)
    conference = locked(conference)
    if conference.moment != rules.Moment.PLANNING:
        raise RuleBroken(_("The date is set. Who wants another one can move the meeting."), code="dated")
    return conference


@action
def ask_for_dates(actor: Actor, conference: Conference, *, person_ids: Iterable[uuid.UUID]) -> list[Person]:
    """Asks these people which moments would do, each by the way that he or she chose.

    Returns:
        Who was asked. Asking twice on one day sends one message.

    Raises:
        NotAllowed: only the coordinator organises.
        RuleBroken: there is nothing to choose from, the date is set, or somebody is not in this circle.
    """
    actor.must(Can.ORGANISE, conference)
    conference = _looking_for_a_date(conference)
    last = conference.options.order_by("-starts_at").first()
    if last is None:
        raise RuleBroken(_("First put moments on the list."), code="no_moments")
    asked = people(conference.family_id, person_ids)
    for person in asked:
        _ask(conference, person)
        queue.to_person(
            person.pk,
            Kind.ASK_DATE,
            conference,
            channel=channel_for(person),
            occurrence=str(timezone.localdate()),
            not_after=last.starts_at,
        )
    audit.record(actor, audit.Act.SEND, conference)
    return asked


def _ask(conference: Conference, person: Person) -> None:
    DateAsked.objects.get_or_create(family_id=conference.family_id, conference=conference, person=person)


@action
def answer_date(
    actor: Actor, person: Person, *, conference: Conference, answers: Mapping[uuid.UUID, str]
) -> list[DateReply]:
    """Somebody says which moments would do; until the date is set it can be changed.

    Args:
        answers: per moment yes, if need be, or no; what is not in it stays as it was.

    Returns:
        What was written down.

    Raises:
        NotAllowed: it is not this person's own answer, the person was not asked, or the moment is of another meeting.
        RuleBroken: nothing was answered, or the date is set.
    """
    actor.must(Can.ANSWER_POLL, person)
    same_family(conference, person)
    _may_answer(actor, conference, person)
    conference = _still_asking(conference)
    said = _checked(conference, answers)
    writer = actor.stands_in_for(person)
    replies = [_reply(conference, option_id, person, answer, writer) for option_id, answer in said.items()]
    audit.record(actor, audit.Act.ANSWER, conference, on_behalf_of=person.pk if writer else None)
    return replies


def _may_answer(actor: Actor, conference: Conference, person: Person) -> None:
    """Only who was asked; the family and its coordinator choose the date, so they may also answer unasked."""
    if DateAsked.objects.filter(conference=conference, person=person).exists():
        return
    if not actor.may(Can.CHOOSE_DATE, conference):
        raise NotAllowed
    _ask(conference, person)


def _still_asking(conference: Conference) -> Conference:
    open_family(conference.family_id, about_children=False)
    conference = locked(conference)
    if conference.moment != rules.Moment.PLANNING:
        raise RuleBroken(_("The date is set already. Call the coordinator when you cannot come."), code="dated")
    return conference


def _checked(conference: Conference, answers: Mapping[uuid.UUID, str]) -> dict[uuid.UUID, rules.DateAnswer]:
    if not answers:
        raise RuleBroken(_("Choose an answer for at least one day."), code="required", field="answers")
    there = set(conference.options.values_list("pk", flat=True))
    if not set(answers) <= there:
        raise NotAllowed
    try:
        return {option_id: rules.DateAnswer(answer) for option_id, answer in answers.items()}
    except ValueError:
        raise RuleBroken(_("Choose yes, if need be, or no."), code="invalid", field="answers") from None


def _reply(
    conference: Conference, option_id: uuid.UUID, person: Person, answer: rules.DateAnswer, writer: Any
) -> DateReply:
    reply, _created = DateReply.objects.update_or_create(
        family_id=conference.family_id,
        option_id=option_id,
        person=person,
        defaults={"answer": answer, "answered_at": timezone.now(), "on_behalf_by": writer},
    )
    return reply
