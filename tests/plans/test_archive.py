"""Taking everything along, and the end: theirs to keep, and nothing of others in it."""

import csv
import io
import json
import zipfile

import pytest
import time_machine
from pypdf import PdfReader

from fgc.audit.models import Act, Line
from fgc.errors import NotAllowed, RuleBroken
from fgc.families.models import Family
from fgc.families.rules import Ending, QuestionState, Stage
from fgc.networks.models import ContactCard, Person
from fgc.plans import queries
from fgc.plans.actions import finish, take_along
from fgc.plans.archive import harmless, table
from fgc.plans.models import Plan
from fgc.plans.rules import PlanState
from tests import factories
from tests.conftest import acting
from tests.plans.running import on, promised, running_plan


@pytest.fixture(autouse=True)
def _in_march():
    with time_machine.travel(on(2026, 3, 2), tick=False):
        yield


@pytest.fixture
def plan(family: Family, truus: Person) -> Plan:
    plan = running_plan(family)
    promised(plan, truus, text="=Truus kookt <b>op</b> dinsdag.")
    factories.MainQuestionFactory(family=family, state=QuestionState.CONFIRMED)
    return plan


def files_of(box: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(box)) as files:
        to_read = [name for name in files.namelist() if name != "plan.pdf"]
        return {name: files.read(name).decode("utf-8-sig") for name in to_read}


def test_the_plan_is_in_it_on_paper_in_the_words_of_the_family(saskia, plan, family, noor_child):
    with zipfile.ZipFile(io.BytesIO(take_along(acting(saskia), family))) as files:
        paper = PdfReader(io.BytesIO(files.read("plan.pdf")))

    words = "".join(page.extract_text() for page in paper.pages)
    assert "=Truus kookt <b>op</b> dinsdag." in words
    assert "maandag 2 maart 2026" in words


def test_without_a_plan_there_is_no_paper(saskia, family):
    with zipfile.ZipFile(io.BytesIO(take_along(acting(saskia), family))) as files:
        assert "plan.pdf" not in files.namelist()


def test_everything_is_in_one_file_to_read_and_for_programs(saskia, plan, family):
    files = files_of(take_along(acting(saskia), family))

    everything = json.loads(files["alles.json"])
    assert everything["schema"] == "fgc-archive/1"
    assert [person["call_name"] for person in everything["circle"]] == ["Saskia", "Truus"]
    assert everything["words"][0]["text"] == "=Truus kookt <b>op</b> dinsdag."
    assert "=Truus kookt &lt;b&gt;op&lt;/b&gt; dinsdag." in files["leesmij.html"]
    assert Line.objects.filter(act=Act.TAKE_ALONG).count() == 1


def test_a_spreadsheet_finds_no_formula_in_the_table(saskia, plan, family):
    [row] = csv.DictReader(io.StringIO(files_of(take_along(acting(saskia), family))["plan.csv"]), delimiter=";")

    assert "'=Truus kookt <b>op</b> dinsdag." in row.values()
    assert "Truus" in row.values()


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_what_begins_like_a_formula_is_made_harmless(sign):
    assert harmless(f"{sign}1") == f"'{sign}1"
    assert harmless(f"1{sign}") == f"1{sign}"


def test_an_empty_table_is_empty():
    assert table([]) == ""


def test_the_address_of_somebody_else_is_not_in_it(saskia, plan, family, truus):
    ContactCard.objects.filter(person=truus).update(address="Kade 3", phone="+31612345678", email="truus@post.example")
    ContactCard.objects.filter(person__account=saskia).update(email="eigen@post.example")

    files = "".join(files_of(take_along(acting(saskia), family)).values())

    assert "eigen@post.example" in files
    for secret in ("Kade 3", "612345678", "truus@post.example"):
        assert secret not in files


def test_nothing_of_another_family_is_in_it(saskia, plan, family):
    other = factories.FamilyFactory(name="Een andere kring")
    promised(running_plan(other), factories.PersonFactory(family=other, call_name="Vreemdeling"))

    assert "Vreemdeling" not in "".join(files_of(take_along(acting(saskia), family)).values())


@pytest.mark.parametrize("who", ["noor", "cem", "marleen", "mirjam", "petra", "stranger"])
def test_nobody_else_takes_it_along_or_closes(who, plan, family, request):
    somebody = acting(request.getfixturevalue(who))

    with pytest.raises(NotAllowed):
        take_along(somebody, family)
    with pytest.raises(NotAllowed):
        finish(somebody, family)


def test_a_right_that_is_missing_takes_its_part_away(cem, plan, family):
    assert "releases" not in queries.archive_of(acting(cem), family)
    assert "who_looked" not in queries.archive_of(acting(cem), family)


@pytest.mark.parametrize("from_meeting", [True, False])
def test_a_plan_from_a_meeting_and_one_without_are_both_good_endings(from_meeting, saskia, mirjam, plan, family):
    if from_meeting:
        Plan.objects.update(conference=factories.ConferenceFactory(family=family))

    finish(acting(saskia), family)

    family.refresh_from_db()
    plan.refresh_from_db()
    wanted = Ending.PLAN_FROM_MEETING if from_meeting else Ending.PLAN_WITHOUT_MEETING
    assert (family.stage, family.ending, plan.state) == (Stage.CLOSED, wanted, PlanState.FINISHED)
    assert not acting(mirjam).standing_in(family.pk).roles
    assert take_along(acting(saskia), family)


def test_without_a_plan_there_is_nothing_to_close(saskia, family):
    with pytest.raises(RuleBroken) as no:
        finish(acting(saskia), family)

    assert no.value.code == "wrong_moment"
    assert queries.suggested_ending(family) is None


def test_closing_twice_is_refused_in_words(saskia, plan, family):
    finish(acting(saskia), family)

    with pytest.raises(RuleBroken):
        finish(acting(saskia), family)
