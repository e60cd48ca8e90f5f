"""The families that somebody may see, with what somebody is in each."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fgc.access import grants
from fgc.access.roles import Role
from fgc.accounts.models import User
from fgc.families.models import Family
from fgc.networks.models import Person
from tests.factories import FamilyFactory, let_in

pytestmark = pytest.mark.django_db


def listed(answer: Any) -> list[tuple[str, list[str]]]:
    """The ids of the families, with the roles."""
    return [(row["id"], row["roles"]) for row in answer.json()["results"]]


@pytest.mark.parametrize(
    ("who", "role"),
    [
        ("saskia", "act_commissioner"),
        ("noor", "act_young_person"),
        ("marleen", "act_supporter"),
        ("cem", "act_member"),
        ("mirjam", "act_coordinator"),
    ],
)
def test_everybody_who_was_let_in_sees_the_family_and_as_what(
    request: Any, program: Any, family: Family, stranger: User, who: str, role: str
) -> None:
    mine = program(request.getfixturevalue(who))

    assert listed(mine.get("families")) == [(str(family.pk), [role])]
    assert mine.get("~").json()["roles"] == [role]


def test_a_coordinator_waiting_outside_is_told_so(program: Any, mirjam: User, family: Family) -> None:
    Family.objects.filter(pk=family.pk).update(private_since=timezone.now())

    assert listed(program(mirjam).get("families")) == [(str(family.pk), ["outside"])]


def test_who_is_more_than_one_in_a_family_sees_it_once(program: Any, saskia: User, family: Family) -> None:
    let_in(saskia, Role.SUPPORTER, family)

    assert listed(program(saskia).get("families")) == [(str(family.pk), ["act_commissioner", "act_supporter"])]


def test_a_role_that_ended_shows_nothing(program: Any, mirjam: User, cem: User, family: Family) -> None:
    grants.end(family.pk, roles=[Role.COORDINATOR, Role.MEMBER])

    assert [listed(program(user).get("families")) for user in (mirjam, cem)] == [[], []]


def test_who_is_named_for_work_is_in_no_family(program: Any, outsider: Person, hanneke: User, erik: User) -> None:
    assert [listed(program(user).get("families")) for user in (hanneke, erik)] == [[], []]


def test_thirty_families_cost_no_more_than_three(program: Any, mirjam: User) -> None:
    hers, counts = program(mirjam), []

    for many in (2, 27):
        for _ in range(many):
            let_in(mirjam, Role.COORDINATOR, FamilyFactory())
        with CaptureQueriesContext(connection) as queries:
            found = listed(hers.get("families"))
        counts.append((len(found), len(queries)))

    assert [many for many, _queries in counts] == [3, 30]
    assert counts[0][1] == counts[1][1]
