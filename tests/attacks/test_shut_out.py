"""Nobody takes the say away from those who decide, and who is out is out."""

import pytest

from fgc.access import grants
from fgc.access.roles import Role
from fgc.errors import RuleBroken
from fgc.families import actions as families
from fgc.families.models import CoordinatorOffer
from fgc.families.rules import OfferState
from fgc.networks import actions, queries
from fgc.plans import actions as plans
from tests.conftest import acting
from tests.factories import WorkerFactory, let_in


@pytest.mark.parametrize("who", ["saskia", "noor"])
def test_the_coordinator_cannot_write_down_that_somebody_who_decides_stops(who, request, mirjam, family):
    decides = request.getfixturevalue(who)
    person = queries.me_in(acting(decides), family)
    before = grants.standing(decides.pk, family.pk)

    with pytest.raises(RuleBroken) as no:
        plans.leave(acting(mirjam), person)

    assert no.value.code == "decides"
    assert grants.standing(decides.pk, family.pk) == before


def test_a_young_person_can_stop_in_the_own_account(noor, family):
    actions.leave_circle(acting(noor), queries.me_in(acting(noor), family))

    assert grants.standing(noor.pk, family.pk).roles == frozenset()


def test_who_leaves_keeps_no_second_way_in(saskia, cem, family):
    """A seat that was given later does not know which person it is."""
    families.let_in(acting(saskia), family, name="Cem", email=cem.email, role=Role.SUPPORTER)

    actions.leave_circle(acting(cem), queries.me_in(acting(cem), family))

    assert grants.standing(cem.pk, family.pk) == grants.NOBODY


def test_who_is_not_invited_cannot_log_in_to_see_when_and_where(saskia, cem, family, visit):
    assert visit(cem).get(f"/families/{family.pk}/conference/").status_code == 200

    actions.mark_not_invited(acting(saskia), queries.me_in(acting(cem), family))

    assert visit(cem).get(f"/families/{family.pk}/conference/").status_code == 404


def test_not_inviting_takes_no_say_from_who_decides(mirjam, saskia, family):
    actions.mark_not_invited(acting(mirjam), queries.me_in(acting(saskia), family))

    assert Role.COMMISSIONER in grants.standing(saskia.pk, family.pk).roles


def test_a_coordinator_who_became_one_of_the_circle_meanwhile_is_not_accepted(saskia, mirjam, family):
    grants.end(family.pk, roles=[Role.COORDINATOR])
    other = WorkerFactory(name="Joost de Wit")
    offer = CoordinatorOffer.objects.create(
        family=family, coordinator=other, state=OfferState.DECLARED, declared_at=family.requested_at
    )
    let_in(other, Role.MEMBER, family)

    with pytest.raises(RuleBroken) as no:
        families.accept_coordinator(acting(saskia), offer)

    assert no.value.code == "not_independent"
