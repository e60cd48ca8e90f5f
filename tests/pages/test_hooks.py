"""What providers say afterwards, over real HTTP with real signatures: once, in any order, and only by who they are."""

import hashlib
import hmac
import http.client
import json
import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import permutations
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.utils import timezone

from fgc.access.actors import UserActor
from fgc.accounts.models import User
from fgc.families.models import Family
from fgc.networks import queries
from fgc.networks.models import Person
from fgc.networks.rules import Way
from fgc.outbox import deliver, queue
from fgc.outbox.models import Channel, Kind, Message, Receipt, State
from fgc.outbox.returned import closed_among, hash_of
from tests.postman import Postman, at_work

pytestmark = pytest.mark.django_db(transaction=True)
KEY = "key-0123456789abcdef"
TOKEN = "an-address-that-nobody-else-knows"
ADDRESS = "truus@post.example"


@pytest.fixture(autouse=True)
def _providers(settings: Any) -> None:
    settings.ANYMAIL = {"MAILGUN_WEBHOOK_SIGNING_KEY": KEY}
    settings.SMS_REPORT_TOKEN = TOKEN


@pytest.fixture
def postman(settings: Any) -> Iterator[Postman]:
    with at_work() as keeper:
        settings.EMAIL_BACKEND = "fgc.outbox.mail.Backend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", keeper.port
        yield keeper


@pytest.fixture
def told(truus: Person, family: Family) -> Message:
    """A mail that went out to grandmother."""
    truus.card.email = ADDRESS
    truus.card.save()
    return one_more(truus, family)


def one_more(person: Person, family: Family, channel: Channel = Channel.MAIL, **rest: Any) -> Message:
    occurrence = str(Message.objects.count())
    queue.to_person(person.pk, Kind.STOPPED, family, channel=channel, occurrence=occurrence)
    Message.objects.filter(occurrence=occurrence).update(**{"state": State.SENT, "settled_at": timezone.now(), **rest})
    return Message.objects.get(occurrence=occurrence)


@pytest.fixture
def say(live_server: Any) -> Any:
    """Sends some bytes to the site, as a provider does; the status of the answer."""

    def send(path: str, body: bytes, kind: str = "application/json", method: str = "POST") -> int:
        line = http.client.HTTPConnection(urlsplit(live_server.url).netloc, timeout=20)
        line.request(method, path, body=body, headers={"Content-Type": kind})
        status = line.getresponse().status
        line.close()
        return status

    return send


def mailgun(
    event: str, message: Message | None, *, number: str = "", key: str = KEY, at: float = 0, **more: Any
) -> bytes:
    """What Mailgun sends, signed as Mailgun signs."""
    token = hashlib.sha256(f"{event}{message and message.pk}{number}".encode()).hexdigest()[:50]
    moment = str(int(at or time.time()))
    signature = hmac.new(key.encode(), f"{moment}{token}".encode(), hashlib.sha256).hexdigest()
    headers = {"message-id": f"{message.pk}@mijnafspraken.example"} if message else {}
    data = {"event": event, "timestamp": time.time(), "recipient": ADDRESS, "message": {"headers": headers}, **more}
    signed = {"timestamp": moment, "token": token, "signature": signature}
    return json.dumps({"signature": signed, "event-data": data}).encode()


def hard(message: Message | None, **more: Any) -> bytes:
    return mailgun("failed", message, severity="permanent", reason="bounce", **more)


def soft(message: Message | None, **more: Any) -> bytes:
    return mailgun("failed", message, severity="temporary", reason="generic", **more)


def state_of(message: Message) -> tuple[str, str]:
    message.refresh_from_db()
    return message.state, message.reason


# What comes back.


def test_what_came_back_is_the_coordinators_task_and_nothing_more_goes_there(
    say: Any, told: Message, truus: Person, family: Family, mirjam: User, postman: Postman
) -> None:
    assert say("/hooks/mailgun/", hard(told)) == 200

    assert state_of(told) == ("failed", "came_back")
    [item] = queries.undelivered(UserActor(mirjam), family)
    assert (item.message, Way.MAIL in item.ways) == (told, False)
    again = one_more(truus, family, state=State.PENDING)
    deliver.deliver_due()
    assert state_of(again) == ("failed", "bad_address")
    assert postman.letters == []

    truus.card.email = "truus.nieuw@post.example"
    truus.card.save()
    with transaction.atomic():
        queue.send_again(UserActor(mirjam), again)
    deliver.deliver_due()
    assert state_of(again) == ("sent", "")
    assert len(postman.letters) == 1


