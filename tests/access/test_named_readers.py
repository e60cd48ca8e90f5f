"""What has named readers instead of the whole circle, proven by logging in to the database as the application."""

from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.state import ProjectState

from fgc.access.policies import BuildWall, RebuildWall, all_of
from fgc.access.roles import Role
from fgc.networks.rules import CircleRole
from tests import factories
from tests.access.test_wall import POLICIES, asked, logged_in, seen
from tests.factories import by_link, let_in

CARDS = "networks_contactcard"


@pytest.fixture
def circle(transactional_db: Any) -> dict[str, Any]:
    """A family in which everybody has a role, and two people have a card."""
    family = factories.FamilyFactory()
    roles = (Role.COMMISSIONER, Role.YOUNG, Role.MEMBER, Role.COORDINATOR)
    cast: dict[str, Any] = {role.name.lower(): let_in(factories.UserFactory(), role, family) for role in roles}
    cast["family"], cast["owner"] = family, factories.PersonFactory(family=family, call_name="Ayşe")
    cast["other"] = factories.PersonFactory(family=family, call_name="Truus")
    cast["worker"] = factories.PersonFactory(
        family=family, role=CircleRole.PROFESSIONAL, account=factories.UserFactory(work="professional")
    )
    return cast


def test_a_card_is_open_to_who_coordinates_and_to_its_owner(circle: dict[str, Any]) -> None:
    with logged_in("APP", user_id=circle["coordinator"].pk) as cursor:
        assert seen(cursor, CARDS) == 3
    with logged_in("APP", link_id=by_link(circle["owner"]).link_id) as cursor:
        cursor.execute(f"SELECT person_id FROM {CARDS}")
        assert cursor.fetchall() == [(circle["owner"].pk,)]
    with logged_in("APP", user_id=circle["worker"].account_id) as cursor:
        cursor.execute(f"SELECT person_id FROM {CARDS}")
        assert cursor.fetchall() == [(circle["worker"].pk,)]
    for who in ("commissioner", "young", "member"):
        with logged_in("APP", user_id=circle[who].pk) as cursor:
            assert seen(cursor, CARDS) == 0


def test_who_draws_the_circle_may_write_a_card_down_and_not_read_or_change_it(circle: dict[str, Any]) -> None:
    add = (
        f"INSERT INTO {CARDS} (id, created_at, email, phone, address, keep_no_address, safe_hours, family_id, "
        "person_id) VALUES (gen_random_uuid(), now(), '', '', '', false, '', %s, %s)"
    )
    card, family = circle["other"].card, circle["family"]
    card.delete()
    with logged_in("APP", user_id=circle["commissioner"].pk) as cursor:
        cursor.execute(add, [family.pk, circle["other"].pk])
        assert seen(cursor, CARDS) == 0
        cursor.execute(f"UPDATE {CARDS} SET email = 'else@post.example'")
        assert cursor.rowcount == 0
    with logged_in("APP", user_id=circle["member"].pk) as cursor, pytest.raises(psycopg.errors.InsufficientPrivilege):
        cursor.execute(add, [family.pk, circle["other"].pk])


@pytest.mark.django_db(transaction=True)
def test_another_wall_comes_in_the_place_of_the_old_one_and_goes_again() -> None:
    plain, state = BuildWall("tie", all_of("see_circle")), ProjectState.from_apps(apps)
    rebuild = RebuildWall(plain, BuildWall("tie", all_of("see_circle"), added=("false",)))
    before = asked(POLICIES)

    with connection.schema_editor() as editor:
        rebuild.database_forwards("networks", editor, state, state)
    between = asked(POLICIES)
    with connection.schema_editor() as editor:
        rebuild.database_backwards("networks", editor, state, state)

    assert {row[:2] for row in set(between) ^ set(before)} == {("networks_tie", "added")}
    assert asked(POLICIES) == before
    assert rebuild.describe() == "Rebuild the wall around tie"
