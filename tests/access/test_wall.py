"""The database's own wall: around every table of a family, and proven by logging in as each role."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.state import ProjectState
from django.utils import timezone

from fgc.access import grants
from fgc.access.models import Right
from fgc.access.opening import OPEN
from fgc.access.policies import AskLast, BuildWall, KeepToItsReaders, all_of
from fgc.access.roles import REACH, Reach, Role
from fgc.conferences.rules import BEFORE
from fgc.families.models import Family
from fgc.networks.models import Person
from fgc.networks.rules import OUTSIDERS, Standing
from fgc.plans.rules import PlanState
from tests import factories
from tests.factories import by_link

KNOWN = Path(__file__).parent / "tables" / "walls.txt"
# Tables that the application never touches at all.
CLOSED = {
    "access_right",
    "auth_group",
    "auth_group_permissions",
    "django_migrations",
    "django_session",
    "guardian_groupobjectpermission",
}
POLICIES = """
SELECT tablename, policyname, cmd, roles::text, coalesce(qual, ''), coalesce(with_check, '')
  FROM pg_policies ORDER BY tablename, policyname
"""


def asked(question: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return list(cursor.fetchall())


def of_a_family() -> set[str]:
    """The tables that say anything about a family."""
    found = {Family._meta.db_table, "families_proposal"}
    for model in apps.get_models(include_auto_created=True):
        columns = {field.column for field in model._meta.local_fields}
        if {"family_id", "content_object_id"} & columns or Family in {
            f.related_model for f in model._meta.local_fields
        }:
            found.add(model._meta.db_table)
    return found


@pytest.mark.django_db
def test_every_table_stands_behind_the_wall_or_is_known_to_stand_outside() -> None:
    tables = asked(
        "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class "
        "WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
    )

    walled = {name for name, is_on, is_forced in tables if is_on and is_forced}
    assert walled == of_a_family()
    assert {name for name, *_ in tables} - walled == set(OPEN) | CLOSED
    assert not {name for name, is_on, is_forced in tables if is_on != is_forced}


@pytest.mark.django_db
def test_the_policies_are_the_known_ones() -> None:
    """After reading the difference, write the list anew with FGC_WRITE_TABLES=1."""
    made = "".join(
        f"{table} {policy} {verb} {roles}\n"
        + (f"    sees {sees}\n" if sees else "")
        + (f"    writes {writes}\n" if writes and writes != sees else "")
        for table, policy, verb, roles, sees, writes in asked(POLICIES)
    )
    if os.environ.get("FGC_WRITE_TABLES") == "1":
        KNOWN.write_text(made)

    assert made == KNOWN.read_text()


@pytest.mark.django_db
def test_no_role_of_the_product_can_pass_the_wall() -> None:
    roles = {
        name: (may_all, may_pass)
        for name, may_all, may_pass in asked(
            "SELECT rolname, rolsuper OR rolcreaterole OR rolreplication, rolbypassrls FROM pg_roles "
            "WHERE rolname LIKE 'fgc\\_%%'"
        )
    }
    assert roles == {
        "fgc_app": (False, False),
        "fgc_auditor": (False, False),
        "fgc_backup": (False, True),  # pg_dump reads everything, and writes nothing
        "fgc_clock": (False, False),
        "fgc_job": (False, False),
        "fgc_wall": (False, False),
    }
    assert asked("SELECT count(*) FROM pg_class WHERE relowner::regrole::text LIKE 'fgc\\_%%'") == [(0,)]
    assert (
        asked(
            "SELECT DISTINCT grantee, privilege_type FROM information_schema.role_table_grants "
            "WHERE grantee LIKE 'fgc\\_%%' AND privilege_type NOT IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')"
        )
        == []
    )
    granted = (
        "SELECT DISTINCT table_name::text, privilege_type::text FROM information_schema.role_table_grants "
        "WHERE grantee = ANY(%s)"
    )
    assert set(asked(granted, ["fgc_clock", "fgc_auditor", "fgc_backup"])) == {
        ("audit_line", "SELECT"),
        ("audit_head", "SELECT"),
        *((f"outbox_{table}", verb) for table in ("way", "lifesign") for verb in ("SELECT", "INSERT", "UPDATE")),
        ("outbox_lifesign", "DELETE"),
        ("audit_start", "SELECT"),
    }
    assert {(table, verb) for table, verb in asked(granted, ["fgc_app", "fgc_job"]) if "audit" in table} == {
        ("audit_line", "SELECT"),
        ("audit_line", "INSERT"),
        ("audit_opened", "SELECT"),
        ("audit_opened", "INSERT"),
    }
    assert (
        asked("SELECT relname FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace")
        == []
    )


@pytest.mark.django_db
def test_only_the_functions_of_the_wall_look_past_it() -> None:
    functions = asked(
        "SELECT pronamespace::regnamespace::text, proname, proowner::regrole::text, proconfig FROM pg_proc "
        "WHERE prosecdef AND pronamespace <> 'pg_catalog'::regnamespace"
    )
    assert len(functions) >= 10
    for schema, name, owner, settings in functions:
        assert (schema, owner) == ("wall", "fgc_wall"), name
        # Room for a sort may be given; where names are looked up is never left to who asks.
        assert set(settings) - {"work_mem=32MB"} == {"search_path=pg_catalog, pg_temp"}, name
    assert (
        asked("SELECT proname FROM pg_proc WHERE pronamespace = 'wall'::regnamespace AND proacl::text LIKE '%%{=X%%'")
        == []
    )


@pytest.mark.django_db
def test_the_wall_asks_the_same_table_of_rights_as_the_code() -> None:
    told = {(row.role, row.can): row.reach for row in Right.objects.all()}

    assert told == {(role.value, can.value): reach for (role, can), reach in REACH.items() if reach is not Reach.NONE}


@contextmanager
def logged_in(role: str, **told: Any) -> Iterator[psycopg.Cursor[Any]]:
    """A connection of its own, as the role itself, with what is told for one transaction."""
    parts = urlsplit(os.environ[f"DATABASE_URL_{role}"])
    address = urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))
    with psycopg.connect(address) as line, line.cursor() as cursor:
        for name, value in told.items():
            cursor.execute("SELECT set_config(%s, %s, true)", [f"app.{name}", str(value)])
        yield cursor
        line.rollback()


def seen(cursor: psycopg.Cursor[Any], table: str = "networks_person") -> int:
    cursor.execute(f"SELECT count(*) FROM {table}")  # names of our own tables
    [(number,)] = cursor.fetchall()
    return int(number)


@pytest.fixture
def house(transactional_db: Any) -> Any:
    """Two families, each with a commissioning person and somebody in the circle."""
    people = [factories.PersonFactory(family=factories.FamilyFactory(name=name)) for name in ("Een", "Twee")]
    for person in people:
        person.user = factories.let_in(factories.UserFactory(), Role.COMMISSIONER, person.family)
    return people


def test_the_application_sees_the_families_of_who_acts_and_no_other(house: list[Any]) -> None:
    one, _two = house
    with logged_in("APP", user_id=one.user.pk) as cursor:
        assert seen(cursor) == seen(cursor, "families_family") == 1
        cursor.execute("SELECT family_id FROM networks_person")
        assert cursor.fetchall() == [(one.family_id,)]
    with logged_in("APP") as cursor:
        assert seen(cursor) == seen(cursor, "families_family") == seen(cursor, "audit_line") == 0
    with logged_in("APP", user_id=factories.UserFactory().pk) as cursor:
        assert seen(cursor) == 0


def test_no_row_goes_into_a_family_of_others(house: list[Any]) -> None:
    one, two = house
    moves = {
        "UPDATE networks_person SET family_id = %s": [two.family_id],
        "INSERT INTO access_familygrant (user_id, permission_id, content_object_id, called, starts_at) "
        "SELECT %s, id, %s, '', now() FROM auth_permission WHERE codename = 'act_commissioner'": [
            one.user.pk,
            two.family_id,
        ],
    }
    for move, values in moves.items():
        with logged_in("APP", user_id=one.user.pk) as cursor, pytest.raises(psycopg.errors.InsufficientPrivilege):
            cursor.execute(move, values)
    with logged_in("APP", user_id=one.user.pk) as cursor:
        cursor.execute("DELETE FROM networks_person WHERE family_id = %s", [two.family_id])
        assert cursor.rowcount == 0


def test_what_ended_opens_nothing_even_if_nothing_was_cleaned_up(house: list[Any]) -> None:
    one, _two = house
    link = by_link(one)
    with logged_in("APP", link_id=link.link_id) as cursor:
        assert seen(cursor) == 1
    with logged_in("APP", user_id=one.user.pk, at=timezone.now() + timedelta(days=365)) as cursor:
        assert seen(cursor) == 1
    with logged_in("APP", link_id=link.link_id, at=timezone.now() + timedelta(days=365)) as cursor:
        assert seen(cursor) == 0
    one.user.grants_until = grants.end(one.family_id, roles=[Role.COMMISSIONER])
    with logged_in("APP", user_id=one.user.pk) as cursor:
        assert seen(cursor) == 0


def test_the_consequences_of_a_change_stay_inside_a_family_of_ones_own(house: list[Any]) -> None:
    one, two = house
    with logged_in("APP", user_id=one.user.pk, family_id=two.family_id) as cursor:
        cursor.execute("SELECT family_id FROM networks_person")
        assert cursor.fetchall() == [(one.family_id,)]
    with logged_in("APP", family_id=two.family_id) as cursor:
        assert seen(cursor) == 0


def test_the_application_can_become_nobody_else(house: list[Any]) -> None:
    for role in ("fgc", "fgc_job", "fgc_clock", "fgc_wall", "fgc_backup"):
        with logged_in("APP") as cursor, pytest.raises(psycopg.errors.InsufficientPrivilege):
            cursor.execute(f"SET ROLE {role}")
    for forbidden in (
        "TRUNCATE networks_person",
        "ALTER TABLE networks_person DISABLE ROW LEVEL SECURITY",
        "SELECT * FROM wall.roles()",
        "SELECT wall.due('erase')",
        "CREATE TABLE mine (id int)",
    ):
        with logged_in("APP") as cursor, pytest.raises(psycopg.errors.InsufficientPrivilege):
            cursor.execute(forbidden)


def test_the_clock_sees_when_and_for_which_family_and_nothing_of_it(house: list[Any]) -> None:
    _one, two = house
    with logged_in("CLOCK") as cursor:
        cursor.execute("SELECT id, family_id, state, next_at FROM outbox_message")
        for hidden in ("SELECT subject_id FROM outbox_message", "SELECT * FROM networks_person",
                       "SELECT name FROM families_family", "DELETE FROM outbox_message"):  # fmt: skip
            with pytest.raises(psycopg.errors.InsufficientPrivilege), cursor.connection.transaction():
                cursor.execute(hidden)
        cursor.execute("SET LOCAL ROLE fgc_job")
        assert seen(cursor) == 0
        cursor.execute("SELECT set_config('app.family_id', %s, true)", [str(two.family_id)])
        cursor.execute("SELECT family_id FROM networks_person")
        assert cursor.fetchall() == [(two.family_id,)]


@pytest.mark.django_db
def test_words_that_the_wall_repeats_are_those_of_the_rules() -> None:
    [(source,)] = asked("SELECT string_agg(prosrc, ' ') FROM pg_proc WHERE pronamespace = 'wall'::regnamespace")
    for words in (OUTSIDERS, BEFORE):
        assert "IN (" + ", ".join(f"'{word.value}'" for word in words) + ")" in source
    for word in (Standing.MAPPED, PlanState.RUNNING, Role.COORDINATOR, Role.OUTSIDE, Role.LINK, Role.PROFESSIONAL):
        assert f"'{word.value}'" in source
    assert Person._meta.db_table in source


@pytest.mark.parametrize("table", ["families_child", "networks_person", "plans_plan", "plans_agreement"])
def test_whom_the_right_for_all_opens_a_row_is_asked_nothing_rarer(house: list[Any], table: str) -> None:
    one, _two = house
    factories.ChildFactory(family=one.family)
    factories.AgreementFactory(family=one.family, plan=factories.PlanFactory(family=one.family))
    rare = ("children_i_work_for", "families_i_watch", "that_name_me")

    with logged_in("APP", user_id=one.user.pk) as cursor:
        assert seen(cursor, table) > 0
        asking = f"SELECT * FROM {table} WHERE family_id = %s"  # names of our own tables
        cursor.execute(f"EXPLAIN (ANALYZE, VERBOSE, FORMAT JSON) {asking}", [one.family_id])
        [([told],)] = cursor.fetchall()
    rarely = [step for step in told["Plan"]["Plans"] if any(name in str(step.get("Output")) for name in rare)]

    assert [step["Actual Loops"] for step in rarely] == [0]


@pytest.mark.django_db(transaction=True)
def test_a_table_asks_last_what_it_asked_first_and_back() -> None:
    last, state, before = AskLast("person"), ProjectState.from_apps(apps), asked(POLICIES)

    with connection.schema_editor() as editor:
        last.database_backwards("networks", editor, state, state)
    assert {row[1] for row in asked(POLICIES) if row[0] == "networks_person"} >= {"seen", "people"}
    with connection.schema_editor() as editor:
        last.database_forwards("networks", editor, state, state)

    assert asked(POLICIES) == before


@pytest.mark.django_db(transaction=True)
def test_a_wall_is_taken_away_and_put_back_with_its_migration() -> None:
    build = BuildWall(
        "tie", all_of("see_circle"), seen=("false",), also_seen=("false",), added=("false",), is_read_by_the_wall=True
    )
    plain, state = BuildWall("tie", all_of("see_circle")), ProjectState.from_apps(apps)
    before = asked(POLICIES)

    with connection.schema_editor() as editor:
        plain.database_backwards("networks", editor, state, state)
        build.database_forwards("networks", editor, state, state)
    assert {row[1] for row in asked(POLICIES) if row[0] == "networks_tie"} == {
        "people",
        "one_family",
        "seen",
        "also_seen",
        "added",
        "the_wall",
    }
    with connection.schema_editor() as editor:
        build.database_backwards("networks", editor, state, state)
        assert not [row for row in asked(POLICIES) if row[0] == "networks_tie"]
        plain.database_forwards("networks", editor, state, state)

    assert asked(POLICIES) == before
    assert plain.describe() == "Build the wall around tie"
    assert AskLast("tie", "person").describe() == "Ask last what only some see of tie, person"
    assert KeepToItsReaders("tie", "person").describe() == "Keep tie, person to its own readers"
    assert str(Right(role="link", can="confirm", reach="O")) == "link confirm O"
