"""What a journey needs: a browser, the site, a real worker, a postman, and a clock that can be moved along."""

import os
import shutil
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from celery import Celery
from django.conf import settings as django_settings
from django.db import connection
from playwright.sync_api import Browser, Page, sync_playwright

from tests.postman import Postman, at_work

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def chromium_path() -> str | None:
    """Debian's Chromium, or another one that is installed."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    return None


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real browser; without one these tests are skipped with a loud line, and in CI they fail."""
    path = chromium_path()
    if path is None:
        sentence = "NO BROWSER FOUND: install chromium to run the journeys."
        if os.environ.get("CI") == "true":
            pytest.fail(sentence)
        warnings.warn(sentence, stacklevel=1)
        pytest.skip(sentence)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright's loop runs in this thread; our queries do not
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@dataclass
class Clock:
    """Where the journey is in time. Moving it restarts the worker, whose clock moves along."""

    traveller: Any
    env: dict[str, str]
    postman: Postman
    worker: subprocess.Popen[bytes] | None = None

    def moves_to(self, moment: str) -> None:
        """It is now this moment (ISO format, with its offset)."""
        self.traveller.move_to(moment)
        self.stop()
        command = [sys.executable, "-m", "tests.journeys.clockwork", moment]
        self.worker = subprocess.Popen(command, env=self.env)

    def rings(self, *tasks: str) -> None:
        """The bell rings: the worker hears it over the real broker; waits until the worker has done it."""
        app = Celery("bell", broker=self.env["REDIS_URL"], backend=self.env["REDIS_URL"])
        for task in tasks or ("worker.tasks.deliver_due",):
            app.send_task(task, ignore_result=False).get(timeout=60)
        app.close()

    def stop(self) -> None:
        """Ends the worker as a deployment would."""
        if self.worker:
            self.worker.terminate()
            self.worker.wait(timeout=20)


@pytest.fixture
def postman(settings: Any) -> Iterator[Postman]:
    """The mail server of the journey; the site itself also sends its codes there."""
    with at_work() as keeper:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", keeper.port
        yield keeper


@pytest.fixture
def site(live_server: Any, settings: Any) -> str:
    """The address of the running site."""
    settings.SITE_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    return str(live_server.url)


@pytest.fixture
def clock(site: str, postman: Postman) -> Iterator[Clock]:
    """A clock that starts on the day of the first story's first call."""
    name = connection.settings_dict["NAME"]
    db = connection.settings_dict
    # Each test process has a queue of its own: the last digits of xdist's worker name choose Redis' database.
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:]) + 1
    env = {
        **os.environ,
        "DATABASE_URL": f"postgres://{db['USER']}:{db['PASSWORD']}@{db['HOST']}:{db['PORT']}/{name}",
        "REDIS_URL": f"{django_settings.REDIS_URL.rsplit('/', 1)[0]}/{number}",
        "EMAIL_URL": f"smtp://127.0.0.1:{postman.port}",
        "SITE_URL": site,
        "DJANGO_SETTINGS_MODULE": "fgc.settings.test",
    }
    env["FGC_TEST_BROKER"] = env["REDIS_URL"]
    with time_machine.travel("2026-01-10T10:00:00+01:00", tick=True) as traveller:
        clock = Clock(traveller, env, postman)
        clock.moves_to("2026-01-10T10:00:00+01:00")
        yield clock
        clock.stop()


@pytest.fixture
def telephone(browser: Browser) -> Iterator[Callable[[], Page]]:
    """Makes a telephone: 320 px wide, a visit of its own; fails when a page says something in the console."""
    contexts = []
    complaints: list[str] = []

    def take() -> Page:
        context = browser.new_context(viewport={"width": 320, "height": 640}, locale="nl-NL")
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield take
    for context in contexts:
        context.close()
    assert not [c for c in complaints if "status of 422" not in c], complaints


def wait_until(claim: Callable[[], Any], *, seconds: float = 20) -> Any:
    """Waits until something is so, and returns it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := claim():
            return found
        time.sleep(0.1)
    raise AssertionError("it did not come")
