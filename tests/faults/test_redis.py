"""Redis stopped, empty, full or silent: messages go out, pages answer, and nobody comes in uncounted."""

import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from django.conf import settings as django_settings
from django.urls import reverse
from django.utils import timezone

from fgc.accounts.models import User
from fgc.families.models import Family
from fgc.outbox.loop import sign_of_life
from fgc.outbox.models import Kind, LifeSign, Message, State
from tests import broken_line, factories
from tests.black_hole import black_hole
from tests.faults.beside import as_the, judged
from tests.faults.servers import PATIENCE_S, ROOT, Queue, Site, a_site, a_worker, ring
from tests.faults.yard import NO_REDIS, wait_until
from tests.plans.running import promised, running_plan
from tests.postman import Postman
from worker.schedule import BELL, seconds_between

long = pytest.mark.faults
pytestmark = pytest.mark.django_db(transaction=True)
SOCKETS_S = 2
TASKS = {bell["task"].rpartition(".")[2] for bell in BELL.values()}


def comes_in(site: Site, user: User) -> int:
    """What somebody gets who asks for a code to log in, in a browser that was never here."""
    return site.afresh().post(reverse("enter"), {"email": user.email or ""}).status


def as_(visit: Any, user: User) -> str:
    """The mark of a session of this account."""
    return str(visit(user).cookies["sessionid"].value)


# What nobody waits for longer.


def test_nobody_waits_for_redis_longer_than_the_time_outs() -> None:
    cache = django_settings.CACHES["default"]["OPTIONS"]
    broker = Celery("as in the settings")
    broker.config_from_object("django.conf:settings", namespace="CELERY")
    options = broker.conf.broker_transport_options

    for told in (cache, options):
        assert 0 < told["socket_timeout"] <= SOCKETS_S
        assert 0 < told["socket_connect_timeout"] <= SOCKETS_S
        # A second try would double the wait.
        assert not any(told.get(name) for name in ("retry", "retry_on_timeout", "retry_on_error"))
    assert broker.conf.task_publish_retry is False
    assert broker.conf.broker_connection_timeout <= 4


def test_a_page_waits_for_a_silent_redis_once_at_most(
    visit: Any, saskia: User, family: Family, settings: Any, caplog: Any
) -> None:
    caplog.expect_errors = True
    with black_hole() as port:
        settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": f"redis://127.0.0.1:{port}/0"}}

        assert visit(saskia).get(reverse("families:home", args=[family.pk])).status_code == 200
        assert visit().post(reverse("enter"), {"email": saskia.email}).status_code == 503


# The web, as a real process.


@long
def test_the_web_goes_on_while_redis_is_stopped_and_when_it_is_back_empty(
    redis: Queue, visit: Any, saskia: User, family: Family, postman: Postman
) -> None:
    session, own = as_(visit, saskia), reverse("families:home", args=[family.pk])
    with a_site(as_the("APP", redis=redis.address, mail_port=postman.port)) as site:
        assert comes_in(site, saskia) == 200
        redis.stop()
        stopped = [site.get("/").status, site.get(own, session=session).status, comes_in(site, saskia)]
        watched = site.get("/healthz")
        redis.start()
        back = [site.get(own, session=session).status, comes_in(site, saskia)]

    assert stopped == [200, 200, 503]
    assert '"redis": "away"' in watched.text
    assert back == [200, 200]
    assert len(postman.to(saskia.email or "")) == 2


@long
def test_a_full_redis_lets_nobody_in_uncounted_and_hides_no_page(
    redis: Queue, visit: Any, saskia: User, family: Family, postman: Postman
) -> None:
    session, own = as_(visit, saskia), reverse("families:home", args=[family.pk])
    found = {}
    with a_site(as_the("APP", redis=redis.address, mail_port=postman.port)) as site:
        # The one that we ask for, and the one that throws away what was counted.
        for policy in ("noeviction", "allkeys-lru"):
            redis.inside.config_set("maxmemory-policy", policy)
            redis.inside.config_set("maxmemory", "1")
            full = [site.get(own, session=session).status, comes_in(site, saskia)]
            redis.inside.config_set("maxmemory", "0")
            found[policy] = [*full, comes_in(site, saskia)]

    assert found == {"noeviction": [200, 503, 200], "allkeys-lru": [200, 503, 200]}
    assert len(postman.to(saskia.email or "")) == 2


