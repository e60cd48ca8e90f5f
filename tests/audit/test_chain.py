"""The list of who looked is a chain: whoever changes it in the database leaves a trace that the verifier finds."""

import threading
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from fgc.access.actors import Channel, SystemActor, UserActor
from fgc.access.roles import Role
from fgc.access.walls import acting
from fgc.audit import chain
from fgc.audit import record as audit
from fgc.audit.chain import Verification
from fgc.audit.models import Act, Head, Line
from fgc.families.models import Family
from tests import factories
from tests.access.test_wall import logged_in
from tests.audit.lists import NOBODY, changed, faults, written


@pytest.mark.django_db
def test_the_lines_of_a_family_are_numbered_and_follow_each_other(family: Family) -> None:
    other = factories.FamilyFactory()
    for one in (family, other, family, other, family):
        written(one, 1)

    assert [line.number for line in Line.objects.filter(family_id=family.pk).order_by("pk")] == [1, 2, 3]
    assert Head.objects.get(pk=other.pk).number == 2
    walk = Verification()
    assert list(walk.faults()) == []
    assert (walk.lines, len(walk.heads)) == (5, 2)


@pytest.mark.django_db
def test_what_the_program_says_of_number_and_hash_counts_for_nothing(family: Family) -> None:
    written(family, 1)
    Line.objects.create(
        family_id=family.pk, act=Act.READ, object_type="plan", actor_kind="nobody", number=1, chain=b"x"
    )

    assert faults() == []
    assert Head.objects.get().number == 2