def test_nothing_of_the_mail_is_kept(say: Any, told: Message) -> None:
    say("/hooks/mailgun/", hard(told, **{"delivery-status": {"message": "550 Truus Verhulst has moved", "code": 550}}))

    [kept] = Receipt.objects.values()
    assert set(kept) == {"event_id", "channel", "address_hash", "said", "at", "message_id"}
    for words in ("truus", "Verhulst", "550"):
        assert words not in str(kept)
    assert kept["address_hash"] == hash_of("mail", ADDRESS.upper())


def test_three_messages_that_do_not_get_through_close_an_address_and_three_tries_of_one_do_not(
    say: Any, told: Message, truus: Person, family: Family
) -> None:
    for number in range(4):
        say("/hooks/mailgun/", soft(told, number=str(number)))
    assert closed_among(Channel.MAIL, [ADDRESS]) == set()
    assert state_of(told) == ("sent", "")

    others = [one_more(truus, family), one_more(truus, family)]
    for other in others:
        say("/hooks/mailgun/", soft(other))
    assert closed_among(Channel.MAIL, [ADDRESS, "other@post.example", ""]) == {ADDRESS}

    say("/hooks/mailgun/", mailgun("delivered", others[0]))
    assert closed_among(Channel.MAIL, [ADDRESS]) == set()


def test_who_calls_it_unwanted_gets_no_more(say: Any, told: Message, settings: Any) -> None:
    say("/hooks/mailgun/", mailgun("complained", told))

    assert state_of(told) == ("failed", "unwanted")
    assert closed_among(Channel.MAIL, [ADDRESS]) == {ADDRESS}
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 10
    assert closed_among(Channel.MAIL, [ADDRESS]) == {ADDRESS}
    settings.ANYMAIL = {"MAILGUN_WEBHOOK_SIGNING_KEY": ""}
    assert closed_among(Channel.MAIL, [ADDRESS]) == set()


def test_an_old_failure_does_not_hold_for_ever(say: Any, told: Message) -> None:
    say("/hooks/mailgun/", hard(told))
    Receipt.objects.update(at=timezone.now() - timedelta(days=366))
    assert closed_among(Channel.MAIL, [ADDRESS]) == set()

    Receipt.objects.update(at=timezone.now() - timedelta(days=401))
    say("/hooks/mailgun/", mailgun("delivered", told))
    assert [one.said for one in Receipt.objects.all()] == ["arrived"]


def test_whatever_comes_first_it_ends_the_same(say: Any, told: Message) -> None:
    words = [hard(told), soft(told), mailgun("complained", told), mailgun("delivered", told)]
    for order in permutations(words):
        Receipt.objects.all().delete()
        Message.objects.update(state=State.SENT, reason="")
        assert [say("/hooks/mailgun/", one) for one in order] == [200] * 4

        assert state_of(told) == ("failed", "unwanted"), order
        assert closed_among(Channel.MAIL, [ADDRESS]) == {ADDRESS}, order


def test_that_it_arrived_ends_a_doubt_and_nothing_else(say: Any, truus: Person, family: Family) -> None:
    doubtful = one_more(truus, family, state=State.UNCERTAIN, reason="uncertain")
    again = one_more(truus, family, state=State.RETRY, reason="uncertain", settled_at=None)
    later = one_more(truus, family, state=State.RETRY, reason="try_later", settled_at=None)
    for one in (doubtful, again, later):
        say("/hooks/mailgun/", mailgun("delivered", one))

    assert [state_of(one) for one in (doubtful, again)] == [("sent", "arrived")] * 2
    assert state_of(later) == ("retry", "try_later")


@pytest.mark.parametrize("event", ["opened", "clicked", "accepted"])
def test_what_does_not_matter_is_not_kept(say: Any, told: Message, event: str) -> None:
    assert say("/hooks/mailgun/", mailgun(event, told)) == 200
    assert not Receipt.objects.exists()


# Who brings it.


def test_what_is_said_twice_is_done_once(say: Any, told: Message) -> None:
    body = hard(told)
    say("/hooks/mailgun/", body)
    Message.objects.update(state=State.SENT)

    assert say("/hooks/mailgun/", body) == 200

    assert state_of(told)[0] == "sent"
    assert Receipt.objects.count() == 1


