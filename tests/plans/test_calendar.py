"""The own days in one's own calendar: an address that opens days without a word, and nothing else."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from fgc.audit.models import Line
from fgc.errors import NotAllowed
from fgc.families.models import Family
from fgc.networks import actions, links, queries
from fgc.networks.models import AccessLink, Person
from fgc.networks.rules import CALENDAR_LIVES
from fgc.plans import actions as plans
from fgc.plans.calendar import own_days
from fgc.plans.models import Look, Plan
from fgc.plans.rules import Look as LookKind
from fgc.plans.rules import Promise, Repeats
from tests import factories
from tests.conftest import acting
from tests.factories import at_work_for, by_link
from tests.plans.running import on, promised, running_plan

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_march():
    with time_machine.travel(on(2026, 3, 1), tick=False):
        yield


@pytest.fixture
def plan(family: Family) -> Plan:
    return running_plan(family)


@pytest.fixture
def token(truus: Person) -> str:
    return actions.make_calendar_address(by_link(truus), truus)


def read(token: str) -> Any:
    return Client().get(reverse("links:feed", args=[token]))


def lines(token: str) -> list[tuple[Any, str]]:
    """What a calendar makes of it: when, and what stands there."""
    found = Calendar.from_ical(read(token).content.decode()).walk("VEVENT")
    return [(event.decoded("dtstart"), str(event["summary"])) for event in found]


def test_a_calendar_reads_the_own_days_without_a_cookie_and_without_a_word(
    plan: Plan, truus: Person, fatma: Person, token: str
) -> None:
    promised(plan, truus, text="Truus kookt.", repeats=Repeats.ONCE, starts_on=date(2026, 3, 3))
    promised(plan, truus, text="Truus belt.", repeats=Repeats.ONCE, starts_on=date(2026, 3, 3))
    promised(plan, truus, repeats=Repeats.ONCE, starts_on=date(2026, 3, 5), state=Promise.ASKED)
    promised(plan, truus, repeats=Repeats.ONCE, starts_on=date(2026, 3, 6), state=Promise.LAPSED)
    promised(plan, fatma, repeats=Repeats.ONCE, starts_on=date(2026, 3, 7))

    answer = read(token)

    assert lines(token) == [(date(2026, 3, 3), "Afspraak")]
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies
    for word in ("Truus", "kookt", "Noor", plan.family.name, str(truus.pk), str(plan.family_id)):
        assert word not in answer.content.decode()


def test_what_returns_stands_there_for_three_months_and_no_further(plan: Plan, truus: Person, token: str) -> None:
    promised(plan, truus)

    days = [day for day, _words in lines(token)]

    assert days[:2] == [date(2026, 3, 3), date(2026, 3, 10)]
    assert days[-1] <= date(2026, 3, 1) + timedelta(days=92)
    assert len(days) == 13


def test_the_meeting_is_there_for_who_was_asked_and_for_nobody_else(
    family: Family, truus: Person, fatma: Person
) -> None:
    dated = factories.ConferenceFactory(
        family=family, moment="dated", starts_at=on(2026, 3, 21, 10), ends_at=on(2026, 3, 21, 15)
    )
    factories.InvitationFactory(conference=dated, person=truus, sent="sent")
    hers, anothers = (actions.make_calendar_address(by_link(one), one) for one in (truus, fatma))

    assert lines(hers) == [(on(2026, 3, 21, 10), "Afspraak")]
    assert lines(anothers) == []


def test_looking_back_is_there_for_the_contact_person(plan: Plan, truus: Person, token: str) -> None:
    for day, kind, held in (
        (date(2026, 3, 24), LookKind.MONTH_1, None),
        (date(2026, 3, 25), LookKind.CALL, None),
        (date(2026, 3, 26), LookKind.MONTHS_3, date(2026, 2, 28)),
    ):
        Look.objects.create(family=plan.family, plan=plan, look=kind, due_on=day, held_on=held)
    assert lines(token) == []

    Person.objects.filter(pk=truus.pk).update(is_contact_person=True)

    assert lines(token) == [(date(2026, 3, 24), "Afspraak")]


def test_two_addresses_can_not_be_laid_side_by_side(family: Family, plan: Plan, truus: Person, fatma: Person) -> None:
    for one in (truus, fatma):
        promised(plan, one, repeats=Repeats.ONCE, starts_on=date(2026, 3, 3))
    feeds = [read(actions.make_calendar_address(by_link(one), one)).content.decode() for one in (truus, fatma)]

    [mine], [anothers] = (re.findall(r"UID:(\S+)", text) for text in feeds)
    assert mine != anothers


def test_it_is_in_both_languages_for_who_reads_neither_for_sure(plan: Plan, fatma: Person) -> None:
    promised(plan, fatma, repeats=Repeats.ONCE, starts_on=date(2026, 3, 3))

    assert lines(actions.make_calendar_address(by_link(fatma), fatma)) == [(date(2026, 3, 3), "Afspraak / Appointment")]


@pytest.mark.parametrize("how", ["ended", "anew", "all links", "left", "stopped", "mail", "worn out"])
def test_it_stops_at_once(how: str, plan: Plan, truus: Person, token: str, mirjam: Any, saskia: Any) -> None:
    assert read(token).status_code == 200
    unknown = read("x" * 43)

    if how == "ended":
        actions.end_calendar_address(by_link(truus), truus)
    elif how == "anew":
        assert read(actions.make_calendar_address(by_link(truus), truus)).status_code == 200
    elif how == "all links":
        actions.take_back_links(acting(mirjam), truus)
    elif how == "left":
        plans.leave(by_link(truus), truus)
    elif how == "stopped":
        Family.objects.filter(pk=truus.family_id).update(stage="stopped")
    elif how == "mail":
        actions.set_contact(by_link(truus), truus, email="else@post.example")
    else:
        AccessLink.objects.filter(is_calendar=True).update(expires_at=timezone.now())

    gone = read(token)
    assert gone.status_code == unknown.status_code == 404
    assert gone.content == unknown.content
    assert {name: gone.headers[name] for name in gone.headers} == {
        name: unknown.headers[name] for name in unknown.headers
    }


def test_a_personal_link_is_no_address_of_a_calendar_and_the_other_way_round(truus: Person, token: str) -> None:
    visit = links.open_for(at_work_for(truus), truus, via="mail")

    assert read(visit).status_code == 404
    assert links.exchange(token) is None
    assert links.of_token(token) is None
    assert links.still_working(str(AccessLink.objects.get(is_calendar=True).pk)) is None
    assert links.exchange(visit) is not None


def test_it_is_no_link_by_which_somebody_comes_in(truus: Person, saskia: Any) -> None:
    actions.make_calendar_address(by_link(truus), truus)
    AccessLink.objects.filter(is_calendar=False).delete()

    assert queries.who_have_a_link(truus.family) == []
    assert links.newest_of(truus) is None


def test_only_a_hash_is_kept_and_it_ends_after_a_year(truus: Person, token: str) -> None:
    kept = AccessLink.objects.get(is_calendar=True)

    assert token not in (kept.token_hash, kept.code_hash)
    assert kept.expires_at == timezone.now() + CALENDAR_LIVES
    assert queries.calendar_address_of(truus) == kept


@pytest.mark.parametrize("who", ["mirjam", "saskia", "cem", "hanneke", "stranger"])
def test_nobody_makes_or_ends_it_for_another(who: str, truus: Person, token: str, request: Any) -> None:
    for act in (actions.make_calendar_address, actions.end_calendar_address):
        with pytest.raises(NotAllowed):
            act(acting(request.getfixturevalue(who)), truus)
    assert read(token).status_code == 200


def test_ending_what_is_not_there_says_nothing_in_the_list(truus: Person) -> None:
    actions.end_calendar_address(by_link(truus), truus)

    assert not Line.objects.filter(act="take_back").exists()


def test_who_has_an_account_makes_it_on_the_own_page_and_the_coordinator_finds_none_there(
    saskia: Any, mirjam: Any, family: Family, visit: Any
) -> None:
    own = Person.objects.get(account=saskia)
    with time_machine.travel(timezone.now() + timedelta(days=400)):
        address = reverse("circle:calendar", args=[family.pk, own.pk])
        browser = visit(saskia)
        made = browser.post(address).content.decode()
        found = re.search(r"/c/(\S{43})\.ics", made)
        assert found
        assert read(found[1]).status_code == 200
        assert found[1] not in browser.get(address).content.decode()
        assert browser.post(address, {"end": "1"}).status_code == 302
        assert read(found[1]).status_code == 404
        assert visit(mirjam).get(address).status_code == 404


def test_it_is_read_so_often_and_no_more_and_stands_in_the_list_once_a_day(token: str) -> None:
    answers = [read(token).status_code for _time in range(32)]

    assert answers == [200] * 30 + [429] * 2
    assert Line.objects.filter(object_type="links:feed").count() == 1


def test_what_is_no_token_is_nowhere(db: Any) -> None:
    assert own_days("' OR 1=1") is None
    assert read("x").status_code == 404
