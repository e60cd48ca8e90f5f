"""Visits: taking everything along, and the end."""

import io
import zipfile

import pytest
from django.urls import reverse

from fgc.families.models import Family
from fgc.families.rules import Ending, Stage
from fgc.plans.models import Plan
from tests.plans.running import promised, running_plan


@pytest.fixture
def plan(family: Family, truus) -> Plan:
    plan = running_plan(family)
    promised(plan, truus)
    return plan


def page(name: str, family: Family) -> str:
    return reverse(f"follow_up:{name}", args=[family.pk])


def test_everything_comes_along_in_one_file_without_a_name_in_its_name(visit, saskia, plan, family):
    browser = visit(saskia)
    assert "Alles meenemen" in browser.get(page("archive", family)).text

    answer = browser.post(page("take_along", family))

    assert answer["Content-Type"] == "application/zip"
    # It stays in no cache and no list of a search engine, like every page.
    assert answer["Cache-Control"] == "no-store"
    assert "noindex" in answer["X-Robots-Tag"]
    assert "Noor" not in answer["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as files:
        assert set(files.namelist()) == {"leesmij.html", "plan.pdf", "plan.csv", "alles.json"}


def test_taking_along_needs_a_press(visit, saskia, family):
    assert visit(saskia).get(page("take_along", family)).status_code == 405


def test_closing_shows_what_will_happen_and_what_the_likely_ending_is(visit, saskia, mirjam, plan, family):
    browser = visit(saskia)
    shown = browser.get(page("close", family)).text
    assert "Niemand behalve jullie kan nog meekijken" in shown
    assert f'value="{Ending.PLAN_WITHOUT_MEETING}" ' in shown

    done = browser.post(page("close", family), {"ending": Ending.PLAN_WITHOUT_MEETING}, follow=True)

    family.refresh_from_db()
    assert family.stage == Stage.CLOSED
    assert "Het is afgelopen." in done.text
    assert visit(mirjam).get(reverse("follow_up:follow_up", args=[family.pk])).status_code == 404
    assert browser.post(page("take_along", family)).status_code == 200


def test_an_ending_that_is_none_is_refused(visit, saskia, plan, family):
    assert visit(saskia).post(page("close", family), {"ending": "stopped"}).status_code == 422
    assert visit(saskia).post(page("close", family)).status_code == 422


def test_without_a_plan_one_stops_instead(visit, saskia, family):
    browser = visit(saskia)

    assert "Je kunt altijd stoppen" in browser.get(page("archive", family)).text
    assert browser.post(page("close", family), {"ending": Ending.PLAN_FROM_MEETING}).status_code == 422


@pytest.mark.parametrize("who", ["noor", "cem", "marleen", "mirjam", "petra", "stranger"])
def test_it_is_not_there_for_anybody_else(who, visit, plan, family, request):
    browser = visit(request.getfixturevalue(who))

    assert browser.get(page("archive", family)).status_code == 404
    assert browser.get(page("close", family)).status_code == 404
    assert browser.post(page("take_along", family)).status_code == 404
    assert browser.post(page("close", family), {"ending": Ending.PLAN_FROM_MEETING}).status_code == 404