@long
def test_every_page_answers_while_redis_hangs(
    redis: Queue, visit: Any, saskia: User, family: Family, postman: Postman
) -> None:
    session, own = as_(visit, saskia), reverse("families:home", args=[family.pk])
    with (
        broken_line.to(redis.port) as line,
        a_site(as_the("APP", redis=redis.through(line.port), mail_port=postman.port)) as site,
    ):
        assert comes_in(site, saskia) == 200
        line.is_silent = True
        # Each of these is given up by the one who asks after a while that is far below what Redis would take.
        hangs = [site.get("/").status, site.get(own, session=session).status, comes_in(site, saskia)]
        watched = site.get("/healthz")
        line.is_silent = False
        wait_until(lambda: comes_in(site, saskia) == 200)

    assert hangs == [200, 200, 503]
    assert '"redis": "away"' in watched.text


# Who rings and who sends.


@long
@pytest.mark.parametrize("how", ["hangs", "away"])
def test_ringing_ends_by_itself_where_nobody_hears_it(how: str) -> None:
    words = "from worker.app import app; app.send_task('worker.tasks.deliver_due', expires=12, ignore_result=True)"
    with black_hole() as hole:
        env = as_the("CLOCK", redis=f"redis://127.0.0.1:{hole if how == 'hangs' else 1}/0")
        rang = subprocess.run(
            [sys.executable, "-c", words], env=env, cwd=ROOT, timeout=PATIENCE_S, capture_output=True, check=False
        )

    assert rang.returncode == 1
    assert b"OperationalError" in rang.stderr


@long
def test_messages_go_out_without_redis_and_the_bell_is_heard_again_when_it_is_back(
    redis: Queue, readers: list[User], postman: Postman, tmp_path: Path
) -> None:
    """The worker finds Redis again by itself, empty as it is: after a stop, and after a while in which it hung."""
    with broken_line.to(redis.port) as line:
        env = as_the("CLOCK", redis=redis.through(line.port), mail_port=postman.port)
        with a_worker(env, tmp_path / "worker.log"):
            heard_again(env, "at first")
            assert len(postman.letters) == len(readers)
            for what in ("stopped", "hung"):
                redis.stop() if what == "stopped" else setattr(line, "is_silent", True)
                Message.objects.update(state=State.PENDING, settled_at=None, next_at=Message.objects.first().due_at)  # type: ignore[union-attr]
                postman.letters.clear()
                subprocess.run([sys.executable, "manage.py", "deliver"], env=env, cwd=ROOT, check=True, timeout=60)
                assert len(postman.letters) == len(readers)
                redis.start() if what == "stopped" else setattr(line, "is_silent", False)
                heard_again(env, what)

    found = judged(postman)
    assert (found.lost, found.unexplained, found.doubles) == ([], [], 0)


def heard_again(env: dict[str, str], when: str) -> None:
    """The bell is rung, now and then, until a worker heard it."""
    LifeSign.objects.filter(loop="deliver_due").delete()

    def heard() -> bool:
        ring(env, "worker.tasks.deliver_due")
        try:
            wait_until(LifeSign.objects.filter(loop="deliver_due").exists, seconds=5)
        except AssertionError:
            return False
        return True

    wait_until(heard, seconds=90)


@long
def test_reminders_are_planned_when_nobody_rings(
    family: Family, readers: list[User], postman: Postman, tmp_path: Path
) -> None:
    """Redis is away for days: what was to be rung for is done by the process that sends."""
    plan, tomorrow = running_plan(family), timezone.localdate() + timedelta(days=1)
    promised(plan, factories.PersonFactory(family=family), text="Kookt op deze dag.", starts_on=tomorrow)
    began = silent_for_days(but="erase_due", never="tell_of_birthdays")
    env, log = as_the("CLOCK", redis=NO_REDIS, mail_port=postman.port), tmp_path / "log"
    with log.open("wb") as said:
        rounds = subprocess.Popen([sys.executable, "-m", "worker.rounds"], env=env, cwd=ROOT, stdout=said, stderr=said)
        try:
            wait_until(lambda: LifeSign.objects.filter(at__gt=began).count() == len(BELL) - 2)
            wait_until(lambda: len(postman.letters) >= len(readers))
        finally:
            rounds.terminate()
            assert rounds.wait(timeout=60) == 0

    assert Message.objects.filter(kind=Kind.REMIND_PROMISE).count() == 1
    # The bell of the sending stays silent, so that somebody sees it; the sending itself is alive.
    heard = set(LifeSign.objects.filter(at__gt=began).values_list("loop", flat=True))
    assert heard == TASKS - {"erase_due", "tell_of_birthdays", "deliver_due"} | {"deliver"}
    assert "Traceback" not in log.read_text()
    assert judged(postman).doubles == 0


def silent_for_days(*, but: str, never: str) -> datetime:
    """Nobody rang for three days, but for one task a moment ago, and for one never; returns the moment of now."""
    for name in TASKS - {never}:
        sign_of_life(name, every_s=seconds_between(f"worker.tasks.{name}"))
    LifeSign.objects.exclude(loop=but).update(at=timezone.now() - timedelta(days=3))
    return timezone.now()
