"""The sheet about safety behind the second wall, proven by logging in to the database as the application."""

from typing import Any

import psycopg
import pytest
from django.utils import timezone

from fgc.access import grants
from fgc.access.roles import Role
from fgc.audit.models import Line, Opened
from fgc.networks.models import SafetyPart, SafetySheet, SafetyStep
from tests import factories
from tests.access.test_wall import logged_in, seen
from tests.factories import by_link, let_in

SHEETS, STEPS, PARTS = "networks_safetysheet", "networks_safetystep", "networks_safetypart"
TABLES = (SHEETS, STEPS, PARTS)
ROLES = ("COMMISSIONER", "YOUNG", "PARENT", "MEMBER", "SUPPORTER", "JOINT", "COORDINATOR")


@pytest.fixture
def case(transactional_db: Any) -> dict[str, Any]:
    """A family in which everybody has a role, with a sheet of its coordinator and a part of one member."""
    family = factories.FamilyFactory()
    cast: dict[str, Any] = {"family": family}
    for role in ROLES:
        person = None if role == "COORDINATOR" else factories.PersonFactory(family=family, call_name=role)
        user = factories.UserFactory(name=role)
        cast[role] = let_in(user, Role[role], family, person) if person else let_in(user, Role[role], family)
        cast[f"{role} person"] = person
    cast["manager"] = factories.WorkerFactory(work="manager", organisation=family.organisation)
    cast["elsewhere"] = let_in(factories.UserFactory(), Role.COORDINATOR, factories.FamilyFactory())
    cast["sheet"] = SafetySheet.objects.create(family=family, coordinator=cast["COORDINATOR"], unsafe="geheim")
    SafetyStep.objects.create(family=family, sheet=cast["sheet"], step="signals", taken_on=timezone.localdate())
    cast["part"] = SafetyPart.objects.create(
        family=family, author=cast["MEMBER person"], coordinator=cast["COORDINATOR"], text="geheim"
    )
    return cast


def sees(**told: Any) -> list[int]:
    with logged_in("APP", **told) as cursor:
        return [seen(cursor, table) for table in TABLES]


def test_a_sheet_and_its_steps_are_open_to_the_one_coordinator_and_a_part_to_its_author_too(
    case: dict[str, Any],
) -> None:
    family = case["family"]
    expected = {"COORDINATOR": [1, 1, 1], "MEMBER": [0, 0, 1]}
    for who in (*ROLES, "manager", "elsewhere"):
        # Not even a change with consequences for all of the family reaches it.
        for told in ({}, {"family_id": family.pk}):
            assert sees(user_id=case[who].pk, **told) == expected.get(who, [0, 0, 0]), who
        # Nobody looks along through another's eyes.
        assert sees(user_id=case[who].pk, along=family.pk) == [0, 0, 0], who
    assert sees(link_id=by_link(case["MEMBER person"]).link_id) == [0, 0, 0]
    assert sees() == [0, 0, 0]


def test_it_is_shut_during_private_time_and_as_soon_as_the_task_is_over(case: dict[str, Any]) -> None:
    family, coordinator = case["family"], case["COORDINATOR"]
    family.private_since = timezone.now()
    family.save()
    assert sees(user_id=coordinator.pk) == [0, 0, 0]
    family.private_since = None
    family.save()
    grants.end(family.pk, roles=[Role.COORDINATOR])
    assert sees(user_id=coordinator.pk) == [0, 0, 0]


def test_a_next_coordinator_finds_only_the_part_of_who_said_yes_to_that(case: dict[str, Any]) -> None:
    grants.end(case["family"].pk, roles=[Role.COORDINATOR])
    next_one = let_in(factories.UserFactory(), Role.COORDINATOR, case["family"])
    assert sees(user_id=next_one.pk) == [0, 0, 0]
    SafetyPart.objects.update(goes_along=True)
    assert sees(user_id=next_one.pk) == [0, 0, 1]


