"""A folder with servers of its own for one run of tests or measurements; nothing of it remains."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from house import places, postgres, queue


class Workshop(NamedTuple):
    """Where one run works."""

    folder: Path
    database: postgres.Addresses
    queue: str
    outside: dict[str, str]


@contextmanager
def workshop(name: str, *, throwaway: bool) -> Iterator[Workshop]:
    """Servers on free ports in a folder that is removed afterwards.

    Args:
        name: What the run is called.
        throwaway: Trade the database's safety for speed.

    Yields:
        The folder and the addresses of the servers; those in the environment replace them.
    """
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=_runs()))
    folder.chmod(0o755)
    with ExitStack() as open_things:
        lock = open_things.enter_context((folder / "lock").open("w"))
        fcntl.flock(lock, fcntl.LOCK_EX)
        open_things.callback(shutil.rmtree, folder, ignore_errors=True)
        database = postgres.given() or open_things.enter_context(
            postgres.running(folder / "postgres", throwaway=throwaway)
        )
        redis = os.environ.get("REDIS_URL") or open_things.enter_context(queue.running(folder / "redis"))
        yield Workshop(folder, database, redis, dict(os.environ))


def _runs() -> Path:
    runs = places.HOME / "runs"
    runs.mkdir(parents=True, exist_ok=True)
    return runs


def _sweep() -> None:
    """End and remove what killed runs left behind; a run that still goes holds its lock."""
    for folder in _runs().iterdir():
        try:
            with (folder / "lock").open("r+") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                postgres.heal(folder / "postgres")
                queue.heal(folder / "redis")
                shutil.rmtree(folder, ignore_errors=True)
        except (BlockingIOError, FileNotFoundError):
            continue
