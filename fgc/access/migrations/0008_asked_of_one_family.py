"""The kept roles are lists and no longer a text to be taken apart; and whoever adds a row is asked of its family alone."""

from django.db import migrations

from fgc.access.policies import by_the_wall

RETURNS = """
CREATE OR REPLACE FUNCTION wall.roles() RETURNS TABLE (family_id uuid, role text, person_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
"""
# Three lists of the same length, kept under one telling.
LISTS = f"""{RETURNS}
DECLARE
    families uuid[] := wall.kept('roles');
    names text[];
    persons uuid[];
BEGIN
    IF families IS NOT NULL THEN
        RETURN QUERY SELECT * FROM unnest(families, current_setting('kept.roles_names')::text[],
                                          current_setting('kept.roles_persons')::uuid[]);
        RETURN;
    END IF;
    SELECT coalesce(array_agg(held.family_id), '{{}}'), coalesce(array_agg(held.role), '{{}}'),
           coalesce(array_agg(held.person_id), '{{}}')
      INTO families, names, persons
      FROM wall.roles_now() held;
    PERFORM wall.keep('roles', families), set_config('kept.roles_names', names::text, true),
            set_config('kept.roles_persons', persons::text, true);
    RETURN QUERY SELECT * FROM unnest(families, names, persons);
END $$;
"""
A_TEXT = f"""{RETURNS}
DECLARE
    kept text := current_setting('kept.roles', true);
    telling text := wall.told('telling') || '=';
BEGIN
    IF current_setting('transaction_read_only') = 'off' OR telling IS NULL THEN
        RETURN QUERY SELECT * FROM wall.roles_now();
        RETURN;
    END IF;
    IF kept IS NULL OR NOT starts_with(kept, telling) THEN
        SELECT telling || coalesce(json_agg(held), '[]') INTO kept FROM wall.roles_now() held;
        PERFORM set_config('kept.roles', kept, true);
    END IF;
    RETURN QUERY
        SELECT held.* FROM json_to_recordset(substr(kept, length(telling) + 1)::json)
                             AS held(family_id uuid, role text, person_id uuid);
END $$;
"""

# A coordinator of 200 families is looked up in one of them, and in the others only where that says no: what names
# somebody, a link or the work of a manager opens a family as well.
ONE_FAMILY = """
CREATE FUNCTION wall.stands_in(family uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    moment timestamptz := wall.at();
BEGIN
    RETURN EXISTS (SELECT FROM public.access_familygrant g
                     JOIN public.accounts_user u ON u.id = g.user_id AND u.is_active
                    WHERE g.user_id = wall.told('user_id')::uuid AND g.content_object_id = family
                      AND g.starts_at <= moment + interval '1 minute' AND (g.ends_at IS NULL OR g.ends_at >= moment))
        OR family = ANY (wall.footholds());
END $$;
REVOKE ALL ON FUNCTION wall.stands_in(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wall.stands_in(uuid) TO fgc_app;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("access", "0007_sleep"),
    ]

    operations = [
        migrations.RunSQL(by_the_wall(LISTS), by_the_wall(A_TEXT)),
        migrations.RunSQL(by_the_wall(ONE_FAMILY), by_the_wall("DROP FUNCTION wall.stands_in(uuid);")),
    ]
