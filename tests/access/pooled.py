"""The site as a real process behind PgBouncer in transaction mode, where everybody shares one line to the database."""

import os
import shutil
import socket
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

ROOM_TO_START = 30
# One line for all: what a request leaves behind in it, the next one of somebody else would find.
SETTINGS = """
[databases]
{database} = host={host} port={port} dbname={database}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {own_port}
unix_socket_dir =
pool_mode = transaction
default_pool_size = 1
max_client_conn = 50
auth_type = scram-sha-256
auth_file = {folder}/users
"""


class Behind(NamedTuple):
    """Where both are to be found."""

    site: str
    database: str


def program() -> str:
    """PgBouncer; without one the test is skipped with a loud line, and in CI it fails."""
    found = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
    if found is None:
        sentence = "NO PGBOUNCER FOUND: install pgbouncer to see the wall behind it."
        if os.environ.get("CI") == "true":
            pytest.fail(sentence)
        warnings.warn(sentence, stacklevel=1)
        pytest.skip(sentence)
    return found


@contextmanager
def site_behind_a_pooler(folder: Path) -> Iterator[Behind]:
    """Starts both, on free ports.

    Args:
        folder: an empty one, for the papers of the pooler.

    Yields:
        The address of the site, and of the database as the site sees it.
    """
    parts = urlsplit(os.environ["DATABASE_URL_APP"])
    own_port, site_port = _free_port(), _free_port()
    database = connection.settings_dict["NAME"]
    _write(folder, parts.hostname, parts.port, own_port, database, f'"{parts.username}" "{parts.password}"\n')
    # It does not work as root; then root lends it an account without rights.
    as_whom = ["-u", "nobody"] if os.geteuid() == 0 else []
    address = parts._replace(netloc=f"{parts.username}:{parts.password}@127.0.0.1:{own_port}", path=f"/{database}")
    env = {**os.environ, "DATABASE_URL": urlunsplit(address), "DATABASE_POOLED": "1"}
    site = [sys.executable, "-m", "gunicorn", "fgc.wsgi", "--bind", f"127.0.0.1:{site_port}", "--threads", "4"]
    with _running([program(), *as_whom, str(folder / "settings.ini")], own_port, env), _running(site, site_port, env):
        yield Behind(f"http://127.0.0.1:{site_port}", urlunsplit(address))


def _write(folder: Path, host: object, port: object, own_port: int, database: object, users: str) -> None:
    folder.chmod(0o755)
    words = SETTINGS.format(host=host, port=port, own_port=own_port, database=database, folder=folder)
    (folder / "settings.ini").write_text(words)
    (folder / "users").write_text(users)


@contextmanager
def _running(command: list[str], port: int, env: dict[str, str]) -> Iterator[None]:
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + ROOM_TO_START
        while not _answers(port):
            assert process.poll() is None, f"{command[0]} ended at once"
            assert time.monotonic() < until, f"{command[0]} does not answer"
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


def _answers(port: int) -> bool:
    with socket.socket() as knock:
        return knock.connect_ex(("127.0.0.1", port)) == 0


def _free_port() -> int:
    with socket.socket() as offered:
        offered.bind(("127.0.0.1", 0))
        return int(offered.getsockname()[1])
