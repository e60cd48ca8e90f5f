"""Two circles that must not know of each other: made by the coordinator, seen by nobody else."""

import uuid
from datetime import date

import pytest
from django.utils import timezone

from fgc.access import grants
from fgc.access.actors import SystemActor
from fgc.access.roles import Role
from fgc.access.walls import acting as told
from fgc.accounts.models import User
from fgc.audit.models import Line
from fgc.errors import NotAllowed, RuleBroken
from fgc.families import actions, queries
from fgc.families.models import Child, Commission, CoordinatorOffer, Family, Split
from fgc.families.rules import OfferState, Stage, Yes
from fgc.outbox.models import Kind, Message
from tests import factories
from tests.conftest import acting
from tests.splitting import chosen_is, everybody_says_yes

pytestmark = pytest.mark.django_db


@pytest.fixture
def natnael(family):
    return factories.ChildFactory(family=family, call_name="Natnael", birth_date=date(2017, 5, 6))


@pytest.fixture
def split(mirjam, family, natnael):
    """The circle of somebody who must not know of the first."""
    return actions.open_other_circle(acting(mirjam), family, name="Dennis Kuiper", email="dennis@post.example")


@pytest.fixture
def dennis(split):
    return User.objects.get(email="dennis@post.example")


@pytest.fixture
def both(split, dennis, mirjam, family, saskia):
    """Both circles said yes, and chose the same coordinator."""
    Commission.objects.create(family=family, giver=saskia, giver_as="parent", answer=Yes.YES)
    everybody_says_yes(split.circle_b)
    chosen_is(mirjam, split.circle_b, by=dennis)
    split.refresh_from_db()
    return split


def seen_by(user):
    with told(acting(user)):
        return list(Split.objects.values_list("pk", flat=True))


def test_the_coordinator_opens_a_circle_of_his_own_for_somebody(split, dennis, mirjam, family):
    other = split.circle_b

    assert (other.name, other.stage, other.region) == ("De kring van Dennis", Stage.REQUESTED, "")
    assert [(child.call_name, child.birth_date) for child in Child.objects.filter(family=other)] == [
        ("Natnael", date(2017, 5, 6))
    ]
    assert Commission.objects.get(family=other).answer == Yes.ASKED
    assert grants.standing(dennis.pk, other.pk).roles == {Role.COMMISSIONER}
    assert grants.standing(dennis.pk, family.pk).roles == frozenset()
    offer = CoordinatorOffer.objects.get(family=other)
    assert (offer.coordinator, offer.offered_by, offer.state) == (mirjam, None, OfferState.OFFERED)
    assert [message.family_id for message in Message.objects.filter(to_user=dennis, kind=Kind.LET_IN)] == [other.pk]


def test_nothing_of_the_one_stands_in_the_list_the_messages_or_the_rows_of_the_other(split, dennis, family):
    other = split.circle_b

    assert not Line.objects.filter(family_id=family.pk).exists()
    assert not Message.objects.filter(family=family).exists()
    assert {line.ground for line in Line.objects.filter(family_id=other.pk)} == {"", "start_request"}
    ids = {str(family.pk), *(str(child.pk) for child in Child.objects.filter(family=family))}
    for table in (Family, Child, Commission, CoordinatorOffer, Message, Line):
        where = "pk" if table is Family else "family_id"
        for row in table.objects.filter(**{where: other.pk}).values():
            assert not ids & {str(value) for value in row.values()}, table


def test_asked_twice_it_is_one_circle(split, mirjam, family):
    again = actions.open_other_circle(acting(mirjam), family, name="Dennis Kuiper", email="Dennis@post.example")

    assert again == split
    assert (Split.objects.count(), Family.objects.count(), Message.objects.count()) == (1, 2, 1)


def test_with_a_telephone_only_the_manager_calls_as_always(mirjam, family, natnael, erik):
    asked = {"name": "Dennis Kuiper", "phone": "06 12 34 56 78"}
    first = actions.open_other_circle(acting(mirjam), family, **asked)

    assert actions.open_other_circle(acting(mirjam), family, **asked) == first
    assert [call.id for call in queries.call_backs(acting(erik))] == [first.circle_b_id]
    assert not Message.objects.exists()


def test_only_some_of_the_children_may_be_of_the_other_circle(mirjam, family, natnael):
    factories.ChildFactory(family=family, call_name="Hiwet", birth_date=date(2021, 8, 30))

    split = actions.open_other_circle(
        acting(mirjam), family, name="Dennis", email="dennis@post.example", child_ids=[natnael.pk]
    )

    assert [child.call_name for child in Child.objects.filter(family=split.circle_b)] == ["Natnael"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": " "}, "name"),
        ({"email": ""}, "email"),
        ({"email": "dennis at post"}, "email"),
        ({"email": "", "phone": "12"}, "phone"),
        ({"email": "saskia.verhulst@post.example"}, "email"),
        ({"email": "mirjam.tolhuis@post.example"}, "email"),
        ({"child_ids": [uuid.UUID(int=1)]}, "child_ids"),
    ],
)
def test_wrong_input_opens_nothing(mirjam, saskia, family, natnael, fields, field):
    asked = {"name": "Dennis", "email": "dennis@post.example", **fields}

    with pytest.raises(RuleBroken) as no:
        actions.open_other_circle(acting(mirjam), family, **asked)

    assert no.value.field == field
    assert (Family.objects.count(), Split.objects.count(), Message.objects.count()) == (1, 0, 0)


