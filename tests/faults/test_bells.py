"""However often it rings, and whoever dies when it does: each occasion is planned once, and each message goes once."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from house import processes

from fgc.access.roles import Role
from fgc.accounts.models import User
from fgc.families.models import Family
from fgc.outbox import loop, queue
from fgc.outbox.models import Kind, LifeSign, Message, State
from tests import factories
from tests.faults.beside import as_the, judged
from tests.faults.servers import ROOT, Queue, a_worker, clocks, ring
from tests.faults.yard import wait_until
from tests.moving_clocks import move_clock_of_database
from tests.plans.running import promised, running_plan
from tests.postman import Postman
from worker import tasks
from worker.schedule import BELL, seconds_between

long = pytest.mark.faults
pytestmark = pytest.mark.django_db(transaction=True)


def spread_over(seconds: int) -> None:
    """What waits is due one after the other, from now on."""
    waiting, now = list(Message.objects.order_by("pk")), timezone.now()
    for place, message in enumerate(waiting):
        message.next_at = message.due_at = now + timedelta(seconds=seconds * place / len(waiting))
    Message.objects.bulk_update(waiting, ["next_at", "due_at"])


@contextmanager
def loops(env: dict[str, str], number: int) -> Iterator[None]:
    """So many processes that send without any bell."""
    command = [sys.executable, "manage.py", "deliver", "--loop"]
    running = [subprocess.Popen(command, env=env, cwd=ROOT) for _one in range(number)]
    try:
        yield
    finally:
        for one in running:
            one.terminate()
            assert one.wait(timeout=60) == 0


def is_over() -> bool:
    return not Message.objects.exclude(state=State.SENT).exists()


@long
def test_two_clocks_and_five_senders_send_each_message_once(
    redis: Queue, family: Family, postman: Postman, tmp_path: Path
) -> None:
    for user in [factories.let_in(factories.UserFactory(), Role.MEMBER, family) for _one in range(10)]:
        for place in range(30):
            queue.to_user(user, Kind.LET_IN, user, occurrence=str(place))
    Message.objects.update(family=family)
    spread_over(40)
    env = as_the("CLOCK", redis=redis.address, mail_port=postman.port)
    with ExitStack() as open_things:
        open_things.enter_context(clocks(env, tmp_path, number=2))
        for one in range(2):
            open_things.enter_context(a_worker(env, tmp_path / f"worker{one}.log"))
        open_things.enter_context(loops(env, 3))
        wait_until(is_over)
        wait_until(LifeSign.objects.filter(loop="deliver_due").exists, seconds=40)

    found = judged(postman)
    assert (found.lost, found.unexplained, found.doubles) == ([], [], 0)
    assert found.states == {"sent": 300}
    assert len(postman.letters) == 300
    for one in range(2):
        assert "deliver what is due" in (tmp_path / f"beat{one}.log").read_text()


@long
def test_ten_rings_at_once_plan_each_occasion_once(
    redis: Queue, family: Family, readers: list[User], postman: Postman, tmp_path: Path
) -> None:
    plan, tomorrow = running_plan(family), timezone.localdate() + timedelta(days=1)
    for number in range(20):
        person = factories.PersonFactory(family=family, call_name=f"Buur {number}")
        promised(plan, person, text="Kookt op deze dag.", starts_on=tomorrow)
    env = as_the("CLOCK", redis=redis.address, mail_port=postman.port)
    with ExitStack() as open_things:
        logs = [tmp_path / f"worker{one}.log" for one in range(2)]
        for log in logs:
            open_things.enter_context(a_worker(env, log, number=2))
        ring(env, "worker.tasks.plan_follow_up", "worker.tasks.deliver_due", times=10)
        wait_until(lambda: sum(log.read_text().count("] succeeded in") for log in logs) == 20)

    planned = Message.objects.filter(kind=Kind.REMIND_PROMISE)
    assert planned.count() == planned.values("to_person_id", "occurrence").distinct().count() == 20
    assert len(postman.letters) == len({letter["Message-ID"] for letter in postman.letters})
    assert {letter["To"] for letter in postman.letters} >= {user.email for user in readers}
    assert not any("Traceback" in log.read_text() for log in logs)


@pytest.mark.parametrize("task", [bell["task"] for bell in BELL.values()])
def test_a_bell_is_too_old_before_the_next_one_rings(task: str) -> None:
    [options] = [bell["options"] for bell in BELL.values() if bell["task"] == task]

    assert 0 < options["expires"] < seconds_between(task)


def test_a_machine_whose_clock_is_off_does_nothing_of_what_it_hears(caplog: Any) -> None:
    """It would plan for another day, and erase before its term."""
    caplog.expect_errors = True
    names = [bell["task"].rpartition(".")[2] for bell in BELL.values()]
    for name in names:
        loop.sign_of_life(name)
    heard = dict(LifeSign.objects.values_list("loop", "at"))
    move_clock_of_database(timedelta(days=-3))
    try:
        with CaptureQueriesContext(connection) as asked:
            done = [getattr(tasks, name).run() for name in names]
    finally:
        move_clock_of_database(timedelta(0))

    assert done == [0] * len(names)
    assert dict(LifeSign.objects.values_list("loop", "at")) == heard
    assert set(LifeSign.objects.values_list("clock_off", flat=True)) == {3 * 24 * 3600}
    changes = [one["sql"] for one in asked if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert {sql.split()[1] for sql in changes} == {'"outbox_lifesign"'}


@long
def test_bells_that_nobody_heard_in_time_are_not_rung_again(
    redis: Queue, readers: list[User], postman: Postman, tmp_path: Path
) -> None:
    env, log = as_the("CLOCK", redis=redis.address, mail_port=postman.port), tmp_path / "worker.log"
    ring(env, "worker.tasks.deliver_due", times=50, expires=1)
    time.sleep(1.5)
    ring(env, "worker.tasks.deliver_due", expires=300)
    with a_worker(env, log):
        wait_until(lambda: "] succeeded in" in log.read_text())
        wait_until(lambda: redis.inside.llen("celery") == 0)

    assert log.read_text().count("] succeeded in") == 1
    assert len(postman.letters) == len(readers)


@long
def test_a_task_whose_process_was_killed_runs_once_more(
    redis: Queue, readers: list[User], postman: Postman, tmp_path: Path
) -> None:
    """As when the machine is out of memory: the child dies in the middle, and the worker gives its task back."""
    env, log = as_the("CLOCK", redis=redis.address, mail_port=postman.port), tmp_path / "worker.log"
    postman.thinks_s = 3
    with a_worker(env, log) as worker:
        ring(env, "worker.tasks.deliver_due", expires=300)
        wait_until(lambda: postman.letters)
        killed = [one.pid for one in processes.family_of(worker.pid) if one.parent == worker.pid]
        postman.thinks_s = 0
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        wait_until(lambda: "] succeeded in" in log.read_text())
        assert log.read_text().count("] received") == 2
        assert LifeSign.objects.filter(loop="deliver_due").exists()
        # What the dead one had in hand is free again after its lease.
        Message.objects.filter(state=State.CLAIMED).update(lease_until=timezone.now())
        ring(env, "worker.tasks.deliver_due", expires=300)
        wait_until(is_over)
        # The worker says that it is done a moment after the last message.
        wait_until(lambda: redis.inside.hlen("unacked") == 0)

    found = judged(postman)
    assert (found.lost, found.unexplained) == ([], [])
    assert found.doubles <= 1
    assert log.read_text().count("] succeeded in") == 2
