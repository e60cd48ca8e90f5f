"""When the other side is away, slow, in doubt or at its limit: nothing is lost, nobody is told twice for nothing."""

import socket
import threading
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from fgc.accounts.models import User
from fgc.families.models import Family
from fgc.outbox import deliver, letters, queue, ways
from fgc.outbox.letters import Letter, Wait
from fgc.outbox.models import Channel, Kind, Message, State, Way
from tests import factories, texting
from tests.moving_clocks import move_clock_of_database
from tests.postman import Postman

pytestmark = pytest.mark.django_db(transaction=True)


def _queue(user: User, family: Family, **rest: Any) -> Message:
    queue.to_user(user, Kind.LET_IN, family, **rest)
    return Message.objects.order_by("-created_at").first()  # type: ignore[return-value]


def _states() -> list[tuple[str, str, int]]:
    return list(Message.objects.order_by("created_at", "pk").values_list("state", "reason", "attempts"))


def _wait_is_over() -> None:
    Message.objects.filter(state=State.RETRY).update(next_at=timezone.now())


@pytest.fixture
def many(kind: Kind, family: Family) -> list[Message]:
    """Five messages to five accounts."""
    for one in range(5):
        _queue(factories.UserFactory(), family, occurrence=str(one))
    return list(Message.objects.all())


def test_a_mail_server_that_is_away_shuts_the_way_and_uses_up_no_try(
    settings: Any, many: list[Message], caplog: Any
) -> None:
    caplog.expect_errors = True
    settings.EMAIL_BACKEND = "fgc.outbox.mail.Backend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    for _round in range(3):
        assert deliver.deliver_due() == 0

    assert [one[0] for one in _states()] == ["pending"] * 5
    assert {one[2] for one in _states()} == {0}
    way = Way.objects.get()
    assert (way.channel, way.times) == ("mail", 1)
    assert caplog.text.count("nothing goes out by mail") == 1


def test_a_way_that_was_shut_opens_by_itself_and_everything_goes(
    postman: Postman, many: list[Message], caplog: Any
) -> None:
    caplog.expect_errors = True
    postman.says_of_sender = "530 log in first"
    deliver.deliver_due()
    assert (postman.letters, Way.objects.get().times) == ([], 1)

    postman.says_of_sender = "250 OK"
    deliver.deliver_due()
    assert postman.letters == []  # not before the next look

    Way.objects.update(shut_until=timezone.now())
    assert deliver.deliver_due() == 5

    assert len(postman.letters) == 5
    assert _states() == [("sent", "", 1)] * 5
    assert list(Way.objects.values_list("shut_until", "times")) == [(None, 0)]


def test_each_time_a_way_stays_shut_the_next_look_comes_later(caplog: Any) -> None:
    caplog.expect_errors = True
    now, waits = timezone.now(), []
    for _time in range(6):
        ways.shut(Channel.MAIL, now)
        waits.append((Way.objects.get().shut_until - now).total_seconds())  # type: ignore[operator]

    assert waits == [60, 120, 300, 600, 900, 900]


def test_an_answer_that_never_comes_is_a_doubt_and_the_letter_goes_once_more(
    postman: Postman, kind: Kind, saskia: User, family: Family, settings: Any
) -> None:
    _queue(saskia, family)
    postman.hangs_up = True
    deliver.deliver_due()
    assert _states() == [("retry", "uncertain", 1)]

    postman.hangs_up = False
    _wait_is_over()
    deliver.deliver_due()

    assert _states() == [("sent", "after_doubt", 2)]
    assert len(postman.letters) == 2
    assert len({letter["Message-ID"] for letter in postman.letters}) == 1


def test_after_two_doubts_a_person_looks(postman: Postman, kind: Kind, saskia: User, family: Family) -> None:
    message = _queue(saskia, family)
    postman.hangs_up = True
    for _time in range(3):
        deliver.deliver_due()
        _wait_is_over()

    message.refresh_from_db()
    assert (message.state, message.doubts, message.settled_at is not None) == (State.UNCERTAIN, 2, True)
    assert len(postman.letters) == 2


def test_a_slow_server_is_not_waited_for_longer_than_the_time_out(
    postman: Postman, kind: Kind, saskia: User, family: Family, settings: Any
) -> None:
    settings.EMAIL_TIMEOUT = 0.3
    postman.thinks_s = 1
    _queue(saskia, family)

    deliver.deliver_due()

    assert _states() == [("retry", "uncertain", 1)]


def test_one_line_serves_many_letters_and_a_line_that_was_hung_up_is_opened_anew(
    postman: Postman, many: list[Message]
) -> None:
    deliver.deliver_due()

    assert (len(postman.letters), postman.lines) == (5, 1)


def test_a_text_that_is_refused_is_tried_later_and_not_given_up_at_once(postman: Postman, many: list[Message]) -> None:
    postman.says_of_text = "554 looks like something we do not want"
    deliver.deliver_due()

    assert _states() == [("retry", "try_later", 1)] * 5


def test_who_says_goodbye_shuts_the_way(postman: Postman, many: list[Message], caplog: Any) -> None:
    caplog.expect_errors = True
    postman.says = "421 closing"
    deliver.deliver_due()

    assert sorted(_states()) == [("pending", "", 0)] * 4 + [("pending", "way_is_shut", 0)]


