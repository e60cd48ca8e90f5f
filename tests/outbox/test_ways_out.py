"""When the other side is away, slow, in doubt or at its limit: nothing is lost, nobody is told twice for nothing."""

import socket
from typing import Any

import pytest
from django.utils import timezone

from fgc.accounts.models import User
from fgc.families.models import Family
from fgc.outbox import deliver, letters, ways
from fgc.outbox.letters import Letter
from fgc.outbox.models import Channel, Kind, Message, State, Way
from tests import factories
from tests.outbox.rows import queued, states, wait_is_over
from tests.postman import Postman

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_mail_server_that_is_away_shuts_the_way_and_uses_up_no_try(
    settings: Any, many: list[Message], caplog: Any
) -> None:
    caplog.expect_errors = True
    settings.EMAIL_BACKEND = "fgc.outbox.mail.Backend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    for _round in range(3):
        assert deliver.deliver_due() == 0

    assert [one[0] for one in states()] == ["pending"] * 5
    assert {one[2] for one in states()} == {0}
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
    assert states() == [("sent", "", 1)] * 5
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
    queued(saskia, family)
    postman.hangs_up = True
    deliver.deliver_due()
    assert states() == [("retry", "uncertain", 1)]

    postman.hangs_up = False
    wait_is_over()
    deliver.deliver_due()

    assert states() == [("sent", "after_doubt", 2)]
    assert len(postman.letters) == 2
    assert len({letter["Message-ID"] for letter in postman.letters}) == 1


def test_after_two_doubts_a_person_looks(postman: Postman, kind: Kind, saskia: User, family: Family) -> None:
    message = queued(saskia, family)
    postman.hangs_up = True
    for _time in range(3):
        deliver.deliver_due()
        wait_is_over()

    message.refresh_from_db()
    assert (message.state, message.doubts, message.settled_at is not None) == (State.UNCERTAIN, 2, True)
    assert len(postman.letters) == 2


def test_a_slow_server_is_not_waited_for_longer_than_the_time_out(
    postman: Postman, kind: Kind, saskia: User, family: Family, settings: Any
) -> None:
    settings.EMAIL_TIMEOUT = 0.3
    postman.thinks_s = 1
    queued(saskia, family)

    deliver.deliver_due()

    assert states() == [("retry", "uncertain", 1)]


def test_one_line_serves_many_letters_and_a_line_that_was_hung_up_is_opened_anew(
    postman: Postman, many: list[Message]
) -> None:
    deliver.deliver_due()

    assert (len(postman.letters), postman.lines) == (5, 1)


def test_a_text_that_is_refused_is_tried_later_and_not_given_up_at_once(postman: Postman, many: list[Message]) -> None:
    postman.says_of_text = "554 looks like something we do not want"
    deliver.deliver_due()

    assert states() == [("retry", "try_later", 1)] * 5


def test_who_says_goodbye_shuts_the_way(postman: Postman, many: list[Message], caplog: Any) -> None:
    caplog.expect_errors = True
    postman.says = "421 closing"
    deliver.deliver_due()

    assert sorted(states()) == [("pending", "", 0)] * 4 + [("pending", "way_is_shut", 0)]


def test_somebody_who_answers_nothing_at_all_keeps_no_worker(
    settings: Any, kind: Kind, saskia: User, family: Family, caplog: Any
) -> None:
    caplog.expect_errors = True
    with socket.create_server(("127.0.0.1", 0)) as hole:
        settings.EMAIL_BACKEND = "fgc.outbox.mail.Backend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", hole.getsockname()[1], 0.3
        queued(saskia, family)

        deliver.deliver_due()

    assert states() == [("pending", "way_is_shut", 0)]


def test_an_address_that_can_not_be_written_fails_and_the_others_go(
    postman: Postman, monkeypatch: pytest.MonkeyPatch, family: Family, saskia: User, kind: Kind
) -> None:
    wrong = factories.UserFactory()
    own = letters.WRITERS[Kind.LET_IN]

    def write(message: Message) -> Any:
        return Letter(to="no\naddress", subject="x", text="x") if message.to_user_id == wrong.pk else own(message)

    monkeypatch.setitem(letters.WRITERS, Kind.LET_IN, write)
    queued(wrong, family)
    queued(saskia, family)

    deliver.deliver_due()

    assert states() == [("failed", "address_refused", 1), ("sent", "", 1)]
