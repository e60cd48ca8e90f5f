"""Who sends what: rows are claimed for a while, by the database's clock, so that a crash loses nothing.

A row is claimed with SKIP LOCKED and a lease. The lease of a worker that died runs out, and another takes the row: it
may have gone out already, and the row remembers that. Only who holds a claim settles it, and only once.
"""

import random
import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection

from fgc.access.actors import NO_FAMILY, SystemActor
from fgc.access.under_way import Journey, send_off
from fgc.access.walls import acting
from fgc.outbox import ways
from fgc.outbox.fate import Next
from fgc.outbox.models import Channel, State

CLOCK = SystemActor("deliver")
LEASE = timedelta(minutes=5)
# Back as if it had never been claimed.
NOT_BEGUN = Next(State.PENDING, is_no_try=True)
CLAIM = """
UPDATE outbox_message SET state = 'claimed', claim = %(claim)s, attempts = attempts + 1,
       deaths = deaths + (state = 'claimed')::int, lease_until = %(now)s + make_interval(secs => %(lease)s)
 WHERE id IN (SELECT id FROM outbox_message
               WHERE channel = %(channel)s AND waits
                 AND (state <> 'claimed' AND next_at <= %(now)s OR state = 'claimed' AND lease_until < %(now)s)
               ORDER BY next_at, family_id FOR UPDATE SKIP LOCKED LIMIT %(most)s)
RETURNING id, family_id, next_at
"""

# By the clock as well: it sees no more than that a row is under this claim.
SETTLE = """
UPDATE outbox_message SET state = %(state)s, reason = %(reason)s, lease_until = NULL, settled_at = %(settled_at)s,
       next_at = coalesce(%(next_at)s, next_at), along_with = %(along_with)s,
       doubts = doubts + %(doubts)s, attempts = attempts + %(attempts)s
 WHERE id = ANY (%(ids)s) AND claim = %(claim)s AND state = %(was)s
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
        """Who writes it: the job for its one family."""
        return SystemActor(CLOCK.job, self.family_id or NO_FAMILY)


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
        # Oldest first, and those of one family together: they are written in one go.
        rows = sorted(cursor.fetchall(), key=lambda row: (row[2], str(row[1])))
        found = [Claim(message_id, family_id, key, allowed.moment) for message_id, family_id, _at in rows]
        ways.take(channel, len(found), allowed)
    return found


def settle(mine: Claim, then: Next, *, was: State = State.CLAIMED, along: Sequence[uuid.UUID] = ()) -> bool:
    """Writes down what became of a message: only by who holds the claim, and only once.

    Args:
        was: the state in which this worker left it.
        along: other rows under the same claim, that were told of in the same message.

    Returns:
        False when another took the row over meanwhile; then nothing is written.
    """
    if along:
        with acting(CLOCK):
            return _settle(mine, then, was) and _settle_along(mine, then, along)
    return _settle(mine, then, was)


def settle_meanwhile(mine: Claim, then: Next, *, was: State = State.CLAIMED) -> Journey:
    """The same, without waiting until it is stored; until then nothing may go out that could go out twice."""
    return send_off(SETTLE, {**_values(mine, then), "ids": [mine.message_id], "along_with": None, "was": was})


def _settle(mine: Claim, then: Next, was: State) -> bool:
    return settle_meanwhile(mine, then, was=was).rows() == 1


def _settle_along(mine: Claim, then: Next, along: Sequence[uuid.UUID]) -> bool:
    is_sent = then.state == State.SENT
    told_of = replace(then, reason="told_along") if is_sent else then
    key = mine.message_id if is_sent else None
    send_off(SETTLE, {**_values(mine, told_of), "ids": list(along), "along_with": key, "was": State.CLAIMED}).rows()
    return True


def _values(mine: Claim, then: Next) -> dict[str, Any]:
    spread = random.uniform(0.8, 1.2) if then.is_spread else 1  # noqa: S311  # hides nothing
    is_over = then.wait is None and then.state not in (State.PENDING, State.BY_HAND)
    return {
        "state": then.state,
        "reason": then.reason,
        "next_at": None if then.wait is None else mine.moment + then.wait * spread,
        "settled_at": mine.moment if is_over else None,
        "doubts": int(then.is_doubtful),
        "attempts": -int(then.is_no_try),
        "claim": mine.key,
    }


def give_back(claims: list[Claim]) -> None:
    """Lets go of rows that were not begun."""
    for one in claims:
        settle(one, NOT_BEGUN)
