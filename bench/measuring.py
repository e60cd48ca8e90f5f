"""Timing by turns, so that what slows the machine slows both sides of a comparison."""

import statistics
import sys
import time
from collections.abc import Callable


def by_turns(rounds: int, *sides: Callable[[], object]) -> list[list[float]]:
    """The milliseconds of each side, asked one after the other in every round; the order turns around each time."""
    taken: list[list[float]] = [[] for _ in sides]
    for number in range(rounds):
        order = range(len(sides)) if number % 2 else reversed(range(len(sides)))
        for one in order:
            began = time.perf_counter()
            sides[one]()
            taken[one].append((time.perf_counter() - began) * 1000)
    return taken


def medians(rounds: int, *sides: Callable[[], object]) -> list[float]:
    """The median of each side, after a few rounds that do not count."""
    by_turns(max(3, rounds // 10), *sides)
    return [statistics.median(one) for one in by_turns(rounds, *sides)]


def say(words: str) -> None:
    """One line of the report."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def judged(name: str, value: float, bound: float) -> bool:
    """Says a ratio beside its bound; returns whether it is kept."""
    is_kept = value <= bound
    say(f"{name}: {value:.2f} times (at most {bound:g}) {'' if is_kept else '  TOO MUCH'}")
    return is_kept
