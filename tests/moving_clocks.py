"""The clock of the database, moved: for journeys, and for machines that do not agree about the time."""

from datetime import timedelta

from django.db import connection, transaction

from fgc.access.policies import by_the_wall

CLOCK = """
CREATE OR REPLACE FUNCTION wall.clock() RETURNS timestamptz LANGUAGE sql VOLATILE
SET search_path = pg_catalog, pg_temp AS $$ SELECT clock_timestamp() + make_interval(secs => {seconds}) $$;
"""


def move_clock_of_database(away: timedelta) -> None:
    """From now on the database of the tests is so far away from the real time, for all processes."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(by_the_wall(CLOCK.format(seconds=away.total_seconds())))
