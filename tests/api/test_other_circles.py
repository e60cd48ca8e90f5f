"""Two circles that must not know of each other, as a program of their coordinator splits, joins and parts them."""

from typing import Any

import pytest

from fgc.access.roles import Role
from fgc.accounts.models import User
from fgc.audit.models import Line
from fgc.families.models import Family, Split
from fgc.networks.models import Person
from fgc.networks.rules import Standing
from tests import factories
from tests.plans.joint_circle import joint_circle, takes_back

pytestmark = pytest.mark.django_db


@pytest.fixture
def apart(family: Family, mirjam: User) -> Family:
    """Another circle about the same child, with the same coordinator."""
    other = factories.FamilyFactory(name="De kring van Dennis")
    for circle in (family, other):
        factories.ChildFactory(family=circle, call_name="Natnael")
    factories.let_in(mirjam, Role.COORDINATOR, other)
    return other


def test_a_circle_is_split_with_who_goes_along(program: Any, mirjam: User, saskia: User, family: Family) -> None:
    joint = takes_back(joint_circle(family, saskia, mirjam))
    said = {"name": "Dennis", "email": "dennis@post.example", "person_ids": [str(one) for one in joint.goes]}

    answer = program(mirjam).post("~/other-circles", {**said, "quietly": True})

    assert (answer.status_code, answer.json()["name"]) == (201, "De kring van Dennis")
    gone = Person.objects.filter(pk__in=joint.goes, standing=Standing.LEFT, left_quietly=True)
    assert gone.count() == 3
    assert program(joint.marco).get("~").status_code == 404


@pytest.mark.parametrize("key", ["person_ids", "account_ids"])
def test_somebody_of_another_circle_is_the_same_as_nobody(
    program: Any, mirjam: User, stranger: User, family: Family, key: str
) -> None:
    elsewhere = factories.PersonFactory(family=factories.FamilyFactory(name="Elders"))
    theirs = elsewhere.pk if key == "person_ids" else stranger.pk
    said = {"name": "Dennis", "email": "dennis@post.example"}

    answers = [
        program(mirjam).post("~/other-circles", {**said, key: [one]})
        for one in (str(theirs), "00000000-0000-0000-0000-000000000007")
    ]

    assert {answer.status_code for answer in answers} == {422}
    assert answers[0].content == answers[1].content
    assert key in answers[0].json()["errors"]


def test_two_circles_are_joined_and_parted(program: Any, mirjam: User, family: Family, apart: Family) -> None:
    mine = program(mirjam)
    assert [row["id"] for row in mine.get("~/joinable-circles").json()["results"]] == [str(apart.pk)]
    assert mine.post("~/joinable-circles", {"other_id": "x"}).status_code == 422
    assert mine.post("~/joinable-circles", {"other_id": str(family.pk)}).json()["errors"].keys() == {"other_id"}

    answer = mine.post("~/joinable-circles", {"other_id": str(apart.pk)})

    assert (answer.status_code, answer.json()["family_id"]) == (201, str(apart.pk))
    assert mine.get("~/joinable-circles").json()["results"] == []
    assert mine.delete(f"~/other-circles/{answer.json()['id']}").status_code == 204
    assert mine.delete(f"~/other-circles/{answer.json()['id']}").status_code == 404
    assert not Split.objects.exists()
    lines = Line.objects.filter(family_id__in=[family.pk, apart.pk])
    assert {(line.act, line.object_type) for line in lines} == {("read", "desk:desk")}


def test_for_nobody_else_is_there_anything(
    program: Any, mirjam: User, saskia: User, erik: User, family: Family, apart: Family
) -> None:
    split = Split.objects.create(circle_a=family, circle_b=apart)
    for user in (saskia, erik):
        theirs = program(user)
        assert theirs.get("~/joinable-circles").status_code == 404
        assert theirs.post("~/joinable-circles", {"other_id": str(apart.pk)}).status_code in (403, 404)
        assert theirs.delete(f"~/other-circles/{split.pk}").status_code in (403, 404)
    assert Split.objects.exists()
