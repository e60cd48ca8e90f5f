"""Contact and visits of the children: everybody who decides for them says yes to each change. Source: hard case 4."""

import pytest

from fgc.access.roles import Role
from fgc.networks.models import Person
from fgc.plans import queries
from fgc.plans.actions import add_line_to_running_plan, answer_amendment, propose_amendment
from fgc.plans.models import AmendmentConsent
from fgc.plans.rules import Kind
from tests import factories
from tests.conftest import acting
from tests.plans.running import running_plan


@pytest.fixture
def plan(family):
    return running_plan(family)


@pytest.fixture
def visits(plan, saskia):
    """When the children are with whom: the other parent decides on that as well."""
    Person.objects.update_or_create(account=saskia, family=plan.family, defaults={"call_name": "Saskia"})
    kemal = factories.UserFactory(name="Kemal")
    person = factories.PersonFactory(family=plan.family, call_name="Kemal", account=kemal)
    factories.let_in(kemal, Role.COMMISSIONER, plan.family, person)
    return factories.AgreementFactory(plan=plan, number=40, kind=Kind.CONTACT, wording__text="Om de week bij Kemal.")


def kemals(line):
    return AmendmentConsent.objects.get(amendment__agreement=line, person__call_name="Kemal", said_yes=None)


def test_contact_and_visits_change_only_with_the_yes_of_each_who_decides(visits, saskia, plan):
    change = propose_amendment(acting(saskia), visits, based_on=plan.version, text="Elke week bij Kemal.")
    assert change.state == "proposed"

    done = answer_amendment(acting(kemals(visits).person.account), kemals(visits), said_yes=True)

    assert done.state == "accepted"


def test_a_new_line_about_visits_waits_for_the_other_parent(visits, saskia, plan):
    line = add_line_to_running_plan(acting(saskia), plan, text="Vakantie om en om.", kind=Kind.CONTACT)
    assert not line.is_there
    view = queries.plan_for(acting(saskia), plan.family)
    assert [one.words.text for one in view.proposed] == ["Vakantie om en om."]

    answer_amendment(acting(kemals(line).person.account), kemals(line), said_yes=False)

    line.refresh_from_db()
    assert not line.is_there


def test_who_decides_alone_changes_visits_alone(saskia, plan):
    Person.objects.update_or_create(account=saskia, family=plan.family, defaults={"call_name": "Saskia"})

    line = add_line_to_running_plan(acting(saskia), plan, text="Vakantie om en om.", kind=Kind.CONTACT)

    assert line.is_there
