"""A coordinator who was asked and did not become it, or is it no more, has nothing to do with the family."""

from django.db import migrations

NAMES_ME = """
-- The function looks into tables of apps that come later.
SET LOCAL check_function_bodies = off;
GRANT CREATE ON SCHEMA wall TO fgc_wall;
SET LOCAL ROLE fgc_wall;
CREATE OR REPLACE FUNCTION wall.that_name_me() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(named.family_id), '{{}}') FROM (
        SELECT o.family_id FROM public.families_coordinatoroffer o
         WHERE o.coordinator_id = wall.told('user_id')::uuid{}
        UNION ALL
        SELECT r.family_id FROM public.plans_release r WHERE r.id = ANY ((SELECT wall.releases())::uuid[])
    ) named
$$;
RESET ROLE;
REVOKE CREATE ON SCHEMA wall FROM fgc_wall;
"""
# Who is asked and, for an hour, whose answer was no, so that pressing twice does no harm; whose task began holds a role.
OPEN = """
           AND (o.state IN ('offered', 'declared')
                OR (o.state IN ('declined', 'refused') AND o.answered_at > wall.at() - interval '1 hour')
                OR (o.state = 'ended' AND o.answered_at >= wall.at()))"""


class Migration(migrations.Migration):

    dependencies = [
        ("access", "0005_asked_once"),
    ]

    operations = [
        migrations.RunSQL(NAMES_ME.format(OPEN), NAMES_ME.format("")),
    ]
