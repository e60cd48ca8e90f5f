"""The pages by which it is said whom a line is about, and what a young person lets the parents read."""

from datetime import date

import pytest
import time_machine
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
