"""What did not reach somebody: the coordinator hears it, with how that person may be reached instead."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from fgc.access.actors import UserActor, Visitor
from fgc.accounts.models import User
from fgc.errors import NotAllowed
from fgc.families.models import Family
from fgc.networks import queries
from fgc.networks.models import Person
from fgc.networks.rules import Standing, Way
from fgc.networks.rules.reaching import other_ways
from fgc.outbox import queue
from fgc.outbox.models import Channel, Kind, Message, State
from tests import factories

ALL = {"phone": "+31612345678", "email": "a@post.example", "address": "Dorpsstraat 1", "can_text": True}
NONE = {"phone": "", "email": "", "address": "", "can_text": False}


def missed(state: State = State.FAILED, **more: Any) -> Message:
    """The one message of this test did not arrive."""
    reason = "address_refused" if state == State.FAILED else ""
    Message.objects.update(**{"state": state, "reason": reason, "settled_at": timezone.now(), **more})
    return Message.objects.get()


@pytest.fixture
def to_truus(family: Family, truus: Person) -> Person:
    queue.to_person(truus.pk, Kind.ASK_DATE, family)
    return truus


@pytest.mark.parametrize(
    ("failed", "known", "ways"),
    [
        ("mail", ALL, (Way.PHONE, Way.SMS, Way.LETTER, Way.VISIT)),
        ("sms", ALL, (Way.PHONE, Way.MAIL, Way.LETTER, Way.VISIT)),
        ("", ALL, (Way.PHONE, Way.MAIL, Way.SMS, Way.LETTER, Way.VISIT)),
        ("mail", {**NONE, "email": "a@post.example"}, (Way.VISIT,)),
        ("mail", {**NONE, "address": "Dorpsstraat 1"}, (Way.LETTER, Way.VISIT)),
        ("phone", NONE, (Way.VISIT,)),
    ],
)
def test_a_voice_comes_first_and_what_failed_not_at_all(failed: str, known: Any, ways: tuple[Way, ...]) -> None:
    assert other_ways(failed=failed, **known) == ways


@pytest.mark.django_db
@pytest.mark.parametrize("state", [State.FAILED, State.UNCERTAIN, State.DEAD, State.EXPIRED])
def test_whatever_did_not_arrive_stands_on_the_coordinators_list(
    mirjam: User, family: Family, to_truus: Person, state: State
) -> None:
    message = missed(state)

    [item] = queries.undelivered(UserActor(mirjam), family)

    assert (item.message, item.person, item.name) == (message, to_truus, "Truus")
    assert (Way.MAIL in item.ways) is (state != State.FAILED)
    assert item.may_go_again
    assert queries.undelivered_item(UserActor(mirjam), family, message.pk) == item


@pytest.mark.django_db
@pytest.mark.parametrize("state", [State.SENT, State.SKIPPED, State.PENDING, State.BY_HAND, State.DONE_BY_HAND])
def test_what_arrived_or_is_on_its_way_does_not(mirjam: User, family: Family, to_truus: Person, state: State) -> None:
    missed(state)

    assert queries.undelivered(UserActor(mirjam), family) == []


@pytest.mark.django_db
def test_a_text_message_that_goes_out_at_this_moment_is_no_doubt_yet(
    mirjam: User, family: Family, to_truus: Person
) -> None:
    missed(State.UNCERTAIN, reason="on_its_way")
    assert queries.undelivered(UserActor(mirjam)) == []

    Message.objects.update(settled_at=timezone.now() - timedelta(minutes=6))
    assert len(queries.undelivered(UserActor(mirjam))) == 1

    Message.objects.update(settled_at=timezone.now() - timedelta(days=31))
    assert queries.undelivered(UserActor(mirjam)) == []


@pytest.mark.django_db
def test_who_logs_in_stands_there_by_the_own_place_or_else_by_name(mirjam: User, saskia: User, family: Family) -> None:
    person = Person.objects.get(account=saskia)
    nobody = factories.UserFactory(name="Roel Verhulst", phone="+31612345678")
    queue.to_user(saskia, Kind.AMENDED, family)
    queue.to_user(nobody, Kind.AMENDED, family)
    queue.to_user(mirjam, Kind.AMENDED, family)
    queue.to_user(nobody, Kind.ASK_INDEPENDENCE, family)
    Message.objects.update(state=State.FAILED, settled_at=timezone.now())

    found = {item.name: item for item in queries.undelivered(UserActor(mirjam), family)}

    assert set(found) == {person.call_name, "Roel Verhulst"}
    assert (found[person.call_name].person, found["Roel Verhulst"].person) == (person, None)
    assert str(found["Roel Verhulst"].phone) == "+31612345678"
    assert found["Roel Verhulst"].ways == (Way.PHONE, Way.VISIT)
    assert not found["Roel Verhulst"].is_masked


@pytest.mark.django_db
def test_who_left_is_left_in_peace(mirjam: User, family: Family, to_truus: Person) -> None:
    missed()
    Person.objects.update(standing=Standing.LEFT, left_at=timezone.now())

    assert queries.undelivered(UserActor(mirjam), family) == []


@pytest.mark.django_db
def test_nobody_else_hears_it(saskia: User, stranger: User, family: Family, to_truus: Person) -> None:
    missed()

    for actor in (UserActor(saskia), UserActor(stranger), Visitor()):
        assert queries.undelivered(actor, family) == queries.undelivered(actor) == []


@pytest.mark.django_db
def test_the_coordinator_has_it_tried_again_or_did_it_by_hand(mirjam: User, family: Family, to_truus: Person) -> None:
    message = missed(State.UNCERTAIN, attempts=6, doubts=2, deaths=1)

    queue.send_again(UserActor(mirjam), message)
    assert (message.state, message.attempts, message.doubts, message.deaths) == (State.PENDING, 0, 0, 0)
    assert message.settled_at is None
    queue.done_by_hand(UserActor(mirjam), message)
    assert message.state == State.PENDING  # only what did not arrive is done in its place

    queue.done_by_hand(UserActor(mirjam), missed(State.DEAD))
    assert Message.objects.get().state == State.DONE_BY_HAND
    queue.send_again(UserActor(mirjam), Message.objects.get())
    assert Message.objects.get().state == State.DONE_BY_HAND


@pytest.mark.django_db
def test_nobody_else_has_it_tried_again(saskia: User, family: Family, to_truus: Person) -> None:
    message = missed()

    with pytest.raises(NotAllowed):
        queue.send_again(UserActor(saskia), message)
    with pytest.raises(NotAllowed):
        queue.done_by_hand(UserActor(saskia), message)

    message.refresh_from_db()
    assert message.state == State.FAILED


@pytest.mark.django_db
def test_what_is_of_no_use_any_more_does_not_go_again(mirjam: User, family: Family, to_truus: Person) -> None:
    missed(State.EXPIRED, not_after=timezone.now() - timedelta(hours=1), channel=Channel.CALL)

    [item] = queries.undelivered(UserActor(mirjam), family)

    assert not item.may_go_again
