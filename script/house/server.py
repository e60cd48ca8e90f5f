"""script/server: everything on one machine, until Ctrl-C."""

import argparse
import fcntl
import http.client
import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType

from house import (
    environment,
    marks,
    places,
    ports,
    postgres,
    processes,
    queue,
    screens,
    surroundings,
    words,
    work,
)
from house.say import Trouble, say, step

READY_SECONDS = 60
STOP_SECONDS = 20


def main(arguments: Sequence[str]) -> int:
    """Set up what is missing, start everything, say Ready, and stop everything at Ctrl-C."""
    wishes = _parse(arguments)
    _check_port(wishes.port)
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, _like_ctrl_c)
    with marks.one_at_a_time():
        environment.ensure("base")
        screens.ensure()
        words.ensure()
    with ExitStack() as open_things:
        open_things.enter_context(_only_one())
        _check_port(wishes.port)
        return _serve(open_things, wishes)


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/server", description="Starts the whole product on this machine.")
    parser.add_argument("--port", type=int, default=8000, help="where the pages answer (8000)")
    parser.add_argument("--no-demo", dest="demo", action="store_false", help="begin empty, without the stories")
    return parser.parse_args(arguments)


def _check_port(port: int) -> None:
    """Before a minute of setting up, and again after healing what a crash left on it."""
    if not 0 < port < 65536:
        raise Trouble(f"{port} is not a port: choose a number between 1024 and 65535.")
    if _leftovers().exists() or ports.is_free(port):
        return
    raise Trouble(
        f"Port {port} is taken by another program: stop that one, or choose another: script/server --port {port + 1}"
    )


def _like_ctrl_c(_sign: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _leftovers() -> Path:
    return places.HOME / "run" / "processes.json"


@contextmanager
def _only_one() -> Iterator[None]:
    """One server per folder; whatever an earlier one left behind after a crash is ended first."""
    paper = places.HOME / "server.lock"
    with paper.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            paper_says = paper.read_text().strip()
            raise Trouble(f"fgc already runs from this folder (process {paper_says}): stop that one first.") from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        _leftovers().parent.mkdir(parents=True, exist_ok=True)
        if processes.end_remembered(_leftovers()):
            say("Stopped what an earlier run left behind.")
        yield


def _serve(open_things: ExitStack, wishes: argparse.Namespace) -> int:
    postgres.heal(places.HOME / "postgres")
    queue.heal(places.HOME / "redis")
    try:
        with step("Starting the database and the queue"):
            database = postgres.given() or open_things.enter_context(postgres.running(places.HOME / "postgres"))
            redis = os.environ.get("REDIS_URL") or open_things.enter_context(queue.running(places.HOME / "redis"))
        variables = surroundings.development(database, redis, port=wishes.port, demo=wishes.demo)
        surroundings.write_down(variables)
        _prepare(variables, demo=wishes.demo)
        return _run(variables, wishes)
    except KeyboardInterrupt:
        say("Stopping.")
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        return 0


def _prepare(variables: dict[str, str], *, demo: bool) -> None:
    """Bring the database up to date, lay the styles ready, tell the stories once."""
    with step("Bringing the database up to date"):
        _manage(
            "migrate",
            "--no-input",
            "--verbosity=0",
            variables=surroundings.as_owner(variables),
            wish="bring the database up to date",
        )
    styles = [path for path in (places.ROOT / "fgc").glob("**/static/**/*") if path.is_file()]
    wanted = marks.print_of(styles, (places.VENV / "pyvenv.cfg").read_text())
    if not marks.matches("static", wanted):
        with step("Laying the styles and scripts ready"):
            _manage("collectstatic", "--no-input", "--clear", variables=variables, wish="collect the styles")
        marks.keep("static", wanted)
    # The port changes with every start; the password comes and goes with the database.
    told = re.sub(r":\d+/", "/", variables["DATABASE_URL"])
    stories = places.ROOT / "fgc" / "demo" / "management" / "commands" / "tell_stories.py"
    if demo and stories.exists() and not marks.matches("stories", marks.print_of([], told)):
        with step("Telling the stories of the demo (once)"):
            _manage("tell_stories", variables=surroundings.as_owner(variables), wish="tell the stories")
        marks.keep("stories", marks.print_of([], told))


def _manage(command: str, *options: str, variables: dict[str, str], wish: str) -> None:
    work.run([places.python(), "manage.py", command, *options], log=command, wish=wish, env=variables)


def _run(variables: dict[str, str], wishes: argparse.Namespace) -> int:
    """Hand over to honcho, and watch it until it ends or we are told to."""
    _check_port(wishes.port)
    began = time.monotonic()
    crew = subprocess.Popen(
        # Its own .env would overrule what was put together here.
        [str(places.VENV / "bin" / "honcho"), "-e", os.devnull, "start", "-p", str(wishes.port)],
        cwd=places.ROOT, env={**os.environ, **variables}, stdin=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        _wait_until_ready(crew, wishes.port)
        _welcome(wishes, time.monotonic() - began)
        status = crew.wait()
    finally:
        _dismiss(crew)
    raise Trouble(f"One of the processes stopped (status {status}); its last lines stand above.")


def _wait_until_ready(crew: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and crew.poll() is None:
        processes.remember(_leftovers(), processes.family_of(crew.pid))
        if _answers(port):
            processes.remember(_leftovers(), processes.family_of(crew.pid))
            return
        time.sleep(0.2)
    if crew.poll() is None:
        raise Trouble(f"The pages did not answer within {READY_SECONDS} seconds; the reason stands above.")


def _answers(port: int) -> bool:
    knock = http.client.HTTPConnection(ports.HERE, port, timeout=10)
    try:
        knock.request("GET", "/", headers={"Accept-Language": "en"})
        return knock.getresponse().status < http.HTTPStatus.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        knock.close()


def _welcome(wishes: argparse.Namespace, seconds: float) -> None:
    say(f"The pages answered after {seconds:.1f} s.")
    say(f"Ready: http://{ports.HERE}:{wishes.port}")
    if wishes.demo:
        say("Open it and choose whom to enter as; the mailbox page shows every message that went out.")
    else:
        say(
            "Open it and ask for a conference; every message that goes out is kept in "
            + str(places.HOME / "mail")
            + "."
        )
    say("Ctrl-C stops everything.")


def _dismiss(crew: subprocess.Popen[bytes]) -> None:
    """Ask honcho, which asks the others; whoever stays is ended by number."""
    family = processes.family_of(crew.pid)
    crew.terminate()
    try:
        crew.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        say("Not everything listened; ending it.")
    processes.end(process for process in family if processes.is_alive(process))
    crew.wait()
    _leftovers().unlink(missing_ok=True)
