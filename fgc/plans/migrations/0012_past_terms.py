from django.db import migrations

from fgc.access.policies import by_the_wall

OWN_COPIES = "SELECT c.family_id FROM public.plans_owncopy c WHERE c.until <= wall.at()"
# The families in which something is past the term for which it is kept: their ids, and nothing else of them. What it is,
# and whether it really is, is asked by the worker in that one family.
ALL = f"""
    {OWN_COPIES}
    UNION ALL
    SELECT m.family_id
      FROM public.conferences_conference m
      JOIN public.families_family f ON f.id = m.family_id
      JOIN public.accounts_organisation o ON o.id = f.organisation_id
     WHERE m.moment = 'held'
       AND (coalesce(m.ends_at, m.starts_at) + make_interval(weeks => coalesce((o.terms ->> 'talk_weeks')::int, 6))
                <= wall.at()
            AND EXISTS (SELECT FROM public.conferences_preparationtalk t WHERE t.conference_id = m.id)
            OR coalesce(m.ends_at, m.starts_at)
                + make_interval(days => coalesce((o.terms ->> 'invited_days')::int, 92)) <= wall.at()
            AND EXISTS (SELECT FROM public.conferences_invitation i WHERE i.conference_id = m.id))
    UNION ALL
    SELECT f.id
      FROM public.families_family f
      JOIN public.accounts_organisation o ON o.id = f.organisation_id
     WHERE f.stage = 'requested' AND f.kind = 'circle'
       AND f.requested_at + make_interval(days => coalesce((o.terms ->> 'request_days')::int, 30)) <= wall.at()
    UNION ALL
    SELECT p.family_id
      FROM public.networks_person p
      JOIN public.families_family f ON f.id = p.family_id
      JOIN public.accounts_organisation o ON o.id = f.organisation_id
     WHERE f.ended_at IS NULL AND p.standing <> 'left' AND p.account_id IS NULL AND p.child_id IS NULL
       AND p.role NOT IN ('main_person', 'sibling', 'parent', 'professional', 'interpreter')
       AND p.created_at <= wall.at() - make_interval(days => least(
               coalesce((o.terms ->> 'unmet_days')::int, 90),
               coalesce((o.terms ->> 'unmet_after_meeting_days')::int, 30)))
       AND NOT EXISTS (SELECT FROM public.networks_accesslink l WHERE l.person_id = p.id)
       AND NOT EXISTS (SELECT FROM public.plans_commitment c WHERE c.person_id = p.id)
"""
PAST = """
CREATE OR REPLACE FUNCTION wall.past_terms() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT past.family_id), '{{}}') FROM ({which}) past
$$;
"""
READ = """
GRANT SELECT ON conferences_preparationtalk, conferences_invitation TO fgc_wall;
CREATE POLICY the_wall ON conferences_preparationtalk FOR SELECT TO fgc_wall USING (true);
CREATE POLICY the_wall ON conferences_invitation FOR SELECT TO fgc_wall USING (true);
"""
NOT_READ = """
DROP POLICY the_wall ON conferences_preparationtalk;
DROP POLICY the_wall ON conferences_invitation;
REVOKE SELECT ON conferences_preparationtalk, conferences_invitation FROM fgc_wall;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("plans", "0011_own_copy"),
        ("conferences", "0003_wall"),
    ]

    operations = [
        migrations.RunSQL(READ, NOT_READ),
        migrations.RunSQL(by_the_wall(PAST.format(which=ALL)), by_the_wall(PAST.format(which=OWN_COPIES))),
    ]
