"""What ends soon is told before it ends: a release, temporary help, a bottom line, and what the clock erases."""

from datetime import date

import pytest
import time_machine

from fgc.access.actors import SystemActor
from fgc.access.models import FamilyGrant
from fgc.conferences.models import BottomLine
from fgc.errors import NotAllowed
from fgc.families.actions import forget_request, tell_of_erasing
from fgc.families.letters import erase_coming
from fgc.families.models import Commission, Family
from fgc.families.rules import Stage, Yes
from fgc.networks.models import Person
from fgc.networks.rules import Standing
from fgc.outbox.letters import Letter
from fgc.outbox.models import Kind, Message
from fgc.plans.actions import plan_follow_up
from fgc.plans.letters import endings as letters
from fgc.plans.models import Plan, Release, Wording
from fgc.plans.rules import Promise
from fgc.plans.rules.endings import milestone
from tests import factories
from tests.conftest import acting
from tests.plans.running import on, promised, running_plan

CLOCK = SystemActor("follow_up")
START = date(2026, 3, 1)


@pytest.fixture(autouse=True)
def _in_february():
    with time_machine.travel(on(2026, 2, 25), tick=False):
        yield


@pytest.fixture
def plan(family):
    return running_plan(family)


def clock_on(day, month):
    """The clock rings twice; returns what is new, by kind."""
    before = set(Message.objects.values_list("pk", flat=True))
    with time_machine.travel(on(2026, month, day), tick=False):
        plan_follow_up(CLOCK)
        assert plan_follow_up(CLOCK) == 0
    return list(Message.objects.exclude(pk__in=before).order_by("kind", "pk"))


def kinds_on(day, month):
    return [message.kind for message in clock_on(day, month)]


@pytest.mark.parametrize(
    ("ends_on", "today", "expected"),
    [
        (date(2026, 5, 30), date(2026, 4, 14), ""),
        (date(2026, 5, 30), date(2026, 4, 15), "half-2026-05-30"),
        (date(2026, 5, 30), date(2026, 4, 21), "half-2026-05-30"),
        (date(2026, 5, 30), date(2026, 4, 22), ""),
        (date(2026, 5, 30), date(2026, 5, 16), "end-2026-05-30"),
        (date(2026, 5, 30), date(2026, 5, 30), "end-2026-05-30"),
        (date(2026, 5, 30), date(2026, 5, 31), ""),
        (date(2026, 4, 5), date(2026, 3, 20), ""),
        (date(2026, 3, 10), date(2026, 3, 5), ""),
    ],
)
def test_temporary_help_is_looked_at_half_way_and_two_weeks_before_its_end(ends_on, today, expected):
    assert milestone(START, ends_on, today=today) == expected


@pytest.fixture
def helped(plan, outsider):
    """Hanneke helps until the end of May."""
    return promised(plan, outsider, repeats="as_needed", starts_on=START, ends_on=date(2026, 5, 30))


def test_the_family_hears_that_help_is_half_way_and_ends(helped, plan, saskia, fatma):
    Person.objects.filter(pk=fatma.pk).update(is_contact_person=True)
    assert kinds_on(14, 4) == []
    half = clock_on(15, 4)
    assert {(message.kind, message.to_user, message.to_person_id) for message in half} == {
        (Kind.HELP_ENDS, saskia, None), (Kind.HELP_ENDS, None, fatma.pk),
    }  # fmt: skip
    assert kinds_on(16, 4) == []
    assert kinds_on(16, 5) == [Kind.HELP_ENDS, Kind.HELP_ENDS]

    with time_machine.travel(on(2026, 4, 14), tick=False):
        assert all(isinstance(letters.help_ends(message), Letter) for message in half)
        Wording.objects.update(ends_on=date(2026, 6, 30))
        assert [letters.help_ends(message).reason for message in half] == ["moved", "moved"]
        FamilyGrant.objects.filter(user=saskia).delete()
        Wording.objects.update(ends_on=date(2026, 5, 30))
        assert {getattr(letters.help_ends(message), "reason", "") for message in half} == {"", "access_ended"}


def test_help_of_the_circle_itself_or_without_an_end_is_not_temporary_help(plan, truus, outsider, saskia):
    promised(plan, truus, repeats="as_needed", starts_on=START, ends_on=date(2026, 5, 30))
    promised(plan, outsider, repeats="as_needed", starts_on=START)
    promised(plan, outsider, repeats="as_needed", ends_on=date(2026, 5, 30), state=Promise.LAPSED)

    assert Kind.HELP_ENDS not in kinds_on(15, 4)


