"""What became of a message that was handed over, as far as the other side said."""

from enum import StrEnum


class Outcome(StrEnum):
    """Only after `LATER` and `SHUT` nothing went out for sure."""

    SENT = "sent"  # the other side took it
    REFUSED = "refused"  # never to this address or number
    LATER = "later"  # not taken, for a reason that may pass
    SHUT = "shut"  # nothing goes by this way now, whoever it is for
    UNCERTAIN = "uncertain"  # perhaps it went out
