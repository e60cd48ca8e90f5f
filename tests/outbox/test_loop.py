"""The loop as a real process: without Redis, with a clock that is off, and told to stop in the middle."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.utils import timezone

from fgc.access.actors import SystemActor
from fgc.access.roles import Role
from fgc.access.walls import acting
from fgc.accounts.models import User
from fgc.families.models import Family
from fgc.outbox import loop, queue
from fgc.outbox.health import health
from fgc.outbox.models import Kind, LifeSign, Message, State, Way
from tests import factories
from tests.factories import let_in
from tests.moving_clocks import move_clock_of_database
from tests.postman import Postman

pytestmark = pytest.mark.django_db(transaction=True)
# Nobody listens there.
NO_REDIS = "redis://127.0.0.1:1/0"


def by_the_clocks_login() -> str:
    """The database of this test, as the worker logs in to it."""
    clock = urlsplit(os.environ["DATABASE_URL_CLOCK"])
    return urlunsplit(clock._replace(path=f"/{connection.settings_dict['NAME']}"))


@contextmanager
def at_work(postman: Postman, *arguments: str, **more: str) -> Iterator[subprocess.Popen[str]]:
    """`manage.py deliver` as a process of its own."""
    env = {
        **os.environ,
        "DATABASE_URL": by_the_clocks_login(),
        "REDIS_URL": NO_REDIS,
        "EMAIL_URL": f"smtp://127.0.0.1:{postman.port}",
        **more,
    }
    command = [sys.executable, "manage.py", "deliver", *arguments]
    worker = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        yield worker
    finally:
        worker.kill()
        worker.communicate()


def until(is_so: Any, seconds: float = 30) -> None:
    """Waits for it, and fails when it does not come."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.1)


@pytest.fixture
def readers(family: Family) -> list[User]:
    """Five members, each with something to read."""
    found = [let_in(factories.UserFactory(), Role.MEMBER, family) for _one in range(5)]
    for user in found:
        queue.to_user(user, Kind.LET_IN, family)
    return found


def test_it_sends_without_redis_and_stops_when_it_is_told_to(
    postman: Postman, readers: list[User], tmp_path: Path
) -> None:
    file = tmp_path / "alive"
    with at_work(postman, "--loop", DEADMAN_FILE=str(file)) as worker:
        until(lambda: len(postman.letters) == 5)
        until(file.exists)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=20) == 0

    assert set(Message.objects.values_list("state", "attempts")) == {("sent", 1)}
    [sign] = LifeSign.objects.all()
    assert (sign.loop, sign.clock_off) == ("deliver", 0)


def test_told_to_stop_it_finishes_the_message_that_goes_out_and_gives_back_the_others(
    postman: Postman, readers: list[User]
) -> None:
    """Before a slow mail server too: who comes to update the house does not wait, and nobody is in doubt."""
    postman.thinks_s = 2
    with at_work(postman, "--loop") as worker:
        until(lambda: len(postman.letters) == 1)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=20) == 0

    found = sorted(Message.objects.values_list("state", "attempts"))
    assert found == [("pending", 0)] * (5 - len(postman.letters)) + [("sent", 1)] * len(postman.letters)
    assert len(postman.letters) <= 2


def test_once_says_what_it_did(postman: Postman, readers: list[User]) -> None:
    with at_work(postman) as worker:
        said, _nothing = worker.communicate(timeout=60)

    assert said == "5 messages were settled or put off.\n"


def test_whether_anybody_sends_is_asked_without_sending(postman: Postman, readers: list[User]) -> None:
    with pytest.raises(CommandError):
        call_command("deliver", "--alive")

    loop.sign_of_life("deliver")
    call_command("deliver", "--alive")

    LifeSign.objects.update(at=timezone.now() - timedelta(minutes=6))
    with pytest.raises(CommandError):
        call_command("deliver", "--alive")
    assert postman.letters == []


