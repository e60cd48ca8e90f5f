"""The way to reach somebody moved from the card to the person; both ways nothing of it is lost."""

from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from fgc.networks.models import Person
from tests.factories import PersonFactory

BEFORE, AFTER = ("networks", "0004_wall"), ("networks", "0005_way_of_a_person")


def to(moment: tuple[str, str]) -> None:
    MigrationExecutor(connection).migrate([moment])


def test_the_way_and_the_wish_for_no_messages_go_along_and_come_back(transactional_db: Any) -> None:
    by_mail, called = PersonFactory(), PersonFactory(way="phone", no_messages=True)
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    try:
        to(BEFORE)
        with connection.cursor() as cursor:
            cursor.execute("SELECT person_id, way, no_messages FROM networks_contactcard")
            on_cards = {person: (way, none) for person, way, none in cursor.fetchall()}
            cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND NOT relforcerowsecurity")
            assert cursor.fetchall() == []
        to(AFTER)
    finally:
        MigrationExecutor(connection).migrate(newest)

    assert on_cards == {by_mail.pk: ("mail", False), called.pk: ("phone", True)}
    assert {(one.pk, one.way, one.no_messages) for one in Person.objects.all()} == {
        (by_mail.pk, "mail", False),
        (called.pk, "phone", True),
    }
