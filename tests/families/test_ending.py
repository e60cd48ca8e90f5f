"""Every ending works at once, for everybody."""

import io
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from fgc.access import grants
from fgc.access.actors import SystemActor
from fgc.access.can import Can
from fgc.access.roles import Role
from fgc.accounts.models import User
from fgc.audit.models import Line
from fgc.errors import NotAllowed, RuleBroken
from fgc.families import actions, queries
from fgc.families.models import Commission, CoordinatorOffer, Family
from fgc.families.rules import Ending, Giver, OfferState, Stage, StopReason, Yes
from fgc.outbox.models import Kind, Message, State
from fgc.outbox.queue import to_user
from tests import factories
from tests.conftest import acting
from tests.factories import let_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def saskia(family, saskia):
    factories.CommissionFactory(family=family, giver=saskia)
    return saskia


@pytest.fixture
def kemal(family):
    """Father, who said yes too."""
    user = let_in(factories.UserFactory(name="Kemal Aydin"), Role.COMMISSIONER, family)
    factories.CommissionFactory(family=family, giver=user)
    return user


def test_one_button_closes_everything_for_everybody_else(family, saskia, noor, mirjam, cem, marleen):
    to_user(cem, Kind.LET_IN, family)

    actions.withdraw_commission(acting(saskia), family, reason=StopReason.SAFETY, words="Het is nu niet veilig.")

    family.refresh_from_db()
    assert (family.stage, family.ending, family.stop_reason) == (Stage.STOPPED, Ending.STOPPED, StopReason.SAFETY)
    assert family.stop_words == "Het is nu niet veilig."
    for user in (mirjam, cem, marleen):
        assert grants.standing(user.pk, family.pk).roles == frozenset()
    for user in (saskia, noor):
        assert acting(user).may(Can.SEE_FAMILY, family)
    assert Message.objects.get().state == State.SKIPPED


def test_one_of_two_withdraws_and_what_is_about_the_children_stands_still(family, saskia, kemal, cem):
    actions.withdraw_commission(acting(kemal), family)

    family.refresh_from_db()
    assert (family.stage, family.is_disputed) == (Stage.PREPARING, True)
    assert acting(cem).may(Can.SEE_FAMILY, family)
    assert Commission.objects.get(giver=kemal).answer == Yes.WITHDRAWN
    for action in (actions.close_family, actions.erase_family):
        more = {"ending": Ending.PLAN_FROM_MEETING} if action is actions.close_family else {"typed_name": family.name}
        with pytest.raises(RuleBroken):
            action(acting(saskia), family, **more)


def test_each_of_two_can_stop_everything(family, saskia, kemal, cem):
    actions.stop_family(acting(kemal), family)

    family.refresh_from_db()
    assert (family.stage, family.is_disputed, family.stop_reason) == (Stage.STOPPED, False, StopReason.NOT_SAID)
    with pytest.raises(RuleBroken):
        actions.stop_family(acting(saskia), family)
    with pytest.raises(RuleBroken):
        actions.withdraw_commission(acting(saskia), family)


@pytest.mark.parametrize(("typed", "field"), [({"reason": "boos"}, "reason"), ({"words": "x" * 2001}, "words")])
def test_a_stop_says_which_field_is_wrong(family, saskia, typed, field):
    with pytest.raises(RuleBroken) as no:
        actions.stop_family(acting(saskia), family, **typed)
    assert no.value.field == field


@pytest.mark.parametrize("ending", [Ending.PLAN_FROM_MEETING, Ending.PLAN_WITHOUT_MEETING])
def test_a_family_closes_with_a_plan(family, saskia, mirjam, ending):
    actions.close_family(acting(saskia), family, ending=ending)

    family.refresh_from_db()
    assert (family.stage, family.ending) == (Stage.CLOSED, ending)
    assert grants.standing(mirjam.pk, family.pk).roles == frozenset()
    with pytest.raises(RuleBroken):
        actions.close_family(acting(saskia), family, ending=ending)


