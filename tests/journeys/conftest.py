"""What a journey needs: a browser, the site, a real worker, a postman, and a clock that can be moved along."""

import os
import re
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
import time_machine
from celery import Celery
from django.conf import settings as django_settings
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page
from redis import Redis

from tests.journeys.clockwork import how_far_away
from tests.moving_clocks import move_clock_of_database
from tests.postman import Postman, assert_neutral, at_work

# The browser itself writes a line for every page that says no; journeys also visit such pages.
REFUSALS = re.compile(r"status of 4(03|04|09|22)")


def real_processes(mail_port: int) -> dict[str, str]:
    """The environment for a worker or a beat of its own beside this test: its database, its queue, its mail server."""
    clock = urlsplit(os.environ["DATABASE_URL_CLOCK"])
    # Each test process has a queue of its own: xdist's number chooses the database inside Redis.
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:]) + 1
    redis = f"{django_settings.REDIS_URL.rsplit('/', 1)[0]}/{number}"
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "fgc.settings.test",
        "DATABASE_URL": urlunsplit(clock._replace(path=f"/{connection.settings_dict['NAME']}")),
        "REDIS_URL": redis,
        "FGC_TEST_BROKER": redis,
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
    }


@dataclass
class Clock:
    """Where the journey is in time; the clock of its worker moves along."""

    traveller: Any
    env: dict[str, str]
    # A queue of its own: a worker of another test must not hear this bell.
    queue: str = field(default_factory=lambda: f"journey-{uuid.uuid4().hex}")
    worker: subprocess.Popen[bytes] | None = None

    def moves_to(self, moment: str) -> None:
        """It is now this moment (ISO format, with its offset)."""
        self.traveller.move_to(datetime.fromisoformat(moment))

    def rings(self, *tasks: str) -> None:
        """The bell rings: the worker hears it over the real broker; waits until the worker has done it."""
        if self.worker is None:
            command = [sys.executable, "-m", "tests.journeys.clockwork", self.queue]
            self.worker = subprocess.Popen(command, env=self.env)
        away = timezone.now().timestamp() - time_machine.escape_hatch.time.time()
        with Redis.from_url(self.env["REDIS_URL"]) as redis:
            redis.set(how_far_away(self.queue), away)
        move_clock_of_database(timedelta(seconds=away))
        app = Celery("bell", broker=self.env["REDIS_URL"], backend=self.env["REDIS_URL"])
        for task in tasks or ("worker.tasks.deliver_due",):
            app.send_task(task, queue=self.queue, ignore_result=False).get(timeout=30)
        app.close()

    def stop(self) -> None:
        """Ends the worker as a deployment would."""
        move_clock_of_database(timedelta(0))
        if self.worker:
            self.worker.terminate()
            self.worker.wait(timeout=20)
        self.worker = None


@pytest.fixture
def postman(settings: Any) -> Iterator[Postman]:
    """The mail server of the journey; the site itself also sends its codes there. What it got must tell nothing."""
    with at_work() as keeper:
        settings.EMAIL_BACKEND = "fgc.outbox.mail.Backend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", keeper.port
        yield keeper
        for letter in keeper.letters:
            assert_neutral(letter)


@pytest.fixture
def site(live_server: Any, settings: Any) -> str:
    """The address of the running site."""
    settings.SITE_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    return str(live_server.url)


@pytest.fixture
def clock(site: str, postman: Postman) -> Iterator[Clock]:
    """A clock that starts on the day of the first story's first call."""
    env = {**real_processes(postman.port), "SITE_URL": site}
    with time_machine.travel("2026-01-10T10:00:00+01:00", tick=True) as traveller:
        clock = Clock(traveller, env)
        yield clock
        clock.stop()


@pytest.fixture
def device(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Makes a visit of its own on some device; fails when a page of it says something in the console."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def take(width: int, height: int, **more: Any) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale="nl-NL", base_url=site, **more
        )
        context.set_default_timeout(15000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield take
    for context in contexts:
        context.close()
    assert not [said for said in complaints if not REFUSALS.search(said)], complaints


@pytest.fixture
def telephone(device: Callable[..., Page]) -> Callable[..., Page]:
    """Makes a telephone: 320 px wide."""
    return lambda **more: device(320, 640, **more)


@pytest.fixture
def laptop(device: Callable[..., Page]) -> Callable[..., Page]:
    """Makes a laptop: 1280 px wide."""
    return lambda **more: device(1280, 800, **more)


def wait_until(claim: Callable[[], Any], *, seconds: float = 20) -> Any:
    """Waits until something is so, and returns it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := claim():
            return found
        time.sleep(0.1)
    raise AssertionError("it did not come")
