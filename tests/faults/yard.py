"""A yard where servers may be killed: a PostgreSQL that really writes to disk, a mail server with a record, and loops.

What came of it is judged by one oracle, `judge`: for every message that was planned exactly one end, with its reason.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, LiteralString, NamedTuple

import psycopg
from house import postgres, surroundings

from tests.postman import Postman

ROOT = Path(__file__).resolve().parent.parent.parent
NO_REDIS = "redis://127.0.0.1:1/0"
WAITING = {"pending", "retry", "claimed"}
# Where somebody can be told, there is one of these; what is not over yet is none.
DOUBTFUL = {"after_doubt", "uncertain"}
WITHOUT_A_LETTER = {"skipped", "failed", "expired", "dead"}


class Row(NamedTuple):
    """What the database says of one message."""

    id: str
    state: str
    reason: str


@dataclass
class Loops:
    """Processes that send, as the Procfile starts them."""

    env: Mapping[str, str]
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)
    kills: int = 0
    # What they run and where it stands, which may be another version; and where what they say is kept.
    command: tuple[str, ...] = ("-m", "worker.rounds")
    root: Path = ROOT
    said: Any = subprocess.DEVNULL

    def start(self, number: int = 1) -> None:
        """Starts some more."""
        command = [sys.executable, *self.command]
        self.running += [
            subprocess.Popen(command, env=self.env, cwd=self.root, stdout=self.said, stderr=self.said)
            for _one in range(number)
        ]

    def kill_one(self) -> None:
        """Somebody pulls the plug of one of them, at a moment that nobody chose; another one is started."""
        time.sleep(random.uniform(0, 0.05))
        victim = self.running.pop(random.randrange(len(self.running)))
        victim.kill()
        victim.wait()
        self.kills += 1
        self.start()

    def stop(self) -> None:
        """All of them finish what they are at, as for a new version."""
        for one in self.running:
            one.terminate()
        for one in self.running:
            one.wait(timeout=60)
        self.running.clear()

    def end(self) -> None:
        """Nothing of them remains, however the test ended."""
        for one in self.running:
            one.kill()
            one.wait()


class Database:
    """PostgreSQL with files of its own, which can be stopped as a power cut does."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._all = postgres.running(folder)
        self.addresses = self._all.__enter__()
        self.port = int(self.addresses.clock.rsplit(":", 1)[1].split("/")[0])
        self._again: subprocess.Popen[bytes] | None = None

    @property
    def superuser(self) -> str:
        """Who lays rows ready and reads what became of them: nobody else passes the wall."""
        return f"postgresql://postgres:{postgres._password(self.folder)}@127.0.0.1:{self.port}/fgc"

    def crash(self) -> None:
        """At once, without goodbye to anybody."""
        note = self.folder / "data" / "postmaster.pid"
        pid = int(note.read_text().splitlines()[0])
        os.kill(pid, signal.SIGQUIT)
        if self._again is not None:
            self._again.wait()
        while note.exists():
            time.sleep(0.05)

    def start(self) -> None:
        """Up again, at the same address."""
        self._again = postgres._start(self.folder, self.port, ())

    def restart_where_it_fell(self) -> None:
        """What a service does by itself: a database that gave up is started once more."""
        note, end = self.folder / "data" / "postmaster.pid", time.monotonic() + 60
        while not self._is_up():
            assert time.monotonic() < end, "the database does not come back"
            if not note.exists():
                self.start()
            time.sleep(0.2)

    def _is_up(self) -> bool:
        try:
            with psycopg.connect(self.superuser, connect_timeout=5):
                return True
        except psycopg.Error:
            return False

    def end(self) -> None:
        """Stops it."""
        if self._again is not None:
            postgres._stop(self._again)
        self._all.__exit__(None, None, None)