@pytest.mark.parametrize("ending", ["stopped", "", "happy"])
def test_closing_names_how_the_plan_came_about(family, saskia, ending):
    with pytest.raises(RuleBroken) as no:
        actions.close_family(acting(saskia), family, ending=ending)
    assert no.value.field == "ending"


def test_an_offer_ends_with_the_family(family, saskia):
    offer = family_offer(family)
    actions.stop_family(acting(saskia), family)

    offer.refresh_from_db()
    assert offer.state == OfferState.ENDED


def family_offer(family):
    return CoordinatorOffer.objects.create(family=family, coordinator=factories.WorkerFactory())


def a_week_later():
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
        return actions.erase_due(SystemActor("erase"))


def test_an_erased_family_leaves_one_line_with_its_id_and_the_day(
    family, saskia, noor, mirjam, noor_child, truus, outsider
):
    factories.BottomLineFactory(conference__family=family, person=outsider)
    factories.CommitmentFactory(agreement__plan__family=family, person=truus)
    family_offer(family)
    family_id = family.pk

    actions.erase_family(acting(saskia), family, typed_name=" de kring  van NOOR ")
    a_week_later()

    assert not Family.objects.filter(pk=family_id).exists()
    assert not User.objects.filter(pk__in=[saskia.pk, noor.pk]).exists()
    assert User.objects.filter(pk=mirjam.pk).exists()
    [line] = Line.objects.filter(family_id=family_id)
    assert (line.act, line.actor_id, line.object_id, line.role) == ("erase", "", None, "")


def test_after_a_restore_the_operator_erases_again_what_came_back(family, saskia, stranger):
    said, nobody = io.StringIO(), uuid.uuid4()

    call_command("erase_again", str(family.pk), str(nobody), stdout=said)

    assert said.getvalue().splitlines() == [f"{family.pk}: erased.", f"{nobody}: was not there."]
    assert not Family.objects.filter(pk=family.pk).exists()
    assert not User.objects.filter(pk=saskia.pk).exists()
    assert queries.my_families(acting(stranger))


def test_erasing_keeps_the_account_of_who_has_another_family(family, saskia, stranger):
    other = queries.my_families(acting(stranger))[0]
    let_in(saskia, Role.MEMBER, other)

    actions.erase_family(acting(saskia), family, typed_name=family.name)
    a_week_later()

    assert queries.my_families(acting(saskia)) == [other]


def test_nobody_erases_by_mistake_or_without_the_right(family, saskia, noor, mirjam):
    with pytest.raises(RuleBroken) as no:
        actions.erase_family(acting(saskia), family, typed_name="De kring van Selam")
    assert no.value.field == "typed_name"
    for user in (noor, mirjam):
        for action, more in (
            (actions.erase_family, {"typed_name": family.name}),
            (actions.close_family, {"ending": Ending.PLAN_FROM_MEETING}),
            (actions.stop_family, {}),
            (actions.withdraw_commission, {}),
        ):
            with pytest.raises(NotAllowed):
                action(acting(user), family, **more)


def test_after_the_end_nothing_changes_any_more(family, saskia, noor_child):
    question = actions.propose_question(acting(saskia), family, text="Hoe?")
    commission = queries.own_commission(acting(saskia), family)
    actions.stop_family(acting(saskia), family)

    for action, thing, more in (
        (actions.propose_question, family, {"text": "Hoe dan?"}),
        (actions.confirm_question, question, {}),
        (actions.record_child_question, noor_child, {"text": "Mag ik?"}),
        (actions.add_child, family, {"call_name": "Rik", "birth_date": noor_child.birth_date}),
        (actions.ask_commission, family, {"name": "Kemal", "giver_as": Giver.PARENT}),
        (actions.give_commission, commission, {"child_ids": [noor_child.pk]}),
        (actions.refuse_commission, commission, {}),
        (actions.state_wishes, family, {}),
        (actions.replace_coordinator, family, {}),
        (actions.let_in, family, {"name": "Cem", "email": "cem@post.example"}),
        (actions.end_access, family, {"user_id": saskia.pk}),
    ):
        with pytest.raises(RuleBroken):
            action(acting(saskia), thing, **more)
