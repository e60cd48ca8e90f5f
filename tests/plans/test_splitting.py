"""A circle that holds people of both sides is split: who goes meets nothing of it, and it learns of no other."""

import uuid

import pytest

from fgc.access import grants
from fgc.access.actors import SystemActor
from fgc.access.roles import Role
from fgc.access.walls import acting as told
from fgc.accounts.models import User
from fgc.audit.models import Act, Line
from fgc.errors import NotAllowed, RuleBroken
from fgc.families import actions as families
from fgc.families import queries
from fgc.families.models import Commission, Family, Split
from fgc.families.rules import Stage, Yes
from fgc.networks import actions as networks
from fgc.networks import links
from fgc.networks.models import ContactCard, Person
from fgc.networks.rules import CircleRole, Standing
from fgc.outbox import queue
from fgc.outbox.models import Kind, Message, State
from fgc.plans.actions import carry_childrens_plans, part_circles
from fgc.plans.models import ChildrensPlanCopy
from fgc.plans.rules import Promise
from tests import factories
from tests.conftest import acting
from tests.factories import by_link
from tests.plans.joint_circle import joint_circle, names_of, takes_back
from tests.splitting import both_circles, chosen_is, everybody_says_yes

pytestmark = pytest.mark.django_db
CLOCK = SystemActor("carry")


@pytest.fixture
def joint(family, saskia, mirjam):
    return joint_circle(family, saskia, mirjam)


@pytest.fixture
def his(joint):
    return takes_back(joint).split()


def test_who_goes_stops_here_at_once_and_begins_a_circle_as_every_other(joint, his, family, saskia):
    other = his.circle_b

    assert {person.standing for person in Person.objects.filter(pk__in=joint.goes)} == {Standing.LEFT}
    for user in (joint.dennis, joint.marco):
        assert grants.standing(user.pk, family.pk).roles == frozenset()
    assert grants.standing(joint.dennis.pk, other.pk).roles == {Role.COMMISSIONER}
    assert grants.standing(joint.marco.pk, other.pk).roles == frozenset()
    assert Commission.objects.get(family=other).answer == Yes.ASKED
    assert names_of(other) == ["Natnael"]
    assert not Person.objects.filter(family=other).exists()
    joint.painting.refresh_from_db()
    assert joint.painting.state == Promise.LAPSED
    assert Message.objects.get(kind=Kind.TASK_FREE).to_user == saskia


def test_this_circle_goes_on_with_those_who_stay(joint, his, family, saskia):
    family.refresh_from_db()

    assert (family.stage, family.is_disputed) == (Stage.FOLLOWING, False)
    assert [row.giver for row in Commission.objects.filter(family=family)] == [saskia]
    assert grants.standing(saskia.pk, family.pk).roles == {Role.COMMISSIONER}


def test_the_list_of_this_circle_says_that_persons_stopped_and_not_a_word_of_another(joint, his, family, mirjam):
    lines = Line.objects.filter(family_id=family.pk, actor_id=str(mirjam.pk))

    ended = {(line.object_id, line.on_behalf_of) for line in lines.filter(object_type="networks.person")}
    assert ended == {(person, person) for person in joint.goes}
    assert {line.act for line in lines} == {Act.END}
    said = {str(value) for line in Line.objects.filter(family_id=family.pk).values() for value in line.values()}
    assert not said & {str(his.pk), str(his.circle_b_id), "split_circle"}


def test_whatever_was_in_hand_or_waiting_is_closed(joint, family, mirjam, petra):
    stef, dennis = joint.persons["Stef"], joint.persons["Dennis"]
    takes_back(joint)
    way_in = by_link(stef)
    code = links.code_for(acting(mirjam), stef)
    queue.to_person(stef.pk, Kind.REMIND_PROMISE, stef)
    queue.to_user(joint.marco, Kind.REMIND_PROMISE, dennis)

    joint.split()

    assert not stef.links.filter(revoked_at=None).exists()
    assert code
    with told(way_in):
        assert not Person.objects.exists()
    for user in (joint.dennis, joint.marco):
        with told(acting(user)):
            assert not Family.objects.filter(pk=family.pk).exists()
            assert not Commission.objects.filter(family=family).exists()
    waiting = Message.objects.filter(family=family).exclude(kind=Kind.TASK_FREE)
    assert {message.state for message in waiting} == {State.SKIPPED}
    assert not ContactCard.objects.filter(person__in=joint.goes).exclude(email="").exists()


