from django.db import migrations

from fgc.access.policies import by_the_wall

# Is there something that only this person reads: opened to this person by another, or kept in the own corner?
ASK = """
CREATE OR REPLACE FUNCTION wall.is_confided_to(person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT FROM public.networks_person p
                    WHERE p.id = person AND p.family_id = ANY (wall.footholds())
                      AND (EXISTS (SELECT FROM public.networks_namedreader r WHERE r.person_id = p.id)
                           OR EXISTS (SELECT FROM public.networks_privatenote n WHERE n.author_id = p.id)
                           OR EXISTS (SELECT FROM public.networks_safetypart s WHERE s.author_id = p.id)))
$$;
"""
OPENED_ALONE = """
CREATE OR REPLACE FUNCTION wall.is_confided_to(person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT FROM public.networks_namedreader r
                    WHERE r.person_id = person AND r.family_id = ANY (wall.footholds()))
$$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("networks", "0016_emergency_is_read_by_the_family"),
    ]

    operations = [migrations.RunSQL(by_the_wall(ASK), by_the_wall(OPENED_ALONE))]
