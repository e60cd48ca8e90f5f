"""Runs another program, keeps what it prints in a log, and translates its failure into one sentence."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from house import places
from house.say import Trouble

DISK_WORDS = ("No space left on device", "ENOSPC", "Errno 28", "Disk quota exceeded")
NETWORK_WORDS = (
    "Failed to establish a new connection",
    "Connection refused",
    "Max retries exceeded",
    "ConnectTimeout",
    "Temporary failure in name resolution",
    "Name or service not known",
    "nodename nor servname",
    "CERTIFICATE_VERIFY_FAILED",
    "No matching distribution found",
    "ECONNREFUSED",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ETIMEDOUT",
    "network request",
)


def run(
    command: Sequence[str | Path],
    *,
    log: str,
    wish: str,
    registry: str = "",
    env: Mapping[str, str] | None = None,
) -> str:
    """Run a program to its end.

    Args:
        command: The program and its arguments.
        log: Name of the log that keeps its words.
        wish: What we wanted from it, to complete the sentence "Could not ...".
        registry: The registry it may need; named when the network is at fault.
        env: Variables on top of our own.

    Returns:
        What the program printed.

    Raises:
        Trouble: The program failed; its text says what to do.
    """
    places.make_home()
    status, output = _listen(command, env or {})
    kept = places.LOGS / f"{log}.log"
    kept.write_text(output)
    if status != 0:
        raise Trouble(reason(output, wish=wish, log=kept, registry=registry))
    return output


def _listen(command: Sequence[str | Path], env: Mapping[str, str]) -> tuple[int, str]:
    done = subprocess.run(
        [str(part) for part in command],
        cwd=places.ROOT,
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    return done.returncode, done.stdout


def reason(output: str, *, wish: str, log: Path, registry: str = "") -> str:
    """One sentence that says why a program failed and what to do about it."""
    if any(word in output for word in DISK_WORDS):
        return f"Could not {wish}: the disk is full. Free some space and start again."
    if registry and any(word in output for word in NETWORK_WORDS):
        return f"Could not {wish}: {registry} cannot be reached. Check the network and start again."
    return f"Could not {wish}: the reason stands at the end of {log}."
