"""Who helps for a while, such as an interpreter: what opens to that person ends with the last day, by itself."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from fgc.access import grants
from fgc.access.actors import LinkActor
from fgc.access.can import Can
from fgc.access.roles import Role
from fgc.access.walls import acting as telling
from fgc.errors import RuleBroken
from fgc.families.models import Family
from fgc.networks import actions, links
from fgc.networks.letters import to_person
from fgc.networks.models import AccessLink, Person
from fgc.networks.rules import CircleRole, Way
from fgc.outbox import queue
from fgc.outbox.letters import Skip
from fgc.outbox.models import Kind, Message
from tests import factories
from tests.conftest import acting
from tests.plans.running import on

pytestmark = pytest.mark.django_db
MEETING = date(2026, 2, 21)


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(on(2026, 2, 16), tick=False) as moved:
        yield moved


@pytest.fixture
def yonas(family: Family, mirjam: Any) -> Person:
    """An interpreter, for the day of the meeting."""
    return actions.add_person(
        acting(mirjam), family, call_name="Yonas", role=CircleRole.INTERPRETER, way=Way.MAIL,
        email="yonas@tolk.example", here_until=MEETING,
    )  # fmt: skip


def comes_in(link: AccessLink) -> bool:
    """By the code, and by the database alone: the own row."""
    actor = LinkActor(link.pk, link.family_id, link.person_id)
    with telling(actor):
        by_the_wall = Person.objects.filter(pk=link.person_id).exists()
    by_the_code = link.pk in {one.pk for one in AccessLink.objects.filter(expires_at__gt=timezone.now())}
    assert by_the_wall == by_the_code
    return by_the_wall


def link_of(person: Person) -> AccessLink:
    links.open_for(factories.at_work_for(person), person, via=Way.MAIL)
    return AccessLink.objects.filter(person=person).latest("created_at")


def test_a_link_of_an_interpreter_opens_until_the_end_of_the_last_day(yonas, truus, clock):
    link, hers = link_of(yonas), link_of(truus)

    clock.move_to(on(2026, 2, 21) + timedelta(hours=10))
    assert (comes_in(link), comes_in(hers)) == (True, True)
    clock.move_to(on(2026, 2, 22))

    assert (comes_in(link), comes_in(hers)) == (False, True)


def test_a_letter_ends_with_the_last_day_too_and_there_is_no_way_in_after_it(yonas, mirjam, clock):
    links.code_for(acting(mirjam), yonas)
    assert AccessLink.objects.get(person=yonas).expires_at == links.end_of(yonas)
    queue.to_person(yonas.pk, Kind.ERASING, yonas)

    clock.move_to(on(2026, 2, 22))

    for way_in in (lambda: link_of(yonas), lambda: links.code_for(acting(mirjam), yonas)):
        with pytest.raises(RuleBroken) as no:
            way_in()
        assert no.value.code == "over"
    assert to_person(Message.objects.get(to_person_id=yonas.pk)) == Skip("over")


def test_another_last_day_ends_what_is_out_already(truus, mirjam, clock):
    link = link_of(truus)

    actions.change_person(acting(mirjam), truus, here_until=date(2026, 2, 17))

    link.refresh_from_db()
    clock.move_to(on(2026, 2, 18))
    assert not comes_in(link)
    # Longer again: a new link opens, the old one does not.
    actions.change_person(acting(mirjam), truus, here_until=None)
    truus.refresh_from_db()
    assert comes_in(link_of(truus))
    assert not comes_in(link)


def test_a_seat_to_log_in_ends_with_the_last_day(family, truus, saskia, mirjam, clock):
    guest = factories.let_in(factories.UserFactory(name="Truus"), Role.MEMBER, family, truus)

    actions.change_person(acting(mirjam), truus, here_until=MEETING)

    clock.move_to(on(2026, 2, 21) + timedelta(hours=10))
    assert acting(guest).may(Can.SEE_PLAN, family)
    clock.move_to(on(2026, 2, 22))
    assert not grants.standing(guest.pk, family.pk).roles
    with telling(acting(guest)):
        assert not Person.objects.exists()


def test_a_seat_that_is_given_later_ends_with_it_as_well(family, truus, mirjam, clock):
    actions.change_person(acting(mirjam), truus, here_until=MEETING)
    guest = factories.let_in(factories.UserFactory(name="Truus"), Role.MEMBER, family)

    actions.link_account(acting(mirjam), Person.objects.get(pk=truus.pk), account=guest)

    clock.move_to(on(2026, 2, 22))
    assert not grants.standing(guest.pk, family.pk).roles


def test_who_lives_at_home_is_there_without_an_end_and_a_day_that_passed_is_none(
    family, saskia, truus, mirjam, yonas, clock
):
    mother = Person.objects.get(family=family, call_name="Saskia")
    for person, day in ((mother, MEETING), (truus, date(2026, 2, 15))):
        with pytest.raises(RuleBroken) as no:
            actions.change_person(acting(mirjam), person, here_until=day)
        assert no.value.field == "here_until"
    with pytest.raises(RuleBroken):
        actions.add_person(acting(mirjam), family, call_name="Ton", here_until=date(2026, 2, 15))

    clock.move_to(on(2026, 2, 22))
    # What is corrected afterwards leaves the day as it was.
    actions.change_person(acting(mirjam), yonas, tie_label="tolk", here_until=MEETING)


def test_the_page_asks_it_of_who_may_be_here_for_a_while(visit, family, mirjam, yonas, saskia):
    mother = Person.objects.get(family=family, call_name="Saskia")
    page = visit(mirjam).get(reverse("circle:change", args=[family.pk, yonas.pk])).content.decode()
    assert 'name="here_until"' in page
    assert "2026-02-21" in page
    at_home = visit(mirjam).get(reverse("circle:change", args=[family.pk, mother.pk])).content.decode()
    assert 'name="here_until"' not in at_home

    place = reverse("circle:change", args=[family.pk, yonas.pk])
    answer = visit(mirjam).post(place, {"call_name": "Yonas", "language": "nl", "here_until": "2026-02-01"})
    assert answer.status_code == 422
    visit(mirjam).post(place, {"call_name": "Yonas", "language": "nl", "here_until": "2026-02-25"})
    yonas.refresh_from_db()
    assert yonas.here_until == date(2026, 2, 25)