def bad(told: Message) -> dict[str, tuple[int, bytes, str]]:
    """What is not taken: the status, the bytes, and what they are said to be."""
    whole, kind = json.loads(hard(told)), "application/json"
    without = {name: {key: value for key, value in whole.items() if key != name} for name in whole}
    other = {**whole, "event-data": {**whole["event-data"], "recipient": ["x"]}}
    return {
        "another key": (403, hard(told, key="key-of-somebody-else"), kind),
        "an old signature": (403, hard(told, at=time.time() - 2 * 24 * 3600), kind),
        "cut off": (400, hard(told)[:-20], kind),
        "no signature": (400, json.dumps(without["signature"]).encode(), kind),
        "no event": (400, json.dumps(without["event-data"]).encode(), kind),
        "no recipient": (400, json.dumps(other).encode(), kind),
        "a list": (400, b"[]", kind),
        "nothing": (400, b"", kind),
        "deep": (400, b"[" * 30000, kind),
        "odd signature": (400, json.dumps({**whole, "signature": {"token": 1, "timestamp": "x"}}).encode(), kind),
        "no time": (400, hard(told).replace(b'"timestamp": "', b'"timestamp": "x'), kind),
        "not whole event": (400, json.dumps({**whole, "event-data": {"event": 7}}).encode(), kind),
        "a form": (415, b"token=1", "application/x-www-form-urlencoded"),
        "too large": (413, hard(told, words="x" * 70_000), kind),
    }


@pytest.mark.parametrize("what", list(bad(Message())))
def test_what_is_forged_or_not_whole_does_nothing(say: Any, told: Message, what: str) -> None:
    status, body, kind = bad(told)[what]

    assert say("/hooks/mailgun/", body, kind) == status

    assert state_of(told) == ("sent", "")
    assert not Receipt.objects.exists()


def test_without_a_key_there_is_no_such_address(say: Any, told: Message, settings: Any) -> None:
    settings.ANYMAIL, settings.SMS_REPORT_TOKEN = {"MAILGUN_WEBHOOK_SIGNING_KEY": ""}, ""

    assert say("/hooks/mailgun/", hard(told)) == 404
    assert say(f"/hooks/sms/{TOKEN}/", report(told, "3")) == 404
    assert say("/hooks/mailgun/", b"", method="GET") == 405


# Text messages.


def report(message: Message, code: str, number: str = "0031612345678") -> bytes:
    """What CM.com sends."""
    status = {"code": code, "errorCode": "", "errorDescription": ""}
    inside = {"received": "2026-11-28T19:00:00", "to": number, "reference": message.pk.hex, "status": status}
    return json.dumps({"messages": {"msg": {**inside, "operator": "20408"}}}).encode()


@pytest.mark.parametrize(
    ("codes", "ends"),
    [
        (["0"], ("uncertain", "uncertain")),
        (["0", "2"], ("sent", "arrived")),
        (["2", "4", "2"], ("sent", "arrived")),
        (["3"], ("failed", "came_back")),
        (["2", "3"], ("failed", "came_back")),
        (["3", "2"], ("failed", "came_back")),
        (["1", "1"], ("failed", "came_back")),
    ],
)
def test_a_text_message_ends_as_the_company_says(
    say: Any, truus: Person, family: Family, codes: list[str], ends: tuple[str, str]
) -> None:
    message = one_more(truus, family, Channel.SMS, state=State.UNCERTAIN, reason="uncertain")

    for code in codes:
        assert say(f"/hooks/sms/{TOKEN}/", report(message, code)) == 200

    assert state_of(message) == ends
    assert closed_among(Channel.SMS, ["+31612345678"]) == set()


def test_three_text_messages_that_reach_no_telephone_close_the_number(say: Any, truus: Person, family: Family) -> None:
    for _ in range(3):
        say(f"/hooks/sms/{TOKEN}/", report(one_more(truus, family, Channel.SMS), "3"))

    assert closed_among(Channel.SMS, ["+31612345678"]) == {"+31612345678"}
    assert closed_among(Channel.MAIL, ["+31612345678"]) == set()


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/hooks/sms/wrong/", None, 404),
        (f"/hooks/sms/{TOKEN}/", b"{}", 400),
        (f"/hooks/sms/{TOKEN}/", b'{"messages": {"msg": {"status": {"code": "9"}}}}', 400),
    ],
)
def test_what_is_not_from_the_company_does_nothing(
    say: Any, truus: Person, family: Family, path: str, body: bytes | None, status: int
) -> None:
    message = one_more(truus, family, Channel.SMS)

    assert say(path, body or report(message, "3")) == status
    assert say(path, report(message, "9")) in (400, 404)

    assert state_of(message) == ("sent", "")
    assert not Receipt.objects.exists()
