"""A plan for the children of two circles: those who decide on it, a neutral owner, and nobody else of either."""

from datetime import date

import pytest

from fgc.access import grants
from fgc.access.roles import Role
from fgc.audit.models import Line
from fgc.errors import NotAllowed, RuleBroken
from fgc.families import actions as families
from fgc.families import queries
from fgc.families.models import Child, Commission, CoordinatorOffer, Family
from fgc.families.rules import Giver, Kind, Stage, Yes
from fgc.networks import actions
from fgc.networks.models import ContactCard, Person
from fgc.outbox.models import Message
from tests import factories
from tests.conftest import acting
from tests.splitting import both_circles, everybody_says_yes

pytestmark = pytest.mark.django_db


@pytest.fixture
def split(family, saskia, mirjam):
    return both_circles(family, saskia, mirjam)


@pytest.fixture
def dennis(split):
    return grants.holders(split.circle_b_id, Role.COMMISSIONER)[0]


@pytest.fixture
def plan(split, saskia, dennis, mirjam):
    """Everybody who decides is asked for an own yes."""
    return actions.make_childrens_plan(acting(mirjam), split, giver_ids=[saskia.pk, dennis.pk])


def test_it_is_a_family_of_its_own_with_the_children_who_decides_and_a_neutral_owner(plan, split, saskia, dennis):
    assert (plan.kind, plan.name, plan.stage) == (Kind.CHILDRENS_PLAN, "Het plan voor de kinderen", Stage.REQUESTED)
    split.refresh_from_db()
    assert split.childrens_plan == plan
    assert [child.call_name for child in Child.objects.filter(family=plan)] == ["Natnael"]
    people = Person.objects.filter(family=plan).order_by("pk")
    assert [(one.call_name, one.account) for one in people] == [
        ("Natnael", None),
        ("Saskia", saskia),
        ("Dennis", dennis),
        ("Iemand uit de familie", None),
    ]
    assert {one.way for one in people} == {"none"}
    cards = ContactCard.objects.filter(family=plan)
    assert {(card.email, str(card.phone), card.address) for card in cards} == {("", "", "")}
    assert Message.objects.filter(family=plan).count() == 2


def test_with_the_yes_of_each_they_decide_together_and_let_nobody_in(plan, saskia, dennis, mirjam):
    everybody_says_yes(plan)
    plan.refresh_from_db()

    assert plan.stage == Stage.COMMISSIONED
    for user in (saskia, dennis):
        assert grants.standing(user.pk, plan.pk).roles == {Role.JOINT}
        with pytest.raises(NotAllowed):
            families.let_in(acting(user), plan, name="Marco", email="marco@post.example")
        with pytest.raises(NotAllowed):
            actions.add_person(acting(user), plan, call_name="Marco")
    [offer] = CoordinatorOffer.objects.filter(family=plan)
    families.declare_independence(acting(mirjam), offer)
    families.accept_coordinator(acting(dennis), offer)
    plan.refresh_from_db()
    for no in (
        lambda: actions.add_person(acting(mirjam), plan, call_name="Marco"),
        lambda: families.ask_commission(acting(mirjam), plan, name="Marco", email="marco@post.example"),
        lambda: families.open_other_circle(acting(mirjam), plan, name="Marco", email="marco@post.example"),
    ):
        with pytest.raises(RuleBroken) as rule:
            no()
        assert rule.value.code == "childrens_plan"


def test_one_sees_nothing_of_when_the_other_looked_or_answered(plan, saskia, dennis):
    everybody_says_yes(plan)

    for user, other in ((saskia, dennis), (dennis, saskia)):
        lines = queries.seen_lines(acting(user), plan, own_only=True)
        assert other.name not in {line.who for line in lines}
    assert Line.objects.filter(family_id=plan.pk, actor_id=str(saskia.pk)).exists()


def test_nothing_of_it_stands_in_either_circle(split, saskia, dennis, mirjam):
    circles = (split.circle_a_id, split.circle_b_id)
    before = [list(Line.objects.filter(family_id=pk).order_by("number").values()) for pk in circles]
    messages = Message.objects.filter(family__in=[split.circle_a, split.circle_b]).count()

    plan = actions.make_childrens_plan(acting(mirjam), split, giver_ids=[saskia.pk, dennis.pk])

    assert before == [list(Line.objects.filter(family_id=pk).order_by("number").values()) for pk in circles]
    assert messages == Message.objects.filter(family__in=[split.circle_a, split.circle_b]).count()
    assert actions.make_childrens_plan(acting(mirjam), split, giver_ids=[saskia.pk, dennis.pk]) == plan
    assert Person.objects.filter(family=plan).count() == 4


