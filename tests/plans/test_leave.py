"""Somebody stops: at once, without a word too many."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from fgc.access.roles import Role
from fgc.access.walls import acting as told
from fgc.errors import NotAllowed
from fgc.families import actions as families
from fgc.families.models import Commission, Family
from fgc.families.rules import Stage
from fgc.networks.models import Person
from fgc.networks.rules import Standing
from fgc.outbox.letters import Letter
from fgc.outbox.models import Kind, Message, State
from fgc.plans import queries
from fgc.plans.actions import leave, plan_follow_up
from fgc.plans.letters.follow_up import task_free
from fgc.plans.models import Amendment, AmendmentConsent, Commitment, Plan, Release
from fgc.plans.rules import AmendmentState, Promise
from tests import factories
from tests.conftest import acting
from tests.factories import by_link
from tests.plans.running import on, promised, running_plan
from tests.plans.test_follow_up import CLOCK


@pytest.fixture(autouse=True)
def _in_march():
    with time_machine.travel(on(2026, 3, 2), tick=False):
        yield


@pytest.fixture
def plan(family: Family) -> Plan:
    return running_plan(family)


@pytest.fixture
def cooking(plan: Plan, truus: Person) -> Commitment:
    return promised(plan, truus, text="Truus kookt op dinsdag.")


def test_one_press_and_the_promises_are_free_again(saskia, cooking, truus):
    plan_follow_up(CLOCK)

    leave(by_link(truus), truus)

    cooking.refresh_from_db()
    truus.refresh_from_db()
    assert (cooking.state, truus.standing) == (Promise.LAPSED, Standing.LEFT)
    assert Message.objects.get(to_person_id=truus.pk).state == State.SKIPPED
    assert [free.text for free in queries.follow_up_of(acting(saskia), truus.family).free] == [
        "Truus kookt op dinsdag."
    ]


def test_nothing_reaches_who_left(cooking, truus):
    leave(by_link(truus), truus)

    assert plan_follow_up(CLOCK) == 0
    assert queries.open_progress(truus) == []


def test_the_family_is_asked_who_takes_over_until_somebody_does(saskia, cooking, truus, fatma):
    leave(by_link(truus), truus, quietly=True)
    message = Message.objects.get(kind=Kind.TASK_FREE)
    assert message.to_user == saskia
    assert isinstance(task_free(message), Letter)

    factories.CommitmentFactory(agreement=cooking.agreement, person=fatma)

    assert task_free(message).reason == "taken_over"


def test_without_a_promise_nobody_is_asked_anything(saskia, plan, truus):
    leave(by_link(truus), truus)

    assert not Message.objects.exists()


def test_leaving_twice_and_after_the_end_is_fine(saskia, cooking, truus):
    leave(by_link(truus), truus)
    leave(by_link(truus), truus)
    assert Message.objects.filter(kind=Kind.TASK_FREE).count() == 1

    Family.objects.update(stage=Stage.CLOSED)
    assert leave(by_link(truus), truus).standing == Standing.LEFT


def test_after_the_end_nobody_is_asked_to_take_over(saskia, cooking, truus, mirjam):
    Family.objects.update(stage=Stage.CLOSED)

    leave(by_link(truus), truus)

    assert not Message.objects.exists()


def test_who_wants_to_be_forgotten_leaves_no_words(cooking, truus):
    Commitment.objects.update(note="om de week, door mijn heup", spoken_in="Turks")

    leave(by_link(truus), truus, erase=True)

    cooking.refresh_from_db()
    truus.refresh_from_db()
    assert (cooking.note, cooking.spoken_in) == ("", "")
    assert truus.call_name != "Truus"


@pytest.mark.parametrize("who", ["saskia", "noor", "cem", "marleen", "petra", "stranger"])
def test_nobody_sends_somebody_else_away(who, cooking, truus, request):
    with pytest.raises(NotAllowed):
        leave(acting(request.getfixturevalue(who)), truus)


def test_the_coordinator_does_it_for_who_said_so(mirjam, cooking, truus):
    leave(acting(mirjam), truus)

    cooking.refresh_from_db()
    assert cooking.state == Promise.LAPSED


@pytest.mark.parametrize(("is_for_leaver", "state"), [(True, AmendmentState.REFUSED), (False, AmendmentState.ACCEPTED)])
def test_a_change_does_not_wait_for_who_left(is_for_leaver, state, saskia, cooking, truus, fatma):
    change = Amendment.objects.create(
        family=truus.family, agreement=cooking.agreement, based_on=1, new_person=fatma if is_for_leaver else None
    )
    AmendmentConsent.objects.create(family=truus.family, amendment=change, person=fatma)

    leave(by_link(fatma), fatma)

    change.refresh_from_db()
    assert change.state == state


def test_who_was_here_for_work_and_goes_reads_no_copy_any_more(plan, family, outsider, hanneke, mirjam):
    row = Release.objects.create(
        family=family,
        plan=plan,
        version=1,
        recipient=hanneke,
        purpose="school",
        until=timezone.localdate() + timedelta(days=30),
        content={},
        agreed_at=timezone.now(),
    )

    leave(acting(mirjam), outsider)

    row.refresh_from_db()
    assert row.revoked_at
    assert not row.is_given_up
    with told(acting(hanneke)):
        assert not Release.objects.exists()
        assert not Family.objects.exists()


def test_a_young_person_who_stopped_does_not_come_back_by_growing_up(family, saskia, noor, mirjam):
    child = factories.ChildFactory(family=family, call_name="Noor", birth_date=timezone.localdate() - timedelta(6200))
    for giver, giver_as in ((saskia, "parent"), (noor, "young")):
        asked = Commission.objects.create(
            family=family, giver=giver, giver_as=giver_as, child=child if giver is noor else None
        )
        families.give_commission(acting(giver), asked, child_ids=[child.pk])
    assert family.grants.filter(user=noor, permission__codename=Role.COMMISSIONER).exists()

    leave(acting(noor), Person.objects.get(account=noor))
    families.ask_commission(acting(mirjam), family, name="Papa", email="papa@post.example")
    asked = Commission.objects.get(giver__email="papa@post.example")
    families.refuse_commission(acting(asked.giver), asked)

    assert not family.grants.filter(user=noor, permission__codename=Role.COMMISSIONER).exists()
