"""A row of one family never points into another: the database refuses it, whatever an action forgot to ask."""

from collections.abc import Iterator
from typing import Any

from django.db.migrations.operations.base import Operation
from django.db.models import ForeignKey

UNIQUE = 'CREATE UNIQUE INDEX IF NOT EXISTS "{target}_in_its_family" ON "{target}" (family_id, id)'
# At the end of the transaction: a family is erased row by row.
REFER = """
ALTER TABLE "{table}" ADD CONSTRAINT "{name}"
FOREIGN KEY (family_id, "{column}") REFERENCES "{target}" (family_id, id) DEFERRABLE INITIALLY DEFERRED
"""
FORGET = 'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"'


def references_of(model: Any) -> Iterator[Any]:
    """The fields by which a row of a family points at another row of a family."""
    for field in model._meta.local_fields:
        if isinstance(field, ForeignKey) and any(
            one.name == "family" for one in field.related_model._meta.local_fields
        ):
            yield field


def name_of(field: Any) -> str:
    """How the database calls the rule for this reference."""
    return f"{field.model._meta.db_table}_{field.column}_in_family"


class KeepInsideFamily(Operation):
    """Every reference of these models to a row of a family is one to the same family.

    Args:
        models: names of models of this app, in small letters.
        only: of these fields, which came later; all of them when left out.
    """

    reversible = True

    def __init__(self, *models: str, only: tuple[str, ...] = ()) -> None:
        self.models, self.only = models, only

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Django's own picture of the models stays as it is."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Adds the rule for each reference."""
        for words in self._words(app_label, to_state):
            schema_editor.execute(UNIQUE.format(**words))
            schema_editor.execute(REFER.format(**words))

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Takes the rules away."""
        for words in self._words(app_label, from_state):
            schema_editor.execute(FORGET.format(**words))

    def describe(self) -> str:
        """What a reader of the list of migrations sees."""
        return f"Keep every reference of {', '.join(self.models)} inside its family"

    def _words(self, app_label: str, state: Any) -> Iterator[dict[str, str]]:
        for name in self.models:
            model = state.apps.get_model(app_label, name)
            for field in references_of(model):
                if self.only and field.name not in self.only:
                    continue
                yield {
                    "table": model._meta.db_table,
                    "column": field.column,
                    "target": field.related_model._meta.db_table,
                    "name": name_of(field),
                }