def test_who_takes_back_the_own_yes_ends_it_for_both_and_another_can_begin(plan, split, saskia, dennis, mirjam):
    everybody_says_yes(plan)

    families.withdraw_commission(acting(dennis), plan)

    plan.refresh_from_db()
    assert plan.stage == Stage.STOPPED
    split.refresh_from_db()
    again = actions.make_childrens_plan(acting(mirjam), split, giver_ids=[saskia.pk, dennis.pk])
    assert again != plan
    assert Family.objects.open().filter(pk__in=[split.circle_a_id, split.circle_b_id]).count() == 2


def test_a_no_of_one_leaves_it_waiting(plan, saskia, dennis):
    families.refuse_commission(acting(dennis), queries.own_commission(acting(dennis), plan))

    everybody_says_yes(plan, but=dennis)
    plan.refresh_from_db()
    assert (plan.stage, plan.is_disputed) == (Stage.REQUESTED, True)


def test_from_twelve_years_a_child_decides_along_here_too(split, saskia, dennis, mirjam, family):
    for circle in (family, split.circle_b):
        factories.ChildFactory(family=circle, call_name="Noor", birth_date=date(2012, 1, 1))
    with pytest.raises(RuleBroken) as no:
        actions.make_childrens_plan(acting(mirjam), split, giver_ids=[saskia.pk, dennis.pk])
    assert (no.value.code, no.value.field) == ("required", "giver_ids")
    noor = _young_person(family)

    plan = actions.make_childrens_plan(acting(mirjam), split, giver_ids=[saskia.pk, dennis.pk, noor.pk])

    everybody_says_yes(plan)
    plan.refresh_from_db()
    assert plan.stage == Stage.COMMISSIONED
    assert grants.standing(noor.pk, plan.pk).roles >= {Role.JOINT}
    assert Person.objects.get(family=plan, call_name="Noor").account == noor


def _young_person(family):
    noor = factories.let_in(factories.UserFactory(name="Noor"), Role.YOUNG, family)
    child = Child.objects.get(family=family, call_name="Noor")
    Commission.objects.create(family=family, giver=noor, giver_as=Giver.YOUNG, child=child, answer=Yes.YES)
    return noor


def test_a_child_of_one_circle_only_is_not_in_it(split, saskia, dennis, mirjam, family):
    factories.ChildFactory(family=family, call_name="Hiwet", birth_date=date(2021, 8, 30))

    plan = actions.make_childrens_plan(acting(mirjam), split, giver_ids=[saskia.pk, dennis.pk])

    assert [child.call_name for child in Child.objects.filter(family=plan)] == ["Natnael"]
    everybody_says_yes(plan)
    families.withdraw_commission(acting(dennis), plan)
    Child.objects.filter(family=split.circle_b).delete()
    with pytest.raises(RuleBroken) as no:
        actions.make_childrens_plan(acting(mirjam), split, giver_ids=[saskia.pk, dennis.pk])
    assert no.value.code == "no_children"


def test_it_needs_somebody_of_each_circle_and_nobody_else(split, saskia, dennis, mirjam, cem):
    for giver_ids in ([], [saskia.pk], [dennis.pk], [saskia.pk, dennis.pk, cem.pk]):
        with pytest.raises(RuleBroken) as no:
            actions.make_childrens_plan(acting(mirjam), split, giver_ids=giver_ids)
        assert no.value.field == "giver_ids"
    assert not Family.objects.filter(kind=Kind.CHILDRENS_PLAN).exists()


def test_only_who_coordinates_both_makes_it(split, saskia, dennis, mirjam, erik):
    for user in (saskia, dennis, erik):
        with pytest.raises(NotAllowed):
            actions.make_childrens_plan(acting(user), split, giver_ids=[saskia.pk, dennis.pk])
    families.replace_coordinator(acting(dennis), split.circle_b)
    with pytest.raises(NotAllowed):
        actions.make_childrens_plan(acting(mirjam), split, giver_ids=[saskia.pk, dennis.pk])
