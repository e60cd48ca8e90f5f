"""Whoever left may take the own things along for a while, and nobody else reads them; afterwards there is nothing."""

from datetime import UTC, timedelta
from typing import Any

import pytest
import time_machine

from fgc.access.actors import SystemActor
from fgc.access.walls import acting as telling
from fgc.errors import NotAllowed
from fgc.families.models import Family
from fgc.networks.actions import link_account
from fgc.networks.models import AccessLink, Person
from fgc.plans import actions, queries
from fgc.plans.models import OwnCopy
from tests import factories
from tests.conftest import acting
from tests.factories import by_link
from tests.plans.running import on, promised, running_plan

CLOCK = SystemActor("terms")
# Thirty days are thirty times 24 hours, also over the end of winter time.
LEFT = on(2026, 3, 2).astimezone(UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(LEFT, tick=False) as moved:
        yield moved


@pytest.fixture
def cooking(family: Family, truus: Person) -> Any:
    promise = promised(running_plan(family), truus, text="Truus kookt op dinsdag.", state="asked")
    actions.confirm_commitment(by_link(truus), promise, answer="less", note="Om de week.")
    return promise


def copies(actor: Any) -> list[OwnCopy]:
    """By the code, which the database does not contradict."""
    with telling(actor):
        found = queries.own_copies(actor)
        assert list(OwnCopy.objects.all()) == found
    return found


def test_by_the_link_that_was_theirs_the_own_promise_is_still_there(cooking, truus, clock):
    visit = by_link(truus)
    assert copies(visit) == []

    actions.leave(visit, truus)

    [copy] = copies(visit)
    assert copy.content["promises"] == [
        {"text": "Truus kookt op dinsdag.", "answer": "wil minder doen", "note": "Om de week.",
         "answered_on": "2026-03-02", "went": []}
    ]  # fmt: skip
    assert copy.until == LEFT + timedelta(days=30)
    clock.move_to(copy.until)
    assert copies(visit) == []


def test_by_the_account_that_was_theirs(saskia, cem, mirjam, cooking, family):
    me = Person.objects.get(family=family, call_name="Cem")
    link_account(acting(saskia), me, account=cem)

    actions.leave(acting(cem), me)

    assert [one.content["name"] for one in copies(acting(cem))] == ["Cem"]
    for somebody in (saskia, mirjam, factories.UserFactory()):
        assert copies(acting(somebody)) == []


def test_another_link_opens_nothing_of_it(cooking, truus, fatma, family):
    other = by_link(fatma)
    actions.leave(by_link(truus), truus)

    assert copies(other) == []


def test_leaving_twice_keeps_one_and_who_is_erased_keeps_nothing(cooking, truus, mirjam):
    visit = by_link(truus)
    actions.leave(visit, truus)
    truus.refresh_from_db()
    actions.leave(acting(mirjam), truus)
    assert OwnCopy.objects.count() == 1

    actions.leave(acting(mirjam), truus, erase=True)

    assert not OwnCopy.objects.exists()


def test_how_long_is_a_term_of_the_organisation(cooking, truus, family):
    type(family.organisation).objects.update(terms={"take_along_days": 3})
    visit = by_link(truus)

    actions.leave(visit, truus)

    assert copies(visit)[0].until == LEFT + timedelta(days=3)


def test_the_clock_erases_what_is_past_its_term(cooking, truus, clock, saskia):
    actions.leave(by_link(truus), truus)
    assert actions.keep_terms(CLOCK) == 0

    clock.move_to(LEFT + timedelta(days=30))

    assert actions.keep_terms(CLOCK) == 1
    assert actions.keep_terms(CLOCK) == 0
    assert not OwnCopy.objects.exists()
    with pytest.raises(NotAllowed):
        actions.keep_terms(acting(saskia))


def test_the_answers_about_the_meeting_come_along_too(family, truus):
    conference = factories.ConferenceFactory(family=family)
    factories.InvitationFactory(conference=conference, person=truus, coming="yes")

    content = queries.own_content(truus)

    assert [one["answered_on"] for one in content["meetings"]] == [""]
    assert content["promises"] == []


def test_where_care_is_asked_for_no_device_opens_the_copy(cooking, truus, family):
    """A code can't be sent to who left any more, so after this visit there is no way back to it."""
    type(family).objects.filter(pk=family.pk).update(always_code=True)
    visit = by_link(truus)
    AccessLink.objects.filter(person=truus).update(device_hash="0" * 64)

    actions.leave(visit, truus)

    assert set(AccessLink.objects.filter(person=truus).values_list("device_hash", flat=True)) == {""}
