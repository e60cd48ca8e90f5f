"""Looking through somebody's eyes: the page that person gets, to look at only, and never more than one's own."""

import re
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from fgc.access.actors import UserActor
from fgc.access.roles import Role
from fgc.access.walls import acting, looking_along
from fgc.audit.models import Line
from fgc.demo import people
from fgc.families.models import Family
from fgc.networks.models import Person
from fgc.plans.models import Release
from tests import factories
from tests.access import canaries
from tests.access.house import STATES, callers, ids, told
from tests.access.test_canaries import crawl, pages, reader
from tests.factories import by_link, let_in


def look(browser: Any, name: str, family: Any, who: object, page: str = "") -> Any:
    return browser.get(reverse(f"families:{name}", args=[family.pk, who]), {"page": page} if page else {})


def main_of(html: str) -> str:
    return re.search(r'<main.*?<div class="card stack">(.*)</main>', html, re.DOTALL)[1]


def test_the_list_names_who_can_look_in_and_does_not_decide(visit, saskia, noor, mirjam, cem, truus, family):
    by_link(truus)

    page = visit(saskia).get(reverse("families:whose_eyes", args=[family.pk])).text

    for one in (mirjam, cem):
        assert reverse("families:seen_as_account", args=[family.pk, one.pk]) in page
    assert reverse("families:seen_as_person", args=[family.pk, truus.pk]) in page
    assert str(noor.pk) not in page


def test_it_is_the_page_of_that_person(visit, saskia, cem, family):
    """A member has no drawing of the circle; the one who looks has."""
    circle = reverse("circle:circle", args=[family.pk])
    assert visit(cem).get(circle).status_code == 404 or "kring" in visit(cem).get(circle).text

    home = look(visit(saskia), "seen_as_account", family, cem.pk)
    released = look(visit(saskia), "seen_as_account", family, cem.pk, "released:releases")

    assert "Je kijkt door de ogen van Cem" in home.text
    assert "ziet deze bladzijde niet" in released.text
    assert "ziet deze bladzijde niet" not in home.text


def test_nothing_in_it_can_be_pressed(visit, saskia, mirjam, family):
    for page in ("families:home", "plan:plan", "circle:circle", "conference:conference", "families:question"):
        inside = main_of(look(visit(saskia), "seen_as_account", family, mirjam.pk, page).text)
        assert not re.search(r"<(a|form|button|input|textarea|select)\b", inside), page


@pytest.mark.parametrize("who", ["mirjam", "cem", "marleen", "stranger", "petra"])
def test_only_who_decides_looks(who, visit, saskia, cem, family, request):
    browser = visit(request.getfixturevalue(who))

    assert browser.get(reverse("families:whose_eyes", args=[family.pk])).status_code == 404
    assert look(browser, "seen_as_account", family, cem.pk).status_code == 404


def test_not_through_the_eyes_of_who_decides_nor_of_who_ended(visit, saskia, noor, stranger, truus, family):
    parent = let_in(factories.UserFactory(name="Kemal"), Role.COMMISSIONER, family)

    for one in (noor, parent, stranger):
        assert look(visit(saskia), "seen_as_account", family, one.pk).status_code == 404
    assert look(visit(saskia), "seen_as_person", family, truus.pk).status_code == 404  # no link that works


def test_not_by_the_personal_link_of_who_decides_either(visit, saskia, noor, family):
    me = Person.objects.get(account=noor)
    by_link(me)

    page = visit(saskia).get(reverse("families:whose_eyes", args=[family.pk]))

    assert page.status_code == 200
    assert str(me.pk) not in page.content.decode()
    assert look(visit(saskia), "seen_as_person", family, me.pk).status_code == 404


def test_grandmothers_page_is_hers(visit, saskia, truus, family):
    by_link(truus)

    page = look(visit(saskia), "seen_as_person", family, truus.pk)

    assert page.status_code == 200
    assert "Truus" in page.text


def test_the_line_in_the_list_is_of_who_looked(visit, saskia, cem, family):
    look(visit(saskia), "seen_as_account", family, cem.pk)

    [line] = Line.objects.filter(family_id=family.pk, act="read")
    assert (line.actor_id, line.object_type, line.object_id) == (str(saskia.pk), "families:seen_as_account", cem.pk)


@pytest.mark.django_db
def test_no_word_is_seen_that_the_looker_does_not_see_anyway() -> None:
    """A word of its own in every field of the family; what is seen through others' eyes is part of the own sight."""
    [plan_runs] = [state for state in STATES if state.name == "plan_runs"]
    with told(plan_runs) as stage:
        family, browsers = stage.family, callers(stage)
        planted = canaries.plant(family)
        own = {"commissioner": reader(browsers["commissioner"])}
        sees = crawl(own, pages(ids(stage)), planted)["commissioner"]
        looked = _everything(browsers["commissioner"], stage, planted)

    assert looked
    assert looked <= sees, looked - sees


def _everything(browser: Any, stage: Any, planted: dict[str, str]) -> set[str]:
    family = stage.family
    met: set[str] = set()
    for page in ("families:home", "plan:plan", "circle:circle", "conference:conference", "families:question",
                 "released:releases"):  # fmt: skip
        for one in (people.MIRJAM, people.MARLEEN):
            met |= canaries.found(look(browser, "seen_as_account", family, stage.account(one).pk, page).text, planted)
    for person in Person.objects.filter(family=family, role="grandparent"):
        by_link(person)
        met |= canaries.found(look(browser, "seen_as_person", family, person.pk).text, planted)
    for release in Release.objects.filter(family=family):
        answer = look(browser, "seen_as_reader", family, release.pk)
        assert answer.status_code == 200
        assert "ziet deze bladzijde niet" not in answer.text
        met |= canaries.found(answer.text, planted)
    return met


@pytest.mark.django_db
def test_the_other_families_of_a_coordinator_are_not_there(saskia, mirjam, family) -> None:
    other = factories.FamilyFactory(name="Een andere kring")
    let_in(mirjam, Role.COORDINATOR, other)
    with transaction.atomic(), acting(UserActor(mirjam)):
        assert Family.objects.count() == 2
        with looking_along(UserActor(saskia), family.pk), acting(UserActor(mirjam)):
            assert list(Family.objects.all()) == [family]
        assert Family.objects.count() == 2
