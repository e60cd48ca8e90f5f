"""What has named readers instead of the whole circle, proven by logging in to the database as the application."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.state import ProjectState
from django.utils import timezone

from fgc.access import grants
from fgc.access.policies import BuildWall, RebuildWall, all_of
from fgc.access.roles import Role
from fgc.audit.models import Line
from fgc.networks.models import NamedReader, PrivateNote
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
        f"INSERT INTO {CARDS} (id, created_at, email, phone, address, keep_no_address, is_masked, call_note, "
        "time_zone, safe_word, family_id, person_id) "
        "VALUES (gen_random_uuid(), now(), '', '', '', false, false, '', '', '', %s, %s)"
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


NOTES, READERS = "networks_privatenote", "networks_namedreader"
REFUSED = (psycopg.errors.InsufficientPrivilege, psycopg.errors.ForeignKeyViolation)


@pytest.fixture
def named(circle: dict[str, Any]) -> Any:
    """Somebody with an account, who was named to read the card of the owner."""
    family, owner = circle["family"], circle["owner"]
    reader = factories.PersonFactory(family=family, call_name="Cem")
    reader.user = let_in(factories.UserFactory(), Role.MEMBER, family, reader)
    reader.row = NamedReader.objects.create(
        family=family, owner=owner, card=owner.card, person=reader, called=reader.call_name
    )
    return reader


def test_who_is_named_reads_a_card_by_account_or_link_and_changes_nothing(circle: dict[str, Any], named: Any) -> None:
    other = factories.PersonFactory(family=circle["family"], call_name="Jan")
    for told in ({"user_id": named.user.pk}, {"link_id": by_link(named).link_id}):
        with logged_in("APP", **told) as cursor:
            cursor.execute(f"SELECT person_id FROM {CARDS}")
            assert {found for (found,) in cursor.fetchall()} == {circle["owner"].pk, named.pk}
            cursor.execute(f"UPDATE {CARDS} SET email = 'else@post.example' WHERE person_id = %s", [circle["owner"].pk])
            assert cursor.rowcount == 0
    for told, own in (({"user_id": circle["member"].pk}, 0), ({"link_id": by_link(other).link_id}, 1)):
        with logged_in("APP", **told) as cursor:
            assert (seen(cursor, CARDS), seen(cursor, READERS)) == (own, 0)


def test_who_was_named_reads_no_more_when_it_is_taken_back_or_the_own_way_in_ended(named: Any) -> None:
    later = timezone.now() + timedelta(days=60)
    with logged_in("APP", link_id=by_link(named).link_id, at=later) as cursor:
        assert seen(cursor, CARDS) == 0
    grants.end(named.family_id, roles=[Role.MEMBER], user_id=named.user.pk)
    with logged_in("APP", user_id=named.user.pk) as cursor:
        assert seen(cursor, CARDS) == 0
    named.row.delete()
    with logged_in("APP", link_id=by_link(named).link_id) as cursor:
        assert seen(cursor, CARDS) == 1


def test_a_note_is_there_for_its_author_and_its_reader_and_for_nobody_else(circle: dict[str, Any]) -> None:
    family = circle["family"]
    author, reader = (factories.PersonFactory(family=family, call_name=name) for name in ("Noor", "Marleen"))
    users = {one: let_in(factories.UserFactory(), Role.MEMBER, family, one) for one in (author, reader)}
    note = PrivateNote.objects.create(family=family, author=author, text="geheim")
    for_reader = NamedReader.objects.create(family=family, owner=author, note=note, person=reader, called="Marleen")

    def sees(**told: Any) -> tuple[int, int]:
        with logged_in("APP", **told) as cursor:
            return seen(cursor, NOTES), seen(cursor, READERS)

    assert sees(user_id=users[author].pk) == sees(user_id=users[reader].pk) == (1, 1)
    for who in ("commissioner", "young", "member", "coordinator"):
        assert sees(user_id=circle[who].pk) == (0, 0)
        # Not even a change with consequences for all of the family reaches it.
        assert sees(user_id=circle[who].pk, family_id=family.pk) == (0, 0)
    # Whoever reads somebody's mail comes in by the link in it.
    assert sees(link_id=by_link(author).link_id) == sees(link_id=by_link(reader).link_id) == (0, 0)

    for_reader.delete()
    assert sees(user_id=users[reader].pk) == (0, 0)
    NamedReader.objects.create(family=family, owner=author, note=note, account=circle["coordinator"], called="Mirjam")
    assert sees(user_id=circle["coordinator"].pk) == (1, 1)
    grants.end(family.pk, roles=[Role.COORDINATOR])
    assert sees(user_id=circle["coordinator"].pk)[0] == 0


def test_nobody_opens_what_is_somebody_elses(circle: dict[str, Any]) -> None:
    """A row that would give oneself somebody else's card or note to read is refused."""
    family, me = circle["family"], factories.PersonFactory(family=circle["family"], call_name="Cem")
    user = let_in(factories.UserFactory(), Role.MEMBER, family, me)
    note = PrivateNote.objects.create(family=family, author=circle["owner"], text="geheim")
    give = (
        "SET CONSTRAINTS ALL IMMEDIATE; "
        f"INSERT INTO {READERS} (id, created_at, called, family_id, owner_id, person_id, card_id, note_id) "
        "VALUES (gen_random_uuid(), now(), 'x', '{}', '{}', '{}', nullif('{}', '')::uuid, nullif('{}', '')::uuid)"
    )
    for owner in (me.pk, circle["owner"].pk):
        for thing in ((circle["owner"].card.pk, None), (None, note.pk)):
            values = [str(one or "") for one in (family.pk, owner, me.pk, *thing)]
            with logged_in("APP", user_id=user.pk) as cursor, pytest.raises(REFUSED):
                cursor.execute(give.format(*values))


def test_a_line_that_is_for_somebody_alone_is_not_in_the_list_of_the_others(circle: dict[str, Any]) -> None:
    family = circle["family"]
    line = {"family_id": family.pk, "act": "read", "object_type": "circle:note", "actor_kind": "user"}
    Line.objects.create(**line, actor_id=str(circle["member"].pk), only_for=circle["young"].pk)
    Line.objects.create(**line, actor_id=str(circle["member"].pk))
    for who, many in (("commissioner", 1), ("young", 1), ("member", 2), ("coordinator", 1)):
        for told in ({}, {"family_id": family.pk}):
            with logged_in("APP", user_id=circle[who].pk, **told) as cursor:
                assert seen(cursor, "audit_line") == many, who
