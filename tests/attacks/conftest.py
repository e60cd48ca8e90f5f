"""The way to the day, as the tests of the meeting have it."""

from tests.api.conftest import program
from tests.conferences.conftest import (
    clock,
    conference,
    dated,
    informing,
    invited,
    private,
    ready,
    saturday,
    sheet,
    talked,
)

__all__ = [
    "clock",
    "conference",
    "dated",
    "informing",
    "invited",
    "private",
    "program",
    "ready",
    "saturday",
    "sheet",
    "talked",
]
