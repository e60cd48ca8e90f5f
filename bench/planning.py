"""How fast the ordinary day is planned: 100,000 reminders, beside a bare INSERT … SELECT of the same rows."""

import resource
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from django.db import connection
from django.utils import timezone

from bench.measuring import judged, say
from fgc.access.actors import SystemActor
from fgc.accounts.models import Organisation
from fgc.families.models import Family
from fgc.families.rules import Stage
from fgc.networks.models import Person
from fgc.networks.rules import Way
from fgc.outbox.models import Message
from fgc.plans import rhythm
from fgc.plans.actions import plan_follow_up
from fgc.plans.actions.due_days import AHEAD, work_out_days
from fgc.plans.models import Agreement, Commitment, DueDays, Plan, Wording
from fgc.plans.rules import PlanState, Promise, Repeats

CLOCK = SystemActor("follow_up")
# Each family has so many people, each with one promise for tomorrow and for the same day of every week after it.
FAMILIES, EACH, PIECE, ROUNDS = 7_143, 14, 50, 5
MOST_TIMES, MOST_MIB = 3, 300
# All but the one that the database fills in by itself.
COLUMNS = ", ".join(field.column for field in Message._meta.fields)


def measured() -> bool:
    """Plants the families, and says whether both bounds are kept."""
    for start in range(0, FAMILIES, PIECE):
        _plant(min(PIECE, FAMILIES - start), is_worked_out=start > 0)
    _run("ANALYZE")
    began = time.perf_counter()
    work_out_days(CLOCK)
    each = (time.perf_counter() - began) / PIECE / EACH * 1000
    say(f"before it: the days of each promise are worked out in {each:.2f} ms, once in five weeks")
    ours, bare = [], []
    for _round in range(ROUNDS):
        _run("TRUNCATE outbox_message")
        ours.append(_seconds(lambda: plan_follow_up(CLOCK)))
        number = Message.objects.count()
        _run("DROP TABLE IF EXISTS same", "CREATE TEMP TABLE same AS SELECT * FROM outbox_message")
        _run("TRUNCATE outbox_message")
        bare.append(_seconds(lambda: _run(f"INSERT INTO outbox_message ({COLUMNS}) SELECT {COLUMNS} FROM same")))
    planned, inserted = statistics.median(ours), statistics.median(bare)
    say(f"{number} reminders planned in {planned:.2f} s, the bare INSERT … SELECT of the same rows in {inserted:.2f} s")
    is_fast = judged("planning beside a bare INSERT … SELECT", planned / inserted, MOST_TIMES)
    return judged("MiB of memory, the process and its line to the database", _memory_mib(), MOST_MIB) and is_fast


def _seconds(what: Callable[[], object]) -> float:
    began = time.perf_counter()
    what()
    return time.perf_counter() - began


def _run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _memory_mib() -> float:
    """The most that this process and the database's process for it ever held, together."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        status = Path(f"/proc/{cursor.fetchone()[0]}/status").read_text()
    [line] = [int(row.split()[1]) for row in status.splitlines() if row.startswith("VmHWM")]
    return (line + resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024


def _plant(many: int, *, is_worked_out: bool) -> None:
    serves = Organisation.objects.get_or_create(name="Kring van velen")[0]
    today = timezone.localdate()
    families = Family.objects.bulk_create(
        Family(name="Kring", organisation=serves, stage=Stage.FOLLOWING) for _one in range(many)
    )
    plans = Plan.objects.bulk_create(Plan(family=family, state=PlanState.RUNNING, version=1) for family in families)
    lines = Agreement.objects.bulk_create(
        Agreement(family_id=plan.family_id, plan=plan, number=number) for plan in plans for number in range(1, EACH + 1)
    )
    words = Wording.objects.bulk_create(_words(line, today + timedelta(days=1)) for line in lines)
    people = Person.objects.bulk_create(Person(family_id=one.family_id, call_name="x", way=Way.MAIL) for one in lines)
    made = Commitment.objects.bulk_create(
        Commitment(family_id=line.family_id, agreement=line, person=person, state=Promise.CONFIRMED)
        for line, person in zip(lines, people, strict=True)
    )
    if is_worked_out:
        DueDays.objects.bulk_create(_days(promise, said, today) for promise, said in zip(made, words, strict=True))


def _words(line: Agreement, starts_on: date) -> Wording:
    weekly = {"starts_on": starts_on, "repeats": Repeats.WEEKLY}
    return Wording(family_id=line.family_id, agreement=line, version=1, text="Wij koken.", **weekly)


def _days(promise: Commitment, words: Wording, today: date) -> DueDays:
    """What `work_out_days` makes of it."""
    assert words.starts_on is not None, "planted so"
    pace = rhythm.pace_of(words.repeats, words.starts_on, None, approved_on=today)
    days = rhythm.days_ahead(pace, today=today, until=today + AHEAD)
    return DueDays(
        family_id=promise.family_id,
        commitment=promise,
        wording=words,
        since=today,
        until=today + AHEAD,
        starts_on=pace.starts_on,
        remind=days.remind,
        ask=days.ask,
    )
