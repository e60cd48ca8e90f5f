"""Who keeps an eye on one line: what the database itself opens by that, and what not, asked with real logins."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from fgc.access.roles import Role
from fgc.families.rules import Giver
from fgc.networks.models import Person
from fgc.plans.models import Agreement, LineAbout, ProgressReport
from tests import factories
from tests.access.test_wall import logged_in, seen
from tests.factories import by_link, let_in
from tests.plans.running import promised, running_plan

TABLES = ("plans_agreement", "plans_wording", "plans_commitment", "plans_progressreport", "networks_person")


@pytest.fixture
def story(transactional_db: Any) -> dict[str, Any]:
    """Two lines of Truus, one of which Fatma keeps an eye on; how it goes was said of both."""
    family = factories.FamilyFactory()
    truus, fatma = (factories.PersonFactory(family=family, call_name=name) for name in ("Truus", "Fatma"))
    plan = running_plan(family)
    watched, other = promised(plan, truus), promised(plan, truus, text="Iets anders.")
    for promise in (watched, other):
        ProgressReport.objects.create(
            family=family, commitment=promise, about_on=timezone.localdate(), runs="not", note="geheim"
        )
    return {"family": family, "truus": truus, "fatma": fatma, "watched": watched, "other": other}


def sees(person: Person) -> list[int]:
    with logged_in("APP", link_id=by_link(person).link_id) as cursor:
        return [seen(cursor, table) for table in TABLES]


def test_a_watcher_sees_that_line_and_its_promises_and_nothing_else_of_the_plan(story: dict[str, Any]) -> None:
    nothing = [0, 0, 0, 0, 1]
    assert sees(story["fatma"]) == nothing

    Agreement.objects.filter(pk=story["watched"].agreement_id).update(watcher=story["fatma"])

    # Not who promised it, and not in which words it was told that it does not run.
    assert sees(story["fatma"]) == [1, 1, 1, 0, 1]

    Person.objects.filter(pk=story["fatma"].pk).update(standing="left", left_at=timezone.now())
    assert sees(story["fatma"])[:4] == nothing[:4]


def test_a_watcher_changes_nothing_of_it(story: dict[str, Any]) -> None:
    Agreement.objects.filter(pk=story["watched"].agreement_id).update(watcher=story["fatma"])

    with logged_in("APP", link_id=by_link(story["fatma"]).link_id) as cursor:
        for change in ("plans_commitment SET note = 'x'", "plans_agreement SET number = 7"):
            cursor.execute(f"UPDATE {change}")
            assert cursor.rowcount == 0, change


def test_a_watcher_of_one_family_sees_nothing_of_another(story: dict[str, Any]) -> None:
    other = factories.PersonFactory(family=factories.FamilyFactory())

    Agreement.objects.filter(pk=story["watched"].agreement_id).update(watcher=story["fatma"])

    assert sees(other) == [0, 0, 0, 0, 1]


def test_a_line_that_is_closed_to_its_watcher_stays_closed(story: dict[str, Any]) -> None:
    """A parent keeps an eye on a line about a young person of 17: who names a watcher opens nothing that is closed."""
    family, line = story["family"], story["watched"].agreement_id
    born = timezone.localdate() - timedelta(days=17 * 366)
    child = factories.ChildFactory(family=family, birth_date=born)
    mother = factories.PersonFactory(family=family, call_name="Saskia")
    account = let_in(factories.UserFactory(), Role.PARENT, family, mother)
    factories.CommissionFactory(family=family, giver=account, giver_as=Giver.PARENT)

    def read() -> list[int]:
        with logged_in("APP", user_id=account.pk) as cursor:
            return [seen(cursor, table) for table in TABLES[:3]]

    assert read() == [0, 0, 0]
    Agreement.objects.filter(pk=line).update(watcher=mother)
    assert read() == [1, 1, 1]

    about = LineAbout.objects.create(family=family, agreement_id=line, child=child)
    assert read() == [0, 0, 0]
    about.opened_at = timezone.now()
    about.save()
    assert read() == [1, 1, 1]
