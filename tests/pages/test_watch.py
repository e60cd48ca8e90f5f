"""Seen to work: what a watch gets to hear, also while the database or Redis hangs; and nothing that tells anything."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.checks import CheckMessage
from django.db import connection
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from fgc.accounts.models import User
from fgc.checks import numbers_are_for_who_knows, routes
from fgc.families.models import Family
from fgc.outbox import loop, queue
from fgc.outbox.models import Channel, Kind, LifeSign, Message, State, Way
from fgc.pages.middleware import door_of
from fgc.pages.watch import first, looking
from tests.black_hole import black_hole

pytestmark = pytest.mark.django_db(transaction=True)
TOKEN = "twenty-four-signs-or-more-of-it"
ALL_WELL = {"database": "ok", "redis": "ok", "sending": "ok", "loops": "ok"}


@pytest.fixture(autouse=True)
def asked_by_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """What one test left hanging is not waited for in the next."""
    monkeypatch.setattr(looking, "DATABASE", looking.Question(looking.DATABASE.ask))
    monkeypatch.setattr(looking, "REDIS", looking.Question(looking.REDIS.ask))


@pytest.fixture
def sending(saskia: User, family: Family) -> Message:
    """Somebody sends, and one message waits."""
    loop.sign_of_life("deliver")
    queue.to_user(saskia, Kind.LET_IN, family)
    return Message.objects.get()


@pytest.fixture
def hole() -> Iterator[int]:
    with black_hole() as port:
        yield port


def asked(**headers: str) -> tuple[int, dict[str, str]]:
    answer = Client(headers=headers).get("/healthz")
    return answer.status_code, answer.json()


# Whether all goes well.


def test_anybody_hears_that_all_goes_well(sending: Message) -> None:
    assert asked() == (200, ALL_WELL)


def test_nobody_comes_in_and_nothing_is_asked_of_the_database_for_the_visitor(
    sending: Message, visit: Any, saskia: User, django_assert_num_queries: Any
) -> None:
    browser = visit(saskia)

    with django_assert_num_queries(0):
        answer = browser.get("/healthz")

    assert answer.status_code == 200
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"
    assert browser.post("/healthz").status_code == 405


def test_what_should_have_gone_out_is_called_late(sending: Message) -> None:
    Message.objects.update(next_at=timezone.now() - timedelta(minutes=11))

    assert asked() == (503, {**ALL_WELL, "sending": "late"})


@pytest.mark.parametrize(
    ("name", "every_s", "ago", "said"),
    [
        ("deliver", 0, timedelta(minutes=4), "ok"),
        ("deliver", 0, timedelta(minutes=6), "silent"),
        ("plan_follow_up", 3600, timedelta(hours=2), "ok"),
        ("plan_follow_up", 3600, timedelta(hours=3), "silent"),
    ],
)
def test_a_loop_that_missed_two_rounds_is_called_silent(
    sending: Message, name: str, every_s: int, ago: timedelta, said: str
) -> None:
    LifeSign.objects.update_or_create(loop=name, defaults={"at": timezone.now() - ago, "every_s": every_s})

    assert asked()[1]["loops"] == said


def test_where_nobody_ever_sent_the_loops_are_silent(db: Any) -> None:
    assert asked() == (503, {**ALL_WELL, "loops": "silent"})


def test_it_answers_while_redis_hangs(sending: Message, hole: int, settings: Any) -> None:
    settings.REDIS_URL = f"redis://127.0.0.1:{hole}/0"

    assert asked() == (503, {**ALL_WELL, "redis": "away"})


def test_it_answers_while_redis_is_gone(sending: Message, settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    assert asked() == (503, {**ALL_WELL, "redis": "away"})


@pytest.mark.parametrize("is_hanging", [True, False])
def test_it_answers_while_the_database_hangs_or_is_gone(
    sending: Message, visit: Any, saskia: User, hole: int, monkeypatch: pytest.MonkeyPatch, is_hanging: bool
) -> None:
    browser = visit(saskia)
    monkeypatch.setitem(connection.settings_dict, "PORT", hole if is_hanging else 1)

    answer = browser.get("/healthz")

    assert answer.status_code == 503
    assert answer.json() == {"database": "away", "redis": "ok", "sending": "unknown", "loops": "unknown"}
    # Nobody waited until the other side gave up.
    assert looking.SECONDS < 2
    assert looking.DATABASE._asked.done() is not is_hanging


def test_however_many_ask_it_is_asked_once_at_a_time(hole: int, settings: Any) -> None:
    settings.REDIS_URL = f"redis://127.0.0.1:{hole}/0"
    underway = looking.REDIS.put()

    assert looking.REDIS.put() is underway

    looking.REDIS._since -= looking.LEFT_BEHIND_S
    assert looking.REDIS.put() is not underway


# Numbers.


@pytest.mark.parametrize("said", ["", "Bearer wrong", f"Basic {TOKEN}", TOKEN, "Bearer é"])
def test_numbers_are_for_who_knows_the_token(sending: Message, settings: Any, said: str) -> None:
    assert Client(headers={"Authorization": f"Bearer {TOKEN}"}).get("/metrics").status_code == 404
    settings.METRICS_TOKEN = TOKEN

    answer = Client(headers={"Authorization": said}).get("/metrics")

    assert answer.status_code == 401
    assert answer.content == b""


def test_the_numbers_say_how_the_sending_goes_and_nothing_of_anybody(
    sending: Message, settings: Any, saskia: User, family: Family
) -> None:
    settings.METRICS_TOKEN = TOKEN
    now = timezone.now()
    Message.objects.update(next_at=now - timedelta(minutes=20))
    queue.to_user(saskia, Kind.STOPPED, family)
    Message.objects.filter(kind=Kind.STOPPED).update(state=State.FAILED, settled_at=now)
    Way.objects.create(channel=Channel.SMS, shut_since=now - timedelta(minutes=1))
    LifeSign.objects.create(loop="erase_due", at=now - timedelta(hours=9), every_s=3600, clock_off=7)

    answer = Client(headers={"Authorization": f"Bearer {TOKEN}"}).get("/metrics")

    found = numbers(answer.content.decode())
    assert found["fgc_database_up", ""] == found["fgc_redis_up", ""] == 1
    assert found["fgc_messages", "mail pending"] == found["fgc_messages", "mail failed"] == 1
    assert 1199 < found["fgc_oldest_due_seconds", ""] < 1300
    assert found["fgc_way_shut", "sms"] == 1
    assert 59 < found["fgc_way_shut_seconds", "sms"] < 120
    assert (found["fgc_loop_silent", "deliver"], found["fgc_loop_silent", "erase_due"]) == (0, 1)
    assert found["fgc_loop_clock_off_seconds", "erase_due"] == 7
    assert found["fgc_loop_last_sign_seconds", "deliver"] >= now.timestamp() - 60
    assert str(family.pk) not in answer.content.decode()


def test_of_a_database_that_is_away_the_numbers_say_only_that(
    settings: Any, monkeypatch: pytest.MonkeyPatch, sending: Message
) -> None:
    settings.METRICS_TOKEN = TOKEN
    monkeypatch.setitem(connection.settings_dict, "PORT", 1)

    answer = Client(headers={"Authorization": f"Bearer {TOKEN}"}).get("/metrics")

    assert numbers(answer.content.decode()) == {("fgc_database_up", ""): 0, ("fgc_redis_up", ""): 1}


def numbers(text: str) -> dict[tuple[str, str], float]:
    """Each number by its name and the values of its labels."""
    samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    return {
        (one.name, " ".join(one.labels[key] for key in sorted(one.labels, reverse=True))): one.value for one in samples
    }


def test_a_token_that_can_be_guessed_is_refused(settings: Any) -> None:
    def found() -> list[CheckMessage]:
        return numbers_are_for_who_knows()

    assert found() == []
    settings.METRICS_TOKEN = "short"
    assert [one.id for one in found()] == ["fgc.E006"]
    settings.METRICS_TOKEN = TOKEN
    assert found() == []


def test_what_answers_first_is_what_has_the_door_of_a_watch() -> None:
    marked = {f"/{address}" for address, _name, view in routes() if getattr(door_of(view), "kind", "") == "watch"}

    assert marked == set(first.ADDRESSES)


# The operator's page.


def test_a_manager_reads_how_the_sending_goes(
    sending: Message, visit: Any, erik: User, saskia: User, family: Family
) -> None:
    now = timezone.now()
    Message.objects.update(next_at=now - timedelta(minutes=20))
    queue.to_user(saskia, Kind.STOPPED, family)
    Message.objects.filter(kind=Kind.STOPPED).update(state=State.UNCERTAIN, settled_at=now)
    Way.objects.create(channel=Channel.SMS, shut_since=now - timedelta(minutes=1))
    LifeSign.objects.create(loop="erase_due", at=now - timedelta(hours=9), every_s=3600, clock_off=-90)
    LifeSign.objects.create(loop="something_new", at=now, every_s=60)

    page = visit(erik).get("/sending/").content.decode()

    for words in ("te laat", "wacht sinds", "sms sinds", "misschien ging het uit", "-90 seconden", "something_new"):
        assert words in page, words
    assert page.count("stil") == 1
    for telling in ("Saskia", saskia.email or "", str(family.pk), family.name):
        assert telling not in page


def test_where_all_goes_well_the_page_says_so(visit: Any, erik: User) -> None:
    loop.sign_of_life("deliver")

    page = visit(erik).get("/sending/").content.decode()

    assert "op tijd" in page
    assert "Er wacht niets" in page
    assert "stil" not in page


@pytest.mark.parametrize("who", ["saskia", "mirjam", "petra"])
def test_nobody_else_reads_it(visit: Any, who: str, request: Any) -> None:
    assert visit(request.getfixturevalue(who)).get("/sending/").status_code == 404
