"""What is kept for a while goes by itself, by the terms of the organisation; the rest stays."""

from datetime import UTC, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from fgc.access.actors import SystemActor
from fgc.access.roles import Role
from fgc.accounts.models import User
from fgc.audit import record as audit
from fgc.audit.models import Act, Line
from fgc.conferences.actions import forget_meetings
from fgc.conferences.models import (
    Attendance,
    Conference,
    DateAsked,
    DateOption,
    DateReply,
    Invitation,
    PhaseOfDay,
    PreparationTalk,
)
from fgc.conferences.rules import Moment
from fgc.errors import NotAllowed
from fgc.families.actions import erase_due, erase_family, forget_request, keep_family, tell_of_its_end
from fgc.families.models import Family
from fgc.families.rules import Ending, Kind, Stage, Yes
from fgc.networks.models import Person
from fgc.networks.rules import CircleRole
from fgc.outbox.models import Kind as MessageKind
from fgc.outbox.models import Message, State
from fgc.plans import actions
from fgc.plans.models import Amendment, AmendmentConsent
from tests import factories
from tests.conftest import acting
from tests.plans.running import on, promised, running_plan

CLOCK = SystemActor("terms")
START = on(2026, 2, 2).astimezone(UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(START, tick=False) as moved:
        yield moved


def days_later(clock: Any, days: float) -> int:
    """The clock rings so many days after the beginning."""
    clock.move_to(START + timedelta(days=days))
    return actions.keep_terms(CLOCK)


@pytest.fixture
def request_of(db: Any) -> Family:
    """Somebody asked, and nobody said yes."""
    family = factories.FamilyFactory(stage=Stage.REQUESTED, requested_at=START)
    factories.let_in(factories.UserFactory(name="Iemand"), Role.COMMISSIONER, family)
    return family


def test_a_request_without_a_yes_goes_a_month_after_the_last_sign_of_life(clock, request_of):
    assert days_later(clock, 29.9) == 0
    # Whoever looks or does something is heard.
    somebody = User.objects.get(name="Iemand")
    clock.move_to(START + timedelta(days=20))
    audit.record(acting(somebody), Act.CHANGE, request_of)
    audit.record(SystemActor("terms", request_of.pk), Act.SEND, request_of)
    assert days_later(clock, 49) == 0

    assert days_later(clock, 50) == 1

    assert not Family.objects.filter(pk=request_of.pk).exists()
    assert not User.objects.filter(pk=somebody.pk).exists()
    assert [line.act for line in Line.objects.filter(family_id=request_of.pk)] == [Act.ERASE]


def test_a_request_with_a_yes_and_a_family_that_goes_on_stay(clock, request_of, family):
    factories.CommissionFactory(family=request_of, answer=Yes.YES)
    childrens = factories.FamilyFactory(stage=Stage.REQUESTED, requested_at=START, kind=Kind.CHILDRENS_PLAN)

    assert days_later(clock, 200) == 0

    assert Family.objects.filter(pk__in=[request_of.pk, family.pk, childrens.pk]).count() == 3


def test_how_long_is_a_term_of_the_organisation(clock, request_of):
    type(request_of.organisation).objects.update(terms={"request_days": 3})

    assert days_later(clock, 3) == 1


@pytest.fixture
def aunt(family: Family) -> Person:
    """On the map, and nobody ever wrote to her."""
    return factories.PersonFactory(family=family, call_name="Riet", role=CircleRole.OTHER_FAMILY)


def held(family: Family, day: Any = START) -> Conference:
    return factories.ConferenceFactory(
        family=family, moment=Moment.HELD, starts_at=day - timedelta(hours=5), ends_at=day
    )


def is_there(person: Person) -> bool:
    return Person.objects.filter(pk=person.pk).exists()


def test_somebody_whom_nobody_wrote_to_goes_off_the_map(clock, aunt):
    assert days_later(clock, 89) == 0
    assert days_later(clock, 90) == 1
    assert not is_there(aunt)
    assert Line.objects.get().act == Act.ERASE


def test_after_a_meeting_that_is_sooner(clock, aunt, family):
    held(family, START + timedelta(days=5))

    assert days_later(clock, 34) == 0
    clock.move_to(START + timedelta(days=35))
    late = factories.PersonFactory(family=family, call_name="Wim")
    assert days_later(clock, 35) == 1

    assert [is_there(aunt), is_there(late)] == [False, True]


def test_who_was_met_asked_or_lives_there_stays(clock, family, aunt, saskia):
    plan = running_plan(family)
    met = [factories.PersonFactory(family=family, call_name=f"P{number}") for number in range(6)]
    promised(plan, met[0])
    factories.InvitationFactory(conference=held(family), person=met[1], sent="printed")
    PreparationTalk.objects.create(
        family=family, conference=Conference.objects.get(), person=met[2], by="visit", held_on=START.date()
    )
    Person.objects.filter(pk=met[3].pk).update(is_contact_person=True)
    Person.objects.filter(pk=met[0].pk).update(support_person=met[4])
    Person.objects.filter(pk=met[5].pk).update(role=CircleRole.SIBLING)
    Family.objects.filter(pk=family.pk).update(stage=Stage.FOLLOWING)

    assert actions.forget_unmet(SystemActor("terms", family.pk)) == 0
    clock.move_to(START + timedelta(days=31))
    assert actions.forget_unmet(SystemActor("terms", family.pk)) == 1

    assert not is_there(aunt)
    assert all(is_there(person) for person in met)


def test_who_was_there_answered_or_is_asked_about_a_change_stays(clock, family, truus):
    promise = promised(running_plan(family), truus)
    was_there, answered, asked = (factories.PersonFactory(family=family, call_name=f"P{number}") for number in range(3))
    meeting = held(family)
    part = PhaseOfDay.objects.create(family=family, conference=meeting, phase="information", started_at=START)
    Attendance.objects.create(family=family, phase_of_day=part, person=was_there)
    option = factories.DateOptionFactory(conference=meeting)
    DateReply.objects.create(family=family, option=option, person=answered, answer="yes")
    change = Amendment.objects.create(
        family=family, agreement=promise.agreement, new_person=asked, old_person=truus, based_on=1
    )
    AmendmentConsent.objects.create(family=family, amendment=change, person=asked)
    Family.objects.filter(pk=family.pk).update(stage=Stage.FOLLOWING)

    clock.move_to(START + timedelta(days=91))
    actions.forget_unmet(SystemActor("terms", family.pk))

    assert [is_there(person) for person in (was_there, answered, asked)] == [True, True, True]


def test_of_a_family_that_ended_nothing_is_taken_off_the_map(clock, family, aunt):
    Family.objects.filter(pk=family.pk).update(stage=Stage.STOPPED, ended_at=START, ending="stopped")

    assert days_later(clock, 200) == 0
    assert actions.forget_unmet(SystemActor("terms", family.pk)) == 0


def test_talks_go_after_six_weeks_and_of_invitations_only_the_number_stays(clock, family, truus, fatma):
    meeting = held(family)
    PreparationTalk.objects.create(family=family, conference=meeting, person=truus, by="visit", held_on=START.date())
    factories.InvitationFactory(conference=meeting, person=truus, sent="printed", coming="in_person")
    factories.InvitationFactory(conference=meeting, person=fatma, sent="told", coming="not")
    option = factories.DateOptionFactory(conference=meeting)
    DateAsked.objects.create(family=family, conference=meeting, person=truus)
    DateReply.objects.create(family=family, option=option, person=truus, answer="yes")

    assert days_later(clock, 41) == 0
    assert days_later(clock, 42) == 1
    assert not PreparationTalk.objects.exists()
    assert Invitation.objects.count() == 2
    assert days_later(clock, 92) == 1

    for gone in (Invitation, DateAsked, DateReply, DateOption):
        assert not gone.objects.exists()
    meeting.refresh_from_db()
    assert (meeting.invited_count, meeting.coming_count) == (2, 1)
    assert forget_meetings(SystemActor("terms", family.pk)) == 0
    assert (meeting.invited_count, timezone.now()) == (2, START + timedelta(days=92))


def test_only_the_clock_forgets(saskia, family):
    for action in (actions.forget_unmet, forget_meetings, forget_request, actions.keep_terms):
        with pytest.raises(NotAllowed):
            action(acting(saskia))


def ended(family: Family, day: Any = START) -> Family:
    """A family that ended on this day."""
    Family.objects.filter(pk=family.pk).update(stage=Stage.CLOSED, ending=Ending.PLAN_FROM_MEETING, ended_at=day)
    family.refresh_from_db()
    return family


def told(user: User) -> list[Any]:
    """When this account is told that everything goes, from the first day on."""
    rows = Message.objects.filter(kind=MessageKind.ERASING, to_user=user, state=State.PENDING)
    return [(moment - START).days for moment in rows.order_by("due_at").values_list("due_at", flat=True)]


def test_what_ended_a_year_ago_is_erased_after_it_was_said_three_times(clock, family, saskia, noor, mirjam):
    ended(family)
    assert days_later(clock, 336.9) == 0
    assert days_later(clock, 337) == 1
    assert days_later(clock, 337.1) == 0
    family.refresh_from_db()
    assert (family.erase_at - START).days == 365
    assert told(saskia) == told(noor) == [337, 351, 362]
    assert not told(mirjam)

    clock.move_to(START + timedelta(days=364))
    assert erase_due(CLOCK) == 0
    clock.move_to(START + timedelta(days=365))
    assert erase_due(CLOCK) == 1

    assert not Family.objects.filter(pk=family.pk).exists()


def test_who_decides_keeps_it_another_year_or_erases_it_before(clock, family, saskia, noor):
    ended(family)
    days_later(clock, 340)

    clock.move_to(START + timedelta(days=341))
    keep_family(acting(noor), family)

    assert told(saskia) == [341]  # what was still to be said is not said any more; that it is kept is
    assert days_later(clock, 341 + 336) == 0
    assert days_later(clock, 341 + 337) == 1
    erase_family(acting(saskia), Family.objects.get(pk=family.pk), typed_name=family.name)
    clock.move_to(START + timedelta(days=341 + 344))
    assert erase_due(CLOCK) == 1


def test_the_term_after_an_ending_is_that_of_the_organisation_and_leaves_time(clock, family, saskia):
    ended(family, START - timedelta(days=900))
    type(family.organisation).objects.update(terms={"ended_days": 30})

    assert days_later(clock, 0) == 1

    family.refresh_from_db()
    assert (family.erase_at - START).days == 28


def test_a_family_that_ended_lately_is_told_nothing_yet(clock, family, saskia):
    ended(family)
    days_later(clock, 30)

    assert not tell_of_its_end(SystemActor("terms", family.pk))

    family.refresh_from_db()
    assert (family.erase_at, told(saskia)) == (None, [])


def test_a_family_that_goes_on_or_is_erased_already_is_told_nothing(clock, family, saskia):
    assert days_later(clock, 3000) == 0
    ended(family)
    erase_family(acting(saskia), family, typed_name=family.name)

    assert not tell_of_its_end(SystemActor("terms", family.pk))
    with pytest.raises(NotAllowed):
        tell_of_its_end(acting(saskia))
