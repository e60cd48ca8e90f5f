"""Identity: random, time-ordered, never sequential."""

import uuid

from uuid_utils.compat import uuid7


def new_id() -> uuid.UUID:
    """A new identifier (UUID version 7): friendly to indexes, and it can't be counted up or down."""
    return uuid7()
