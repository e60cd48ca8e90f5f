"""Finding a date: offering, asking, answering."""

from typing import Any

import pytest

from fgc.accounts.models import User
from fgc.audit.models import Line
from fgc.conferences import actions, queries
from fgc.conferences.models import Conference, DateOption, DateReply
from fgc.conferences.rules import MOST_OPTIONS, Moment
from fgc.errors import NotAllowed, RuleBroken
from fgc.families.models import Family
from fgc.families.rules import Stage
from fgc.networks.models import Person
from fgc.networks.queries import Question
from fgc.networks.rules import CircleRole, Standing
from fgc.outbox.models import Channel, Kind, Message
from tests import factories
from tests.conferences.conftest import at
from tests.conftest import acting
from tests.factories import by_link


def test_the_coordinator_begins_with_a_meeting(family: Family, mirjam: User) -> None:
    conference = actions.plan_conference(acting(mirjam), family)

    assert (conference.number, conference.moment) == (1, Moment.PLANNING)
    assert queries.conference_of(family) == conference


def test_beginning_twice_is_beginning_once(family: Family, mirjam: User) -> None:
    first = actions.plan_conference(acting(mirjam), family)

    assert actions.plan_conference(acting(mirjam), family) == first


@pytest.mark.parametrize("over", ["held", "cancelled"])
def test_a_family_can_have_another_meeting_after_the_first(family: Family, mirjam: User, over: str) -> None:
    factories.ConferenceFactory(family=family, moment=over, starts_at=at(1))

    again = actions.plan_conference(acting(mirjam), family)

    assert again.number == 2
    assert [one.number for one in queries.conferences_of(family)] == [2, 1]


@pytest.mark.parametrize("stage", [Stage.REQUESTED, Stage.COMMISSIONED, Stage.STOPPED])
def test_there_is_no_meeting_before_the_coordinator_or_after_the_end(family: Family, mirjam: User, stage: str) -> None:
    Family.objects.update(stage=stage)

    with pytest.raises((RuleBroken, NotAllowed)):
        actions.plan_conference(acting(mirjam), family)


def test_the_family_leaves_organising_to_the_coordinator(family: Family, saskia: User, stranger: User) -> None:
    for user in (saskia, stranger):
        with pytest.raises(NotAllowed):
            actions.plan_conference(acting(user), family)


def test_moments_are_put_on_the_list_at_once(conference: Conference, mirjam: User) -> None:
    moments = [(at(21, 11), at(21, 16), "De Brink"), (at(22, 13), at(22, 18), "")]

    options = actions.offer_dates(acting(mirjam), conference, moments=moments)

    assert [option.place for option in options] == ["De Brink", ""]
    with pytest.raises(NotAllowed):
        actions.offer_dates(acting(factories.UserFactory(name="Vreemd")), conference, moments=moments)


def test_the_same_moment_twice_is_one(conference: Conference, saturday: DateOption, mirjam: User) -> None:
    again = actions.add_date_option(acting(mirjam), conference, starts_at=saturday.starts_at, ends_at=saturday.ends_at)

    assert again == saturday


def test_a_moment_that_has_passed_is_refused(conference: Conference, mirjam: User) -> None:
    with pytest.raises(RuleBroken) as no:
        actions.add_date_option(acting(mirjam), conference, starts_at=at(4), ends_at=at(4, 12))

    assert no.value.code == "past"
    assert not DateOption.objects.exists()


def test_a_list_of_moments_has_an_end(conference: Conference, mirjam: User) -> None:
    for hour in range(MOST_OPTIONS):
        factories.DateOptionFactory(conference=conference, starts_at=at(21, hour), ends_at=at(21, hour, 30))

    with pytest.raises(RuleBroken) as no:
        actions.add_date_option(acting(mirjam), conference, starts_at=at(25), ends_at=at(25, 12))

    assert no.value.code == "too_many"


def test_a_moment_is_taken_off_with_its_answers(saturday: DateOption, truus: Person, mirjam: User) -> None:
    DateReply.objects.create(family=saturday.family, option=saturday, person=truus, answer="yes")

    actions.remove_date_option(acting(mirjam), saturday)

    assert not DateReply.objects.exists()


def test_after_the_date_is_set_the_list_stands_still(dated: Conference, saturday: DateOption, mirjam: User) -> None:
    with pytest.raises(RuleBroken) as no:
        actions.remove_date_option(acting(mirjam), saturday)

    assert no.value.code == "dated"


def test_people_are_asked_by_their_own_way(
    conference: Conference, saturday: DateOption, truus: Person, fatma: Person, mirjam: User
) -> None:
    actions.ask_for_dates(acting(mirjam), conference, person_ids=[truus.pk, fatma.pk])
    actions.ask_for_dates(acting(mirjam), conference, person_ids=[truus.pk])

    ways = dict(Message.objects.filter(kind=Kind.ASK_DATE).values_list("to_person_id", "channel"))
    assert ways == {truus.pk: Channel.MAIL, fatma.pk: Channel.CALL}
    assert queries.open_questions(truus) == [Question("date", conference.pk)]


def test_there_is_nothing_to_ask_without_moments(conference: Conference, truus: Person, mirjam: User) -> None:
    with pytest.raises(RuleBroken) as no:
        actions.ask_for_dates(acting(mirjam), conference, person_ids=[truus.pk])

    assert no.value.code == "no_moments"


def test_nobody_of_another_family_is_asked(conference: Conference, saturday: DateOption, mirjam: User) -> None:
    other = factories.PersonFactory(call_name="Iemand")
    gone = factories.PersonFactory(family=conference.family, standing=Standing.LEFT, left_at=at(4))

    for ids in ([other.pk], [gone.pk], []):
        with pytest.raises(RuleBroken) as no:
            actions.ask_for_dates(acting(mirjam), conference, person_ids=ids)
        assert no.value.field == "person_ids"


