"""Another coordinator, on pages and for programs: what is handed over, and stopping."""

import uuid

import pytest
from django.urls import reverse

from fgc.access.roles import Role
from fgc.families import actions as families
from fgc.networks import actions
from fgc.networks.models import HandOver
from tests.conftest import acting
from tests.factories import UserFactory, WorkerFactory, let_in

SAID = "Vergaderen is overdag."


@pytest.fixture
def address(family):
    return lambda name, *rest: reverse(f"families:{name}", args=[family.pk, *rest])


def test_the_coordinator_writes_it_and_the_family_reads_it_and_takes_it_away(visit, mirjam, saskia, address):
    browser, hers = visit(mirjam), visit(saskia)
    assert browser.post(address("hand_over"), {}).status_code == 422
    assert browser.post(address("hand_over"), {"agreed": SAID, "open_questions": "De taxi?"}).status_code == 302
    assert SAID in browser.get(address("hand_over")).content.decode()

    page = hers.get(address("coordinator")).content.decode()
    assert SAID in page
    assert "De taxi?" in page
    written = HandOver.objects.get()
    assert visit(mirjam).post(address("take_back_hand_over", written.pk)).status_code == 404
    assert hers.post(address("take_back_hand_over", uuid.uuid4())).status_code == 404
    assert hers.post(address("take_back_hand_over", written.pk))["Location"] == address("coordinator")
    assert SAID not in hers.get(address("coordinator")).content.decode()
    seen = hers.get(address("seen")).content.decode()
    assert "wat naar een volgende coördinator gaat" in seen


def test_the_coordinator_stops_and_the_next_click_fails(visit, mirjam, address):
    browser = visit(mirjam)
    assert "Schrijf het eerst op" in browser.get(address("hand_back")).content.decode()
    browser.post(address("hand_over"), {"practical": SAID})
    assert "Schrijf het eerst op" not in browser.get(address("hand_back")).content.decode()

    assert browser.post(address("hand_back"))["Location"] == reverse("desk:desk")

    for page in ("hand_over", "hand_back", "home"):
        assert browser.get(address(page)).status_code == 404


def test_a_next_coordinator_reads_what_was_written(visit, mirjam, family, address):

    actions.write_hand_over(acting(mirjam), family, agreed=SAID)
    next_one = let_in(UserFactory(work="coordinator"), Role.COORDINATOR, family)
    assert SAID in visit(next_one).get(address("hand_over")).content.decode()


@pytest.mark.parametrize("who", ["saskia", "cem", "marleen", "erik", "hanneke", "stranger"])
def test_for_others_there_is_no_such_page(who, visit, address, request):
    browser = visit(request.getfixturevalue(who))
    for page in ("hand_over", "hand_back"):
        assert browser.get(address(page)).status_code == 404
        assert browser.post(address(page)).status_code == 404


def test_the_family_reads_it_above_the_choice_of_the_next_one(visit, mirjam, saskia, erik, family, address):
    actions.write_hand_over(acting(mirjam), family, agreed=SAID)
    families.hand_back(acting(mirjam), family)
    offer = families.offer_coordinator(acting(erik), family.pk, coordinator_id=WorkerFactory(name="Anouk de Reus").pk)
    families.declare_independence(acting(offer.coordinator), offer)

    page = visit(saskia).get(address("coordinator")).content.decode()

    assert page.index(SAID) < page.index("Anouk de Reus")