def test_somebody_who_answers_nothing_at_all_keeps_no_worker(
    settings: Any, kind: Kind, saskia: User, family: Family, caplog: Any
) -> None:
    caplog.expect_errors = True
    with socket.create_server(("127.0.0.1", 0)) as hole:
        settings.EMAIL_BACKEND = "fgc.outbox.mail.Backend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", hole.getsockname()[1], 0.3
        _queue(saskia, family)

        deliver.deliver_due()

    assert _states() == [("pending", "way_is_shut", 0)]


def test_an_address_that_can_not_be_written_fails_and_the_others_go(
    postman: Postman, monkeypatch: pytest.MonkeyPatch, family: Family, saskia: User, kind: Kind
) -> None:
    wrong = factories.UserFactory()
    own = letters.WRITERS[Kind.LET_IN]

    def write(message: Message) -> Any:
        return Letter(to="no\naddress", subject="x", text="x") if message.to_user_id == wrong.pk else own(message)

    monkeypatch.setitem(letters.WRITERS, Kind.LET_IN, write)
    _queue(wrong, family)
    _queue(saskia, family)

    deliver.deliver_due()

    assert _states() == [("failed", "address_refused", 1), ("sent", "", 1)]


# By text message.


@pytest.fixture
def company(settings: Any) -> Any:
    with texting.at_work() as one:
        settings.SMS_URL, settings.SMS_TOKEN = one.address, texting.TOKEN
        yield one


@pytest.fixture
def texted(monkeypatch: pytest.MonkeyPatch, saskia: User, family: Family) -> Message:
    monkeypatch.setitem(letters.WRITERS, Kind.LET_IN, lambda message: Letter("+31612345678", "", "Er is iets."))
    message = _queue(saskia, family)
    Message.objects.update(channel=Channel.SMS)
    return message


def test_a_text_message_goes_once(company: Any, texted: Message) -> None:
    deliver.deliver_due()

    assert company.words_to("0031612345678") == ["Er is iets."]
    assert _states() == [("sent", "", 1)]


@pytest.mark.parametrize(
    ("status", "body", "state", "reason"),
    [
        (500, b"", "uncertain", "uncertain"),
        (200, texting.failed(303), "failed", "address_refused"),
        (200, texting.failed(102), "retry", "try_later"),
        (401, b"", "pending", "way_is_shut"),
    ],
)
def test_a_text_message_is_never_sent_twice(
    company: Any, texted: Message, status: int, body: bytes, state: str, reason: str, caplog: Any
) -> None:
    caplog.expect_errors = True
    company.status, company.body = status, body

    for _round in range(3):
        deliver.deliver_due()

    assert _states() == [(state, reason, 0 if state == "pending" else 1)]
    assert len(company.asked) == 1


def test_a_worker_that_dies_while_a_text_message_goes_leaves_it_in_doubt_for_a_person(
    company: Any, texted: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(number: str, words: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("fgc.outbox.deliver.sms.send", dies)
        with pytest.raises(KeyboardInterrupt):
            deliver.deliver_due()
    move_clock_of_database(timedelta(minutes=6))
    try:
        deliver.deliver_due()
    finally:
        move_clock_of_database(timedelta(0))

    assert _states() == [("uncertain", "on_its_way", 1)]
    assert company.asked == []


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
    _queue(saskia, family, due_at=timezone.now() + timedelta(hours=1))

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
    in_time = _queue(saskia, family)
    too_late = _queue(saskia, family, occurrence="2", not_after=now + timedelta(hours=8))

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
        _queue(saskia, family, due_at=old + timedelta(minutes=number), occurrence=str(number))
    _queue(other, family, due_at=old)
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
        _queue(saskia, family, due_at=old, occurrence=str(number))
    postman.says = "451 try later"

    deliver.deliver_due()

    assert {one[:2] for one in _states()} == {("retry", "try_later")}


# When workers die.


def test_who_died_with_a_message_in_hand_is_followed_up_and_the_row_remembers(
    postman: Postman, kind: Kind, saskia: User, family: Family
) -> None:
    message = _queue(saskia, family)
    Message.objects.update(state=State.CLAIMED, lease_until=timezone.now() - timedelta(seconds=1), attempts=1)

    deliver.deliver_due()

    message.refresh_from_db()
    assert (message.state, message.reason, message.deaths) == (State.SENT, "after_doubt", 1)


def test_a_message_that_takes_every_worker_down_is_put_aside(
    postman: Postman, kind: Kind, saskia: User, family: Family
) -> None:
    message = _queue(saskia, family)
    Message.objects.update(state=State.CLAIMED, lease_until=timezone.now() - timedelta(seconds=1), deaths=5)

    deliver.deliver_due()

    message.refresh_from_db()
    assert (message.state, message.reason) == (State.DEAD, "its_worker_died")
    assert postman.letters == []


def test_a_row_that_another_took_over_is_settled_by_that_one_alone(
    postman: Postman, monkeypatch: pytest.MonkeyPatch, kind: Kind, saskia: User, family: Family
) -> None:
    message = _queue(saskia, family)
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

    assert _states() == [("pending", "", 0)] * 5


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

    assert _states() == [("skipped", "stopped", 1)] * 5
    assert postman.letters == []