def test_asked_twice_it_is_one_circle_and_more_people_may_follow(joint, his, family, truus):
    lines = Line.objects.filter(family_id=family.pk).count()

    assert joint.split() == his
    assert Line.objects.filter(family_id=family.pk).count() == lines
    assert joint.split(person_ids=[truus.pk], quietly=True) == his
    truus.refresh_from_db()
    assert (truus.standing, truus.left_quietly) == (Standing.LEFT, True)
    assert (Split.objects.count(), Family.objects.count()) == (1, 2)


def test_who_decides_here_is_taken_out_by_nobody(joint, family, noor):
    me = Person.objects.get(account=noor)
    Person.objects.filter(pk=me.pk).update(role=CircleRole.OTHER_FAMILY)
    for ids, how in ((joint.goes, "eigen ja terug"), ([me.pk], "stopt Noor")):
        with pytest.raises(RuleBroken, match=how) as no:
            joint.split(person_ids=ids)
        assert (no.value.code, no.value.field) == ("decides", "person_ids")
    assert (Split.objects.count(), Line.objects.count()) == (0, 0)
    assert Person.objects.filter(standing=Standing.LEFT).count() == 0


def test_who_was_asked_and_did_not_say_yes_goes_with_the_answer(joint, family):
    bea = factories.UserFactory(name="Bea Kuiper", email="bea@post.example")
    factories.let_in(bea, Role.PARENT, family)
    Commission.objects.create(family=family, giver=bea, giver_as="parent", answer=Yes.NO)
    Family.objects.filter(pk=family.pk).update(is_disputed=True)

    split = joint.split(name="Bea Kuiper", email="bea@post.example", person_ids=[], account_ids=[bea.pk])

    family.refresh_from_db()
    assert not family.is_disputed
    assert grants.standing(bea.pk, family.pk).roles == frozenset()
    assert grants.standing(bea.pk, split.circle_b_id).roles == {Role.COMMISSIONER}
    line = Line.objects.filter(family_id=family.pk).latest("number")
    assert (line.act, line.object_type, line.ground) == (Act.END, "families.family", "leave")
    assert joint.split(name="Bea Kuiper", email="bea@post.example", person_ids=[], account_ids=[bea.pk]) == split
    assert Line.objects.filter(family_id=family.pk).latest("number") == line


def test_that_somebody_decides_no_longer_stays_written_down(joint, family):
    bea = factories.let_in(factories.UserFactory(name="Bea Kuiper", email="bea@post.example"), Role.PARENT, family)
    row = Commission.objects.create(family=family, giver=bea, giver_as="parent", answer=Yes.NO_AUTHORITY)

    joint.split(name="Bea Kuiper", email="bea@post.example", person_ids=[], account_ids=[bea.pk])

    assert Commission.objects.filter(pk=row.pk).exists()


def test_with_a_telephone_only_it_is_the_same_account_there(joint, family):
    User.objects.filter(pk=joint.dennis.pk).update(email=None, phone="+31612345678")
    takes_back(joint)

    split = joint.split(email="", phone="06 12345678")

    assert grants.standing(joint.dennis.pk, split.circle_b_id).roles == {Role.COMMISSIONER}


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ({"name": " "}, "required", "name"),
        ({"email": ""}, "required", "email"),
        ({"email": "dennis at post"}, "invalid", "email"),
        ({"email": "", "phone": "12"}, "invalid", "phone"),
        ({"person_ids": [uuid.UUID(int=1)]}, "not_a_choice", "person_ids"),
        ({"account_ids": [uuid.UUID(int=1)]}, "not_a_choice", "account_ids"),
        ({"child_ids": [uuid.UUID(int=1)]}, "not_found", "child_ids"),
        # Who has a part here and does not go, and whoever reads along there.
        ({"person_ids": []}, "other_part", "email"),
        ({"email": "oma@post.example"}, "other_part", "email"),
        ({"email": "", "phone": "06 12345678"}, "other_part", "phone"),
        ({"email": "mirjam.tolhuis@post.example"}, "other_part", "email"),
    ],
)
def test_wrong_input_splits_nothing(joint, truus, said, code, field):
    takes_back(joint)
    ContactCard.objects.filter(person=truus).update(email="Oma@post.example", phone="+31612345678")
    lines = Line.objects.count()

    with pytest.raises(RuleBroken) as no:
        joint.split(**said)

    assert (no.value.code, no.value.field) == (code, field)
    assert not Person.objects.filter(standing=Standing.LEFT).exists()
    assert (Split.objects.count(), Line.objects.count(), Family.objects.count()) == (0, lines, 1)


