"""A disk that is full: nothing is half done, it is said plainly, and with room again it goes on by itself."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.faults.servers import Queue, a_site
from tests.faults.yard import (
    Database,
    Loops,
    a_database,
    environment,
    plant,
    run,
    to_the_end,
    wait_until,
)
from tests.postman import Postman

pytestmark = [pytest.mark.faults, pytest.mark.django_db]
SIZE_MB, NUMBER = 256, 1_000
# What one request leaves, each of them once.
EACH = [f"(SELECT count(*) FROM {table})" for table in ("families_family", "accounts_user", "outbox_message")]


@contextmanager
def a_small_disk() -> Iterator[Path]:
    """A disk of its own in memory; skipped where nobody may make one."""
    with tempfile.TemporaryDirectory(prefix="fgc-") as place:
        Path(place).chmod(0o755)
        command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m,mode=755", "tmpfs", place]
        if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode != 0:
            pytest.skip("NOT TESTED: a full disk. Only root can make a small one, outside of most containers.")
        try:
            yield Path(place)
        finally:
            subprocess.run(["umount", "--lazy", place], check=True)


class Ballast:
    """A file that takes all the room there is."""

    def __init__(self, disk: Path) -> None:
        self.file = disk / "ballast"

    def fill(self) -> None:
        """Nothing fits any more."""
        with self.file.open("ab") as heavy:
            for size in (1 << 20, 1 << 12):
                try:
                    while True:
                        os.write(heavy.fileno(), b"\0" * size)
                except OSError:
                    continue

    def remove(self) -> None:
        """Somebody made room: that is all that somebody does."""
        self.file.unlink(missing_ok=True)


@pytest.fixture
def disk() -> Iterator[Path]:
    with a_small_disk() as found:
        yield found


@pytest.fixture
def small(disk: Path, made: str, servers: None) -> Iterator[Database]:
    """A database on that disk."""
    with a_database(disk / "postgres", like=made) as found:
        yield found


def test_a_full_disk_leaves_nothing_half_done_and_nothing_to_mend(
    small: Database, disk: Path, postman: Postman, tmp_path: Path
) -> None:
    log, postman.thinks_s = tmp_path / "loops.log", 0.02
    plant(small, NUMBER)
    with log.open("wb") as said, a_site(environment(small, address=small.addresses.app)) as site:
        loops = Loops(environment(small, mail_port=postman.port), said=said)
        try:
            loops.start(2)
            wait_until(lambda: len(postman.letters) > 20)
            with full(small, Ballast(disk)):
                wait_until(lambda: b"the database is away" in log.read_bytes())
                went_before, page = len(postman.letters), site.get("/privacy/")
            assert all(one.poll() is None for one in loops.running)
            found = to_the_end(small, postman, loops)
        finally:
            loops.end()
        after = site.get("/")

    assert (found.lost, found.unexplained, found.states) == ([], [], {"sent": NUMBER})
    # Each of the two had one in hand that could not be noted any more, when the disk was full and when all fell.
    assert (found.doubles <= 4, went_before < NUMBER) == (True, True)
    assert (page.status in (200, 503), after.status, can_write(small)) == (True, 200, True)
    assert "Traceback" not in page.text + log.read_text()


@contextmanager
def full(database: Database, ballast: Ballast) -> Iterator[None]:
    """The disk fills until not one row can be written; at the end there is room again."""
    ballast.fill()
    wait_until(lambda: not can_write(database))
    yield
    ballast.remove()
    database.restart_where_it_fell()


def can_write(database: Database) -> bool:
    """Can a row of some size be written now?"""
    try:
        with psycopg.connect(database.superuser) as line:
            line.execute("CREATE TABLE IF NOT EXISTS heavy (words text)")
            line.execute("INSERT INTO heavy SELECT repeat(md5(n::text), 60) FROM generate_series(1, 500) n")
    except psycopg.Error:
        return False
    return True


def test_a_change_and_its_message_are_written_together_or_not_at_all(small: Database, disk: Path, redis: Queue) -> None:
    ballast = Ballast(disk)
    web = {**environment(small, address=small.addresses.app), "REDIS_URL": redis.address}
    assert run(["-m", "tests.faults.asks", "3"], web) == "3\n"
    ballast.fill()
    said = run(["-m", "tests.faults.asks", "5000"], web).split()
    ballast.remove()
    small.restart_where_it_fell()
    again = run(["-m", "tests.faults.asks", "3"], web)

    assert said[1:] in (["DiskFull"], ["OperationalError"], ["AdminShutdown"], ["CrashShutdown"])
    made = 6 + int(said[0])
    assert again == "3\n"
    with psycopg.connect(small.superuser) as line:
        counted = line.execute(f"SELECT {', '.join(EACH)}").fetchone()  # type: ignore[arg-type]
    assert counted == (made,) * len(EACH)
