"""Who sends what: rows are claimed for a while, by the database's clock, so that a crash loses nothing.

A row is claimed with SKIP LOCKED and a lease. The lease of a worker that died runs out, and another takes the row: it
may have gone out already, and the row remembers that. Only who holds a claim settles it, and only once.
"""

import uuid
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import F

from fgc.access.actors import NO_FAMILY, SystemActor
from fgc.access.walls import acting
from fgc.outbox import ways
from fgc.outbox.models import Channel, Message, State

CLOCK = SystemActor("deliver")
LEASE = timedelta(minutes=5)
CLAIM = """
UPDATE outbox_message SET state = 'claimed', claim = %(claim)s, attempts = attempts + 1,
       deaths = deaths + (state = 'claimed')::int, lease_until = %(now)s + make_interval(secs => %(lease)s)
 WHERE id IN (SELECT id FROM outbox_message
               WHERE channel = %(channel)s AND state IN ('pending', 'retry', 'claimed')
                 AND (state <> 'claimed' AND next_at <= %(now)s OR state = 'claimed' AND lease_until < %(now)s)
               ORDER BY next_at FOR UPDATE SKIP LOCKED LIMIT %(most)s)
RETURNING id, family_id
"""


class Claim(NamedTuple):
    """One row that this process may send now."""

    message_id: uuid.UUID
    family_id: uuid.UUID | None
    key: uuid.UUID
    # The moment of the claim, by the database's clock (or the story's, while one is told).
    moment: datetime

    @property
    def worker(self) -> SystemActor:
        """Who sends it: the job for its one family."""
        return SystemActor(CLOCK.job, self.family_id or NO_FAMILY)

    def rows(self, *ids: uuid.UUID) -> Any:
        """The rows under this claim, of these ids, as long as nobody took them over."""
        return Message.objects.filter(pk__in=ids or [self.message_id], claim=self.key, state=State.CLAIMED)


def claim(channel: Channel, *, most: int, now: datetime | None = None) -> list[Claim]:
    """Claims what is due by this way, oldest first; nothing while the way is shut.

    As the clock, which sees no more of a message than when it is due, by which way, and for which family.

    Args:
        now: the moment, where a story is told; the database's clock when left out.
    """
    key = uuid.uuid4()
    with acting(CLOCK), connection.cursor() as cursor:
        allowed = ways.allowance(channel, most=most, now=now)
        if not allowed.number:
            return []
        told: dict[str, Any] = {"claim": key, "channel": channel, "lease": LEASE.total_seconds()}
        cursor.execute(CLAIM, {**told, "most": allowed.number, "now": allowed.moment})
        found = [Claim(message_id, family_id, key, allowed.moment) for message_id, family_id in cursor.fetchall()]
        ways.take(channel, len(found), allowed)
    return found


def give_back(claims: list[Claim]) -> None:
    """Lets go of rows that were not begun: as if they had never been claimed."""
    for one in claims:
        with acting(one.worker):
            one.rows().update(state=State.PENDING, claim=None, lease_until=None, attempts=F("attempts") - 1)
