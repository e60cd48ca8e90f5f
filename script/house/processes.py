"""Knows processes by number and starting time, so that nothing but our own is ever stopped."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

PROC = Path("/proc")


class Process(NamedTuple):
    """One process: its number, its parent, and when it started (numbers are used again, starts are not)."""

    pid: int
    parent: int
    started: str


def every() -> dict[int, Process]:
    """All processes that can be seen now."""
    found = _from_proc() if (PROC / "self" / "stat").exists() else _from_ps()
    return {process.pid: process for process in found}


def family_of(pid: int) -> list[Process]:
    """A process and all that descend from it."""
    known = every()
    members = [known[pid]] if pid in known else []
    for member in members:
        members += [process for process in known.values() if process.parent == member.pid]
    return members


def is_alive(process: Process) -> bool:
    """Whether this very process still runs."""
    now = every().get(process.pid)
    return now is not None and now.started == process.started


def remember(paper: Path, processes: Iterable[Process]) -> None:
    """Write down what we started, for the start after a crash."""
    draft = paper.with_suffix(".new")
    draft.write_text(json.dumps([list(process) for process in processes]))
    draft.replace(paper)


def end_remembered(paper: Path) -> int:
    """End what an earlier run wrote down and left behind.

    Returns:
        How many processes were still there.
    """
    try:
        noted = [Process(*row) for row in json.loads(paper.read_text())]
    except (FileNotFoundError, ValueError, TypeError):
        return 0
    left = [process for process in noted if is_alive(process)]
    end(left)
    paper.unlink(missing_ok=True)
    return len(left)


def end(processes: Iterable[Process], *, patience_seconds: float = 8) -> None:
    """Ask each process to stop, and make it stop when it does not listen."""
    left = list(processes)
    for sign, patience in ((signal.SIGTERM, patience_seconds), (signal.SIGKILL, 3)):
        _tell(left, sign)
        until = time.monotonic() + patience
        while left and time.monotonic() < until:
            left = [process for process in left if is_alive(process)]
            time.sleep(0.1)


def _tell(processes: Iterable[Process], sign: signal.Signals) -> None:
    for process in processes:
        try:
            os.kill(process.pid, sign)
        except ProcessLookupError:
            continue


def _from_proc() -> list[Process]:
    found = []
    for folder in PROC.iterdir():
        if not folder.name.isdigit():
            continue
        try:
            # The name stands in brackets and may hold spaces; the fields follow the last bracket.
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
        if fields[0] != "Z":
            found.append(Process(int(folder.name), int(fields[1]), fields[19]))
    return found


def _from_ps() -> list[Process]:
    table = subprocess.run(
        ["ps", "-axo", "pid=,ppid=,stat=,lstart="], capture_output=True, text=True, check=True
    ).stdout
    rows = (line.split(None, 3) for line in table.splitlines())
    return [
        Process(int(pid), int(parent), started) for pid, parent, state, started in rows if not state.startswith("Z")
    ]
