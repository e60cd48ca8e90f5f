"""Two circles that were asked for apart are joined by the coordinator whom both chose."""

import uuid
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from fgc.access.roles import Role
from fgc.access.walls import acting as told
from fgc.audit.models import Line
from fgc.errors import NotAllowed, RuleBroken
from fgc.families import actions, queries
from fgc.families.models import Child, Commission, Family, Split
from fgc.families.rules import Kind, Stage, Yes
from fgc.outbox.models import Message
from tests import factories
from tests.conftest import acting

pytestmark = pytest.mark.django_db
BORN = date(2017, 5, 6)


@pytest.fixture
def hers(family, saskia):
    factories.ChildFactory(family=family, call_name="Natnael", birth_date=BORN)
    Commission.objects.create(family=family, giver=saskia, giver_as="parent", answer=Yes.YES)
    return family


@pytest.fixture
def dennis(db):
    return factories.UserFactory(name="Dennis Kuiper", email="dennis@post.example")


@pytest.fixture
def his(hers, dennis, mirjam):
    """Asked for by himself; he chose the same coordinator."""
    other = factories.FamilyFactory(name="De kring van Dennis")
    factories.ChildFactory(family=other, call_name="natnael", birth_date=BORN)
    factories.let_in(dennis, Role.COMMISSIONER, other)
    Commission.objects.create(family=other, giver=dennis, giver_as="parent", answer=Yes.YES)
    factories.let_in(mirjam, Role.COORDINATOR, other)
    return other


def test_the_coordinator_of_both_joins_them_and_a_plan_for_the_children_can_be_made(hers, his, mirjam, saskia, dennis):
    assert queries.joinable_circles(acting(mirjam), hers) == [his]

    split = actions.join_circles(acting(mirjam), hers, other_id=his.pk)

    assert (split.circle_a, split.circle_b, split.childrens_plan) == (hers, his, None)
    assert queries.joinable_circles(acting(mirjam), hers) == []
    assert [one.family for one in queries.other_circles(acting(mirjam), his)] == [hers]
    plan = actions.begin_childrens_plan(acting(mirjam), split, giver_ids=[saskia.pk, dennis.pk])
    assert plan.kind == Kind.CHILDRENS_PLAN


def test_in_neither_circle_does_anything_tell(hers, his, mirjam, saskia, dennis):
    actions.join_circles(acting(mirjam), hers, other_id=his.pk)

    assert not Line.objects.exists()
    assert not Message.objects.exists()
    for user in (saskia, dennis):
        with told(acting(user)):
            assert not Split.objects.exists()


def test_asked_twice_from_either_side_it_is_one(hers, his, mirjam):
    split = actions.join_circles(acting(mirjam), hers, other_id=his.pk)

    assert actions.join_circles(acting(mirjam), hers, other_id=his.pk) == split
    assert actions.join_circles(acting(mirjam), his, other_id=hers.pk) == split
    with pytest.raises(IntegrityError), transaction.atomic():
        Split.objects.create(circle_a=his, circle_b=hers)


def test_three_circles_may_stand_beside_each_other(hers, his, mirjam):
    third = factories.FamilyFactory(name="De kring van oma")
    factories.ChildFactory(family=third, call_name="Natnael", birth_date=BORN)
    factories.let_in(mirjam, Role.COORDINATOR, third)

    for one, other in ((hers, his), (hers, third), (third, his)):
        actions.join_circles(acting(mirjam), one, other_id=other.pk)

    assert Split.objects.count() == 3


def test_a_circle_of_somebody_else_and_one_that_there_is_not_are_the_same_no(hers, his, mirjam, stranger):
    theirs = Family.objects.get(name="De kring van een ander")
    plan = factories.FamilyFactory(name="Het plan", kind=Kind.CHILDRENS_PLAN)
    factories.let_in(mirjam, Role.COORDINATOR, plan)
    said = set()
    for other_id in (uuid.UUID(int=7), theirs.pk, hers.pk, plan.pk):
        with pytest.raises(RuleBroken) as no:
            actions.join_circles(acting(mirjam), hers, other_id=other_id)
        said.add((str(no.value.message), no.value.code, no.value.field))

    assert len(said) == 1
    with pytest.raises(RuleBroken):
        actions.join_circles(acting(mirjam), plan, other_id=hers.pk)


@pytest.mark.parametrize(
    ("code", "amiss"),
    [
        ("no_children", lambda other: Child.objects.filter(family=other).update(birth_date=date(2018, 1, 1))),
        ("ended", lambda other: Family.objects.filter(pk=other.pk).update(stage=Stage.CLOSED)),
        ("paused", lambda other: Family.objects.filter(pk=other.pk).update(stage=Stage.PAUSED)),
        ("not_found", lambda other: Family.objects.filter(pk=other.pk).update(private_since=timezone.now())),
    ],
)
def test_what_does_not_belong_together_is_not_joined(hers, his, mirjam, code, amiss):
    amiss(his)

    with pytest.raises(RuleBroken) as no:
        actions.join_circles(acting(mirjam), hers, other_id=his.pk)

    assert no.value.code == code
    assert not Split.objects.exists()
    assert queries.joinable_circles(acting(mirjam), hers) == []


def test_nobody_but_the_coordinator_joins_them(hers, his, saskia, dennis, erik, petra, stranger):
    another = factories.let_in(factories.WorkerFactory(name="Ander"), Role.COORDINATOR, his)
    for user in (saskia, dennis, erik, petra, stranger, another):
        with pytest.raises(NotAllowed):
            actions.join_circles(acting(user), hers, other_id=his.pk)
    with pytest.raises(RuleBroken):
        actions.join_circles(acting(another), his, other_id=hers.pk)

    assert queries.joinable_circles(acting(another), his) == []
