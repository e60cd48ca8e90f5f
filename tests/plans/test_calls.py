"""The coordinator's call after four weeks: asked for as long as it makes sense, and then left alone."""

from datetime import date

import pytest
import time_machine

from fgc.access.actors import SystemActor
from fgc.families.models import Family
from fgc.outbox.models import Kind, Message
from fgc.plans import letters, queries
from fgc.plans.actions import plan_follow_up
from fgc.plans.models import Look, Plan
from fgc.plans.rules import Look as LookKind
from tests.plans.running import on, running_plan

DUE = date(2026, 3, 21)


@pytest.fixture(autouse=True)
def _a_day_later():
    with time_machine.travel(on(2026, 3, 22), tick=False):
        yield


@pytest.fixture
def call(family, mirjam):
    plan = running_plan(family)
    return Look.objects.create(family=plan.family, plan=plan, look=LookKind.CALL, due_on=DUE)


def _later_look(call, held_on):
    Look.objects.create(family=call.family, plan=call.plan, look=LookKind.OTHER, due_on=held_on, held_on=held_on)


def _plan_is_finished(call):
    Plan.objects.update(state="finished")


def _is_for_the_children(call):
    Family.objects.filter(pk=call.family_id).update(kind="childrens_plan")


def _they_looked_back_since(call):
    _later_look(call, date(2026, 3, 22))


def _it_was_made(call):
    Look.objects.filter(pk=call.pk).update(held_on=DUE)


NO_LONGER = (_plan_is_finished, _is_for_the_children, _they_looked_back_since, _it_was_made)


def test_the_call_waits_for_the_coordinator_and_is_told_once(call, mirjam, family):
    _later_look(call, date(2026, 3, 1))

    assert queries.due_calls(mirjam) == [call]
    assert queries.call_of(family) == call
    plan_follow_up(SystemActor("follow_up"))
    message = Message.objects.get(kind=Kind.FOUR_WEEK_CALL)
    assert letters.follow_up.four_week_call(message).leads_to


@pytest.mark.parametrize("happens", NO_LONGER, ids=lambda one: one.__name__.strip("_"))
def test_a_call_that_makes_no_sense_any_more_is_asked_of_nobody(happens, call, mirjam, family):
    plan_follow_up(SystemActor("follow_up"))
    message = Message.objects.get(kind=Kind.FOUR_WEEK_CALL)

    happens(call)

    assert queries.due_calls(mirjam) == []
    assert queries.call_of(family) is None
    assert letters.follow_up.four_week_call(message).reason == "moved"
    message.delete()
    plan_follow_up(SystemActor("follow_up"))
    assert not Message.objects.filter(kind=Kind.FOUR_WEEK_CALL).exists()


def test_weeks_after_its_day_the_call_waits_for_nobody(call, mirjam):
    with time_machine.travel(on(2026, 4, 18), tick=False):
        assert queries.due_calls(mirjam) == [call]
    with time_machine.travel(on(2026, 4, 19), tick=False):
        assert queries.due_calls(mirjam) == []
