"""When somebody comes, behind the second wall, proven by logging in to the database as the application."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.utils import timezone

from fgc.access import grants
from fgc.access.roles import Role
from fgc.conferences.models import Arrival
from tests import factories
from tests.access.test_wall import logged_in, seen
from tests.factories import by_link, let_in

TABLE = "conferences_arrival"
ROLES = ("COMMISSIONER", "YOUNG", "PARENT", "MEMBER", "SUPPORTER", "JOINT")
ADD = (
    f"INSERT INTO {TABLE} (id, created_at, family_id, conference_id, person_id, comes_at, entrance, for_start, "
    "for_place) VALUES (gen_random_uuid(), now(), %s, %s, %s, now(), '', now(), '')"
)


@pytest.fixture
def case(transactional_db: Any) -> dict[str, Any]:
    """A family in which everybody has a role; a member and a parent come at times of their own, another does not."""
    family = factories.FamilyFactory()
    meeting = factories.ConferenceFactory(family=family)
    cast: dict[str, Any] = {"family": family, "meeting": meeting}
    for role in ROLES:
        person = factories.PersonFactory(family=family, call_name=role)
        cast[role] = let_in(factories.UserFactory(name=role), Role[role], family, person)
        cast[f"{role} person"] = person
    cast["COORDINATOR"] = let_in(factories.WorkerFactory(), Role.COORDINATOR, family)
    cast["manager"] = factories.WorkerFactory(work="manager", organisation=family.organisation)
    cast["elsewhere"] = let_in(factories.UserFactory(), Role.COORDINATOR, factories.FamilyFactory())
    now = timezone.now()
    for role in ("MEMBER", "PARENT"):
        person = cast[f"{role} person"]
        cast[f"{role} row"] = Arrival.objects.create(
            family=family, conference=meeting, person=person, comes_at=now, for_start=now, entrance=f"deur van {role}"
        )
    return cast


def rows(**told: Any) -> list[str]:
    with logged_in("APP", **told) as cursor:
        cursor.execute(f"SELECT entrance FROM {TABLE} ORDER BY entrance")
        return [words for (words,) in cursor.fetchall()]


def test_each_sees_the_own_row_alone_and_who_coordinates_sees_all(case: dict[str, Any]) -> None:
    family = case["family"]
    of_member, of_parent = "deur van MEMBER", "deur van PARENT"
    expected = {"MEMBER": [of_member], "PARENT": [of_parent], "COORDINATOR": [of_member, of_parent]}
    for who in (*ROLES, "COORDINATOR", "manager", "elsewhere"):
        # Not even a change with consequences for all of the family reaches it.
        for told in ({}, {"family_id": family.pk}):
            assert rows(user_id=case[who].pk, **told) == expected.get(who, []), who
        # Nobody looks along through another's eyes.
        assert rows(user_id=case[who].pk, along=family.pk) == [], who
    assert rows(link_id=by_link(case["MEMBER person"]).link_id) == [of_member]
    assert rows(link_id=by_link(case["YOUNG person"]).link_id) == []
    assert rows() == []


def test_who_coordinates_is_shut_out_in_private_time_and_when_the_task_is_over(case: dict[str, Any]) -> None:
    family, coordinator = case["family"], case["COORDINATOR"]
    family.private_since = timezone.now()
    family.save()
    assert rows(user_id=coordinator.pk) == []
    assert rows(user_id=case["MEMBER"].pk) == ["deur van MEMBER"]
    family.private_since = None
    family.save()
    grants.end(family.pk, roles=[Role.COORDINATOR])
    assert rows(user_id=coordinator.pk) == []


def test_a_link_that_was_taken_back_opens_it_no_more(case: dict[str, Any]) -> None:
    link = by_link(case["MEMBER person"])
    case["MEMBER person"].links.update(revoked_at=timezone.now() - timedelta(minutes=2))
    assert rows(link_id=link.link_id) == []


def test_nobody_but_who_coordinates_writes_a_row_not_even_the_own(case: dict[str, Any]) -> None:
    for who in (*ROLES, "manager", "elsewhere"):
        with logged_in("APP", user_id=case[who].pk, family_id=case["family"].pk) as cursor:
            cursor.execute(f"UPDATE {TABLE} SET comes_at = now()")
            assert cursor.rowcount == 0, who
            cursor.execute(f"DELETE FROM {TABLE}")
            assert cursor.rowcount == 0, who
        with (
            logged_in("APP", user_id=case[who].pk, family_id=case["family"].pk) as cursor,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            cursor.execute(ADD, [case["family"].pk, case["meeting"].pk, case["YOUNG person"].pk])
    with logged_in("APP", user_id=case["COORDINATOR"].pk) as cursor:
        cursor.execute(ADD, [case["family"].pk, case["meeting"].pk, case["YOUNG person"].pk])
        assert cursor.rowcount == 1


def test_a_row_does_not_point_into_another_family(case: dict[str, Any]) -> None:
    elsewhere = factories.PersonFactory()
    with logged_in("APP", user_id=case["COORDINATOR"].pk) as cursor:
        cursor.execute(ADD, [case["family"].pk, case["meeting"].pk, elsewhere.pk])
        with pytest.raises(psycopg.errors.IntegrityError):
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_clock_learns_which_families_and_sees_no_row(case: dict[str, Any]) -> None:
    with logged_in("CLOCK") as cursor:
        cursor.execute("SELECT unnest(wall.old_arrivals())")
        assert cursor.fetchall() == []
    case["meeting"].moment = "cancelled"
    case["meeting"].save()
    with logged_in("CLOCK") as cursor:
        cursor.execute("SELECT unnest(wall.old_arrivals())")
        assert cursor.fetchall() == [(case["family"].pk,)]
    with logged_in("CLOCK") as cursor, pytest.raises(psycopg.errors.InsufficientPrivilege):
        seen(cursor, TABLE)