@pytest.mark.django_db
def test_every_field_is_in_the_hash_whatever_stands_in_it(family: Family) -> None:
    """Database and verifier write the same words, and no field of a line is left out."""
    odd = "\"\\ \b\f\n\r\t\x01\x1f\x7f/<>&'é€😀\u2028"
    written(family, 1)
    Line.objects.create(
        family_id=family.pk, act=odd[:20], object_type=odd, object_id=family.pk, actor_kind="", actor_id=odd,
        on_behalf_of=uuid.UUID(int=1), role=odd, ground=odd, channel="", at=datetime(1969, 7, 20, 20, 17, 40, 1, UTC),
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone = 'Europe/Amsterdam'")
        cursor.execute("SET LOCAL datestyle = 'German'")
    written(family, 1)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone = 'UTC'")
        cursor.execute("SET LOCAL datestyle = 'ISO'")

    assert faults() == []
    assert {*chain.FIELDS, "chain"} == {field.name for field in Line._meta.local_fields}


TAMPERING: dict[str, tuple[str, list[str]]] = {
    "a field is changed": (
        "UPDATE audit_line SET act = 'create' WHERE number = 3",
        ["3 was changed, or does not follow the one before it."],
    ),
    "a moment is changed": (
        "UPDATE audit_line SET at = at - interval '1 microsecond' WHERE number = 1",
        ["1 was changed, or does not follow the one before it."],
    ),
    "a line and its hash are changed": (
        "UPDATE audit_line l SET actor_id = 'x', chain = wall.chained("
        "(SELECT chain FROM audit_line WHERE number = 2), 3,"
        ' jsonb_populate_record(l, \'{"actor_id": "x"}\')) WHERE number = 3',
        ["4 was changed, or does not follow the one before it."],
    ),
    "a line is taken away": ("DELETE FROM audit_line WHERE number = 3", ["4 line 3 is missing before it."]),
    "the first lines are taken away": (
        "DELETE FROM audit_line WHERE number < 3",
        ["3 lines 1 to 2 are missing before it."],
    ),
    "a line is taken away, and the others close the gap": (
        # By way of numbers that nobody has: the rows come in any order, and two may not have the same one meanwhile.
        "DELETE FROM audit_line WHERE number = 3; UPDATE audit_line SET number = number + 1000 WHERE number > 3;"
        " UPDATE audit_line SET number = number - 1001 WHERE number > 1000",
        [
            "3 was changed, or does not follow the one before it.",
            "4 was changed, or does not follow the one before it.",
            "4 line 5 is missing after it.",
        ],
    ),
    "the end is cut off": ("DELETE FROM audit_line WHERE number > 3", ["3 lines 4 to 5 are missing after it."]),
    "all is cut off": ("DELETE FROM audit_line", ["1 the whole list is gone."]),
    "a line is put in before": (
        "INSERT INTO audit_line SELECT (jsonb_populate_record(l, jsonb_build_object('id', gen_random_uuid(),"
        " 'number', 0))).* FROM audit_line l WHERE number = 1",
        ["0 is one too many."],
    ),
    "a line is put in twice": (
        "ALTER TABLE audit_line DROP CONSTRAINT audit_one_chain;"
        "INSERT INTO audit_line SELECT (jsonb_populate_record(l, jsonb_build_object('id', max_id))).*"
        " FROM audit_line l, (SELECT 'ffffffff-ffff-ffff-ffff-ffffffffffff' AS max_id) AS last WHERE number = 2",
        ["2 is one too many."],
    ),
    "a line is put in twice, the copy before the line": (
        "ALTER TABLE audit_line DROP CONSTRAINT audit_one_chain;"
        "INSERT INTO audit_line SELECT (jsonb_populate_record(l, jsonb_build_object('id', min_id))).*"
        " FROM audit_line l, (SELECT '00000000-0000-0000-0000-000000000000' AS min_id) AS first WHERE number = 2",
        ["2 was changed, or does not follow the one before it.", "2 is one too many."],
    ),
    "a line is put in behind": (
        "INSERT INTO audit_line SELECT (jsonb_populate_record(l, jsonb_build_object('id', gen_random_uuid(),"
        " 'number', 6, 'chain', wall.chained(l.chain, 6, l)))).* FROM audit_line l WHERE number = 5",
        ["6 was changed, or does not follow the one before it.", "6 is not the end that the head knows."],
    ),
    "two lines are swapped": (
        "UPDATE audit_line SET number = 9 WHERE number = 2; UPDATE audit_line SET number = 2 WHERE number = 4;"
        "UPDATE audit_line SET number = 4 WHERE number = 9",
        [
            "2 was changed, or does not follow the one before it.",
            "3 was changed, or does not follow the one before it.",
            "4 was changed, or does not follow the one before it.",
            "5 was changed, or does not follow the one before it.",
        ],
    ),
    "the head is changed": ("UPDATE audit_head SET chain = '\\x00'", ["5 is not the end that the head knows."]),
    "the head is turned back": ("UPDATE audit_head SET number = 4", ["5 is not the end that the head knows."]),
    "the head is taken away": ("DELETE FROM audit_head", ["5 the head of this list is gone."]),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("deed", "found"), TAMPERING.values(), ids=TAMPERING.keys())
def test_what_was_done_to_the_list_is_found(family: Family, deed: str, found: list[str]) -> None:
    written(family)
    assert faults() == []

    for statement in deed.split(";"):
        changed(statement)

    assert faults() == found
    assert faults(family_id=family.pk) == found
    assert faults(family_id=uuid.uuid4()) == []


@pytest.mark.django_db
def test_a_list_that_was_made_anew_is_found_by_the_heads_that_were_kept(family: Family) -> None:
    written(family)
    before = Verification()
    list(before.faults())
    written(family)
    assert faults(kept=before.heads) == []

    changed("DELETE FROM audit_line WHERE number > 3")
    changed("UPDATE audit_head SET number = 3, chain = (SELECT chain FROM audit_line WHERE number = 3)")

    assert faults() == []
    assert faults(kept=before.heads) == ["5 is not the line that the kept heads know."]
    changed("DELETE FROM audit_line")
    changed("DELETE FROM audit_head")
    assert faults() == []
    assert faults(kept=before.heads) == ["1 the whole list is gone."]
    assert faults(kept=before.heads, family_id=uuid.uuid4()) == []


@pytest.mark.django_db
def test_a_list_that_was_calculated_anew_is_found_by_the_heads_that_were_kept(family: Family) -> None:
    written(family)
    before = Verification()
    list(before.faults())

    lines = list(Line.objects.order_by("number").values())
    changed("DELETE FROM audit_line")
    changed("DELETE FROM audit_head")
    for line in lines:
        Line.objects.create(**{**line, "actor_id": "somebody else"})

    assert faults() == []
    assert faults(kept=before.heads) == ["5 is not the line that the kept heads know."]


@pytest.mark.django_db
def test_a_maker_of_hashes_that_was_changed_is_found(family: Family) -> None:
    written(family, 1)
    with connection.cursor() as cursor:
        cursor.execute("GRANT CREATE ON SCHEMA wall TO fgc_wall")
        cursor.execute("SET LOCAL ROLE fgc_wall")
        cursor.execute(
            "CREATE OR REPLACE FUNCTION wall.chained(before bytea, number bigint, line public.audit_line) "
            "RETURNS bytea LANGUAGE sql AS 'SELECT sha256(line.id::text::bytea)'"
        )
        cursor.execute("RESET ROLE")
    written(family, 1)

    assert faults() == ["2 was changed, or does not follow the one before it."]


@pytest.mark.django_db
def test_without_the_trigger_no_line_is_written_at_all(family: Family) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER lengthen_chain ON audit_line")

    with pytest.raises(IntegrityError), transaction.atomic():
        written(family, 1)


@pytest.mark.django_db
def test_the_lines_of_before_the_chain_are_chained_by_the_migration(family: Family) -> None:
    """There and back, with lines in the table."""
    written(family, 3)
    other = written(factories.FamilyFactory(), 2)

    MigrationExecutor(connection).migrate([("audit", "0002_wall")])
    MigrationExecutor(connection).migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())

    written(family, 1)
    assert faults() == []
    assert {head.pk: head.number for head in Head.objects.all()} == {family.pk: 4, other.pk: 2}


