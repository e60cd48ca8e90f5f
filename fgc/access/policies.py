"""The wall around each table of a family, as one operation of a migration: who may see and write which rows.

BuildWall("wording", all_of("see_plan"), own("agreement_id", "agreements"))

Row-level security is enabled and forced. Whoever fits one of the openings sees the row and may write it; the worker
sees the one family that it works for. Without this operation the application can't read a table at all.
"""

from collections.abc import Iterator
from typing import Any

from django.db.migrations.operations.base import Operation

PEOPLE, JOB, WALL = "fgc_app", "fgc_job", "fgc_wall"
EVERYTHING = "SELECT, INSERT, UPDATE, DELETE"


def all_of(can: str, *, column: str = "family_id") -> str:
    """Opens the rows of a family to whoever holds this right for all of it, today."""
    return f"{column} = ANY ((SELECT wall.families('{can}', 'A'))::uuid[])"


def some_of(can: str, *, column: str = "family_id") -> str:
    """Opens the rows of a family also to whoever holds this right only for what is the own."""
    return f"{column} = ANY ((SELECT wall.families('{can}', 'O'))::uuid[])"


def anybody_of(*, column: str = "family_id") -> str:
    """Opens the rows of a family to whoever has anything to do with it today."""
    return f"{column} = ANY ((SELECT wall.footholds())::uuid[])"


def own(column: str, things: str = "persons") -> str:
    """Opens the rows that belong to the actor: to a person who he or she is, or to another thing of one's own.

    Args:
        things: the function of the wall that names them.
    """
    return f"{column} = ANY ((SELECT wall.{things}())::uuid[])"


def named(column: str) -> str:
    """Opens the rows that name the account that acts."""
    return f"{column} = (SELECT wall.told('user_id'))::uuid"


def by_the_wall(sql: str) -> str:
    """Statements that make or change functions of the wall: as the role that owns them, which may do so only here."""
    return (
        f"GRANT CREATE ON SCHEMA wall TO {WALL}; SET LOCAL ROLE {WALL};\n{sql}\n"
        f"RESET ROLE; REVOKE CREATE ON SCHEMA wall FROM {WALL};"
    )


class OfTheWall(Operation):
    """Something about the wall: it changes the database, and nothing in Django's picture of the models."""

    reversible = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Django's own picture of the models stays as it is."""


class AskLast(OfTheWall):
    """What only some may see is asked after what opens a row to most, so that most are not asked it at all.

    PostgreSQL asks policies in the reverse order of their names. Walls that were built with `seen` become as those
    that are built with `also_seen`.

    Args:
        models: names of models of this app, in small letters, each with a wall that was built with `seen`.
    """

    def __init__(self, *models: str) -> None:
        self.models = models

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Gives the policy the name that comes last."""
        self._rename(app_label, schema_editor, to_state, "seen", "also_seen")

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Gives it back the name that it had."""
        self._rename(app_label, schema_editor, from_state, "also_seen", "seen")

    def _rename(self, app_label: str, schema_editor: Any, state: Any, old: str, new: str) -> None:
        for name in self.models:
            table = state.apps.get_model(app_label, name)._meta.db_table
            schema_editor.execute(f'ALTER POLICY {old} ON "{table}" RENAME TO {new}')

    def describe(self) -> str:
        """What a reader of the list of migrations sees."""
        return f"Ask last what only some see of {', '.join(self.models)}"


class KeepToItsReaders(OfTheWall):
    """What has named readers, or is the coordinator's alone, is seen by nobody who looks through another's eyes.

    Args:
        models: names of models of this app, in small letters, each with a wall of its own.
    """

    def __init__(self, *models: str) -> None:
        self.models = models

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Adds a rule that only ever takes away."""
        for name in self.models:
            table = to_state.apps.get_model(app_label, name)._meta.db_table
            schema_editor.execute(
                f'CREATE POLICY not_along ON "{table}" AS RESTRICTIVE FOR SELECT TO {PEOPLE} '
                "USING ((SELECT wall.told('along')) IS NULL)"
            )

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Takes the rule away."""
        for name in self.models:
            table = from_state.apps.get_model(app_label, name)._meta.db_table
            schema_editor.execute(f'DROP POLICY not_along ON "{table}"')

    def describe(self) -> str:
        """What a reader of the list of migrations sees."""
        return f"Keep {', '.join(self.models)} to its own readers"


