"""Visits: the family's ladder, who keeps an eye on a line, and no more reminders of a promise."""

from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from fgc.accounts.models import User
from fgc.networks import links
from fgc.networks.models import Person
from fgc.outbox.models import Kind, Message, State
from fgc.plans import actions
from fgc.plans.models import Agreement, Commitment, Plan
from fgc.plans.rules import Runs
from tests.conftest import acting
from tests.entering import press
from tests.plans.running import on, promised, running_plan


@pytest.fixture(autouse=True)
def _in_march() -> Any:
    with time_machine.travel(on(2026, 3, 4), tick=False):
        yield


@pytest.fixture
def cooking(family: Any, truus: Person) -> Commitment:
    return promised(running_plan(family), truus, text="Truus kookt op dinsdag.")


def by_link(visit: Any, mirjam: User, person: Person) -> Client:
    browser: Client = visit()
    browser.cookies["w"] = str(person.pk)
    press(browser, links.open_for(acting(mirjam), person, via="mail"))
    return browser


def test_the_family_chooses_who_hears(visit: Any, saskia: User, cooking: Commitment, outsider: Person) -> None:
    address = reverse("plan:ladder", args=[cooking.family_id])
    assert address in visit(saskia).get(reverse("plan:plan", args=[cooking.family_id])).text
    page = visit(saskia).get(address).text
    assert "Hanneke" in page
    assert "Jullie hebben nu geen contactpersoon." in page

    answer = visit(saskia).post(address, {"watcher_hears": "on", "work_hears_id": str(outsider.pk)}, follow=True)

    assert "Vanaf nu gaat het in deze volgorde." in answer.text
    plan = Plan.objects.get()
    assert (plan.watcher_hears, plan.contact_hears, plan.work_hears) == (True, False, outsider)


def test_the_contact_person_stands_there_by_name(visit: Any, saskia: User, cooking: Commitment, fatma: Person) -> None:
    Person.objects.filter(pk=fatma.pk).update(is_contact_person=True)

    page = visit(saskia).get(reverse("plan:ladder", args=[cooking.family_id])).text

    assert "Dan Fatma, jullie contactpersoon" in page
    assert "professional" not in page.partition("<form")[2].partition("</form>")[0]


@pytest.mark.parametrize("who", ["mirjam", "marleen"])
def test_for_others_the_ladder_is_not_there(who: str, visit: Any, cooking: Commitment, request: Any) -> None:
    browser = visit(request.getfixturevalue(who))

    assert browser.get(reverse("plan:ladder", args=[cooking.family_id])).status_code == 404
    assert (
        reverse("plan:ladder", args=[cooking.family_id])
        not in browser.get(reverse("plan:plan", args=[cooking.family_id])).text
    )


def test_who_keeps_an_eye_on_a_line_stands_with_it_and_reads_it_by_the_own_link(
    visit: Any, mirjam: User, cooking: Commitment, fatma: Person
) -> None:
    address = reverse("plan:watcher", args=[cooking.family_id, cooking.agreement_id])
    assert "Truus kookt op dinsdag." in visit(mirjam).get(address).text

    answer = visit(mirjam).post(address, {"person_id": str(fatma.pk)}, follow=True)

    assert "Fatma let hierop." in answer.text
    browser = by_link(visit, mirjam, fatma)
    assert "Hier let jij op" in browser.get(reverse("links:mine")).text
    actions.report_progress(acting(mirjam), cooking, runs=Runs.NOT)
    assert "Dit loopt nog niet" in browser.get(reverse("links:mine")).text


def test_nobody_watches_over_what_is_not_there(visit: Any, saskia: User, cooking: Commitment, noor: User) -> None:
    address = reverse("plan:watcher", args=[cooking.family_id, cooking.agreement_id])
    assert visit(saskia).post(address, {"person_id": ""}, follow=True).status_code == 200

    Agreement.objects.update(dropped_in=1)

    assert visit(saskia).get(address).status_code == 404


def test_grandmother_ends_the_reminders_with_one_press(
    visit: Any, mirjam: User, cooking: Commitment, truus: Person
) -> None:
    browser = by_link(visit, mirjam, truus)
    promise = reverse("plan:link_promise", args=[cooking.pk])
    address = reverse("plan:link_reminders", args=[cooking.pk])
    assert address in browser.get(promise).text
    assert "Geen herinneringen hierover meer" in browser.get(address).text

    answer = browser.post(address, {"wanted": "no"}, follow=True)

    assert "De afspraak zelf blijft." in answer.text
    assert Commitment.objects.get().is_quiet
    assert "Herinner mij hier weer aan" in browser.get(address).text
    browser.post(address, {"wanted": "yes"})
    assert not Commitment.objects.get().is_quiet


def test_the_coordinator_writes_it_down_for_who_calls(
    visit: Any, mirjam: User, cooking: Commitment, truus: Person
) -> None:
    address = reverse("plan:person_reminders", args=[cooking.family_id, truus.pk, cooking.pk])
    assert "Je schrijft dit op voor Truus." in visit(mirjam).get(address).text

    visit(mirjam).post(address, {"wanted": "no"})

    assert Commitment.objects.get().is_quiet


def test_a_wrong_word_changes_nothing(visit: Any, mirjam: User, cooking: Commitment, truus: Person) -> None:
    address = reverse("plan:link_reminders", args=[cooking.pk])

    assert by_link(visit, mirjam, truus).post(address, {"wanted": "perhaps"}).status_code == 422
    assert not Commitment.objects.get().is_quiet


def test_nobody_ends_the_reminders_of_somebody_else(
    visit: Any, marleen: User, cooking: Commitment, truus: Person, noor: User
) -> None:
    address = reverse("plan:person_reminders", args=[cooking.family_id, truus.pk, cooking.pk])
    nobody = reverse("plan:person_reminders", args=[cooking.family_id, cooking.pk, cooking.pk])

    assert visit(marleen).get(address).status_code == 404
    assert visit(noor).post(address, {"wanted": "no"}).status_code == 404
    assert visit(noor).get(nobody).status_code == 404


def test_a_professional_sees_that_something_does_not_run_and_ends_the_own_reminders(
    visit: Any, saskia: User, cooking: Commitment, outsider: Person, hanneke: User
) -> None:
    own = promised(cooking.agreement.plan, outsider, text="Hanneke belt de school.")
    actions.choose_ladder(
        acting(saskia), cooking.agreement.plan, watcher_hears=True, contact_hears=True, work_hears_id=outsider.pk
    )
    Message.objects.create(
        family=cooking.family,
        kind=Kind.STALLED,
        subject_id=cooking.pk,
        to_user=hanneke,
        state=State.SENT,
        settled_at=on(2026, 3, 4),
    )

    page = visit(hanneke).get(reverse("released:work")).text
    assert f"In het plan van {cooking.family.name} loopt iets nog niet." in page
    assert "Truus" not in page
    visit(hanneke).post(reverse("plan:work_reminders", args=[own.pk]), {"wanted": "no"})

    own.refresh_from_db()
    assert own.is_quiet
