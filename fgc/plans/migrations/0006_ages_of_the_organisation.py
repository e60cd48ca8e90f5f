from django.db import migrations

# From which age the own yes is needed is a term of the organisation.
AGES = """
GRANT SELECT ON accounts_organisation TO fgc_wall;
GRANT CREATE ON SCHEMA wall TO fgc_wall;
SET LOCAL ROLE fgc_wall;
CREATE OR REPLACE FUNCTION wall.releases() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(r.id), '{}')
      FROM public.plans_release r JOIN public.families_family f ON f.id = r.family_id
      JOIN public.accounts_organisation o ON o.id = f.organisation_id
     WHERE r.recipient_id = wall.told('user_id')::uuid AND r.revoked_at IS NULL AND f.ended_at IS NULL
       AND r.until >= (wall.at() AT TIME ZONE 'Europe/Amsterdam')::date
       AND r.agreed_at IS NOT NULL
       AND NOT EXISTS (SELECT FROM public.plans_releaseyes y
                         LEFT JOIN public.families_child c ON c.id = y.child_id
                        WHERE y.release_id = r.id AND y.said_yes IS NOT TRUE
                          AND (y.said_yes = false
                               OR age((r.agreed_at AT TIME ZONE 'Europe/Amsterdam')::date, c.birth_date)
                                  >= make_interval(years => coalesce((o.terms ->> 'along_from')::int, 12))))
$$;
RESET ROLE;
REVOKE CREATE ON SCHEMA wall FROM fgc_wall;
"""
BACK = """
GRANT CREATE ON SCHEMA wall TO fgc_wall;
SET LOCAL ROLE fgc_wall;
CREATE OR REPLACE FUNCTION wall.releases() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(r.id), '{}')
      FROM public.plans_release r JOIN public.families_family f ON f.id = r.family_id
     WHERE r.recipient_id = wall.told('user_id')::uuid AND r.revoked_at IS NULL AND f.ended_at IS NULL
       AND r.until >= (wall.at() AT TIME ZONE 'Europe/Amsterdam')::date
       AND r.agreed_at IS NOT NULL
       AND NOT EXISTS (SELECT FROM public.plans_releaseyes y
                         LEFT JOIN public.families_child c ON c.id = y.child_id
                        WHERE y.release_id = r.id AND y.said_yes IS NOT TRUE
                          AND (y.said_yes = false
                               OR age((r.agreed_at AT TIME ZONE 'Europe/Amsterdam')::date, c.birth_date)
                                  >= interval '12 years'))
$$;
RESET ROLE;
REVOKE CREATE ON SCHEMA wall FROM fgc_wall;
REVOKE SELECT ON accounts_organisation FROM fgc_wall;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("plans", "0005_the_young_persons_own_yes"),
        ("accounts", "0002_profile"),
    ]

    operations = [migrations.RunSQL(AGES, BACK)]
