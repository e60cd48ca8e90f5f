"""How many go, when, and by whom: limits of a provider, clocks, outages, and workers that die."""

import threading
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from fgc.accounts.models import User
from fgc.families.models import Family
from fgc.outbox import deliver, letters, queue
from fgc.outbox.letters import Wait
from fgc.outbox.models import Kind, Message, State
from tests import factories
from tests.moving_clocks import move_clock_of_database
from tests.outbox.rows import queued, states
from tests.postman import Postman

pytestmark = pytest.mark.django_db(transaction=True)


# How many, and when.


def test_a_provider_gets_no_more_in_a_minute_than_it_takes(
    postman: Postman, many: list[Message], settings: Any
) -> None:
    settings.PER_MINUTE = {"mail": 3}
    deliver.deliver_due(now=timezone.now())
    assert len(postman.letters) == 3

    deliver.deliver_due(now=timezone.now() + timedelta(minutes=1))

    assert len(postman.letters) == 5


def test_two_processes_together_get_no_more_in_a_minute(postman: Postman, many: list[Message], settings: Any) -> None:
    settings.PER_MINUTE = {"mail": 3}
    now = timezone.now()
    deliver.deliver_due(now=now)
    others = threading.Thread(target=_in_a_thread, args=(now,))
    others.start()
    others.join()

    assert len(postman.letters) == 3


def _in_a_thread(now: Any) -> None:
    deliver.deliver_due(now=now)
    connection.close()


def test_the_clock_of_the_worker_decides_nothing(postman: Postman, kind: Kind, saskia: User, family: Family) -> None:
    queued(saskia, family, due_at=timezone.now() + timedelta(hours=1))

    with time_machine.travel(timezone.now() + timedelta(days=3)):
        assert deliver.deliver_due() == 0
    move_clock_of_database(timedelta(hours=2))
    try:
        with time_machine.travel(timezone.now() - timedelta(days=3)):
            assert deliver.deliver_due() == 1
    finally:
        move_clock_of_database(timedelta(0))


def test_who_must_not_be_disturbed_now_is_written_to_later(
    postman: Postman, monkeypatch: pytest.MonkeyPatch, saskia: User, family: Family
) -> None:
    now = timezone.now() + timedelta(minutes=1)
    monkeypatch.setitem(letters.WRITERS, Kind.LET_IN, lambda message: Wait(now + timedelta(hours=9), "quiet"))
    in_time = queued(saskia, family)
    too_late = queued(saskia, family, occurrence="2", not_after=now + timedelta(hours=8))

    deliver.deliver_due(now=now)

    in_time.refresh_from_db()
    too_late.refresh_from_db()
    assert (in_time.state, in_time.reason, in_time.next_at) == (State.RETRY, "quiet", now + timedelta(hours=9))
    assert (too_late.state, too_late.reason) == (State.EXPIRED, "quiet")


# After an outage.


def test_after_an_outage_one_message_tells_of_everything_that_waits(
    postman: Postman, monkeypatch: pytest.MonkeyPatch, kind: Kind, saskia: User, family: Family
) -> None:
    old = timezone.now() - timedelta(days=2)
    other = factories.UserFactory()
    monkeypatch.setitem(letters.WRITERS, Kind.AMENDED, lambda message: letters.Skip("replaced"))
    monkeypatch.setitem(letters.WRITERS, Kind.STOPPED, letters.WRITERS[Kind.LET_IN])
    for number in range(4):
        queued(saskia, family, due_at=old + timedelta(minutes=number), occurrence=str(number))
    queued(other, family, due_at=old)
    queue.to_user(saskia, Kind.AMENDED, family, due_at=old)
    queue.to_user(saskia, Kind.STOPPED, family, due_at=old)
    queue.to_user(saskia, Kind.LET_IN, family, occurrence="gone", due_at=old, not_after=old)

    deliver.deliver_due()

    assert len(postman.to(saskia.email or "")) == 2  # one for all, and what is never told along
    assert len(postman.to(other.email or "")) == 1
    rows = Message.objects.filter(to_user=saskia).order_by("due_at", "created_at")
    assert sorted(rows.values_list("kind", "state", "reason")) == [
        ("amended", "skipped", "replaced"),
        ("let_in", "expired", "too_late"),
        ("let_in", "sent", ""),
        ("let_in", "sent", "told_along"),
        ("let_in", "sent", "told_along"),
        ("let_in", "sent", "told_along"),
        ("stopped", "sent", ""),
    ]
    [first] = rows.filter(kind=Kind.LET_IN, reason="", state=State.SENT)
    assert set(rows.filter(reason="told_along").values_list("along_with", flat=True)) == {first.pk}
    assert letters.place_of(saskia.pk, first.pk) == ""


