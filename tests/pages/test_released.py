"""Visits: letting somebody read, as the family; reading it, as the one who is named."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from fgc.access.roles import Role
from fgc.accounts.models import User
from fgc.audit.models import Line
from fgc.families.models import Family
from fgc.families.rules import QuestionState
from fgc.plans import queries
from fgc.plans.models import Commitment, Plan, Release
from fgc.plans.rules import Promise
from tests import factories
from tests.plans.running import on, promised, running_plan


@pytest.fixture(autouse=True)
def _in_february():
    with time_machine.travel(on(2026, 2, 25), tick=False):
        yield


@pytest.fixture
def plan(family: Family, truus) -> Plan:
    plan = running_plan(family)
    promised(plan, truus, text="Truus kookt op dinsdag.")
    factories.MainQuestionFactory(family=family, state=QuestionState.CONFIRMED)
    return plan


@pytest.fixture
def released_row(plan, petra) -> Release:
    preview = queries.release_preview(plan.family, parts=[part.key for part in queries.parts_of(plan.family)])
    return Release.objects.create(
        family=plan.family,
        plan=plan,
        version=1,
        recipient=petra,
        recipient_name=petra.name,
        recipient_function=petra.function,
        recipient_employer=petra.employer,
        purpose="Om mee te denken",
        until=date(2026, 8, 31),
        content=preview.content,
        content_hash=preview.hash,
        agreed_at=timezone.now(),
    )


def page(name: str, plan: Plan, *rest: object) -> str:
    return reverse(f"released:{name}", args=[plan.family_id, *rest])


def filled_in(plan: Plan, parts: list[str], **said: str) -> dict[str, object]:
    return {
        "parts": parts,
        "preview_hash": queries.release_preview(plan.family, parts=parts).hash,
        "name": "Petra Aalders",
        "function": "jeugdwerker",
        "employer": "Jeugdteam Zilverdam",
        "email": "petra@jeugdteam.example",
        "purpose": "Om mee te denken over school",
        "until": "2026-08-31",
        **said,
    }


def test_the_family_chooses_sees_it_and_lets_petra_read(visit, saskia, plan):
    browser = visit(saskia)
    parts = [part.key for part in queries.parts_of(plan.family)]
    assert "Truus kookt op dinsdag." in browser.get(page("prepare", plan)).text

    shown = browser.get(page("prepare", plan), {"parts": parts})
    done = browser.post(page("prepare", plan), filled_in(plan, parts), follow=True)

    assert queries.release_preview(plan.family, parts=parts).hash in shown.text
    assert "Truus kookt op dinsdag." in shown.text
    assert "Petra Aalders krijgt bericht." in done.text
    assert Release.objects.get().recipient == User.objects.get(email="petra@jeugdteam.example")


def test_somebody_known_is_chosen_from_the_list(visit, saskia, hanneke, outsider, plan):
    typed = filled_in(plan, ["question"], recipient_id=str(hanneke.pk), name="", email="", function="", employer="")

    assert visit(saskia).post(page("prepare", plan), typed).status_code == 302
    assert Release.objects.get().recipient == hanneke


def test_what_was_typed_stays_when_something_is_not_right(visit, saskia, plan):
    answer = visit(saskia).post(page("prepare", plan), filled_in(plan, ["question"], until="2020-01-01"))

    assert answer.status_code == 422
    assert "Om mee te denken over school" in answer.text
    assert "Deze dag is voorbij." in answer.text
    assert not Release.objects.exists()


def test_a_plan_that_changed_meanwhile_is_shown_again(visit, saskia, plan):
    parts = [part.key for part in queries.parts_of(plan.family)]
    typed = filled_in(plan, parts)
    Commitment.objects.update(state=Promise.LESS)

    answer = visit(saskia).post(page("prepare", plan), typed)

    assert answer.status_code == 422
    assert queries.release_preview(plan.family, parts=parts).hash in answer.text
    assert "Het plan is veranderd sinds je keek." in answer.text


@pytest.mark.parametrize("parts", [["agreement:nonsense"], ["question", "nonsense"]])
def test_a_part_that_is_not_there_is_said_beside_the_choice(parts, visit, saskia, plan):
    answer = visit(saskia).get(page("prepare", plan), {"parts": parts})

    assert answer.status_code == 422
    assert "Kies opnieuw." in answer.text


@pytest.mark.parametrize("field", ["name", "function", "employer", "email", "purpose", "until"])
def test_everything_that_is_missing_is_named(field, visit, saskia, plan):
    answer = visit(saskia).post(page("prepare", plan), filled_in(plan, ["question"], **{field: ""}))

    assert answer.status_code == 422
    assert f"#id_{field}" in answer.text


def test_without_a_plan_the_page_says_what_comes_first(visit, saskia, family):
    browser = visit(saskia)

    assert "Niemand buiten jullie kring" in browser.get(reverse("released:releases", args=[family.pk])).text
    assert browser.get(reverse("released:prepare", args=[family.pk])).status_code == 302


def test_taking_back_is_two_presses(visit, saskia, petra, plan, released_row):
    browser = visit(saskia)
    assert "Ja, neem terug" in browser.get(page("revoke", plan, released_row.pk)).text

    done = browser.post(page("revoke", plan, released_row.pk), follow=True)

    assert "kan het niet meer lezen" in done.text
    assert visit(petra).get(reverse("released:release", args=[released_row.pk])).status_code == 404
    assert visit(petra).get(reverse("released:pdf", args=[released_row.pk])).status_code == 404


def test_what_nobody_reads_any_more_is_folded_away(visit, saskia, plan, released_row):
    browser, nobody, fold = visit(saskia), "Niemand buiten jullie kring kan iets lezen.", "Voorbij of teruggenomen"
    seen = browser.get(page("releases", plan)).text
    assert nobody not in seen
    assert fold not in seen

    browser.post(page("revoke", plan, released_row.pk))

    seen = browser.get(page("releases", plan)).text
    assert seen.index(nobody) < seen.index(fold) < seen.index("Petra Aalders</h2>")


def test_the_family_sees_what_petra_reads_and_when_she_did(visit, saskia, petra, plan, released_row):
    assert "nog niet" in visit(saskia).get(page("releases", plan)).text

    visit(petra).get(reverse("released:release", args=[released_row.pk]))

    listed = visit(saskia).get(page("releases", plan)).text
    assert "25 februari" in listed
    assert "Truus kookt op dinsdag." in visit(saskia).get(page("shown", plan, released_row.pk)).text


def test_an_old_release_is_released_again_with_the_same_parts(visit, saskia, plan, released_row):
    Plan.objects.update(version=2)
    browser = visit(saskia)

    assert "verouderd" in browser.get(page("releases", plan)).text
    again = browser.get(page("prepare", plan), {"again": released_row.pk})

    assert again.text.count("checked") == len(released_row.content["parts"])
    assert browser.get(page("prepare", plan), {"again": "nonsense"}).status_code == 200


def test_petra_reads_the_page_and_the_paper_and_both_are_in_the_list(visit, petra, released_row):
    browser = visit(petra)

    read = browser.get(reverse("released:release", args=[released_row.pk]))
    paper = browser.get(reverse("released:pdf", args=[released_row.pk]))

    assert "Truus kookt op dinsdag." in read.text
    assert paper.content.startswith(b"%PDF")
    assert Line.objects.filter(object_id=released_row.pk, actor_id=str(petra.pk)).count() == 2


def test_petra_hears_of_a_newer_version_without_its_content(visit, petra, plan, released_row):
    promised(plan, factories.PersonFactory(family=plan.family, call_name="Wendy"), text="Iets nieuws")
    Plan.objects.update(version=2)

    read = visit(petra).get(reverse("released:release", args=[released_row.pk])).text

    assert "Vraag de familie om de nieuwste versie." in read
    assert "Iets nieuws" not in read


def test_petras_own_page_shows_what_was_released_and_nothing_else(visit, petra, hanneke, stranger, released_row):
    assert "Om mee te denken" in visit(petra).get(reverse("released:work")).text
    assert "Er wordt je nu niets gevraagd" in visit(hanneke).get(reverse("released:work")).text
    assert visit(stranger).get(reverse("released:work")).status_code == 404


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("saskia", 200),
        ("noor", 200),
        ("mirjam", 200),
        ("cem", 404),
        ("marleen", 404),
        ("petra", 404),
        ("stranger", 404),
    ],
)
def test_who_sees_the_list_of_releases(who, expected, visit, plan, request):
    somebody = request.getfixturevalue(who)

    assert visit(somebody).get(page("releases", plan)).status_code == expected


@pytest.mark.parametrize("who", ["mirjam", "cem", "petra", "stranger"])
def test_nobody_but_the_family_prepares_or_takes_back(who, visit, plan, released_row, request):
    browser = visit(request.getfixturevalue(who))

    assert browser.get(page("prepare", plan)).status_code == 404
    assert browser.post(page("prepare", plan), filled_in(plan, ["question"])).status_code == 404
    assert browser.post(page("revoke", plan, released_row.pk)).status_code == 404


@pytest.mark.parametrize("who", ["saskia", "mirjam", "hanneke", "stranger"])
def test_a_release_is_not_there_for_anybody_but_its_reader(who, visit, released_row, request):
    browser = visit(request.getfixturevalue(who))

    for name in ("release", "pdf"):
        assert browser.get(reverse(f"released:{name}", args=[released_row.pk])).status_code == 404


def test_a_release_of_another_family_is_not_there(visit, saskia, plan, released_row):
    other = running_plan(factories.FamilyFactory(name="Een andere kring"))
    Release.objects.update(family=other.family, plan=other)

    assert visit(saskia).get(page("shown", plan, released_row.pk)).status_code == 404
    assert visit(saskia).post(page("revoke", plan, released_row.pk)).status_code == 404


def test_the_pages_are_in_english_too(visit, saskia, petra, plan, released_row):
    for browser, address in (
        (visit(saskia), page("releases", plan)),
        (visit(petra), reverse("released:release", args=[released_row.pk])),
    ):
        browser.cookies["django_language"] = "en"
        assert "Om mee te denken" in browser.get(address).text
        assert "Waarvoor" not in browser.get(address).text


def test_who_reads_for_work_and_is_of_the_circle_is_reminded_of_both_hats(visit, plan, released_row, petra, saskia):
    own, of_family = reverse("released:release", args=[released_row.pk]), page("releases", plan)
    assert "ook in deze kring" not in visit(petra).get(own).text
    assert "ook in jullie kring" not in visit(saskia).get(of_family).text

    factories.let_in(petra, Role.MEMBER, plan.family)

    assert "Je zit ook in deze kring." in visit(petra).get(own).text
    assert "Zit ook in jullie kring" in visit(saskia).get(of_family).text