@contextmanager
def a_database(folder: Path, *, like: str) -> Iterator[Database]:
    """A database with everything in it that a new house has.

    Args:
        like: the address of another one, of which it is a copy: to make it from the beginning takes much longer.
    """
    database = Database(folder)
    tools = postgres._binaries()
    try:
        copy = subprocess.run([tools / "pg_dump", like], capture_output=True, check=False)
        assert copy.returncode == 0, copy.stderr[-2000:]
        into = [tools / "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-o", os.devnull, database.superuser]
        done = subprocess.run(into, input=copy.stdout, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        yield database
    finally:
        database.end()


def environment(database: Database, *, address: str = "", mail_port: int = 1) -> dict[str, str]:
    """What a process of the house needs here; without an address it logs in as the clock."""
    return {
        **surroundings.tests(database.addresses, NO_REDIS, database.folder.parent),
        "DATABASE_URL": address or database.addresses.clock,
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        "SECRET_KEY": "only-for-tests-and-never-for-people-with-something-to-lose-at-all",
    }


def run(arguments: list[str], env: Mapping[str, str], *, root: Path = ROOT) -> str:
    """Runs a command of the house to its end; returns what it said."""
    done = subprocess.run([sys.executable, *arguments], env=env, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def plant(database: Database, number: int, *, by: str = "mail") -> None:
    """Lays so many messages ready, all due now."""
    run(["-m", "tests.faults.plant", str(number), by], environment(database, address=database.superuser))


def rows(address: str) -> list[Row]:
    """What the database says of every message."""
    with psycopg.connect(address) as line:
        return [Row(str(pk), *rest) for pk, *rest in line.execute("SELECT id, state, reason FROM outbox_message")]


def due_now(address: str) -> int:
    """How many messages could be taken in hand at this moment."""
    return _count(address, "state IN ('pending', 'retry') AND next_at <= now()")


def in_hand(address: str) -> int:
    """How many messages somebody has in hand, who may be dead."""
    return _count(address, "state = 'claimed'")


def _count(address: str, which: LiteralString) -> int:
    with psycopg.connect(address) as line:
        found = line.execute(f"SELECT count(*) FROM outbox_message WHERE {which}").fetchone()
    return int(found[0]) if found else 0


def clear(database: "Database") -> None:
    """No message is left of an earlier test."""
    with psycopg.connect(database.superuser) as line:
        line.execute("TRUNCATE outbox_message, outbox_way, outbox_lifesign")


def hurry(address: str) -> None:
    """As if so much time had passed that what is put off is tried again, and each way is looked at again."""
    with psycopg.connect(address) as line:
        line.execute("UPDATE outbox_message SET next_at = now() WHERE state = 'retry'")
        line.execute("UPDATE outbox_way SET shut_until = now() WHERE shut_until > now()")


def expire_leases(address: str) -> None:
    """As if so much time had passed that nobody holds what died with its worker; for when nobody is at work."""
    with psycopg.connect(address) as line:
        line.execute("UPDATE outbox_message SET lease_until = now() - interval '1 second' WHERE state = 'claimed'")
    hurry(address)


def wait_until(is_so: Any, *, seconds: float = 300) -> None:
    """Waits for it, and fails when it does not come."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.05)


@dataclass(frozen=True)
class Judgement:
    """What the oracle found."""

    lost: list[Row]
    unexplained: list[Row]
    doubles: int
    states: Counter[str]


def judge(planned: list[Row], postman: Postman) -> Judgement:
    """For each planned message exactly one end: delivered once, twice with a doubt on record, or not for a reason."""
    came = Counter(str(letter["Message-ID"]).strip("<>").partition("@")[0] for letter in postman.letters)
    lost, unexplained = [], []
    for row in planned:
        number = came.pop(row.id, 0)
        if _is_lost(row, number):
            lost.append(row)
        elif not _is_explained(row, number):
            unexplained.append(row)
    assert not came, "a letter that nobody planned"
    doubles = len(postman.letters) - len({letter["Message-ID"] for letter in postman.letters})
    return Judgement(lost, unexplained, doubles, Counter(row.state for row in planned))


def _is_lost(row: Row, number: int) -> bool:
    if row.state == "sent" and row.reason != "told_along":
        return number == 0
    return row.state not in {"sent", "uncertain", *WITHOUT_A_LETTER}


def _is_explained(row: Row, number: int) -> bool:
    if row.state in WITHOUT_A_LETTER:
        return bool(row.reason) and number == 0
    return number < 2 or row.reason in DOUBTFUL  # once is what was planned


@contextmanager
def at_work(database: Database, postman: Postman, number: int = 2, *, port: int = 0, **more: str) -> Iterator[Loops]:
    """So many loops that send by this mail server, until the end of the block.

    Args:
        port: where they find the mail server, when a line stands between.
        more: settings of theirs.
    """
    loops = Loops({**environment(database, mail_port=port or postman.port), **more})
    try:
        loops.start(number)
        yield loops
    finally:
        loops.end()


def to_the_end(database: Database, postman: Postman, loops: Loops, *, number: int = 2) -> Judgement:
    """All stop; what died with its worker is free again after its lease; then everything goes to its end."""
    loops.stop()
    for _time in range(8):
        expire_leases(database.superuser)
        if not {row.state for row in rows(database.superuser)} & WAITING:
            break
        loops.start(number)
        wait_until(lambda: not due_now(database.superuser) and not in_hand(database.superuser))
        loops.stop()
    return judge(rows(database.superuser), postman)
