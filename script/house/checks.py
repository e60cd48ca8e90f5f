"""Every check that is not a test: what it is called, and how it is asked."""

import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import NamedTuple

from house import places, surroundings

ROOMS = ("fgc", "api", "worker")
LINES_SHOWN = 60


class Check(NamedTuple):
    """One question to the code; exit status 0 is the right answer."""

    name: str
    command: Sequence[str]
    environment: dict[str, str]


class Verdict(NamedTuple):
    """What a check or the tests came to."""

    name: str
    passed: bool
    seconds: float
    words: str


def every() -> list[Check]:
    """All checks, the slowest first so that the others run beside it."""
    plain, production = surroundings.without_servers("test"), surroundings.as_in_production()
    manage = ("python", "manage.py")
    return [
        Check("types", ("mypy", *ROOMS), plain),
        Check("templates: lint", ("djlint", *ROOMS, "--lint"), plain),
        Check("templates: format", ("djlint", *ROOMS, "--check"), plain),
        Check("lint", ("ruff", "check"), plain),
        Check("format", ("ruff", "format", "--check"), plain),
        Check("imports", ("lint-imports",), plain),
        Check("dependencies", ("deptry", ".", "--config", "requirements/deptry.toml", "--no-ansi"), plain),
        Check("settings", (*manage, "check"), plain),
        Check("settings of production", (*manage, "check", "--deploy", "--fail-level", "WARNING"), production),
        Check("migrations", (*manage, "makemigrations", "--check", "--dry-run"), plain),
        Check("words", (*manage, "words", "--check"), plain),
    ]


def verdicts(checks: Sequence[Check], *, at_once: int = 2) -> Iterator[Verdict]:
    """Ask all checks, a few at a time, and tell as they answer."""
    with ThreadPoolExecutor(at_once) as pool:
        for answer in as_completed([pool.submit(_ask, check) for check in checks]):
            yield answer.result()


def _ask(check: Check) -> Verdict:
    began = time.monotonic()
    program = places.VENV / "bin" / check.command[0]
    done = subprocess.run(
        [str(program if program.exists() else Path(check.command[0])), *check.command[1:]],
        cwd=places.ROOT,
        env={**os.environ, "NO_COLOR": "1", **check.environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    return Verdict(check.name, done.returncode == 0, time.monotonic() - began, _short(check.name, done.stdout))


def _short(name: str, words: str) -> str:
    """What fits on a screen; the rest stands in a log."""
    log = places.LOGS / f"check {name.replace(':', '')}.log"
    log.write_text(words)
    lines = words.rstrip().splitlines()
    if len(lines) <= LINES_SHOWN:
        return "\n".join(lines)
    return "\n".join([*lines[:LINES_SHOWN], f"... and {len(lines) - LINES_SHOWN} lines more in {log}"])
