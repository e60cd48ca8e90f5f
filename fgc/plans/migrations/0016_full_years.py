from importlib import import_module

from django.db import migrations

from fgc.access.policies import by_the_wall

# How old somebody is, in full years, as `families.rules.age_on` counts them. Two spans of time are compared in months of
# thirty days: eleven months and thirty days were twelve months, so a birthday came a day too early.
FULL_YEARS = """
CREATE FUNCTION wall.full_years(born date, day date) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
    SELECT extract(year FROM age(day, born))::integer
$$;
"""
OF_A_LINE = """age((wall.at() AT TIME ZONE 'Europe/Amsterdam')::date, c.birth_date)
                   < make_interval(years => coalesce((o.terms ->> 'alone_from')::int, 16)) AS is_young"""
OF_A_LINE_NOW = """wall.full_years(c.birth_date, (wall.at() AT TIME ZONE 'Europe/Amsterdam')::date)
                   < coalesce((o.terms ->> 'alone_from')::int, 16) AS is_young"""
OF_A_RELEASE = """age((r.agreed_at AT TIME ZONE 'Europe/Amsterdam')::date, c.birth_date)
                                  >= make_interval(years => coalesce((o.terms ->> 'along_from')::int, 12))"""
OF_A_RELEASE_NOW = """wall.full_years(c.birth_date, (r.agreed_at AT TIME ZONE 'Europe/Amsterdam')::date)
                                  >= coalesce((o.terms ->> 'along_from')::int, 12)"""


def function(sql: str, name: str, said: str, now: str) -> str:
    """The function of that name as it was built, with this said in place of that."""
    [built] = [part for part in sql.split("$$;") if f"FUNCTION wall.{name}(" in part]
    begins = built.rindex("CREATE", 0, built.index(f"FUNCTION wall.{name}("))
    assert built.count(said) == 1, name
    return built[begins:].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1).replace(said, now) + "$$;\n"


LINES = import_module("fgc.plans.migrations.0009_line_about").CLOSED_FOR
RELEASES = import_module("fgc.plans.migrations.0007_given_up").DIFFERENT


class Migration(migrations.Migration):

    dependencies = [("plans", "0015_who_wrote_it_down")]

    operations = [
        migrations.RunSQL(
            by_the_wall(
                "SET LOCAL check_function_bodies = off;\n"
                + FULL_YEARS
                + "REVOKE ALL ON FUNCTION wall.full_years(date, date) FROM PUBLIC;\n"
                + function(LINES, "closed_for", OF_A_LINE, OF_A_LINE_NOW)
                + function(RELEASES, "releases", OF_A_RELEASE, OF_A_RELEASE_NOW)
            ),
            by_the_wall(
                function(LINES, "closed_for", OF_A_LINE, OF_A_LINE)
                + function(RELEASES, "releases", OF_A_RELEASE, OF_A_RELEASE)
                + "DROP FUNCTION wall.full_years(date, date);\n"
            ),
        )
    ]
