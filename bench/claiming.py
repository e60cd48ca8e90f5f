"""How fast what is due is claimed, with ten million settled rows behind it, beside ten thousand."""

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from bench.measuring import judged, say
from fgc.accounts.models import Organisation
from fgc.families.models import Family
from fgc.outbox.claims import claim
from fgc.outbox.models import Channel

FEW, MANY, DUE, AT_ONCE, ROUNDS = 10_000, 10_000_000, 20_000, 50, 100
MOST_TIMES = 1.2
SETTLED = """
INSERT INTO outbox_message (id, family_id, kind, subject_id, to_person_id, channel, occurrence, due_at, next_at, state,
                            reason, attempts, doubts, deaths, settled_at, created_at)
SELECT gen_random_uuid(), %s, 'remind_promise', gen_random_uuid(), gen_random_uuid(), 'mail', '', long_ago, long_ago,
       'sent', '', 1, 0, 0, long_ago, long_ago
  FROM (SELECT now() - interval '1 day' - number * interval '1 second' AS long_ago
          FROM generate_series(1, %s) number) one
"""
WAITING = """
INSERT INTO outbox_message (id, family_id, kind, subject_id, to_person_id, channel, occurrence, due_at, next_at, state,
                            reason, attempts, doubts, deaths, created_at)
SELECT gen_random_uuid(), %s, 'remind_promise', gen_random_uuid(), gen_random_uuid(), 'mail', '', now(), now(),
       'pending', '', 0, 0, 0, now()
  FROM generate_series(1, %s)
"""


def measured() -> bool:
    """Whether the bound is kept."""
    serves = Organisation.objects.get_or_create(name="Kring van velen")[0]
    family = Family.objects.create(name="Kring", organisation=serves)
    taken = []
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute("TRUNCATE outbox_message")
        for number in (FEW, MANY - FEW):
            cursor.execute("DELETE FROM outbox_message WHERE state <> 'sent'")
            with _without_indexes(cursor):
                cursor.execute(SETTLED, [family.pk, number])
            cursor.execute(WAITING, [family.pk, DUE])
            cursor.execute("VACUUM ANALYZE outbox_message")
            taken.append(statistics.median(_milliseconds() for _round in range(ROUNDS)))
        cursor.execute("TRUNCATE outbox_message")
    few, many = (f"{one:.2f} ms" for one in taken)
    say(f"{AT_ONCE} rows are claimed in {few} behind {FEW:,} settled ones, in {many} behind {MANY:,}")
    return judged("claiming behind ten million rows beside ten thousand", taken[1] / taken[0], MOST_TIMES)


@contextmanager
def _without_indexes(cursor: Any) -> Iterator[None]:
    """Millions of rows come in much faster where each index is built once, afterwards."""
    cursor.execute(
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE conrelid = 'outbox_message'::regclass AND contype IN ('p', 'u', 'f') ORDER BY contype = 'f'"
    )
    rules = cursor.fetchall()
    for name, _rule in rules:
        cursor.execute(f'ALTER TABLE outbox_message DROP CONSTRAINT "{name}"')
    cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'outbox_message'")
    indexes = cursor.fetchall()
    for name, _index in indexes:
        cursor.execute(f'DROP INDEX "{name}"')
    yield
    for _name, index in indexes:
        cursor.execute(index)
    for name, rule in rules:
        cursor.execute(f'ALTER TABLE outbox_message ADD CONSTRAINT "{name}" {rule}')


def _milliseconds() -> float:
    began = time.perf_counter()
    found = claim(Channel.MAIL, most=AT_ONCE)
    assert len(found) == AT_ONCE, "there is enough to claim"
    return (time.perf_counter() - began) * 1000
