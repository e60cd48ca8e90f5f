"""How the sending goes, in numbers: no content, no names, no families. The clock and the operator's page read it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from fgc.outbox import ways
from fgc.outbox.models import LifeSign, Way

# So long may the oldest message that is due wait before somebody should look.
OLDEST = timedelta(minutes=10)
# The loop without which nothing goes out.
SENDER = "deliver"


@dataclass(frozen=True)
class Count:
    """How many messages of one way stand at one state: all that wait, and what was settled in the last day."""

    channel: str
    state: str
    number: int
    oldest_due: datetime | None


@dataclass(frozen=True)
class Health:
    """What an operator must know of the sending."""

    moment: datetime
    counts: list[Count]
    ways: list[Way]
    loops: list[LifeSign]

    @property
    def oldest_waits(self) -> timedelta:
        """How long the oldest message waits that is due."""
        due = [count.oldest_due for count in self.counts if count.oldest_due]
        return self.moment - min(due) if due else timedelta(0)

    @property
    def is_late(self) -> bool:
        """Is something due that should have gone out by now?"""
        return self.oldest_waits > OLDEST

    @property
    def silent(self) -> list[str]:
        """The loops that gave no sign of life for too long; the one that sends also when it never gave one."""
        heard = {loop.loop for loop in self.loops if not loop.is_silent(self.moment)}
        return sorted({SENDER, *(loop.loop for loop in self.loops)} - heard)

    @property
    def shut(self) -> list[Way]:
        """The ways by which nothing goes out now."""
        return [way for way in self.ways if way.shut_since]


def health() -> Health:
    """How the sending goes at this moment (four small queries, whatever was sent before)."""
    moment = ways.clock()
    with connection.cursor() as cursor:
        cursor.execute("SELECT channel, state, number, oldest FROM wall.sending()")
        counts = [Count(*row) for row in cursor.fetchall()]
    return Health(moment, counts, list(Way.objects.order_by("channel")), list(LifeSign.objects.order_by("loop")))
