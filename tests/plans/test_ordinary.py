"""The ordinary day, planned for all families in one statement: the same messages as when each family is looked at."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from fgc.access.actors import SystemActor
from fgc.access.roles import Role
from fgc.access.walls import families_due
from fgc.errors import NotAllowed
from fgc.families.models import Family
from fgc.networks.models import Person
from fgc.networks.rules import Way
from fgc.outbox.models import Kind, Message, State
from fgc.plans import actions
from fgc.plans.actions import due_days
from fgc.plans.actions.due_days import work_out_days
from fgc.plans.actions.ordinary import plan_ordinary
from fgc.plans.models import Agreement, Commitment, DueDays, Look, Plan, ProgressReport, Wording
from fgc.plans.queries import occasions
from fgc.plans.rules import Look as LookKind
from fgc.plans.rules import Promise, Repeats, Runs
from tests import factories
from tests.conftest import acting
from tests.factories import by_link, let_in
from tests.plans.running import on, promised, running_plan

CLOCK = SystemActor("follow_up")
FIRST = date(2026, 3, 1)
# What is promised: how often, from when, until when, and as a rule where more is said.
WORDS: list[dict[str, Any]] = [
    {"repeats": Repeats.WEEKLY, "starts_on": date(2026, 3, 3)},
    {"repeats": Repeats.WEEKLY, "starts_on": date(2026, 3, 3), "rule": "FREQ=WEEKLY;BYDAY=TU,TH"},
    {"repeats": Repeats.DAILY, "starts_on": date(2026, 3, 5), "ends_on": date(2026, 3, 20)},
    {"repeats": Repeats.MONTHLY, "starts_on": date(2026, 3, 31)},
    {"repeats": Repeats.ONCE, "starts_on": date(2026, 3, 10)},
    {"repeats": Repeats.AS_NEEDED, "starts_on": None},
    {"repeats": Repeats.WEEKLY, "starts_on": None},
]


@pytest.fixture(autouse=True)
def _in_february() -> Any:
    with time_machine.travel(on(2026, 2, 25), tick=False):
        yield


@pytest.fixture
def plan(family: Family) -> Plan:
    return running_plan(family)


def as_told(messages: Any) -> set[tuple[Any, ...]]:
    return {
        (m.kind, m.subject_id, m.to_person_id, m.to_user_id, m.channel, m.occurrence, m.due_at, m.not_after, m.state)
        for m in messages
    }


def said_in_python(family: Family) -> set[tuple[Any, ...]]:
    """What follows today by the reads of one family."""
    plans = list(Plan.objects.filter(family=family).values_list("pk", flat=True))
    return as_told(occasions.messages_for(occasions.batch_of(plans, [family.pk], now=timezone.now())))


def everybody(plan: Plan) -> list[Commitment]:
    """Each sort of promise, by people who are reached in every way, one of them with an account and many promises."""
    family = plan.family
    ways = [Way.MAIL, Way.LETTER, Way.VISIT, Way.NONE, Way.SMS]
    people = [factories.PersonFactory(family=family, call_name=f"Mens {way}", way=way) for way in ways]
    people.append(factories.PersonFactory(family=family, call_name="Stil", no_messages=True))
    busy = factories.PersonFactory(family=family, call_name="Druk", way=Way.MAIL)
    let_in(factories.UserFactory(name="Druk"), Role.MEMBER, family, busy)
    made = [promised(plan, person, **words) for words, person in zip(WORDS, people, strict=False)]
    return [*made, *(promised(plan, busy, **words) for words in WORDS)]


def test_day_after_day_the_statement_says_what_the_reads_of_one_family_say(plan: Plan) -> None:
    promises = everybody(plan)
    promises[0].state = Promise.LESS
    promises[0].save()
    ProgressReport.objects.create(
        family=plan.family, commitment=promises[4], about_on=date(2026, 3, 11), runs=Runs.RUNS
    )
    Commitment.objects.filter(pk=promises[2].pk).update(is_quiet=True)
    said, seen = 0, set()
    for after in range(75):
        for hour in (8, 18):
            with time_machine.travel(on(2026, 3, 1, hour) + timedelta(days=after), tick=False):
                expected, before = said_in_python(plan.family), set(Message.objects.values_list("pk", flat=True))
                assert plan.family_id not in families_due(CLOCK, "follow_up")

                assert actions.plan_follow_up(CLOCK) == len(expected)

                new = Message.objects.exclude(pk__in=before)
                assert as_told(new) == expected, timezone.now()
                said, seen = said + len(expected), seen | {(m.kind, m.channel) for m in new}
                # Some went, and some wait for the morning.
                new.filter(kind=Kind.ASK_PROGRESS).update(state=State.SENT, settled_at=timezone.now())
                new.filter(kind=Kind.REMIND_PROMISE, channel="mail").update(
                    state=State.RETRY, reason="quiet", next_at=timezone.now() + timedelta(hours=14)
                )
    assert said > 50  # it was not a comparison of nothing with nothing
    assert {kind for kind, _channel in seen} == {Kind.REMIND_PROMISE, Kind.ASK_PROGRESS}
    assert {channel for _kind, channel in seen} >= {"mail", "paper", "call"}


def test_where_something_else_may_follow_the_family_is_looked_at_by_itself(plan: Plan, truus: Person) -> None:
    promised(plan, truus)
    with time_machine.travel(on(2026, 3, 2), tick=False):
        assert families_due(CLOCK, "follow_up") == []
        look = Look.objects.create(family=plan.family, plan=plan, look=LookKind.MONTH_1, due_on=date(2026, 3, 9))
        assert families_due(CLOCK, "follow_up") == [plan.family_id]
        work_out_days(CLOCK)
        assert plan_ordinary(CLOCK, busy=[plan.family_id]) == 0
        look.delete()
        Commitment.objects.update(last_run=Runs.NOT)
        assert families_due(CLOCK, "follow_up") == [plan.family_id]
        Commitment.objects.update(last_run="", state=Promise.ASKED)
        assert families_due(CLOCK, "follow_up") == [plan.family_id]


def work_out(plan: Plan) -> None:
    assert families_due(CLOCK, "due_days") == [plan.family_id]
    assert work_out_days(CLOCK) == []


def test_a_family_whose_turn_did_not_come_yet_is_reminded_all_the_same(
    plan: Plan, truus: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due_days, "AT_ONCE", 0)
    promised(plan, truus)

    with time_machine.travel(on(2026, 3, 2), tick=False):
        assert actions.plan_follow_up(CLOCK) == 1
    assert not DueDays.objects.exists()


def test_other_words_and_another_first_day_are_worked_out_anew(plan: Plan, truus: Person) -> None:
    promise = promised(plan, truus)
    work_out(plan)
    assert families_due(CLOCK, "due_days") == []
    assert date(2026, 3, 3) in DueDays.objects.get().remind

    Wording.objects.create(
        family=plan.family,
        agreement=promise.agreement,
        version=2,
        text="Op donderdag.",
        starts_on=date(2026, 3, 5),
        repeats=Repeats.WEEKLY,
    )
    work_out(plan)
    assert date(2026, 3, 3) not in DueDays.objects.get().remind

    with time_machine.travel(on(2026, 4, 3), tick=False):
        work_out(plan)
    Commitment.objects.update(answered_at=on(2026, 2, 26))
    work_out(plan)


@pytest.mark.parametrize(
    "change",
    [
        lambda plan: Plan.objects.update(state="finished"),
        lambda plan: Agreement.objects.update(dropped_in=2),
        lambda plan: Commitment.objects.update(state=Promise.LAPSED),
        lambda plan: Commitment.objects.update(is_quiet=True),
        lambda plan: Family.objects.update(stage="stopped"),
        lambda plan: Family.objects.update(stage="paused"),
    ],
    ids=["finished", "dropped", "lapsed", "quiet", "stopped", "paused"],
)
def test_what_is_over_is_not_planned_whatever_days_were_worked_out(change: Any, plan: Plan, truus: Person) -> None:
    promised(plan, truus)
    work_out_days(CLOCK)
    with time_machine.travel(on(2026, 3, 2), tick=False), transaction.atomic():
        assert plan_ordinary(CLOCK, busy=[]) == 1
        transaction.set_rollback(True)

    change(plan)

    with time_machine.travel(on(2026, 3, 2), tick=False):
        assert plan_ordinary(CLOCK, busy=[]) == 0


def test_only_the_clock_plans(saskia: Any, truus: Person, plan: Plan) -> None:
    for somebody in (acting(saskia), by_link(truus)):
        with pytest.raises(NotAllowed):
            work_out_days(somebody)
        with pytest.raises(NotAllowed):
            plan_ordinary(somebody, busy=[])