@pytest.fixture
def asked(conference: Conference, saturday: DateOption, sunday: DateOption, truus: Person, mirjam: User) -> Conference:
    """Truus was asked for both days."""
    actions.ask_for_dates(acting(mirjam), conference, person_ids=[truus.pk])
    return conference


def test_grandmother_answers_by_her_link(
    asked: Conference, saturday: DateOption, sunday: DateOption, truus: Person
) -> None:
    answers = {saturday.pk: "yes", sunday.pk: "if_need_be"}

    actions.answer_date(by_link(truus), truus, conference=asked, answers=answers)

    assert dict(DateReply.objects.values_list("option_id", "answer")) == answers
    assert not DateReply.objects.exclude(on_behalf_by=None).exists()
    assert queries.open_questions(truus) == []


def test_an_answer_can_be_changed_until_the_date_is_set(
    asked: Conference, saturday: DateOption, truus: Person, ready: Conference, mirjam: User
) -> None:
    actions.answer_date(by_link(truus), truus, conference=asked, answers={saturday.pk: "yes"})
    actions.answer_date(by_link(truus), truus, conference=asked, answers={saturday.pk: "no"})
    assert DateReply.objects.get().answer == "no"

    actions.choose_date(acting(mirjam), ready, saturday, place_kind="home", place="Bij Truus")

    with pytest.raises(RuleBroken) as no:
        actions.answer_date(by_link(truus), truus, conference=asked, answers={saturday.pk: "yes"})
    assert no.value.code == "dated"


def test_the_coordinator_writes_an_answer_down_visibly(
    asked: Conference, saturday: DateOption, fatma: Person, mirjam: User
) -> None:
    actions.answer_date(acting(mirjam), fatma, conference=asked, answers={saturday.pk: "yes"})

    assert DateReply.objects.get().on_behalf_by == mirjam
    assert Line.objects.filter(act="answer", on_behalf_of=fatma.pk).count() == 1


def test_nobody_answers_for_somebody_else(asked: Conference, saturday: DateOption, truus: Person, cem: User) -> None:
    fatma = factories.PersonFactory(family=asked.family, call_name="Fatma")

    for actor in (by_link(fatma), acting(cem)):
        with pytest.raises(NotAllowed):
            actions.answer_date(actor, truus, conference=asked, answers={saturday.pk: "yes"})


def test_for_who_was_not_asked_there_is_nothing_to_answer(asked: Conference, saturday: DateOption) -> None:
    fatma = factories.PersonFactory(family=asked.family, call_name="Fatma")

    with pytest.raises(NotAllowed):
        actions.answer_date(by_link(fatma), fatma, conference=asked, answers={saturday.pk: "yes"})
    assert queries.asked_conference(fatma, asked.pk) is None


def test_a_parent_who_decides_may_answer_unasked(asked: Conference, saturday: DateOption, saskia: User) -> None:
    person = Person.objects.get(account=saskia)

    actions.answer_date(acting(saskia), person, conference=asked, answers={saturday.pk: "yes"})

    assert DateReply.objects.get().on_behalf_by is None


def test_answers_that_make_no_sense_are_refused(asked: Conference, saturday: DateOption, truus: Person) -> None:
    elsewhere = factories.DateOptionFactory()

    with pytest.raises(RuleBroken):
        actions.answer_date(by_link(truus), truus, conference=asked, answers={})
    with pytest.raises(RuleBroken):
        actions.answer_date(by_link(truus), truus, conference=asked, answers={saturday.pk: "maybe"})
    with pytest.raises(NotAllowed):
        actions.answer_date(by_link(truus), truus, conference=asked, answers={elsewhere.pk: "yes"})
    with pytest.raises(NotAllowed):
        actions.answer_date(by_link(truus), truus, conference=elsewhere.conference, answers={elsewhere.pk: "yes"})


def test_the_poll_puts_the_day_of_the_main_person_first(
    asked: Conference, saturday: DateOption, sunday: DateOption, truus: Person, mirjam: User
) -> None:
    noor = factories.PersonFactory(family=asked.family, call_name="Noor", role=CircleRole.MAIN_PERSON)
    actions.ask_for_dates(acting(mirjam), asked, person_ids=[noor.pk])
    actions.answer_date(acting(mirjam), truus, conference=asked, answers={saturday.pk: "yes", sunday.pk: "no"})
    actions.answer_date(acting(mirjam), noor, conference=asked, answers={saturday.pk: "no"})

    poll = queries.poll_of(asked)

    assert [choice.option for choice in poll.choices] == [sunday, saturday]
    assert [person.call_name for person in poll.asked] == ["Noor", "Truus"]
    assert poll.silent == []
    assert [answer for _, answer in poll.choices[0].answers] == [None, "no"]
    assert not poll.choices[0].is_best
    assert [own.answer for own in queries.own_poll(asked, truus)] == ["yes", "no"]


def test_a_poll_costs_as_many_queries_with_many_people(asked: Conference, django_assert_num_queries: Any) -> None:
    for number in range(20):
        person = factories.PersonFactory(family=asked.family, call_name=f"Neef {number}")
        asked.asked_for_date.create(family=asked.family, person=person)

    with django_assert_num_queries(3):
        queries.poll_of(asked)


def test_while_one_parent_says_no_nobody_is_asked(
    family: Family, conference: Conference, saturday: DateOption, truus: Person, mirjam: User
) -> None:
    Family.objects.update(is_disputed=True)

    with pytest.raises(RuleBroken) as no:
        actions.ask_for_dates(acting(mirjam), conference, person_ids=[truus.pk])

    assert no.value.code == "disputed"
