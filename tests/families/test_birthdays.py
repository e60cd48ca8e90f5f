"""Birthdays that move rights: on the day itself, by dates, whether any clock runs or not; the clock only tells."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from dateutil.relativedelta import relativedelta
from django.urls import reverse
from django.utils import timezone

from fgc.access import grants
from fgc.access.actors import SystemActor
from fgc.access.models import FamilyGrant
from fgc.access.roles import Role
from fgc.accounts import opening
from fgc.accounts.models import User
from fgc.accounts.profiles import Terms
from fgc.errors import NotAllowed
from fgc.families import actions, queries
from fgc.families.letters import birthday as letter
from fgc.families.models import Child, Commission, Family
from fgc.families.rules import birthday, is_invited_now, is_told_now, turns_of
from fgc.outbox.models import Kind, Message
from tests import factories
from tests.conftest import acting

ZONE = ZoneInfo("Europe/Amsterdam")
NL = Terms()


def test_a_birthday_of_a_leap_day_is_the_first_of_march_in_other_years():
    assert birthday(date(2008, 2, 29), 16) == date(2024, 2, 29)
    assert birthday(date(2008, 2, 29), 18) == date(2026, 3, 1)


def test_who_decides_hears_it_before_and_the_young_person_on_the_day():
    along, alone, grown = turns_of(date(2010, 11, 2), NL)
    assert (along.on, alone.on, grown.on) == (date(2022, 11, 2), date(2026, 11, 2), date(2028, 11, 2))

    assert not is_told_now(alone, date(2026, 10, 4), NL)
    assert is_told_now(alone, date(2026, 10, 5), NL)
    assert not is_told_now(alone, date(2026, 11, 2), NL)
    assert is_invited_now(alone, date(2026, 11, 2))
    assert is_invited_now(alone, date(2026, 11, 9))
    assert not is_invited_now(alone, date(2026, 11, 1))
    assert not is_invited_now(alone, date(2026, 11, 10))


@pytest.fixture
def child(family: Family) -> Child:
    """Noor, who will be sixteen in ten days."""
    born = timezone.localdate() + timedelta(days=10) - relativedelta(years=16)
    return factories.ChildFactory(family=family, birth_date=born)


@pytest.fixture
def both_yes(family: Family, saskia: User, noor: User, child: Child) -> None:
    for giver, said in ((saskia, {"giver_as": "parent"}), (noor, {"giver_as": "young", "child": child})):
        asked = factories.CommissionFactory(family=family, giver=giver, answer="asked", **said)
        actions.give_commission(acting(giver), asked, child_ids=[child.pk])


def told() -> list[tuple[str, User]]:
    found = Message.objects.filter(kind=Kind.BIRTHDAY).select_related("to_user").order_by("created_at")
    return [(message.occurrence, message.to_user) for message in found]


def ring() -> int:
    return actions.tell_of_birthdays(SystemActor("birthdays"))


def test_the_clock_tells_once_before_and_once_on_the_day(both_yes, saskia, noor, family):
    assert ring() == 1
    ring()
    assert told() == [("before 16", saskia)]

    with time_machine.travel(timezone.now() + timedelta(days=10)):
        ring()
        ring()
        assert told() == [("before 16", saskia), ("on 16", noor)]
        message = Message.objects.get(occurrence="on 16")
        assert letter(message).leads_to == reverse("families:ages", args=[family.pk])
        Message.objects.filter(pk=message.pk).update(to_user=factories.UserFactory())
        assert letter(Message.objects.select_related("to_user").get(pk=message.pk)).reason == "access_ended"


def test_for_a_child_without_an_account_the_invitation_goes_to_who_can_ask_it_along(family, saskia):
    factories.ChildFactory(family=family, birth_date=timezone.localdate() - relativedelta(years=12))

    ring()

    assert told() == [("on 12", saskia)]


def test_it_tells_nothing_in_other_weeks_after_an_ending_or_by_a_person(both_yes, family, saskia):
    with time_machine.travel(timezone.now() - timedelta(days=60)):
        assert ring() == 0
    Family.objects.update(stage="stopped")
    ring()
    assert told() == []
    with pytest.raises(NotAllowed):
        actions.tell_of_birthdays(acting(saskia))  # type: ignore[arg-type]


def test_ages_are_those_of_the_organisation(both_yes, family):
    opening.choose_profile(family.organisation, "nl-default", own={"alone_from": 17})

    assert ring() == 0


def roles(user: User, family: Family, at: datetime) -> frozenset[Role]:
    with time_machine.travel(at, tick=False):
        return grants.standing(user.pk, family.pk).roles


def test_at_eighteen_the_say_goes_over_at_midnight_without_any_clock(both_yes, family, saskia, noor, child):
    midnight = datetime.combine(birthday(child.birth_date, 18), datetime.min.time(), ZONE)
    before, after = midnight - timedelta(minutes=2), midnight + timedelta(minutes=2)

    assert Role.COMMISSIONER in roles(saskia, family, before)
    assert roles(noor, family, before) == {Role.YOUNG}
    assert roles(saskia, family, after) == frozenset()
    assert Role.COMMISSIONER in roles(noor, family, after)


def test_a_parent_of_a_younger_child_keeps_the_say_for_it(family, saskia, noor, child):
    small = factories.ChildFactory(family=family, call_name="Deniz", birth_date=date(2020, 3, 19))
    for giver, said in ((saskia, {"giver_as": "parent"}), (noor, {"giver_as": "young", "child": child})):
        asked = factories.CommissionFactory(family=family, giver=giver, answer="asked", **said)
        actions.give_commission(acting(giver), asked, child_ids=[child.pk, small.pk])

    after = timezone.now() + timedelta(days=4 * 365)
    assert Role.COMMISSIONER in roles(saskia, family, after)


def test_who_takes_the_yes_back_gets_no_say_later(both_yes, family, noor):
    mine = Commission.objects.get(giver=noor)
    assert FamilyGrant.objects.filter(user=noor, starts_at__gt=timezone.now()).count() == 1

    actions.refuse_commission(acting(noor), mine)

    assert not FamilyGrant.objects.filter(user=noor, starts_at__gt=timezone.now()).exists()


def test_the_page_says_what_is_decided_today_and_from_which_day_more(both_yes, family, child, visit: Any, saskia, cem):
    page = reverse("families:ages", args=[family.pk])

    now = visit(saskia).get(page).text
    assert "Beslist mee" in now
    assert "16 jaar" in now
    with time_machine.travel(timezone.now() + timedelta(days=10)):
        assert "Beslist alleen" in visit(saskia).get(page).text
        assert [one.decides for one in queries.ages_of(family)] == ["alone"]
    assert visit(cem).get(page).status_code == 404
