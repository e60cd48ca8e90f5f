"""Visits: how it goes with the plan, by link, by account and on behalf of; and looking back."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fgc.families.models import Family
from fgc.networks import links
from fgc.networks.models import Person
from fgc.plans.models import Commitment, Look, Plan, ProgressReport
from fgc.plans.rules import Look as LookKind
from fgc.plans.rules import Promise
from tests import factories
from tests.conftest import acting
from tests.entering import press
from tests.plans.running import on, promised, running_plan


@pytest.fixture(autouse=True)
def _in_march():
    with time_machine.travel(on(2026, 3, 4), tick=False):
        yield


@pytest.fixture
def plan(family: Family) -> Plan:
    return running_plan(family)


@pytest.fixture
def cooking(plan: Plan, truus: Person) -> Commitment:
    return promised(plan, truus, text="Truus kookt op dinsdag.")


@pytest.fixture
def look(plan: Plan) -> Look:
    return Look.objects.create(family=plan.family, plan=plan, look=LookKind.MONTHS_3, due_on=date(2026, 5, 21))


@pytest.fixture
def call(plan: Plan) -> Look:
    return Look.objects.create(family=plan.family, plan=plan, look=LookKind.CALL, due_on=date(2026, 3, 4))


def page(name: str, plan: Plan, *rest: object) -> str:
    return reverse(f"follow_up:{name}", args=[plan.family_id, *rest])


def by_link(visit, mirjam, person: Person):
    browser = visit()
    browser.cookies["w"] = str(person.pk)
    press(browser, links.open_for(acting(mirjam), person, via="mail"))
    return browser


def test_the_family_reads_in_words_how_it_goes(visit, saskia, plan, cooking, look, fatma):
    promised(plan, fatma, state=Promise.LAPSED, text="Fatma stuurt eten.")

    seen = visit(saskia).get(page("follow_up", plan)).text

    assert "Truus kookt op dinsdag." in seen
    assert "Nog niemand heeft gezegd hoe het gaat." in seen
    assert "Fatma stuurt eten." in seen
    assert "donderdag 21 mei" in seen


def test_without_a_plan_the_page_says_what_comes_first(visit, saskia, family):
    assert "Er is nog geen plan." in visit(saskia).get(reverse("follow_up:follow_up", args=[family.pk])).text
    assert visit(saskia).get(reverse("follow_up:plan_look", args=[family.pk])).status_code == 302


def test_grandmother_answers_with_one_press_by_her_link(visit, mirjam, truus, cooking):
    browser = by_link(visit, mirjam, truus)
    address = reverse("follow_up:link_progress", args=[cooking.pk])
    assert "Truus kookt op dinsdag." in browser.get(address).text

    done = browser.post(address, {"runs": "partly", "note": "Met Marleen samen."}, follow=True)

    assert "Je antwoord is bewaard." in done.text
    assert ProgressReport.objects.get().note == "Met Marleen samen."


def test_a_word_about_it_comes_after_the_answer_and_never_before(visit, mirjam, truus, cooking):
    browser, address = by_link(visit, mirjam, truus), reverse("follow_up:link_progress", args=[cooking.pk])
    first = browser.get(address).text
    assert first.index('value="runs"') < first.index('name="note"')
    assert "Bewaar deze woorden" not in first

    after = browser.post(address, {"runs": "not", "note": ""}, follow=True).text

    assert "Wil je er iets bij zeggen?" in after
    done = browser.post(address, {"runs": "not", "note": "Mijn knie."}, follow=True)
    assert (done.request["PATH_INFO"], ProgressReport.objects.get().note) == (reverse("links:mine"), "Mijn knie.")


def test_no_answer_keeps_what_was_typed(visit, mirjam, truus, cooking):
    browser = by_link(visit, mirjam, truus)

    answer = browser.post(reverse("follow_up:link_progress", args=[cooking.pk]), {"note": "Bijna."})

    assert answer.status_code == 422
    assert "Bijna." in answer.text
    assert "Kies een van de antwoorden." in answer.text


def test_a_link_opens_nobody_elses_promise(visit, mirjam, fatma, cooking):
    address = reverse("follow_up:link_progress", args=[cooking.pk])

    assert by_link(visit, mirjam, fatma).get(address).status_code == 404
    assert visit().get(address).status_code == 302


def test_the_coordinator_writes_it_down_with_a_visible_line(visit, mirjam, plan, cooking, truus):
    browser, address = visit(mirjam), page("person_progress", plan, truus.pk, cooking.pk)
    assert "Je schrijft dit op voor Truus." in browser.get(address).text

    done = browser.post(address, {"runs": "runs", "note": ""}, follow=True)

    assert "Het antwoord is bewaard." in done.text
    assert ProgressReport.objects.get().on_behalf_by == mirjam


def test_somebody_with_an_account_answers_without_such_a_line(visit, cem, plan):
    person = Person.objects.get(account=cem)
    driving = promised(plan, person, text="Cem betaalt de taxi.")

    seen = visit(cem).get(page("person_progress", plan, person.pk, driving.pk)).text

    assert "Cem betaalt de taxi." in seen
    assert "Je schrijft dit op" not in seen


@pytest.mark.parametrize("who", ["saskia", "noor", "cem", "petra", "stranger"])
def test_nobody_else_opens_somebodys_promise(who, visit, plan, cooking, truus, request):
    browser, address = visit(request.getfixturevalue(who)), page("person_progress", plan, truus.pk, cooking.pk)

    assert browser.get(address).status_code == 404
    assert browser.post(address, {"runs": "runs"}).status_code == 404


def test_a_person_and_a_promise_must_belong_together(visit, mirjam, plan, cooking, fatma):
    other = factories.PersonFactory(family=factories.FamilyFactory(name="Een andere kring"))

    for person in (fatma, other):
        assert visit(mirjam).get(page("person_progress", plan, person.pk, cooking.pk)).status_code == 404


def test_a_professional_says_how_the_own_promise_goes(visit, hanneke, outsider, plan, cooking):
    own = promised(plan, outsider, text="Hanneke belt.")
    browser = visit(hanneke)
    assert "Hanneke belt." in browser.get(reverse("released:work")).text

    done = browser.post(reverse("follow_up:work_progress", args=[own.pk]), {"runs": "runs"}, follow=True)

    assert "De familie leest je antwoord." in done.text
    assert browser.get(reverse("follow_up:work_progress", args=[own.pk])).status_code == 200
    assert browser.get(reverse("follow_up:work_progress", args=[cooking.pk])).status_code == 404


def test_the_coordinator_calls_and_goes_through_the_promises(visit, mirjam, plan, cooking, call):
    browser = visit(mirjam)
    assert "Je belt: hoe gaat het?" in browser.get(page("call", plan)).text

    answers = {"held_on": "2026-03-04", f"runs-{cooking.pk}": "partly"}
    browser.post(page("call", plan), answers)

    call.refresh_from_db()
    assert (call.held_on, ProgressReport.objects.get().look) == (date(2026, 3, 4), call)
    assert "Je hoeft niet te bellen" in browser.get(page("call", plan)).text


def test_the_family_looks_back_in_own_words_and_reads_them_later(visit, saskia, plan, cooking, look):
    browser = visit(saskia)
    assert "Jullie kijken samen terug" in browser.get(page("look", plan, look.pk)).text

    browser.post(page("look", plan, look.pk), {"held_on": "2026-03-04", "words": "Het gaat <i>beter</i>."})

    assert "Het gaat &lt;i&gt;beter&lt;/i&gt;." in browser.get(page("look", plan, look.pk)).text


def test_looking_back_asks_per_agreement_everybody_who_promised_it(visit, saskia, plan, cooking, look, fatma):
    Commitment.objects.create(family=plan.family, agreement=cooking.agreement, person=fatma, state=Promise.CONFIRMED)

    seen = visit(saskia).get(page("look", plan, look.pk)).text

    assert seen.count('name="agreement"') == 1
    assert seen.count("Truus kookt op dinsdag.") == 1
    assert "Hoe gaat het bij Truus?" in seen
    assert "Hoe gaat het bij Fatma?" in seen


def test_a_look_that_nobody_held_makes_place_for_the_next(visit, saskia, mirjam, plan, look):
    later = Look.objects.create(family=plan.family, plan=plan, look=LookKind.MONTHS_6, due_on=date(2026, 8, 21))
    with time_machine.travel(on(2026, 6, 18), tick=False):
        assert page("move_look", plan, look.pk) in visit(saskia).get(page("follow_up", plan)).text

    with time_machine.travel(on(2026, 6, 19), tick=False):
        seen = visit(mirjam).get(page("follow_up", plan)).text

    assert page("look", plan, later.pk) in seen
    assert "Rond donderdag 21 mei is er niet teruggekeken." in seen
    assert "is er niet van gekomen" in seen


def test_a_day_ahead_is_not_looked_back_on(visit, saskia, plan, look):
    answer = visit(saskia).post(page("look", plan, look.pk), {"held_on": "2026-03-05", "words": "Al klaar."})

    assert answer.status_code == 422
    assert "Al klaar." in answer.text


def test_another_day_and_a_day_of_your_own(visit, saskia, plan, look):
    browser = visit(saskia)
    assert browser.get(page("plan_look", plan)).status_code == 200
    assert 'value="2026-05-21"' in browser.get(page("move_look", plan, look.pk)).text

    browser.post(page("move_look", plan, look.pk), {"due_on": "2026-05-23", "place": "Bij Truus"})
    browser.post(page("plan_look", plan), {"due_on": "2026-06-23", "place": ""})

    assert [(row.look, row.due_on) for row in Look.objects.order_by("due_on")] == [
        ("3m", date(2026, 5, 23)),
        ("other", date(2026, 6, 23)),
    ]
    assert browser.post(page("move_look", plan, look.pk), {"due_on": "2020-05-23"}).status_code == 422
    assert browser.post(page("plan_look", plan), {"due_on": "later"}).status_code == 422


def test_a_look_of_another_family_is_not_there(visit, saskia, plan, look):
    other = running_plan(factories.FamilyFactory(name="Een andere kring"))
    Look.objects.update(family=other.family, plan=other)

    assert visit(saskia).get(page("look", plan, look.pk)).status_code == 404
    assert visit(saskia).get(page("move_look", plan, look.pk)).status_code == 404


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
def test_who_sees_how_it_goes(who, expected, visit, plan, look, request):
    browser = visit(request.getfixturevalue(who))

    for address in (page("follow_up", plan), page("look", plan, look.pk), page("plan_look", plan)):
        assert browser.get(address).status_code == expected


@pytest.mark.parametrize("who", ["saskia", "noor", "cem", "stranger"])
def test_only_the_coordinator_calls(who, visit, plan, call, request):
    assert visit(request.getfixturevalue(who)).get(page("call", plan)).status_code == 404


def queries_of(browser, address: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(address).status_code == 200
    return len(seen)


def test_the_number_of_queries_does_not_grow(visit, saskia, plan, truus, look):
    for _ in range(3):
        promised(plan, truus)
    few = queries_of(visit(saskia), page("follow_up", plan))
    for _ in range(30):
        promised(plan, truus)

    assert queries_of(visit(saskia), page("follow_up", plan)) == few


def test_the_contact_person_reads_behind_the_link_what_does_not_run(visit, mirjam, truus, cooking):
    Commitment.objects.update(last_run="not")
    browser = by_link(visit, mirjam, truus)
    assert "Dit loopt nog niet" not in browser.get(reverse("links:mine")).text

    Person.objects.filter(pk=truus.pk).update(is_contact_person=True)

    assert "Dit loopt nog niet" in browser.get(reverse("links:mine")).text


def test_the_contact_person_reads_behind_the_link_that_nobody_looked_back(visit, mirjam, truus, plan, look):
    words = "Rond donderdag 21 mei is er niet teruggekeken."
    with time_machine.travel(on(2026, 6, 19), tick=False):
        browser = by_link(visit, mirjam, truus)
        assert words not in browser.get(reverse("links:mine")).text

        Person.objects.filter(pk=truus.pk).update(is_contact_person=True)
        assert words in browser.get(reverse("links:mine")).text

        Look.objects.create(
            family=plan.family, plan=plan, look=LookKind.OTHER, due_on=date(2026, 6, 1), held_on=date(2026, 6, 1)
        )
        assert words not in browser.get(reverse("links:mine")).text


def test_the_page_is_in_english_too(visit, saskia, plan, cooking, look):
    browser = visit(saskia)
    browser.cookies["django_language"] = "en"

    assert "Nobody has said yet how it goes." in browser.get(page("follow_up", plan)).text
