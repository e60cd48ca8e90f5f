"""The only place that reads the environment."""

import os
from datetime import time
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    """The value of a variable, or of the file that NAME_FILE points to (for secrets that are mounted as files).

    Raises:
        ImproperlyConfigured: it is missing and has no default; the message says its name.
    """
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text().strip()
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set the environment variable {name}.")
    return value


def switch(name: str, *, default: bool = False) -> bool:
    """True when the variable says 1, true, yes or on."""
    return text(name, str(int(default))).strip().lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str = "") -> list[str]:
    """A list that is written with commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def hours(name: str, default: str) -> tuple[time | None, time | None]:
    """Two times of the day, as in 21:00-08:00; nothing where it is empty.

    Raises:
        ImproperlyConfigured: it is something else; the message says its name.
    """
    said = text(name, default).strip()
    if not said:
        return None, None
    try:
        begins, ends = (time.fromisoformat(part.strip()) for part in said.split("-"))
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be two times, as in 21:00-08:00.") from None
    if begins.minute % 15 or ends.minute % 15:
        raise ImproperlyConfigured(f"{name} must be whole hours or quarters, as in 21:00-08:00.")
    return begins, ends


def number(name: str, default: int) -> int:
    """A whole number, 0 or more.

    Raises:
        ImproperlyConfigured: it is something else; the message says its name.
    """
    said = text(name, str(default)).strip()
    if not said.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, 0 or more.")
    return int(said)