def test_nobody_but_the_coordinator_opens_one(saskia, noor, marleen, erik, petra, stranger, family):
    for user in (saskia, noor, marleen, erik, petra, stranger):
        with pytest.raises(NotAllowed):
            actions.open_other_circle(acting(user), family, name="Dennis", email="dennis@post.example")


def test_the_coordinator_sees_what_connects_them_and_nobody_else_does(both, dennis, saskia, erik, mirjam, family):
    another = factories.let_in(factories.WorkerFactory(name="Ander"), Role.COORDINATOR, both.circle_b)

    assert seen_by(mirjam) == [both.pk]
    for user in (dennis, saskia, erik, another, factories.UserFactory()):
        assert seen_by(user) == []
        for circle in (family, both.circle_b):
            assert queries.other_circles(acting(user), circle) == []
    for at_work in (SystemActor("x"), SystemActor("x", family.pk), SystemActor("x", both.circle_b_id)):
        if at_work.family_id:
            with told(at_work):
                assert not Split.objects.exists()
    [beside] = queries.other_circles(acting(mirjam), both.circle_b)
    assert (beside.family, beside.coordinates_both) == (family, True)
    assert queries.other_circle(acting(mirjam), family, both.pk).family == both.circle_b


def test_a_coordinator_who_is_asked_in_the_other_circle_sees_it_and_one_who_was_refused_does_not(
    split, dennis, mirjam, family
):
    assert seen_by(mirjam) == [split.pk]
    [beside] = queries.other_circles(acting(mirjam), family)
    assert not beside.coordinates_both
    offer = CoordinatorOffer.objects.get(family=split.circle_b)
    actions.declare_independence(acting(mirjam), offer)
    actions.refuse_coordinator(acting(dennis), offer)

    assert seen_by(mirjam) == []
    assert queries.other_circles(acting(mirjam), family) == []


def test_a_split_knows_its_plan_for_the_children_also_when_the_coordinator_does_not(both, dennis, mirjam, saskia):
    plan = actions.begin_childrens_plan(acting(mirjam), both, giver_ids=[saskia.pk, dennis.pk])
    CoordinatorOffer.objects.filter(family=plan).delete()

    [beside] = queries.other_circles(acting(mirjam), both.circle_a)

    assert (beside.has_childrens_plan, beside.childrens_plan) == (True, None)
    with pytest.raises(RuleBroken) as no:
        actions.begin_childrens_plan(acting(mirjam), both, giver_ids=[saskia.pk, dennis.pk])
    assert no.value.code == "has_one"


def test_while_one_circle_has_its_private_time_the_coordinator_sees_nothing_of_the_other(both, mirjam, family):
    Family.objects.filter(pk=family.pk).update(private_since=timezone.now())

    assert seen_by(mirjam) == []
    assert queries.other_circles(acting(mirjam), both.circle_b) == []


def test_who_coordinates_no_longer_sees_it_no_longer(both, mirjam, dennis):
    actions.replace_coordinator(acting(dennis), both.circle_b)

    assert seen_by(mirjam) == []


@pytest.mark.parametrize("goes", ["circle_a", "circle_b"])
def test_an_erasure_takes_along_what_connects_them_and_leaves_the_other_as_it_was(both, goes):
    gone, stays = (both.circle_a, both.circle_b) if goes == "circle_a" else (both.circle_b, both.circle_a)
    rows = [list(table.objects.filter(family=stays).values()) for table in (Child, Commission, Message)]
    lines = list(Line.objects.filter(family_id=stays.pk).values())

    assert actions.erase_again(SystemActor("erase", gone.pk))

    assert not Split.objects.exists()
    assert Family.objects.get() == stays
    assert rows == [list(table.objects.filter(family=stays).values()) for table in (Child, Commission, Message)]
    assert lines == list(Line.objects.filter(family_id=stays.pk).values())


def test_a_child_of_one_circle_only_does_not_decide_on_the_plan_of_both(both, dennis, mirjam, saskia, noor, family):
    elder = factories.ChildFactory(family=family, call_name="Noor", birth_date=date(2012, 1, 1))
    Commission.objects.create(family=family, giver=noor, giver_as="young", child=elder, answer=Yes.YES)

    with pytest.raises(RuleBroken) as no:
        actions.begin_childrens_plan(acting(mirjam), both, giver_ids=[saskia.pk, dennis.pk, noor.pk])

    assert (no.value.code, no.value.field) == ("not_found", "giver_ids")
    both.refresh_from_db()
    assert both.childrens_plan is None


def test_who_has_no_address_is_asked_by_the_manager_and_not_by_mail(both, dennis, mirjam, saskia):
    User.objects.filter(pk=saskia.pk).update(email=None, phone="+31612345678")

    plan = actions.begin_childrens_plan(acting(mirjam), both, giver_ids=[saskia.pk, dennis.pk])

    assert Commission.objects.filter(family=plan, answer=Yes.ASKED).count() == 2
    assert [message.to_user for message in Message.objects.filter(family=plan, kind=Kind.ASK_COMMISSION)] == [dennis]
