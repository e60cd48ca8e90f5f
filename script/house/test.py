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
from typing import NamedTuple

from house import checks, environment, marks, places, screens, surroundings, words
from house.checks import Verdict
from house.say import say
from house.workshop import Workshop, workshop

FAULTS = ("-m", "faults")
ON_TWO_CORES = ("-n", "2", "--dist", "worksteal")
# What proves the domain is counted line by line; what goes through its doors is not, since counting slows it by half.
RUNS = {
    "tests of the domain, every line of it": ("-m", "domain and not faults", "--cov"),
    "all other tests": ("-m", "not domain and not faults"),
}


class Run(NamedTuple):
    """How one run of pytest ended."""

    verdict: Verdict
    passed: int
    failed: int
    skipped: int


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
    asked = []
    for verdict in checks.verdicts(checks.every()):
        asked.append(verdict)
        say(_row(verdict))
        if not verdict.passed:
            say(verdict.words)
    tests = [_run(place, name, chosen) for name, chosen in RUNS.items()]
    _conclude(asked, tests)
    return 0 if all(verdict.passed for verdict in asked) and all(run.verdict.passed for run in tests) else 1


def _run(place: Workshop, name: str, chosen: Sequence[str]) -> Run:
    began = time.monotonic()
    record = place.folder / "tests.xml"
    record.unlink(missing_ok=True)
    status = _pytest(place, [*ON_TWO_CORES, *chosen, f"--junitxml={record}"])
    return Run(Verdict(name, status == 0, time.monotonic() - began, ""), *_counts(record))


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


def _conclude(asked: Sequence[Verdict], tests: Sequence[Run]) -> None:
    """The table, and as last line the sum over tests and checks."""
    passed, failed, skipped = (
        sum(many) for many in zip(*((run.passed, run.failed, run.skipped) for run in tests), strict=True)
    )
    # A run may fail with each of its tests passed, as one that did not reach a line.
    broke = sum(not run.verdict.passed and not run.failed for run in tests)
    say("")
    for verdict in (*asked, *(run.verdict for run in tests)):
        say(_row(verdict))
    say(f"tests: {passed} passed, {failed} failed, {skipped} skipped; checks: {len(asked)}")
    passed += sum(verdict.passed for verdict in asked)
    failed += sum(not verdict.passed for verdict in asked) + broke
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
