"""Remembers what a step was made from, so that it is skipped until its inputs change."""

import fcntl
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from house import places
from house.say import say


def print_of(paths: Iterable[Path], *extra: str) -> str:
    """A fingerprint of the contents of these files and of anything else that matters."""
    digest = hashlib.sha256("\n".join(extra).encode())
    for path in sorted(paths):
        digest.update(str(path).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def matches(name: str | Path, fingerprint: str) -> bool:
    """Whether the step was last done with exactly these inputs.

    Args:
        name: The step; or a path, where the mark must go when what was made goes.
        fingerprint: Its inputs.
    """
    mark = places.HOME / "marks" / name
    return mark.is_file() and mark.read_text() == fingerprint


def keep(name: str | Path, fingerprint: str) -> None:
    """Remember that the step was done with these inputs."""
    mark = places.HOME / "marks" / name
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.write_text(fingerprint)


def forget(name: str | Path) -> None:
    """Have the step done again."""
    (places.HOME / "marks" / name).unlink(missing_ok=True)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Set-up of the same folder waits for its turn; a crash gives the turn free."""
    places.make_home()
    with (places.HOME / "setup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting for another set-up in the same folder ...")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
