"""Delivery over real SMTP: once, with its reason, whatever the mail server says."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from fgc.accounts.models import User
from fgc.families.models import Family
from fgc.outbox import deliver, letters, queue
from fgc.outbox.letters import Letter, Skip
from fgc.outbox.models import Kind, Message, State
from tests.postman import Postman

pytestmark = pytest.mark.django_db(transaction=True)


def _queue(saskia: User, family: Family, **rest: Any) -> Message:
    queue.to_user(saskia, Kind.LET_IN, family, **rest)
    return Message.objects.get()


def test_a_message_goes_out_once_and_tells_nothing(postman: Postman, kind: Kind, saskia: User, family: Family) -> None:
    message = _queue(saskia, family)

    assert deliver.deliver_due() == 1
    assert deliver.deliver_due() == 0

    message.refresh_from_db()
    assert message.state == State.SENT
    [mail] = postman.letters
    assert mail["Message-ID"] == f"<{message.pk}@mijnafspraken.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    everything = mail.as_string()
    for word in ("Saskia", "Noor", "kring", "familie", "plan"):
        assert not re.search(rf"\b{word}\b", everything.replace(mail["To"], ""), re.IGNORECASE)


def test_the_same_occasion_is_queued_once(saskia: User, family: Family) -> None:
    for _ in range(3):
        queue.to_user(saskia, Kind.LET_IN, family, occurrence="2026-01-10")

    assert Message.objects.count() == 1


def test_what_is_not_due_waits(postman: Postman, kind: Kind, saskia: User, family: Family) -> None:
    _queue(saskia, family, due_at=timezone.now() + timedelta(hours=1))

    assert deliver.deliver_due() == 0


def test_what_is_no_longer_of_use_expires(postman: Postman, kind: Kind, saskia: User, family: Family) -> None:
    message = _queue(saskia, family, not_after=timezone.now() - timedelta(minutes=1))

    deliver.deliver_due()

    message.refresh_from_db()
    assert (message.state, message.reason) == (State.EXPIRED, "too_late")
    assert postman.letters == []


def test_an_address_that_is_refused_fails_and_is_not_tried_again(
    postman: Postman, kind: Kind, saskia: User, family: Family
) -> None:
    postman.says = "550 no such user"
    message = _queue(saskia, family)

    deliver.deliver_due()

    message.refresh_from_db()
    assert (message.state, message.reason) == (State.FAILED, "address_refused")


def test_a_busy_server_is_tried_again_later(postman: Postman, kind: Kind, saskia: User, family: Family) -> None:
    postman.says = "451 try later"
    message = _queue(saskia, family)

    deliver.deliver_due()
    message.refresh_from_db()
    assert message.state == State.RETRY
    assert message.next_at > timezone.now()

    postman.says = "250 OK"
    Message.objects.update(next_at=timezone.now())
    deliver.deliver_due()

    message.refresh_from_db()
    assert message.state == State.SENT
    assert len(postman.letters) == 1


def test_a_letter_that_fails_does_not_stop_the_others(
    postman: Postman,
    monkeypatch: pytest.MonkeyPatch,
    saskia: User,
    family: Family,
    kind: Kind,
    caplog: Any,
) -> None:
    caplog.expect_errors = True

    def broken(message: Message) -> Letter:
        raise ValueError

    monkeypatch.setitem(letters.WRITERS, Kind.STOPPED, broken)
    queue.to_user(saskia, Kind.STOPPED, family)
    queue.to_user(saskia, Kind.LET_IN, family)

    deliver.deliver_due()

    assert set(Message.objects.values_list("kind", "state")) == {("stopped", "retry"), ("let_in", "sent")}


def test_a_claim_whose_holder_died_is_taken_over(postman: Postman, kind: Kind, saskia: User, family: Family) -> None:
    message = _queue(saskia, family)
    Message.objects.update(state=State.CLAIMED, lease_until=timezone.now() - timedelta(seconds=1), attempts=1)

    deliver.deliver_due()

    message.refresh_from_db()
    assert message.state == State.SENT


def test_what_the_letter_no_longer_wants_is_skipped_with_its_reason(
    postman: Postman, monkeypatch: pytest.MonkeyPatch, saskia: User, family: Family
) -> None:
    monkeypatch.setitem(letters.WRITERS, Kind.LET_IN, lambda message: Skip("answered"))
    message = _queue(saskia, family)

    deliver.deliver_due()

    message.refresh_from_db()
    assert (message.state, message.reason) == (State.SKIPPED, "answered")
    assert postman.letters == []


def test_cancelling_takes_back_what_waits(saskia: User, family: Family) -> None:
    message = _queue(saskia, family)

    assert queue.cancel(family.pk, reason="withdrawn") == 1

    message.refresh_from_db()
    assert (message.state, message.reason) == (State.SKIPPED, "withdrawn")
