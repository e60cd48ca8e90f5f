"""The messages of follow-up: each asks once more whether it is still wanted."""

from datetime import date

import pytest
import time_machine

from fgc.families.models import Family
from fgc.networks.models import Person
from fgc.outbox.letters import Letter
from fgc.outbox.models import Kind, Message
from fgc.plans.actions import report_progress
from fgc.plans.letters import follow_up as letters
from fgc.plans.models import Commitment, Look, Plan
from fgc.plans.rules import Look as LookKind
from fgc.plans.rules import Promise, Runs
from tests.factories import by_link
from tests.plans.running import on, promised, running_plan


@pytest.fixture(autouse=True)
def _in_february():
    with time_machine.travel(on(2026, 2, 25), tick=False):
        yield


@pytest.fixture
def plan(family: Family) -> Plan:
    return running_plan(family)


@pytest.fixture
def cooking(plan: Plan, truus: Person) -> Commitment:
    return promised(plan, truus, text="Truus kookt op dinsdag.")


def message(kind: str, about: object, **rest: object) -> Message:
    return Message.objects.create(family_id=about.family_id, kind=kind, subject_id=about.pk, **rest)


@pytest.mark.parametrize(
    ("kind", "writer", "unwanted"),
    [
        (Kind.REMIND_PROMISE, letters.remind_promise, {"state": Promise.LAPSED}),
        (Kind.ASK_PROGRESS, letters.ask_progress, {"state": Promise.DECLINED}),
    ],
)
def test_a_letter_asks_once_more_whether_it_is_wanted(kind, writer, unwanted, cooking, truus):
    row = message(kind, cooking, to_person_id=truus.pk, occurrence="2026-03-03")
    assert isinstance(writer(row), Letter)

    Commitment.objects.update(**unwanted)

    assert writer(row).reason == "not_promised"


def test_who_said_it_already_is_not_asked(cooking, truus):
    row = message(Kind.ASK_PROGRESS, cooking, to_person_id=truus.pk, occurrence="2026-02-20")
    report_progress(by_link(truus), cooking, runs=Runs.RUNS)

    assert letters.ask_progress(row).reason == "answered"


def test_who_answered_is_not_reminded_to_answer(cooking, truus, fatma):
    Person.objects.filter(pk=fatma.pk).update(is_contact_person=True)
    row = message(Kind.REMIND_ANSWER, cooking, to_person_id=truus.pk)
    late = message(Kind.STALLED, cooking, to_person_id=fatma.pk, channel="call", occurrence="unanswered-v1")

    assert letters.remind_answer(row).reason == "answered"
    assert letters.stalled(late).reason == "answered"
    Commitment.objects.update(state=Promise.ASKED)
    assert isinstance(letters.remind_answer(row), Letter)
    assert isinstance(letters.stalled(late), Letter)


def test_a_stall_that_is_over_is_not_told(cooking, fatma, saskia):
    Person.objects.filter(pk=fatma.pk).update(is_contact_person=True)
    to_person = message(Kind.STALLED, cooking, to_person_id=fatma.pk, channel="call", occurrence="2026-02-25")
    to_user = message(Kind.STALLED, cooking, to_user=saskia, occurrence="2026-02-25")
    assert letters.stalled(to_person).reason == "runs_again"

    Commitment.objects.update(last_run=Runs.NOT)
    assert isinstance(letters.stalled(to_person), Letter)
    assert "follow-up" in letters.stalled(to_user).leads_to

    Plan.objects.update(state="finished")
    assert letters.stalled(to_person).reason == "not_promised"


def test_a_look_that_moved_or_was_held_is_not_announced(plan, mirjam, saskia):
    look = Look.objects.create(family=plan.family, plan=plan, look=LookKind.CALL, due_on=date(2026, 3, 24))
    call = message(Kind.FOUR_WEEK_CALL, look, to_user=mirjam, occurrence="2026-03-24")
    review = message(Kind.REVIEW_COMING, look, to_user=saskia, occurrence="2026-03-24")
    assert isinstance(letters.four_week_call(call), Letter)
    assert isinstance(letters.review_coming(review), Letter)

    Look.objects.update(due_on=date(2026, 3, 25))

    assert letters.four_week_call(call).reason == "moved"
    assert letters.review_coming(review).reason == "moved"