def test_what_was_to_be_told_along_goes_later_when_the_one_message_does_not_go(
    postman: Postman, kind: Kind, saskia: User, family: Family
) -> None:
    old = timezone.now() - timedelta(days=2)
    for number in range(3):
        queued(saskia, family, due_at=old, occurrence=str(number))
    postman.says = "451 try later"

    deliver.deliver_due()

    assert {one[:2] for one in states()} == {("retry", "try_later")}


# When workers die.


def test_who_died_with_a_message_in_hand_is_followed_up_and_the_row_remembers(
    postman: Postman, kind: Kind, saskia: User, family: Family
) -> None:
    message = queued(saskia, family)
    Message.objects.update(state=State.CLAIMED, lease_until=timezone.now() - timedelta(seconds=1), attempts=1)

    deliver.deliver_due()

    message.refresh_from_db()
    assert (message.state, message.reason, message.deaths) == (State.SENT, "after_doubt", 1)


def test_a_message_that_takes_every_worker_down_is_put_aside(
    postman: Postman, kind: Kind, saskia: User, family: Family
) -> None:
    message = queued(saskia, family)
    Message.objects.update(state=State.CLAIMED, lease_until=timezone.now() - timedelta(seconds=1), deaths=5)

    deliver.deliver_due()

    message.refresh_from_db()
    assert (message.state, message.reason) == (State.DEAD, "its_worker_died")
    assert postman.letters == []


def test_a_row_that_another_took_over_is_settled_by_that_one_alone(
    postman: Postman, monkeypatch: pytest.MonkeyPatch, kind: Kind, saskia: User, family: Family
) -> None:
    message = queued(saskia, family)
    own = letters.WRITERS[Kind.LET_IN]

    def is_slow(row: Message) -> Any:
        written = own(row)
        Message.objects.filter(pk=message.pk).update(claim="00000000-0000-7000-8000-000000000000")
        return written

    monkeypatch.setitem(letters.WRITERS, Kind.LET_IN, is_slow)

    deliver.deliver_due()

    message.refresh_from_db()
    assert (message.state, message.settled_at) == (State.CLAIMED, None)


def test_what_was_not_begun_when_the_turn_is_over_is_given_back(
    postman: Postman, monkeypatch: pytest.MonkeyPatch, many: list[Message]
) -> None:
    monkeypatch.setattr(deliver, "TURN", timedelta(0))

    assert deliver.deliver_due() == 0

    assert states() == [("pending", "", 0)] * 5


def test_a_letter_that_waited_for_a_slow_server_is_asked_for_once_more(
    postman: Postman, monkeypatch: pytest.MonkeyPatch, many: list[Message]
) -> None:
    """Who stops while others are written to gets nothing, also where many letters were written at once."""
    own, written = letters.WRITERS[Kind.LET_IN], []

    def write(row: Message) -> Any:
        written.append(row.pk)
        return letters.Skip("stopped") if written.count(row.pk) > 1 else own(row)

    monkeypatch.setitem(letters.WRITERS, Kind.LET_IN, write)
    monkeypatch.setattr(deliver, "FRESH_S", 0)

    deliver.deliver_due()

    assert states() == [("skipped", "stopped", 1)] * 5
    assert postman.letters == []
