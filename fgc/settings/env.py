"""The only place that reads the environment."""

import os
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


def number(name: str, default: int) -> int:
    """A whole number, 0 or more.

    Raises:
        ImproperlyConfigured: it is something else; the message says its name.
    """
    said = text(name, str(default)).strip()
    if not said.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, 0 or more.")
    return int(said)
