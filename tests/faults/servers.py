"""Servers that a test may stop, hang or kill: Redis, the web, workers of Celery and the clock that rings."""

import re
import secrets
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from typing import NamedTuple

from house import ports, processes, queue
from redis import Redis

ROOT = Path(__file__).resolve().parent.parent.parent
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
# Far above what we allow anybody to wait, and far below what the libraries wait where nobody says how long.
PATIENCE_S = 20


class Queue:
    """Redis of its own, which comes back empty, and at the same address."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port, self.password = folder, ports.free(), secrets.token_hex(16)
        folder.mkdir()
        self._server: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """For REDIS_URL."""
        return self.through(self.port)

    def through(self, port: int) -> str:
        """The same, by another port, where a line stands between."""
        return f"redis://:{self.password}@127.0.0.1:{port}/0"

    @property
    def inside(self) -> Redis:
        """To look inside."""
        return Redis.from_url(self.address, socket_timeout=5)

    def start(self) -> None:
        """Empty, whatever was in it before."""
        self._server = queue._start(self.folder, self.port, self.password)
        queue._wait_until_ready(self.folder, self.port, self._server)

    def stop(self) -> None:
        """At once; it keeps nothing."""
        if self._server:
            self._server.kill()
            self._server.wait()
        self._server = None


@contextmanager
def a_queue(folder: Path) -> Iterator[Queue]:
    """Redis, running, until the end of the block."""
    found = Queue(folder)
    found.start()
    try:
        yield found
    finally:
        found.stop()


class Answer(NamedTuple):
    """What the web said."""

    status: int
    text: str


class Site:
    """The pages, as a process of its own makes them, in the browser of one visitor."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def afresh(self) -> "Site":
        """The same pages, in the browser of another visitor."""
        return Site(self.address)

    def get(self, path: str, *, session: str = "") -> Answer:
        """A page; with the mark of a session, as whoever it belongs to."""
        heads = {"Cookie": f"sessionid={session}"} if session else {}
        return self._ask(urllib.request.Request(self.address + path, headers=heads))

    def post(self, path: str, values: Mapping[str, str]) -> Answer:
        """Fills in the form of this page and sends it."""
        [token, *_rest] = TOKEN.findall(self.get(path).text)
        body = urllib.parse.urlencode({**values, "csrfmiddlewaretoken": token}).encode()
        return self._ask(urllib.request.Request(self.address + path, data=body, headers={"Origin": self.address}))

    def _ask(self, request: urllib.request.Request) -> Answer:
        try:
            with self._browser.open(request, timeout=PATIENCE_S) as answer:
                return Answer(answer.status, answer.read().decode())
        except urllib.error.HTTPError as refusal:
            return Answer(refusal.code, refusal.read().decode())


@contextmanager
def a_site(env: Mapping[str, str]) -> Iterator[Site]:
    """The web server of the Procfile, with one process."""
    port = ports.free()
    command = [
        *(sys.executable, "-m", "gunicorn", "fgc.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "1"),
        *("--threads", "4", "--no-control-socket", "--log-level", "critical"),
    ]
    with _process(command, {**env, "SITE_URL": f"http://127.0.0.1:{port}"}):
        end = time.monotonic() + 60
        while not ports.answers(port):
            assert time.monotonic() < end, "the web does not answer"
            time.sleep(0.1)
        yield Site(f"http://127.0.0.1:{port}")


@contextmanager
def a_worker(env: Mapping[str, str], log: Path, *, number: int = 1) -> Iterator[subprocess.Popen[bytes]]:
    """A worker of Celery with so many children, which writes down what it does."""
    told = ("worker", f"--concurrency={number}", "--loglevel=info", "--without-gossip", "--without-mingle")
    with _process([sys.executable, "-m", "celery", "-A", "worker.app", *told], env, log) as worker:
        yield worker


@contextmanager
def clocks(env: Mapping[str, str], folder: Path, *, number: int = 1) -> Iterator[None]:
    """So many clocks that ring, where one is meant."""
    beat = [sys.executable, "-m", "celery", "-A", "worker.app", "beat", "--pidfile=", "--loglevel=info"]
    with ExitStack() as open_things:
        for one in range(number):
            memory = ["--schedule", str(folder / f"beat{one}")]
            open_things.enter_context(_process([*beat, *memory], env, folder / f"beat{one}.log"))
        yield


@contextmanager
def _process(command: list[str], env: Mapping[str, str], log: Path | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """Runs until the end of the block; nothing of it or of its children remains."""
    with ExitStack() as open_things:
        said = open_things.enter_context(log.open("wb")) if log else subprocess.DEVNULL
        running = subprocess.Popen(command, env=env, cwd=ROOT, stdout=said, stderr=said)
        try:
            yield running
        finally:
            family = processes.family_of(running.pid)
            running.kill()
            running.wait()
            processes.end(family)


def ring(env: Mapping[str, str], *tasks: str, times: int = 1, **options: object) -> None:
    """Rings as the clock does, from a process of its own; fails where that does not end in time."""
    words = f"""
from worker.app import app
from worker.schedule import BELL
options = {{bell["task"]: bell["options"] for bell in BELL.values()}}
for task in {tasks!r} * {times}:
    app.send_task(task, **{{**options[task], **{options!r}}})
"""
    subprocess.run(
        [sys.executable, "-c", words], env=env, cwd=ROOT, check=True, timeout=PATIENCE_S + 20, capture_output=True
    )
