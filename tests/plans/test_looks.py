"""Looking back: planned once, moved by the family, held by them or on the telephone."""

import uuid
from datetime import date

import pytest
import time_machine

from fgc.errors import NotAllowed, RuleBroken
from fgc.families.models import Family
from fgc.families.rules import Stage
from fgc.networks.models import Person
from fgc.outbox.models import Kind, Message, State
from fgc.plans import queries
from fgc.plans.actions import hold_look, move_look, plan_look, schedule_looks
from fgc.plans.models import Commitment, Look, Plan, ProgressReport
from fgc.plans.rules import Look as LookKind
from fgc.plans.rules import Promise, Runs
from tests import factories
from tests.conftest import acting
from tests.plans.running import on, promised, running_plan


@pytest.fixture(autouse=True)
def _in_february():
    with time_machine.travel(on(2026, 2, 21), tick=False):
        yield


@pytest.fixture
def plan(family: Family) -> Plan:
    return running_plan(family)


@pytest.fixture
def look(plan: Plan) -> Look:
    return Look.objects.create(family=plan.family, plan=plan, look=LookKind.MONTHS_3, due_on=date(2026, 5, 21))


@pytest.fixture
def cooking(plan: Plan, truus: Person) -> Commitment:
    return promised(plan, truus)


def test_the_moments_are_planned_once_from_the_day_of_the_yes(saskia, plan):
    schedule_looks(acting(saskia), plan)
    with time_machine.travel(on(2026, 2, 22), tick=False):
        schedule_looks(acting(saskia), plan)

    assert [(look.look, look.due_on) for look in queries.looks_of(plan)] == [
        ("call", date(2026, 3, 21)),
        ("1m", date(2026, 3, 21)),
        ("3m", date(2026, 5, 21)),
        ("6m", date(2026, 8, 21)),
        ("12m", date(2027, 2, 21)),
    ]


def test_who_may_not_say_yes_to_the_plan_plans_no_looks(cem, plan):
    with pytest.raises(NotAllowed):
        schedule_looks(acting(cem), plan)


def test_the_family_moves_a_look_and_the_old_message_does_not_go(saskia, look):
    Message.objects.create(
        family=look.family, kind=Kind.REVIEW_COMING, subject_id=look.pk, to_user=saskia, occurrence="2026-05-21"
    )

    moved = move_look(acting(saskia), look, due_on=date(2026, 5, 23), place="Bij Truus")

    assert (moved.due_on, moved.place) == (date(2026, 5, 23), "Bij Truus")
    assert Message.objects.get().state == State.SKIPPED


@pytest.mark.parametrize("who", ["cem", "marleen", "petra", "stranger"])
def test_nobody_else_moves_holds_or_plans_a_look(who, look, request):
    somebody = acting(request.getfixturevalue(who))

    for act in (
        lambda: move_look(somebody, look, due_on=date(2026, 5, 23)),
        lambda: hold_look(somebody, look, held_on=date(2026, 2, 21)),
        lambda: plan_look(somebody, look.plan, due_on=date(2026, 5, 23)),
    ):
        with pytest.raises(NotAllowed):
            act()


@pytest.mark.parametrize(
    ("said", "field", "code"),
    [
        ({"due_on": date(2026, 2, 20)}, "due_on", "in_past"),
        ({"due_on": date(2036, 2, 20)}, "due_on", "too_far"),
        ({"due_on": date(2026, 5, 23), "place": "x" * 121}, "place", "too_long"),
    ],
)
def test_a_day_that_is_not_right_says_why(said, field, code, saskia, look):
    for act, thing in ((move_look, look), (plan_look, look.plan)):
        with pytest.raises(RuleBroken) as no:
            act(acting(saskia), thing, **said)
        assert (no.value.field, no.value.code) == (field, code)


def test_only_saying_where_leaves_the_message_alone(saskia, look):
    Message.objects.create(
        family=look.family, kind=Kind.REVIEW_COMING, subject_id=look.pk, to_user=saskia, occurrence="2026-05-21"
    )

    move_look(acting(saskia), look, due_on=look.due_on, place="Bij Truus")

    assert Message.objects.get().state == State.PENDING


