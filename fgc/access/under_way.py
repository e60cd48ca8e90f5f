"""Small changes of the clock for which nobody waits at once: told, done and stored in one journey to the database.

What happens for every message is worth it: while the database writes to its disk, the next letter is on its way to the
mail server. Whoever needs to know asks the `Journey`; everything else that is asked of the database waits for it first.
"""

from collections.abc import Mapping
from typing import Any

from django.db import connection
from psycopg import ClientCursor, Connection, errors, generators, pq

from fgc.access.actors import SystemActor
from fgc.access.walls import CLOCK, acting, wait_for_what_is_under_way

Line = Connection[Any]
AS_THE_CLOCK = f"SELECT set_config('role', '{CLOCK}', true)"


class Journey:
    """A change that was sent to the database, and is stored once `rows` knows it."""

    def __init__(self, line: Line | None = None, rows: int = 0) -> None:
        self._line, self._rows = line, rows

    def rows(self) -> int:
        """How many rows it changed; waits until that is stored.

        Raises:
            django.db.Error: it could not be stored.
        """
        line, self._line = self._line, None
        if line is not None:
            connection.under_way = None  # type: ignore[attr-defined]  # ours, kept beside what the database knows
            with connection.wrap_database_errors:
                self._rows = _rows_of(line)
        return self._rows


def send_off(statement: str, values: Mapping[str, Any]) -> Journey:
    """Sends one statement of the clock to the database, and does not wait for it.

    Inside a transaction it belongs to that one, and is done when this returns.
    """
    if connection.in_atomic_block:
        with acting(SystemActor("clock")), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return Journey(rows=cursor.rowcount)
    wait_for_what_is_under_way()
    connection.ensure_connection()
    line: Line = connection.connection
    words = ClientCursor(line).mogrify(f"{AS_THE_CLOCK};{statement}", values)
    with connection.wrap_database_errors:
        line.pgconn.send_query(words.encode())
        line.pgconn.flush()
    journey = Journey(line)
    connection.under_way = journey  # type: ignore[attr-defined]  # as above
    return journey


def _rows_of(line: Line) -> int:
    """What the last of the statements changed, once all of it is stored."""
    answers = line.wait(generators.execute(line.pgconn))
    for answer in answers:
        if answer.status == pq.ExecStatus.FATAL_ERROR:
            raise errors.error_from_result(answer)
    return answers[-1].command_tuples or 0
