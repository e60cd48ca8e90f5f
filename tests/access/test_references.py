"""A row of one family never points into another, by the database's own rule."""

from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.migrations.state import ProjectState

from fgc.access.references import KeepInsideFamily, name_of, references_of
from fgc.families.models import FamilyRow
from fgc.networks.models import ContactCard
from tests import factories

RULES = (
    "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' AND conname LIKE '%_in_family'"
)


def references() -> dict[str, Any]:
    """Every reference from a row of a family to another one, by the name of its rule."""
    rows = [model for model in apps.get_models() if issubclass(model, FamilyRow)]
    return {name_of(field): field for model in rows for field in references_of(model)}


def kept() -> dict[str, str]:
    """The rules that the database has, each with what it says."""
    with connection.cursor() as cursor:
        cursor.execute(RULES)
        return dict(cursor.fetchall())


@pytest.mark.django_db
def test_every_reference_between_rows_of_families_is_kept_inside_one() -> None:
    assert len(references()) > 30
    assert kept() == {
        name: f"FOREIGN KEY (family_id, {field.column}) "
        f"REFERENCES {field.related_model._meta.db_table}(family_id, id) DEFERRABLE INITIALLY DEFERRED"
        for name, field in references().items()
    }


@pytest.mark.django_db(transaction=True)
def test_the_database_refuses_a_row_that_points_into_another_family() -> None:
    somebody, another = factories.PersonFactory(), factories.PersonFactory()

    with pytest.raises(IntegrityError, match="networks_contactcard_person_id_in_family"), transaction.atomic():
        ContactCard.objects.filter(person=somebody).update(family=another.family)


@pytest.mark.django_db(transaction=True)
def test_the_rule_is_taken_away_and_put_back_with_its_migration() -> None:
    operation, state = KeepInsideFamily("contactcard"), ProjectState.from_apps(apps)
    before = kept()

    with connection.schema_editor() as editor:
        operation.database_backwards("networks", editor, state, state)
    between = kept()
    with connection.schema_editor() as editor:
        operation.database_forwards("networks", editor, state, state)

    assert set(before) - set(between) == {"networks_contactcard_person_id_in_family"}
    assert kept() == before
    assert operation.describe() == "Keep every reference of contactcard inside its family"
