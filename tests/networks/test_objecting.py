"""Who asked to be gone is not put in the circle again by accident, and only the coordinator hears why."""

import pytest
from django.urls import reverse

from fgc.access.roles import Role
from fgc.errors import RuleBroken
from fgc.networks import actions
from fgc.networks.models import Objection, Person
from fgc.plans.actions import leave
from tests.conftest import acting
from tests.factories import FamilyFactory, PersonFactory, by_link, let_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def gone(family, mirjam):
    """Ria was in the circle, could be reached in two ways, and asked to be forgotten."""
    ria = PersonFactory(family=family, call_name="Ria", tie_label="vriendin van mama")
    actions.set_contact(acting(mirjam), ria, way="mail", email="ria@post.example", phone="0612345678")
    return leave(acting(mirjam), ria, erase=True)


@pytest.mark.parametrize(
    "said",
    [
        {"call_name": "RIA "},
        {"call_name": "Een vriendin", "email": "Ria@post.example"},
        {"call_name": "Een vriendin", "phone": "+31612345678"},
    ],
)
def test_by_name_address_or_number_nobody_is_put_back_by_accident(said, gone, family, saskia, mirjam):
    with pytest.raises(RuleBroken) as no:
        actions.add_person(acting(saskia), family, **said, has_agreed=True)
    assert (no.value.code, no.value.field) == ("ask_coordinator", "call_name")

    with pytest.raises(RuleBroken) as no:
        actions.add_person(acting(mirjam), family, **said)
    assert no.value.code == "objected"


def test_the_coordinator_who_heard_that_it_changed_puts_the_person_back_and_it_is_forgotten(gone, family, mirjam):
    again = actions.add_person_by_line(acting(mirjam), family, line="Ria vriendin", has_agreed=True)

    assert again.call_name == "Ria"
    marks = Objection.objects.filter(family=family).count()
    assert marks == 2
    assert actions.add_person(acting(mirjam), family, call_name="Een ander").pk


def test_what_is_kept_says_nothing_and_counts_in_this_family_only(gone, family, mirjam):
    assert Objection.objects.count() == 3
    assert not any(word in row.mark for row in Objection.objects.all() for word in ("ria", "Ria", "12345678"))
    other = FamilyFactory(name="Een andere kring")
    let_in(mirjam, Role.COORDINATOR, other)

    assert actions.add_person(acting(mirjam), other, call_name="Ria", email="ria@post.example").pk
    leave(acting(mirjam), Person.objects.get(family=other, call_name="Ria"), erase=True)

    here, there = (set(Objection.objects.filter(family=one).values_list("mark", flat=True)) for one in (family, other))
    assert len(there) == 2
    assert not here & there


def test_a_key_that_was_replaced_still_knows_who_it_was(gone, family, saskia, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a-new-key-that-is-long-enough-for-the-checks-of-the-settings"

    with pytest.raises(RuleBroken):
        actions.add_person(acting(saskia), family, call_name="Ria")


def test_being_erased_twice_keeps_no_word_for_many_out(gone, family, saskia, mirjam):
    leave(acting(mirjam), gone, erase=True)

    assert Objection.objects.count() == 3
    assert actions.add_person(acting(saskia), family, call_name=Person.objects.get(pk=gone.pk).call_name).pk


def test_who_only_stops_may_come_back(family, saskia, mirjam):
    leave(acting(mirjam), PersonFactory(family=family, call_name="Ria"))

    assert not Objection.objects.exists()
    assert actions.add_person(acting(saskia), family, call_name="Ria").pk


def test_by_a_personal_link_one_is_gone_for_good_as_well(family, saskia, truus):
    leave(by_link(truus), truus, erase=True)

    with pytest.raises(RuleBroken):
        actions.add_person(acting(saskia), family, call_name=truus.call_name)


def test_the_page_asks_only_a_coordinator_whether_it_changed(visit, gone, family, saskia, mirjam):
    page = reverse("circle:circle", args=[family.pk])
    question = "Hij of zij heeft mij verteld"

    told = visit(saskia).post(page, {"line": "Ria vriendin"})
    assert told.status_code == 422
    assert "Praat met je coördinator voor je Ria in de kring zet." in told.text
    assert question not in told.text

    assert question not in visit(mirjam).get(page).text
    assert question in visit(mirjam).post(page, {"line": "Ria vriendin"}).text
    assert visit(mirjam).post(page, {"line": "Ria vriendin", "has_agreed": "on"}).status_code == 302
    assert Person.objects.filter(family=family, call_name="Ria").exists()
