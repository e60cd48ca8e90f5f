"""The pages by which it is said whom a line is about, and what a young person lets the parents read."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fgc.audit.models import Line
from fgc.families.models import Child
from fgc.families.rules import Giver
from fgc.plans.models import LineAbout
from tests import factories
from tests.plans.cast_of_the_plan import promised, running
from tests.plans.running import on


def at(name, *args):
    return reverse(f"plan:{name}", args=args)


@pytest.fixture(autouse=True)
def _sixteen():
    with time_machine.travel(on(2026, 11, 2), tick=False):
        yield


@pytest.fixture
def line(family, truus, noor_child):
    found = promised(running(family), truus, text="Truus praat met Noor.").agreement
    LineAbout.objects.create(family=family, agreement=found, child=noor_child)
    return found


@pytest.fixture
def hers(family, noor, noor_child):
    return factories.CommissionFactory(family=family, giver=noor, giver_as=Giver.YOUNG, child=noor_child)


def test_she_opens_and_closes_what_her_parents_read(visit, family, saskia, noor, hers, line):
    page = visit(noor).get(at("parents", family.pk)).content.decode()
    assert "Truus praat met Noor." in page
    assert at("parents", family.pk) in visit(noor).get(at("plan", family.pk)).content.decode()
    assert at("parents", family.pk) in visit(noor).get(reverse("families:ages", args=[family.pk])).content.decode()
    assert "Truus praat" not in visit(saskia).get(at("plan", family.pk)).content.decode()

    answer = visit(noor).post(at("parents", family.pk), {"open_ids": [str(line.pk)], "all": ""})
    assert answer.url == at("parents", family.pk)
    assert "Truus praat" in visit(saskia).get(at("plan", family.pk)).content.decode()
    visit(noor).post(at("parents", family.pk), {"open_ids": [str(line.pk)], "all": "close"})
    assert "Truus praat" not in visit(saskia).get(at("plan", family.pk)).content.decode()
    visit(noor).post(at("parents", family.pk), {"all": "open"})
    assert LineAbout.objects.get().opened_at

    assert visit(noor).post(at("parents", family.pk), {"open_ids": ["x"]}).status_code == 422
    assert not Line.objects.filter(object_type="plan:parents", only_for=None).exists()


def test_her_first_page_leads_there(visit, family, saskia, mirjam, noor, noor_child):
    def home(user):
        return visit(user).get(reverse("families:home", args=[family.pk])).content.decode()

    # As long as it is not known which child she is, there is nothing to lead to.
    assert at("parents", family.pk) not in home(noor)
    factories.CommissionFactory(family=family, giver=noor, giver_as=Giver.YOUNG, child=noor_child)

    assert at("parents", family.pk) in home(noor)
    for somebody in (saskia, mirjam):
        assert at("parents", family.pk) not in home(somebody)


def test_the_coordinator_writes_down_what_she_tells(visit, family, saskia, mirjam, noor, hers, line):
    told = at("parents_told", family.pk, hers.pk)
    assert told in visit(mirjam).get(reverse("families:deciders", args=[family.pk])).content.decode()
    assert told not in visit(saskia).get(reverse("families:deciders", args=[family.pk])).content.decode()
    assert "Truus praat met Noor." in visit(mirjam).get(told).content.decode()

    assert visit(mirjam).post(told, {"open_ids": [str(line.pk)]}).status_code == 422
    assert visit(mirjam).post(told, {"open_ids": [str(line.pk)], "how": "spoken"}).url == told
    assert "Truus praat" in visit(saskia).get(at("plan", family.pk)).content.decode()
    assert f"opgeschreven door {mirjam.name}" in visit(noor).get(at("parents", family.pk)).content.decode()
    # Of the looks of the coordinator she reads, and her parents do not.
    looks = Line.objects.filter(object_type="plan:parents_told", act="read")
    assert set(looks.values_list("only_for", flat=True)) == {mirjam.pk, noor.pk}


def test_that_page_is_only_about_a_young_person_and_only_for_the_coordinator(visit, family, saskia, mirjam, noor, hers):
    given = factories.CommissionFactory(family=family, giver=saskia)
    for somebody, commission in ((saskia, hers), (noor, hers), (mirjam, given), (mirjam, family)):
        assert visit(somebody).get(at("parents_told", family.pk, commission.pk)).status_code == 404
    assert "Er is geen regel" in visit(mirjam).get(at("parents_told", family.pk, hers.pk)).content.decode()
    Child.objects.update(birth_date=date(2010, 11, 3))
    assert "3 november 2026" in visit(mirjam).get(at("parents_told", family.pk, hers.pk)).content.decode()


def test_nobody_else_has_that_page(visit, family, saskia, mirjam, cem, noor, line):
    for somebody in (saskia, mirjam, cem):
        assert visit(somebody).get(at("parents", family.pk)).status_code == 404
        assert visit(somebody).post(at("parents", family.pk), {"all": "open"}).status_code == 404
    # Without an own yes it is not known which child she is.
    assert visit(noor).get(at("parents", family.pk)).status_code == 404


def test_before_that_birthday_the_page_says_from_when_on(visit, family, noor, hers, line):
    Child.objects.update(birth_date=date(2010, 11, 3))
    page = visit(noor).get(at("parents", family.pk)).content.decode()
    assert "3 november 2026" in page
    assert 'name="all"' not in page
    LineAbout.objects.all().delete()
    assert "Er is geen regel" in visit(noor).get(at("parents", family.pk)).content.decode()


def test_whom_a_line_is_about_is_said_where_it_stands(visit, family, saskia, noor, hers, noor_child, truus):
    line = promised(running(family), truus, text="Truus kookt.").agreement
    assert at("about", family.pk, line.pk) in visit(saskia).get(at("plan", family.pk)).content.decode()

    assert visit(saskia).get(at("about", family.pk, line.pk)).status_code == 200
    assert visit(saskia).post(at("about", family.pk, line.pk), {"child_ids": ["x"]}).status_code == 422
    visit(saskia).post(at("about", family.pk, line.pk), {"child_ids": [str(noor_child.pk)]})

    assert "Dit gaat over Noor." in visit(saskia).get(at("plan", family.pk)).content.decode()
    assert visit(saskia).post(at("about", family.pk, line.pk), {}).status_code == 422
    visit(noor).post(at("parents", family.pk), {"all": "close"})
    assert visit(saskia).get(at("about", family.pk, line.pk)).status_code == 404
    page = visit(noor).get(at("parents", family.pk)).content.decode()
    assert "gaat ook over" not in page
    factories.ChildFactory(family=family, call_name="Daan", birth_date=date(2017, 5, 1))
    LineAbout.objects.create(family=family, agreement=line, child=Child.objects.get(call_name="Daan"))
    assert "gaat ook over" in visit(noor).get(at("parents", family.pk)).content.decode()


def test_a_new_line_names_a_child(visit, family, mirjam, noor_child):
    running(family)

    visit(mirjam).post(
        at("add", family.pk),
        {"text": "Ik zing.", "kind": "do", "repeats": "weekly", "child_ids": [str(noor_child.pk)]},
    )

    assert LineAbout.objects.get().child == noor_child


def test_what_is_closed_is_looked_up_once_for_a_page_and_anew_for_the_next(visit, family, saskia, hers, line):
    """The home page asks six times what the reader does not read of the plan; a change in between counts at once."""
    browser = visit(saskia)
    with CaptureQueriesContext(connection) as asked:
        assert "Truus praat" not in browser.get(reverse("families:home", args=[family.pk])).content.decode()
    assert sum('FROM "plans_lineabout"' in query["sql"] for query in asked) == 1

    assert "Truus praat" not in browser.get(at("plan", family.pk)).content.decode()
    LineAbout.objects.update(opened_at=line.created_at)
    assert "Truus praat" in browser.get(at("plan", family.pk)).content.decode()