def test_a_machine_whose_clock_is_off_sends_nothing_and_says_so(
    postman: Postman, readers: list[User], caplog: Any, settings: Any, tmp_path: Path
) -> None:
    caplog.expect_errors = True
    settings.DEADMAN_FILE = str(tmp_path / "alive")
    move_clock_of_database(timedelta(days=3))
    try:
        assert loop.once() == 0
    finally:
        move_clock_of_database(timedelta(0))

    assert postman.letters == []
    assert LifeSign.objects.get().clock_off == -3 * 24 * 3600
    assert "259200 seconds off" in caplog.text
    assert not (tmp_path / "alive").exists()


def test_the_dead_mans_file_grows_old_when_messages_do_not_go_out(
    postman: Postman, readers: list[User], caplog: Any, settings: Any, tmp_path: Path
) -> None:
    caplog.expect_errors = True
    settings.DEADMAN_FILE = str(tmp_path / "alive")
    postman.says_of_sender = "530 log in first"
    Message.objects.update(next_at=timezone.now() - timedelta(minutes=11))

    loop.once()
    assert not (tmp_path / "alive").exists()

    postman.says_of_sender = "250 OK"
    Way.objects.update(shut_until=timezone.now() - timedelta(seconds=1))
    loop.once()
    assert (tmp_path / "alive").exists()


def test_the_numbers_of_the_sending_hold_no_more_than_numbers(postman: Postman, readers: list[User]) -> None:
    moment = timezone.now()
    queue.to_user(readers[0], Kind.AMENDED, readers[0], due_at=moment + timedelta(days=1))
    Message.objects.filter(to_user=readers[1]).update(state=State.FAILED, settled_at=moment)
    Message.objects.filter(to_user=readers[2]).update(state=State.SENT, settled_at=moment - timedelta(days=2))
    Message.objects.filter(to_user=readers[3], kind=Kind.LET_IN).update(next_at=moment - timedelta(hours=1))

    with acting(SystemActor("deliver")):
        found = health()

    assert {(count.channel, count.state, count.number) for count in found.counts} == {
        ("mail", "pending", 4),
        ("mail", "failed", 1),
    }
    assert timedelta(minutes=59) < found.oldest_waits < timedelta(minutes=61)
    assert found.is_late
    assert found.silent == ["deliver"]
    assert found.shut == []
    loop.sign_of_life("deliver")
    LifeSign.objects.create(loop="follow_up", at=moment - timedelta(hours=2), every_s=3600)
    LifeSign.objects.create(loop="carry", at=moment - timedelta(hours=2), every_s=60)
    with acting(SystemActor("deliver")):
        assert health().silent == ["carry"]


def test_a_loop_for_which_nobody_rings_any_more_is_forgotten_and_one_that_is_broken_is_not(db: Any) -> None:
    long_ago = timezone.now() - timedelta(days=30)
    for name in ("deliver", "erase_due", "a_former_loop"):
        LifeSign.objects.create(loop=name, at=long_ago, every_s=60)

    assert loop.forget_others(["erase_due"]) == 1

    with acting(SystemActor("deliver")):
        assert health().silent == ["deliver", "erase_due"]
    assert loop.forget_others(["erase_due"]) == 0


def test_where_the_database_is_away_the_loop_waits_and_comes_back(
    postman: Postman, readers: list[User], monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    caplog.expect_errors = True
    rounds = iter([OperationalError("away"), 1, 0])

    class Over:
        waits: list[float] = []

        def is_set(self) -> bool:
            return len(self.waits) == 2

        def wait(self, seconds: float) -> None:
            self.waits.append(seconds)

    def once(over: Any) -> int:
        said = next(rounds)
        if isinstance(said, Exception):
            raise said
        return said

    monkeypatch.setattr(loop, "once", once)
    monkeypatch.setattr(loop, "close_old_connections", lambda: None)
    loop.until(Over())  # type: ignore[arg-type]

    assert Over.waits == [loop.PAUSE, loop.PAUSE]
    assert "the database is away: OperationalError" in caplog.text
