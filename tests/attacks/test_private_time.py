"""While the family has its private time nothing makes the coordinator one of the circle."""

import re

import pytest
from django.utils import timezone

from fgc.access import grants
from fgc.access.roles import Role
from fgc.checks import routes
from fgc.errors import RuleBroken
from fgc.families import actions
from tests.conftest import acting


@pytest.fixture
def alone(family, mirjam):
    """The family in its private time, with its coordinator outside."""
    family.private_since = timezone.now()
    family.save()
    return family


def test_the_coordinator_is_not_let_in_by_another_door(alone, saskia, mirjam):
    with pytest.raises(RuleBroken) as no:
        actions.let_in(acting(saskia), alone, name="Mirjam", email=mirjam.email)

    assert no.value.code == "other_part"
    assert grants.standing(mirjam.pk, alone.pk).roles == {Role.OUTSIDE}


def test_the_coordinator_is_not_asked_to_decide(alone, saskia, mirjam):
    with pytest.raises(RuleBroken) as no:
        actions.ask_commission(acting(saskia), alone, name="Mirjam", email=mirjam.email)

    assert no.value.code == "other_part"


def test_a_coordinator_outside_is_replaced_and_not_just_shut_out(alone, saskia, mirjam):
    with pytest.raises(RuleBroken):
        actions.end_access(acting(saskia), alone, user_id=mirjam.pk)


def test_every_page_of_the_family_keeps_the_coordinator_outside(alone, mirjam, visit):
    browser, other = visit(mirjam), alone.pk
    for address, name, _view in routes():
        if not address.startswith("families/<uuid:family_id>/") or name == "conference:day":
            continue
        path = "/" + address
        for kind in ("family_id", "person_id"):
            path = path.replace(f"<uuid:{kind}>", str(alone.pk))
        path = re.sub(r"<uuid:\w+>", str(other), path)
        path = re.sub(r"<int:\w+>", "1", path).replace("<str:phase>", "private")
        for answer in (browser.get(path), browser.post(path)):
            assert answer.status_code in (302, 404, 405), (path, answer.status_code)
            if answer.status_code == 302:
                assert answer["Location"] == f"/families/{alone.pk}/conference/day/", path