@pytest.mark.django_db
def test_many_lines_of_several_families_at_once(family: Family, mirjam: Any) -> None:
    other = factories.FamilyFactory()
    for one in (family, other):
        factories.let_in(mirjam, Role.COORDINATOR, one)

    audit.record_reads(
        UserActor(mirjam), [audit.Read(one.pk, "desk:desk", None, "see_desk") for one in (other, family) * 3]
    )

    assert faults() == []
    assert {head.pk: head.number for head in Head.objects.all()} == {family.pk: 3, other.pk: 3}


@pytest.mark.django_db
def test_the_channel_is_that_by_which_somebody_came(family: Family, saskia: Any) -> None:
    audit.record(UserActor(saskia), Act.READ, family)
    audit.record(UserActor(saskia, channel=Channel.API), Act.READ, family)
    audit.record(NOBODY, Act.SEND, family)
    audit.record(factories.by_link(factories.PersonFactory(family=family)), Act.ANSWER, family)

    assert [line.channel for line in Line.objects.order_by("number")] == ["page", "api", "clock", "link"]


@pytest.mark.django_db
def test_an_erasure_begins_a_new_chain(family: Family) -> None:
    other = written(factories.FamilyFactory(), 2)
    before = Verification()
    written(family)
    list(before.faults())

    with acting(SystemActor("erase", family.pk)):
        audit.forget(family.pk)

    walk = Verification(before.heads)
    assert list(walk.faults()) == []
    assert walk.erased == [family.pk]
    assert {head.pk: head.number for head in Head.objects.all()} == {family.pk: 1, other.pk: 2}
    again = Verification(walk.heads)
    assert (list(again.faults()), again.erased) == ([], [])


# Two at the same moment, and the roles themselves.


def at_once(*deeds: Callable[[], Any]) -> None:
    """Each on a connection of its own."""
    failed: list[Exception] = []

    def run(deed: Callable[[], Any]) -> None:
        try:
            deed()
        except Exception as error:  # noqa: BLE001  # said below, where the test hears it
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not failed, failed


def test_two_writers_at_the_same_time_keep_one_chain(house: Family) -> None:
    other, worker = factories.FamilyFactory(), factories.WorkerFactory()
    for one in (house, other):
        factories.let_in(worker, Role.COORDINATOR, one)

    def look(*families: Family) -> None:
        audit.record_reads(UserActor(worker), [audit.Read(one.pk, "desk:desk", None, "see_desk") for one in families])

    def write() -> None:
        for _ in range(20):
            with transaction.atomic():
                written(house, 2)
            look(house, other)

    def write_in_the_other_order() -> None:
        for _ in range(20):
            look(other, house)

    at_once(write, write, write_in_the_other_order)

    assert faults() == []
    assert {head.pk: head.number for head in Head.objects.all()} == {house.pk: 5 + 2 * 20 * 3 + 20, other.pk: 60}


def test_a_line_that_is_being_written_while_a_family_is_erased_goes_as_well(house: Family) -> None:
    def erase() -> None:
        with acting(SystemActor("erase", house.pk)):
            audit.forget(house.pk)

    with transaction.atomic():
        written(house, 1)
        thread = threading.Thread(target=at_once, args=(erase,))
        thread.start()
        thread.join(timeout=0.5)
        assert thread.is_alive()
    thread.join(timeout=10)

    assert [line.act for line in Line.objects.all()] == ["erase"]
    assert faults() == []


@pytest.mark.parametrize("role", ["APP", "CLOCK", "AUDITOR"])
def test_nobody_who_logs_in_can_change_a_line_or_reach_a_head(house: Family, role: str) -> None:
    forbidden = [
        "UPDATE audit_line SET act = 'read'",
        "DELETE FROM audit_line",
        "TRUNCATE audit_line",
        "ALTER TABLE audit_line DISABLE TRIGGER lengthen_chain",
        "SET session_replication_role = replica",
        "UPDATE audit_head SET number = 0",
        "DELETE FROM audit_head",
        f"INSERT INTO audit_head VALUES ('{uuid.uuid4()}', 0, '')",
        "SELECT wall.lengthen_chain()",
        "SELECT wall.chained('', 1, NULL)",
    ]
    if role != "AUDITOR":
        forbidden += ["SELECT * FROM audit_head", "SELECT number FROM audit_head FOR UPDATE"]
    for deed in forbidden:
        with logged_in(role, family_id=house.pk) as cursor:
            if role == "CLOCK":
                cursor.execute("SET LOCAL ROLE fgc_job")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                cursor.execute(deed)


def test_the_auditor_reads_every_list_and_nothing_else(house: Family) -> None:
    with logged_in("AUDITOR") as cursor:
        for table in ("audit_line", "audit_head"):
            cursor.execute(f"SELECT count(*) FROM {table} WHERE family_id = %s", [house.pk])
            assert cursor.fetchone() != (0,)
        for table in ("families_family", "networks_person", "accounts_user", "access_right"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), cursor.connection.transaction():
                cursor.execute(f"SELECT * FROM {table}")
