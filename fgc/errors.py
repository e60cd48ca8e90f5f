"""The two ways in which this system says no."""

from typing import Any

# The code of the one refusal that passes by waiting.
TOO_OFTEN = "too_many_tries"


class RuleBroken(Exception):
    """A rule of the field stands in the way; the person can do something about it.

    Args:
        message: one plain sentence for the person, already translated or lazy.
        code: a word for programs, stable over versions.
        field: the name of the input that is at fault, empty when it is the moment rather than the input.
    """

    def __init__(self, message: Any, *, code: str = "rule_broken", field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.field = field

    def __str__(self) -> str:
        return str(self.message)


class NotAllowed(Exception):
    """This actor has no right to this; for who should not know of the thing it equals "does not exist"."""