def test_nobody_writes_on_the_sheet_or_in_the_part_of_another(case: dict[str, Any]) -> None:
    next_one = let_in(factories.UserFactory(), Role.COORDINATOR, case["family"])
    SafetyPart.objects.update(goes_along=True)
    for who in (next_one, case["COMMISSIONER"], case["COORDINATOR"], case["manager"]):
        with logged_in("APP", user_id=who.pk, family_id=case["family"].pk) as cursor:
            cursor.execute(f"UPDATE {PARTS} SET text = 'x'")
            assert cursor.rowcount == 0
            cursor.execute(f"DELETE FROM {PARTS}")
            assert cursor.rowcount == 0
            if who != case["COORDINATOR"]:
                cursor.execute(f"UPDATE {SHEETS} SET unsafe = 'x'")
                assert cursor.rowcount == 0
    add = (
        f"INSERT INTO {STEPS} (id, created_at, family_id, sheet_id, step, taken_on, words, is_waived, decision) "
        "VALUES (gen_random_uuid(), now(), %s, %s, 'weigh', now(), '', false, '')"
    )
    with logged_in("APP", user_id=next_one.pk) as cursor, pytest.raises(psycopg.errors.InsufficientPrivilege):
        cursor.execute(add, [case["family"].pk, case["sheet"].pk])


def test_the_clock_learns_which_families_and_sees_no_word(case: dict[str, Any]) -> None:
    grants.end(case["family"].pk, roles=[Role.COORDINATOR])
    with logged_in("CLOCK") as cursor:
        cursor.execute("SELECT unnest(wall.old_safety())")
        assert cursor.fetchall() == [(case["family"].pk,)]
    with logged_in("CLOCK") as cursor, pytest.raises(psycopg.errors.InsufficientPrivilege):
        seen(cursor, SHEETS)


def test_the_lines_about_it_open_to_who_reads_the_list_and_only_by_who_made_the_sheet(case: dict[str, Any]) -> None:
    family, sheet = case["family"], case["sheet"]
    line = {"family_id": family.pk, "act": "change", "object_type": "networks.safetysheet", "actor_kind": "user"}
    Line.objects.create(**line, actor_id=str(case["COORDINATOR"].pk), only_for=sheet.pk)

    def lines(who: str) -> int:
        with logged_in("APP", user_id=case[who].pk) as cursor:
            return seen(cursor, "audit_line")

    assert [lines(who) for who in ("COORDINATOR", "COMMISSIONER", "YOUNG", "MEMBER")] == [1, 0, 0, 0]
    open_it = "INSERT INTO audit_opened (id, family_id, only_for, at) VALUES (gen_random_uuid(), %s, %s, now())"
    for who, thing in (("COMMISSIONER", sheet.pk), ("MEMBER", sheet.pk), ("COORDINATOR", case["MEMBER person"].pk)):
        with (
            logged_in("APP", user_id=case[who].pk, family_id=family.pk) as cursor,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            cursor.execute(open_it, [family.pk, thing])

    Opened.objects.create(family_id=family.pk, only_for=sheet.pk)
    assert [lines(who) for who in ("COORDINATOR", "COMMISSIONER", "YOUNG", "MEMBER")] == [1, 1, 0, 0]
    # What was opened once is not closed again.
    with (
        logged_in("APP", user_id=case["COORDINATOR"].pk) as cursor,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        cursor.execute("DELETE FROM audit_opened")


def test_a_line_that_is_for_somebody_alone_does_not_open_to_a_link(case: dict[str, Any]) -> None:
    person = case["MEMBER person"]
    line = {"family_id": case["family"].pk, "act": "change", "object_type": "networks.safetypart", "actor_kind": "user"}
    Line.objects.create(**line, actor_id=str(case["MEMBER"].pk), only_for=person.pk)
    with logged_in("APP", user_id=case["MEMBER"].pk) as cursor:
        assert seen(cursor, "audit_line") == 1
    with logged_in("APP", link_id=by_link(person).link_id) as cursor:
        assert seen(cursor, "audit_line WHERE only_for IS NOT NULL") == 0
