"""The ordinary day of a plan: reminders of promises and questions about them, for all families in one statement.

It is `queries/occasions.py` said in SQL, for the families in which nothing else may follow today (`wall.plan_ordinary`,
`wall.due('follow_up')`); a test compares both.
"""

import json
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import connection

from fgc.access.actors import SystemActor
from fgc.access.can import Can
from fgc.access.walls import action
from fgc.families.rules import OPEN_STAGES
from fgc.networks.queries import ways_of_messages
from fgc.outbox.hours import ASK_AT, NOON, REMIND_AT
from fgc.outbox.planning import BY_THE_CLOCK, TASKS
from fgc.outbox.queue import BY_ITSELF, HOURS

PLAN = """
SELECT wall.plan_ordinary(
    busy => %(busy)s::uuid[], ways => %(ways)s::jsonb, by_itself => %(by_itself)s, open_stages => %(open_stages)s,
    counted => %(counted)s, put_off => %(put_off)s, remind_at => %(remind_at)s, ask_at => %(ask_at)s, noon => %(noon)s
)
"""


@action
def plan_ordinary(actor: SystemActor, *, busy: Sequence[uuid.UUID]) -> int:
    """Puts the reminders and questions of today in the outbox; the clock hears how many are new, and nothing else.

    Args:
        busy: the families in which more may follow today; they are looked at one by one.

    Raises:
        NotAllowed: the actor is not the clock.
    """
    actor.must(Can.KEEP_TIME)
    told: dict[str, Any] = {
        "busy": list(busy),
        "ways": json.dumps({str(way): str(channel) for way, channel in ways_of_messages().items()}),
        "by_itself": [str(channel) for channel in BY_ITSELF],
        "open_stages": [str(stage) for stage in OPEN_STAGES],
        "counted": [str(kind) for kind in BY_THE_CLOCK if kind not in TASKS],
        "put_off": list(HOURS),
        "remind_at": REMIND_AT,
        "ask_at": ASK_AT,
        "noon": NOON,
    }
    with connection.cursor() as cursor:
        cursor.execute(PLAN, told)
        return int(cursor.fetchone()[0])