class BuildWall(OfTheWall):
    """Walls the table of one model of this app.

    Args:
        model: its name, in small letters.
        openings: conditions on a row; one that holds is enough to see and to write it.
        family: the column that says of which family a row is.
        seen: conditions that are enough to see a row, and not to write it; asked first, so they are cheap.
        also_seen: the same, asked only of whom no opening fits.
        added: conditions that are enough to add a row, and not to see it.
        is_private: not even a change with consequences for all of the family opens it further.
        verbs: what the application may do with the table at all.
        is_read_by_the_wall: the functions of the wall look into this table.
    """

    def __init__(
        self,
        model: str,
        *openings: str,
        family: str = "family_id",
        seen: tuple[str, ...] = (),
        also_seen: tuple[str, ...] = (),
        added: tuple[str, ...] = (),
        is_private: bool = False,
        verbs: str = EVERYTHING,
        is_read_by_the_wall: bool = False,
    ) -> None:
        self.model, self.openings, self.family, self.is_private = model, openings, family, is_private
        self.seen, self.also_seen, self.added = seen, also_seen, added
        self.verbs, self.is_read_by_the_wall = verbs, is_read_by_the_wall

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Closes the table, and makes the openings."""
        table = to_state.apps.get_model(app_label, self.model)._meta.db_table
        schema_editor.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
        schema_editor.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
        schema_editor.execute(f'GRANT {self.verbs} ON "{table}" TO {PEOPLE}, {JOB}')
        if self.is_read_by_the_wall:
            schema_editor.execute(f'GRANT SELECT ON "{table}" TO {WALL}')
        for name, rule in self.policies():
            schema_editor.execute(f'CREATE POLICY {name} ON "{table}" {rule}')

    def policies(self) -> Iterator[tuple[str, str]]:
        """Every policy of the table: its name, and its rule."""
        for_all = () if self.is_private else (f"{self.family} = (SELECT wall.for_all_of())",)
        opened = " OR ".join([*self.openings, *for_all])
        yield "people", f"TO {PEOPLE} USING ({opened}) WITH CHECK ({opened})"
        yield "one_family", f"TO {JOB} USING ({self.family} = (SELECT wall.told('family_id'))::uuid)"
        for name, sights in (("seen", self.seen), ("also_seen", self.also_seen)):
            if sights:
                yield name, f"FOR SELECT TO {PEOPLE} USING ({' OR '.join(sights)})"
        if self.added:
            yield "added", f"FOR INSERT TO {PEOPLE} WITH CHECK ({' OR '.join(self.added)})"
        if self.is_read_by_the_wall:
            yield "the_wall", f"FOR SELECT TO {WALL} USING (true)"

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Takes the wall away, and with it all that the application may do with the table."""
        table = from_state.apps.get_model(app_label, self.model)._meta.db_table
        for name, _rule in self.policies():
            schema_editor.execute(f'DROP POLICY {name} ON "{table}"')
        schema_editor.execute(f'REVOKE ALL ON "{table}" FROM {PEOPLE}, {JOB}, {WALL}')
        schema_editor.execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')
        schema_editor.execute(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')

    def describe(self) -> str:
        """What a reader of the list of migrations sees."""
        return f"Build the wall around {self.model}"


class RebuildWall(OfTheWall):
    """Puts another wall in the place of the one that stands around a table.

    Args:
        old: the wall as an earlier migration built it.
        new: the wall from now on, of the same model.
    """

    def __init__(self, old: BuildWall, new: BuildWall) -> None:
        assert old.model == new.model, "a wall stands around one table"
        self.old, self.new = old, new

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """The old wall goes and the new one comes, in one transaction."""
        self.old.database_backwards(app_label, schema_editor, from_state, to_state)
        self.new.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """The other way round."""
        self.new.database_backwards(app_label, schema_editor, from_state, to_state)
        self.old.database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """What a reader of the list of migrations sees."""
        return f"Rebuild the wall around {self.new.model}"
