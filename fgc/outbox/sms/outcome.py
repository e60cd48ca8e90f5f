"""What became of a text message, as far as its provider said."""

from enum import StrEnum


class Outcome(StrEnum):
    """Only `LATER` may be tried again: then nothing went out for sure."""

    SENT = "sent"  # the provider took it
    REFUSED = "refused"  # never to this number
    LATER = "later"  # the provider did not take it, for a reason that may pass
    UNCERTAIN = "uncertain"  # perhaps it went out
