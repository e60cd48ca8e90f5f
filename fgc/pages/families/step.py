"""The one thing to do next."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One thing to do, or the reason why there is nothing to do now."""

    heading: str
    text: str = ""
    label: str = ""
    href: str = ""
