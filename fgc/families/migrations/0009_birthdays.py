from django.db import migrations

# The families in which a birthday that moves rights is near: their ids, and nothing else of them.
NEAR = """
GRANT SELECT ON accounts_organisation TO fgc_wall;
GRANT CREATE ON SCHEMA wall TO fgc_wall;
SET LOCAL check_function_bodies = off;
SET LOCAL ROLE fgc_wall;
CREATE FUNCTION wall.birthdays() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT f.id), '{}')
      FROM public.families_family f
      JOIN public.accounts_organisation o ON o.id = f.organisation_id
      JOIN public.families_child c ON c.family_id = f.id
     CROSS JOIN LATERAL (VALUES (coalesce((o.terms ->> 'along_from')::int, 12)),
                                (coalesce((o.terms ->> 'alone_from')::int, 16)),
                                (coalesce((o.terms ->> 'grown_up_from')::int, 18))) AS turns (age)
     WHERE f.ended_at IS NULL AND f.stage <> 'paused'
       AND (c.birth_date + make_interval(years => turns.age))::date
           BETWEEN (wall.at() AT TIME ZONE 'Europe/Amsterdam')::date - 10
               AND (wall.at() AT TIME ZONE 'Europe/Amsterdam')::date
                   + coalesce((o.terms ->> 'birthday_days')::int, 28)
$$;
REVOKE ALL ON FUNCTION wall.birthdays() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wall.birthdays() TO fgc_clock;
RESET ROLE;
REVOKE CREATE ON SCHEMA wall FROM fgc_wall;
"""
BACK = """
SET LOCAL ROLE fgc_wall;
DROP FUNCTION wall.birthdays();
RESET ROLE;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("families", "0008_pause"),
        ("accounts", "0002_profile"),
        ("access", "0005_asked_once"),
    ]

    operations = [migrations.RunSQL(NEAR, BACK)]
