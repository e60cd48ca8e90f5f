"""What tests of the sending need: a real mail server, and a kind of message with a letter of the test's own."""

from collections.abc import Iterator
from typing import Any

import pytest

from fgc.families.models import Family
from fgc.outbox import letters
from fgc.outbox.letters import Letter
from fgc.outbox.models import Kind, Message
from tests import factories
from tests.outbox.rows import queued
from tests.postman import Postman, at_work


@pytest.fixture
def postman(settings: Any) -> Iterator[Postman]:
    with at_work() as keeper:
        settings.EMAIL_BACKEND = "fgc.outbox.mail.Backend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", keeper.port
        yield keeper


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> Kind:
    """A kind of message with a letter of the test's own."""
    monkeypatch.setitem(letters.WRITERS, Kind.LET_IN, _letter)
    return Kind.LET_IN


def _letter(message: Message) -> Letter:
    assert message.to_user is not None
    return letters.neutral(to=message.to_user.email or "", language="nl", path="/mine/")


@pytest.fixture
def many(kind: Kind, family: Family) -> list[Message]:
    """Five messages to five accounts."""
    for one in range(5):
        queued(factories.UserFactory(), family, occurrence=str(one))
    return list(Message.objects.all())