def test_a_child_a_coordinator_or_somebody_of_another_family_does_not_go(joint, noor, mirjam, stranger):
    takes_back(joint)
    elsewhere = factories.PersonFactory(family=Family.objects.exclude(pk=joint.family.pk).get())
    for ids in ([Person.objects.get(account=noor).pk], [elsewhere.pk]):
        with pytest.raises(RuleBroken):
            joint.split(person_ids=ids)
    for account in (mirjam, stranger):
        with pytest.raises(RuleBroken) as no:
            joint.split(account_ids=[account.pk])
        assert no.value.field == "account_ids"


def test_nobody_but_the_coordinator_splits_a_circle(joint, saskia, noor, marleen, erik, petra, stranger, family):
    for user in (saskia, noor, marleen, joint.dennis, erik, petra, stranger):
        with pytest.raises(NotAllowed):
            joint.__class__(**{**joint.__dict__, "coordinator": user}).split()
        with pytest.raises(NotAllowed):
            families.go_to_own_circle(acting(user), family, user_id=joint.marco.pk)


@pytest.mark.parametrize("moment", [{"stage": Stage.STOPPED}, {"stage": Stage.PAUSED}])
def test_after_the_end_and_in_a_pause_nothing_is_split(joint, family, moment):
    takes_back(joint)
    Family.objects.filter(pk=family.pk).update(**moment)

    with pytest.raises(RuleBroken):
        joint.split()

    assert not Person.objects.filter(standing=Standing.LEFT).exists()


@pytest.fixture
def both(family, saskia, mirjam):
    return both_circles(family, saskia, mirjam)


def test_two_circles_are_parted_and_in_neither_does_anything_tell(both, mirjam, family):
    before = Line.objects.count()

    part_circles(acting(mirjam), both)
    part_circles(acting(mirjam), both)

    assert not Split.objects.exists()
    assert (Family.objects.count(), Line.objects.count()) == (2, before)
    assert queries.other_circles(acting(mirjam), family) == []


def test_two_circles_are_not_parted_while_they_read_a_plan_together(both, mirjam, saskia):
    dennis = User.objects.get(email="dennis@post.example")
    plan = networks.make_childrens_plan(acting(mirjam), both, giver_ids=[saskia.pk, dennis.pk])
    everybody_says_yes(plan)
    chosen_is(mirjam, plan, by=dennis)
    with pytest.raises(RuleBroken) as no:
        part_circles(acting(mirjam), both)
    assert no.value.code == "has_plan"
    factories.PlanFactory(family=plan, state="running", version=1)
    carry_childrens_plans(CLOCK)
    assert ChildrensPlanCopy.objects.count() == 2
    families.stop_family(acting(dennis), plan)
    with pytest.raises(RuleBroken) as no:
        part_circles(acting(mirjam), both)
    assert no.value.code == "has_copies"

    carry_childrens_plans(CLOCK)
    part_circles(acting(mirjam), both)

    assert not Split.objects.exists()


def test_nobody_but_who_coordinates_both_parts_them(both, saskia, erik, stranger, family):
    dennis = User.objects.get(email="dennis@post.example")
    one = factories.let_in(factories.WorkerFactory(name="Ander"), Role.COORDINATOR, both.circle_b)
    for user in (saskia, dennis, one, erik, stranger):
        with pytest.raises(NotAllowed):
            part_circles(acting(user), both)

    assert Split.objects.exists()
