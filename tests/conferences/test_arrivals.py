"""At what time somebody comes, agreed apart: who writes and reads it, a meeting that moves, and its end (HC3)."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from icalendar import Calendar

from fgc.access import grants
from fgc.access.actors import SystemActor
from fgc.access.roles import Role
from fgc.access.walls import acting as told_to_database
from fgc.access.walls import looking_along
from fgc.accounts.models import User
from fgc.audit.models import Act, Line
from fgc.audit.record import lines_of
from fgc.conferences import actions, queries
from fgc.conferences.calendar import appointment
from fgc.conferences.models import Arrival, Conference
from fgc.conferences.rules import Moment
from fgc.errors import NotAllowed, RuleBroken
from fgc.families import actions as families
from fgc.families.models import Family
from fgc.networks import actions as networks
from fgc.networks.models import Person
from fgc.outbox.models import Message
from fgc.plans.calendar import own_days
from tests import factories
from tests.conferences.conftest import at
from tests.conftest import acting
from tests.factories import by_link, let_in
from tests.networks.test_persons import ended

CLOCK = SystemActor("old_arrivals")
BRINK = {"place_kind": "community_house", "place": "De Brink"}


@pytest.fixture
def cems(cem: User) -> Person:
    """Cem as a person of the circle."""
    return Person.objects.get(account=cem)


@pytest.fixture
def agreed(dated: Conference, cems: Person, mirjam: User) -> Arrival:
    """Cem comes later than the others, by the door of the garden."""
    return actions.agree_arrival(acting(mirjam), dated, cems, comes="13:40", goes="15:10", entrance=" De tuindeur. ")


def times(when: queries.When) -> tuple[datetime | None, datetime | None, str]:
    return when.begins, when.ends, when.entrance


def test_each_reads_the_own_time_and_nothing_tells_of_that_of_another(
    agreed: Arrival, dated: Conference, cem: User, cems: Person, truus: Person, mirjam: User, saskia: User
) -> None:
    actions.agree_arrival(acting(mirjam), dated, truus, comes="10:05")

    assert times(queries.when_for(acting(cem), cems, dated)) == (at(21, 13, 40), at(21, 15, 10), "De tuindeur.")
    assert times(queries.when_for(by_link(truus), truus, dated)) == (at(21, 10, 5), at(21, 16), "")
    hers = Person.objects.get(account=saskia)
    # Whoever asks for somebody else, or has none, reads the meeting: the same as where nothing was agreed.
    for actor, person in (
        (acting(saskia), hers), (acting(saskia), cems), (acting(cem), truus), (by_link(truus), cems),
        (acting(cem), None),
    ):  # fmt: skip
        assert queries.when_for(actor, person, dated) == queries.When(dated)
    assert [one.arrival and one.arrival.person for one in queries.arrivals_of(acting(mirjam), dated)] == [truus, cems]
    for actor in (acting(saskia), acting(cem), by_link(truus)):
        assert queries.arrivals_of(actor, dated) == []


def test_agreeing_again_takes_its_place_and_nobody_gets_a_message(
    agreed: Arrival, dated: Conference, cems: Person, mirjam: User
) -> None:
    before = Message.objects.count()
    again = actions.agree_arrival(acting(mirjam), dated, cems, comes="9.05")

    assert again == agreed
    assert (again.comes_at, again.goes_at, again.entrance) == (at(21, 9, 5), None, "")
    assert Arrival.objects.count() == 1
    assert Message.objects.count() == before


def test_what_was_agreed_can_be_taken_back(agreed: Arrival, dated: Conference, cem: User, cems: Person, mirjam: User):
    actions.take_back_arrival(acting(mirjam), dated, cems)

    assert queries.when_for(acting(cem), cems, dated) == queries.When(dated)
    with pytest.raises(NotAllowed):
        actions.take_back_arrival(acting(mirjam), dated, cems)


@pytest.mark.parametrize("who", ["saskia", "noor", "cem", "marleen", "erik", "hanneke", "stranger"])
def test_nobody_but_the_coordinator_agrees_or_takes_back(
    who: str, agreed: Arrival, dated: Conference, cems: Person, request: Any
) -> None:
    actor = acting(request.getfixturevalue(who))
    with pytest.raises(NotAllowed):
        actions.agree_arrival(actor, dated, cems, comes="12:00")
    with pytest.raises(NotAllowed):
        actions.take_back_arrival(actor, dated, cems)
    agreed.refresh_from_db()
    assert agreed.comes_at == at(21, 13, 40)


def test_not_even_the_coordinator_for_somebody_of_another_family_or_while_waiting_outside(
    dated: Conference, cems: Person, mirjam: User
) -> None:
    with pytest.raises(NotAllowed):
        actions.agree_arrival(acting(mirjam), dated, factories.PersonFactory(), comes="12:00")
    Family.objects.filter(pk=dated.family_id).update(private_since=timezone.now())
    with pytest.raises(NotAllowed):
        actions.agree_arrival(acting(mirjam), dated, cems, comes="12:00")


@pytest.mark.parametrize(
    ("said", "field", "code"),
    [
        ({"comes": ""}, "comes", "required"),
        ({"comes": "half drie"}, "comes", "not_a_time"),
        ({"comes": "25:00"}, "comes", "not_a_time"),
        ({"comes": "16:00"}, "comes", "too_late"),
        ({"comes": "12:00", "goes": "12:00"}, "goes", "order"),
        ({"comes": "12:00", "goes": "straks"}, "goes", "not_a_time"),
        ({"comes": "12:00", "entrance": "x" * 281}, "entrance", "too_long"),
        ({"comes": "12:00", "entrance": "111222333"}, "entrance", "citizen_number"),
    ],
)
def test_a_time_that_can_not_be_is_refused(
    said: dict[str, str], field: str, code: str, dated: Conference, cems: Person, mirjam: User
) -> None:
    with pytest.raises(RuleBroken) as no:
        actions.agree_arrival(acting(mirjam), dated, cems, **said)

    assert (no.value.field, no.value.code) == (field, code)
    assert not Arrival.objects.exists()


def test_there_must_be_a_date_and_somebody_who_comes(
    ready: Conference, cems: Person, mirjam: User, family: Family
) -> None:
    with pytest.raises(RuleBroken) as no:
        actions.agree_arrival(acting(mirjam), ready, cems, comes="12:00")
    assert no.value.code == "no_date"
    networks.mark_not_invited(acting(mirjam), cems)
    with pytest.raises(RuleBroken) as no:
        actions.agree_arrival(acting(mirjam), ready, cems, comes="12:00")
    assert no.value.code == "not_here"
    ended(family)
    with pytest.raises(RuleBroken):
        actions.agree_arrival(acting(mirjam), ready, cems, comes="12:00")


@pytest.mark.parametrize("to", [{"starts_at": at(21, 14)}, {"place": "De Zaal"}])
def test_when_the_meeting_moves_nobody_falls_back_on_the_times_of_the_others(
    to: dict[str, Any], agreed: Arrival, dated: Conference, cem: User, cems: Person, saskia: User, mirjam: User
) -> None:
    """Who moves it may know of nothing."""
    same = {"starts_at": dated.starts_at, "ends_at": at(21, 18), **BRINK}
    moved = actions.move_conference(acting(saskia), dated, **{**same, **to})

    when = queries.when_for(acting(cem), cems, moved)
    assert (when.is_agreed, *times(when)) == (False, None, None, "")
    [event] = Calendar.from_ical(appointment(when).decode()).walk("VEVENT")
    assert event.decoded("dtstart") == at(21).date()
    actions.agree_arrival(acting(mirjam), moved, cems, comes="17:00")
    assert times(queries.when_for(acting(cem), cems, moved)) == (at(21, 17), at(21, 18), "")


def test_the_own_calendar_reads_the_own_time(agreed: Arrival, dated: Conference, truus: Person, mirjam: User) -> None:
    [asked] = actions.invite(acting(mirjam), dated, person_ids=[truus.pk])
    actions.send_invitation(acting(mirjam), asked)
    actions.agree_arrival(acting(mirjam), dated, truus, comes="10:05")
    read = own_days(networks.make_calendar_address(by_link(truus), truus))

    assert read is not None
    [event] = Calendar.from_ical(read[0].decode()).walk("VEVENT")
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (at(21, 10, 5), at(21, 16))


def test_lines_about_it_are_for_that_person_alone(
    agreed: Arrival, dated: Conference, cem: User, cems: Person, mirjam: User, saskia: User, noor: User
) -> None:
    actions.take_back_arrival(acting(mirjam), dated, cems)

    assert {line.only_for for line in Line.objects.filter(object_type="conferences.arrival")} == {cems.pk}

    def seen(user: User) -> int:
        return len([one for one in lines_of(acting(user), dated.family_id) if one.object_id == agreed.pk])

    assert [seen(who) for who in (cem, mirjam, saskia, noor)] == [2, 2, 0, 0]


def test_through_anothers_eyes_it_is_not_there(
    agreed: Arrival, dated: Conference, cem: User, cems: Person, saskia: User
) -> None:
    with told_to_database(acting(saskia)), looking_along(acting(saskia), dated.family_id):
        assert queries.when_for(acting(cem), cems, dated) == queries.When(dated)


def test_a_next_coordinator_reads_it_and_nobody_between_them(
    agreed: Arrival, dated: Conference, cem: User, cems: Person, mirjam: User
) -> None:
    grants.end(dated.family_id, roles=[Role.COORDINATOR])
    assert queries.arrivals_of(acting(mirjam), dated) == []
    assert queries.when_for(acting(mirjam), cems, dated) == queries.When(dated)
    assert queries.when_for(acting(cem), cems, dated).begins == at(21, 13, 40)

    next_one = let_in(factories.WorkerFactory(), Role.COORDINATOR, dated.family)
    assert [one.arrival for one in queries.arrivals_of(acting(next_one), dated)] == [agreed]


def test_the_clock_erases_it_the_day_after_and_not_before(agreed: Arrival, dated: Conference) -> None:
    assert actions.erase_old_arrivals(CLOCK) == 0
    with time_machine.travel(at(22, 13)):
        assert actions.erase_old_arrivals(CLOCK) == 0
    with time_machine.travel(at(22, 13, 45)):
        assert actions.erase_old_arrivals(CLOCK) == 1
        assert actions.erase_old_arrivals(CLOCK) == 0

    assert not Arrival.objects.exists()
    assert Line.objects.get(object_type="conferences.arrival", act=Act.ERASE).only_for == agreed.person_id
    with pytest.raises(NotAllowed):
        actions.erase_old_arrivals(acting(factories.UserFactory()))  # type: ignore[arg-type]  # what must not be


def test_it_goes_at_once_when_nobody_is_to_come(
    agreed: Arrival, dated: Conference, cem: User, cems: Person, mirjam: User, saskia: User
) -> None:
    def gone(change: Any) -> bool:
        Arrival.objects.all().delete()
        actions.agree_arrival(acting(mirjam), dated, cems, comes="12:00")
        assert actions.erase_old_arrivals(CLOCK) == 0
        change()
        return actions.erase_old_arrivals(CLOCK) == 1

    # What was agreed for another day is kept as long as there is a day to come.
    later = {"starts_at": at(28, 11), "ends_at": at(28, 16), **BRINK}
    actions.move_conference(acting(saskia), dated, **later)
    with time_machine.travel(at(24)):
        assert actions.erase_old_arrivals(CLOCK) == 0
    assert gone(lambda: networks.leave_circle(acting(cem), cems))
    Person.objects.filter(pk=cems.pk).update(standing="mapped", left_at=None)
    assert gone(lambda: actions.cancel_conference(acting(mirjam), dated))
    Conference.objects.update(moment=Moment.DATED)
    assert gone(lambda: ended(dated.family))


def test_an_erasure_takes_it_along(agreed: Arrival, dated: Conference) -> None:
    assert families.erase_again(SystemActor("restore", dated.family_id))
    assert not Arrival.objects.exists()


def test_who_somebody_is_can_not_be_claimed_while_a_time_was_agreed_with_that_person(
    dated: Conference, mirjam: User, saskia: User, family: Family
) -> None:
    """Whoever says "this is me" of somebody else would read when that person comes."""
    somebody = networks.add_person(acting(saskia), family, call_name="Wie dan ook", role="other_family")
    let_in(account := factories.UserFactory(), Role.MEMBER, family)
    actions.agree_arrival(acting(mirjam), dated, somebody, comes="12:00")
    with pytest.raises(RuleBroken) as no:
        networks.link_account(acting(saskia), somebody, account=account)
    assert no.value.code == "told_by_another"
    actions.take_back_arrival(acting(mirjam), dated, somebody)
    assert networks.link_account(acting(saskia), somebody, account=account).account == account


def test_one_time_of_one_person_for_one_meeting(agreed: Arrival) -> None:
    assert agreed.comes_at - agreed.for_start == timedelta(hours=2, minutes=40)
    assert agreed.for_place == "De Brink"
