from django.db import migrations, models

# During a pause nothing is read, and whoever reads a copy learns at which bottom lines the plan is different by now.
DIFFERENT = """
GRANT SELECT ON plans_wording, conferences_bottomline TO fgc_wall;
CREATE POLICY the_wall ON plans_wording FOR SELECT TO fgc_wall USING (true);
GRANT CREATE ON SCHEMA wall TO fgc_wall;
SET LOCAL check_function_bodies = off;
SET LOCAL ROLE fgc_wall;
CREATE OR REPLACE FUNCTION wall.releases() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(r.id), '{}')
      FROM public.plans_release r JOIN public.families_family f ON f.id = r.family_id
      JOIN public.accounts_organisation o ON o.id = f.organisation_id
     WHERE r.recipient_id = wall.told('user_id')::uuid AND r.revoked_at IS NULL AND f.ended_at IS NULL AND f.stage <> 'paused'
       AND r.until >= (wall.at() AT TIME ZONE 'Europe/Amsterdam')::date
       AND r.agreed_at IS NOT NULL
       AND NOT EXISTS (SELECT FROM public.plans_releaseyes y
                         LEFT JOIN public.families_child c ON c.id = y.child_id
                        WHERE y.release_id = r.id AND y.said_yes IS NOT TRUE
                          AND (y.said_yes = false
                               OR age((r.agreed_at AT TIME ZONE 'Europe/Amsterdam')::date, c.birth_date)
                                  >= make_interval(years => coalesce((o.terms ->> 'along_from')::int, 12))))
$$;

CREATE FUNCTION wall.different_bottom_lines(release uuid) RETURNS TABLE (number smallint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT DISTINCT b.number
      FROM public.plans_release r
      JOIN public.plans_plan p ON p.id = r.plan_id
      JOIN public.plans_agreement a ON a.plan_id = p.id AND a.bottom_line_id IS NOT NULL
      JOIN public.conferences_bottomline b ON b.id = a.bottom_line_id
     WHERE r.id = release AND r.id = ANY ((SELECT wall.releases())::uuid[])
       AND (a.added_in > r.version AND a.added_in <= p.version
            OR a.dropped_in > r.version AND a.dropped_in <= p.version
            OR EXISTS (SELECT FROM public.plans_wording w
                        WHERE w.agreement_id = a.id AND w.version > r.version AND w.version <= p.version))
$$;
REVOKE ALL ON FUNCTION wall.different_bottom_lines(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wall.different_bottom_lines(uuid) TO fgc_app;
RESET ROLE;
REVOKE CREATE ON SCHEMA wall FROM fgc_wall;
"""
BACK = """
GRANT CREATE ON SCHEMA wall TO fgc_wall;
SET LOCAL ROLE fgc_wall;
DROP FUNCTION wall.different_bottom_lines(uuid);
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
DROP POLICY the_wall ON plans_wording;
REVOKE SELECT ON plans_wording FROM fgc_wall;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("plans", "0006_ages_of_the_organisation"),
        ("families", "0008_pause"),
    ]

    operations = [
        migrations.AddField("release", "is_given_up", models.BooleanField(default=False)),
        migrations.RunSQL(DIFFERENT, BACK),
    ]