@pytest.fixture
def released(plan, hanneke):
    return Release.objects.create(
        family=plan.family, plan=plan, version=1, recipient=hanneke, recipient_name="Hanneke", purpose="Meelezen",
        until=date(2026, 5, 1), content={"sections": []}, content_hash="0" * 64, released_at=on(2026, 2, 25),
        agreed_at=on(2026, 2, 25),
    )  # fmt: skip


def test_who_decides_hears_two_weeks_before_a_release_ends(released, saskia):
    assert kinds_on(16, 4) == []
    [message] = clock_on(17, 4)
    assert (message.kind, message.to_user, message.subject_id) == (Kind.RELEASE_ENDS, saskia, released.pk)
    assert kinds_on(20, 4) == []

    with time_machine.travel(on(2026, 4, 17), tick=False):
        assert "releases" in letters.release_ends(message).leads_to
        Release.objects.update(revoked_at=on(2026, 4, 17))
        assert letters.release_ends(message).reason == "taken_back"


def test_a_release_for_two_weeks_is_not_told_of_at_once(released, saskia):
    Release.objects.update(until=date(2026, 3, 3))

    assert Kind.RELEASE_ENDS not in kinds_on(26, 2) + kinds_on(3, 3)


def test_who_set_a_bottom_line_and_who_decides_hear_that_it_ends(plan, outsider, hanneke, saskia):
    conference = factories.ConferenceFactory(family=plan.family, moment="held", starts_at=on(2026, 2, 21))
    Plan.objects.update(conference=conference)
    sheet = factories.InformationSheetFactory(conference=conference, person=outsider)
    factories.BottomLineFactory(
        conference=conference, person=outsider, valid_until=date(2026, 5, 1), delivered_at=on(2026, 2, 20)
    )
    found = clock_on(17, 4)

    assert {(message.kind, message.to_user) for message in found} == {
        (Kind.BOTTOM_LINE_ENDS, hanneke), (Kind.BOTTOM_LINE_ENDS, saskia),
    }  # fmt: skip
    assert kinds_on(18, 4) == []
    with time_machine.travel(on(2026, 4, 17), tick=False):
        paths = [letters.bottom_line_ends(message).leads_to for message in found]
        assert {str(sheet.pk) in path for path in paths} == {True, False}
        Person.objects.filter(pk=outsider.pk).update(standing=Standing.LEFT, left_at=on(2026, 4, 1))
        assert "left" in {getattr(letters.bottom_line_ends(message), "reason", "") for message in found}
        BottomLine.objects.update(valid_until=date(2026, 9, 1))
        assert [letters.bottom_line_ends(message).reason for message in found] == ["moved", "moved"]


def test_only_the_clock_tells_of_erasing(saskia):
    with pytest.raises(NotAllowed):
        tell_of_erasing(acting(saskia))


def test_a_request_that_lies_still_is_told_of_a_week_before_it_is_erased(family, saskia, mirjam):
    Family.objects.update(stage=Stage.REQUESTED, requested_at=on(2026, 2, 25))
    Commission.objects.all().delete()
    clock = SystemActor("erase_coming")
    told = {}
    for day in (19, 20, 21):
        with time_machine.travel(on(2026, 3, day), tick=False):
            told[day] = tell_of_erasing(clock)

    assert told == {19: 0, 20: 1, 21: 1}
    message = Message.objects.get(kind=Kind.ERASE_COMING)
    assert (message.to_user, message.occurrence) == (saskia, "2026-03-27")
    assert erase_coming(message).leads_to
    Message.objects.update(to_user=mirjam)
    message.refresh_from_db()
    assert erase_coming(message).reason == "access_ended"
    factories.CommissionFactory(family=family, giver=saskia, answer=Yes.YES)
    assert erase_coming(message).reason == "kept"
    assert forget_request(SystemActor("terms", family.pk)) is False


def test_the_end_of_help_waits_for_another_day_when_the_family_hears_something_else(helped, released, saskia):
    Release.objects.update(until=date(2026, 4, 29))

    assert kinds_on(15, 4) == [Kind.RELEASE_ENDS]
    assert kinds_on(16, 4) == [Kind.HELP_ENDS]