def test_two_looks_of_a_kind_do_not_fall_on_one_day(saskia, plan):
    plan_look(acting(saskia), plan, due_on=date(2026, 4, 1))
    other = plan_look(acting(saskia), plan, due_on=date(2026, 4, 2))

    with pytest.raises(RuleBroken) as no:
        move_look(acting(saskia), other, due_on=date(2026, 4, 1))
    assert no.value.code == "taken"


def test_a_day_of_your_own_is_planned_once(saskia, plan):
    first = plan_look(acting(saskia), plan, due_on=date(2026, 4, 1), place="Bij Truus")

    assert plan_look(acting(saskia), plan, due_on=date(2026, 4, 1)) == first


def test_the_coordinator_calls_and_writes_down_how_each_promise_goes(mirjam, plan, cooking, look):
    held = hold_look(acting(mirjam), look, held_on=date(2026, 2, 21), reports={cooking.pk: Runs.PARTLY})

    report = ProgressReport.objects.get()
    assert (report.look, report.on_behalf_by, report.runs) == (held, mirjam, Runs.PARTLY)
    assert held.held_on == date(2026, 2, 21)


def test_the_family_remembers_it_in_own_words(saskia, look):
    held = hold_look(acting(saskia), look, held_on=date(2026, 2, 21), words="Het gaat. <b>ק</b> 🙂")

    assert held.words == "Het gaat. <b>ק</b> 🙂"


def test_a_look_is_held_once_and_then_stands_still(saskia, look):
    hold_look(acting(saskia), look, held_on=date(2026, 2, 21))

    with pytest.raises(RuleBroken):
        hold_look(acting(saskia), look, held_on=date(2026, 2, 21))
    with pytest.raises(RuleBroken):
        move_look(acting(saskia), look, due_on=date(2026, 5, 23))


def test_what_goes_wrong_halfway_leaves_nothing(saskia, look, cooking):
    with pytest.raises(RuleBroken):
        hold_look(acting(saskia), look, held_on=date(2026, 2, 21), reports={cooking.pk: "great"})

    look.refresh_from_db()
    assert look.held_on is None


@pytest.mark.parametrize(
    ("said", "field"), [({"held_on": date(2026, 2, 22)}, "held_on"), ({"words": "x" * 2001}, "words")]
)
def test_a_look_that_is_not_right_says_why(said, field, saskia, look):
    with pytest.raises(RuleBroken) as no:
        hold_look(acting(saskia), look, **{"held_on": date(2026, 2, 21), **said})

    assert no.value.field == field


def test_a_promise_of_another_family_is_not_there(saskia, look):
    other = factories.FamilyFactory(name="Een andere kring")
    theirs = promised(running_plan(other), factories.PersonFactory(family=other))

    for strange in (theirs.pk, uuid.uuid4()):
        with pytest.raises(NotAllowed):
            hold_look(acting(saskia), look, held_on=date(2026, 2, 21), reports={strange: Runs.RUNS})
    with pytest.raises(NotAllowed):
        queries.look_of(other, look.pk)


def test_a_promise_that_is_free_again_is_not_reported_on(saskia, plan, truus, look):
    lapsed = promised(plan, truus, state=Promise.LAPSED)

    with pytest.raises(RuleBroken):
        hold_look(acting(saskia), look, held_on=date(2026, 2, 21), reports={lapsed.pk: Runs.RUNS})


def test_nothing_is_looked_back_on_after_the_end(saskia, look):
    Family.objects.update(stage=Stage.CLOSED)

    for act in (
        lambda: hold_look(acting(saskia), look, held_on=date(2026, 2, 21)),
        lambda: move_look(acting(saskia), look, due_on=date(2026, 5, 23)),
        lambda: plan_look(acting(saskia), look.plan, due_on=date(2026, 5, 23)),
    ):
        with pytest.raises(RuleBroken):
            act()
