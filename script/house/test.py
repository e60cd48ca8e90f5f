"""script/test: every check and every test, or the tests that are named."""

import os
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from house import checks, environment, marks, places, screens, surroundings, words
from house.checks import Verdict
from house.say import say
from house.workshop import Workshop, workshop

FAULTS = ("-m", "faults")
ALL_BUT_FAULTS = ("-n", "2", "--dist", "worksteal", "-m", "not faults")


def main(arguments: Sequence[str]) -> int:
    """Set up what is missing; run everything, or only pytest with the arguments given."""
    signal.signal(signal.SIGTERM, _like_ctrl_c)
    with marks.one_at_a_time():
        environment.ensure("dev")
        screens.ensure()
        words.ensure()
    with workshop("test", throwaway=True) as place:
        if not arguments:
            return _everything(place)
        chosen = [*FAULTS, *arguments[1:]] if arguments[0] == "faults" else arguments
        return _pytest(place, chosen)


def _like_ctrl_c(_sign: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _everything(place: Workshop) -> int:
    told: list[Verdict] = []
    for verdict in checks.verdicts(checks.every()):
        told.append(verdict)
        say(_row(verdict))
        if not verdict.passed:
            say(verdict.words)
    began = time.monotonic()
    record = place.folder / "tests.xml"
    status = _pytest(place, [*ALL_BUT_FAULTS, f"--junitxml={record}"])
    told.append(Verdict("tests", status == 0, time.monotonic() - began, ""))
    _conclude(told, record)
    return 0 if all(verdict.passed for verdict in told) else 1


def _pytest(place: Workshop, arguments: Sequence[str]) -> int:
    """Our own process group stays: Ctrl-C reaches pytest, which then ends in its own way."""
    variables = surroundings.tests(place.database, place.queue, place.folder)
    tests = subprocess.Popen(
        [str(places.python()), "-m", "pytest", *arguments], cwd=places.ROOT, env={**os.environ, **variables}
    )
    try:
        return tests.wait()
    except KeyboardInterrupt:
        tests.send_signal(signal.SIGINT)
        tests.wait()
        raise


def _row(verdict: Verdict) -> str:
    return f"{'passed' if verdict.passed else 'FAILED'}  {verdict.seconds:6.1f} s  {verdict.name}"


def _conclude(told: Sequence[Verdict], record: Path) -> None:
    """The table, and as last line the sum over tests and checks."""
    passed, failed, skipped = _counts(record)
    asked = [verdict for verdict in told if verdict.name != "tests"]
    tests_broke = not told[-1].passed and failed == 0
    say("")
    for verdict in told:
        say(_row(verdict))
    say(f"tests: {passed} passed, {failed} failed, {skipped} skipped; checks: {len(asked)}")
    passed += sum(verdict.passed for verdict in asked)
    failed += sum(not verdict.passed for verdict in asked) + tests_broke
    sys.stdout.flush()
    say(f"{passed} passed, {failed} failed")


def _counts(record: Path) -> tuple[int, int, int]:
    """How many tests passed, failed and were skipped, by pytest's own record."""
    if not record.exists():
        return 0, 0, 0
    suites = list(ET.parse(record).getroot().iter("testsuite"))
    total, failures, errors, skipped = (
        sum(int(suite.get(kind, 0)) for suite in suites) for kind in ("tests", "failures", "errors", "skipped")
    )
    return total - failures - errors - skipped, failures + errors, skipped
