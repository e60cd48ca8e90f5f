from django.db import migrations

from fgc.access.policies import by_the_wall

# Every line of a list passes this rule. A question inside it was planned anew for each of them, a function of the wall
# is not: half of what a line cost. It answers nobody who does not show the link itself.
SHOWN = """
CREATE FUNCTION wall.is_shown(link uuid, family uuid, person uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN link::text = wall.told('shown')
       AND EXISTS (SELECT FROM public.networks_accesslink l
                    WHERE l.id = link AND l.family_id = family AND l.person_id = person);
END $$;
REVOKE ALL ON FUNCTION wall.is_shown(uuid, uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wall.is_shown(uuid, uuid, uuid) TO fgc_app;
"""
TRIED = """
ALTER POLICY tried_in_vain ON audit_line WITH CHECK (
    act = 'refuse' AND object_type = 'networks.accesslink' AND actor_kind = 'visitor' AND only_for IS NULL AND {shown}
)
"""
BY_THE_WALL = "wall.is_shown(object_id, family_id, on_behalf_of)"
BY_ITSELF = """object_id::text = (SELECT wall.told('shown'))
    AND EXISTS (SELECT FROM networks_accesslink l
                 WHERE l.id = object_id AND l.family_id = audit_line.family_id AND l.person_id = on_behalf_of)"""


class Migration(migrations.Migration):

    dependencies = [("networks", "0024_leaving_safely")]

    operations = [
        migrations.RunSQL(by_the_wall(SHOWN), by_the_wall("DROP FUNCTION wall.is_shown(uuid, uuid, uuid);")),
        migrations.RunSQL(TRIED.format(shown=BY_THE_WALL), TRIED.format(shown=BY_ITSELF)),
    ]
