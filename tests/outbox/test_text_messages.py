"""What is told by text message goes once at most, whatever the provider answers and whoever dies."""

from datetime import timedelta
from typing import Any

import pytest

from fgc.accounts.models import User
from fgc.families.models import Family
from fgc.outbox import deliver, letters
from fgc.outbox.letters import Letter
from fgc.outbox.models import Channel, Kind, Message
from tests import texting
from tests.moving_clocks import move_clock_of_database
from tests.outbox.rows import queued, states

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def company(settings: Any) -> Any:
    with texting.at_work() as one:
        settings.SMS_URL, settings.SMS_TOKEN = one.address, texting.TOKEN
        yield one


@pytest.fixture
def texted(monkeypatch: pytest.MonkeyPatch, saskia: User, family: Family) -> Message:
    monkeypatch.setitem(letters.WRITERS, Kind.LET_IN, lambda message: Letter("+31612345678", "", "Er is iets."))
    message = queued(saskia, family)
    Message.objects.update(channel=Channel.SMS)
    return message


def test_a_text_message_goes_once(company: Any, texted: Message) -> None:
    deliver.deliver_due()

    assert company.words_to("0031612345678") == ["Er is iets."]
    assert company.messages[0]["reference"] == texted.pk.hex
    assert states() == [("sent", "", 1)]


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

    assert states() == [(state, reason, 0 if state == "pending" else 1)]
    assert len(company.asked) == 1


def test_a_worker_that_dies_while_a_text_message_goes_leaves_it_in_doubt_for_a_person(
    company: Any, texted: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(number: str, words: str, *, key: str) -> None:
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

    assert states() == [("uncertain", "on_its_way", 1)]
    assert company.asked == []
