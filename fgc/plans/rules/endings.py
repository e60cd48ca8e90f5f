"""When somebody hears that something ends: pure functions of dates."""

from datetime import date, timedelta

LAST_DAYS = timedelta(days=14)
# So long an occasion stays open, for who hears something else today.
OPEN_FOR = timedelta(days=7)
# What is shorter needs no look half-way.
LONG = timedelta(days=42)


def milestone(starts_on: date, ends_on: date, *, today: date) -> str:
    """Which occasion of temporary help is open today: half-way, or the last two weeks; nothing in between.

    Returns:
        A word for the occasion, with the day on which the help ends: moved, it is another occasion.
    """
    half = starts_on + (ends_on - starts_on) // 2
    if ends_on - LAST_DAYS <= today <= ends_on and starts_on < ends_on - LAST_DAYS:
        return f"end-{ends_on.isoformat()}"
    if ends_on - starts_on >= LONG and half <= today < min(half + OPEN_FOR, ends_on - LAST_DAYS):
        return f"half-{ends_on.isoformat()}"
    return ""
