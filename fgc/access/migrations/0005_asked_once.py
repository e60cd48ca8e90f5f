"""What the wall is asked most is answered once per transaction that only reads, and managers' work only for managers."""

from django.db import migrations

# The roles of who acts, kept like the answers that are made of them: see KEPT in 0004.
ROLES = """
GRANT CREATE ON SCHEMA wall TO fgc_wall;
SET LOCAL ROLE fgc_wall;
ALTER FUNCTION wall.roles() RENAME TO roles_now;
CREATE FUNCTION wall.roles() RETURNS TABLE (family_id uuid, role text, person_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
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
REVOKE ALL ON FUNCTION wall.roles(), wall.roles_now() FROM PUBLIC;
RESET ROLE;
"""
BACK_FROM_ROLES = """
SET LOCAL ROLE fgc_wall;
DROP FUNCTION wall.roles();
ALTER FUNCTION wall.roles_now() RENAME TO roles;
RESET ROLE;
REVOKE CREATE ON SCHEMA wall FROM fgc_wall;
"""

# Everybody passes by here on the way to the own families, and nearly nobody is a manager.
OF_A_MANAGER = """
    SELECT coalesce(array_agg(f.id), '{}')
      FROM public.families_family f
      JOIN public.accounts_user u ON u.organisation_id = f.organisation_id
     WHERE u.id = wall.told('user_id')::uuid AND u.is_active AND u.work = 'manager'
       AND ((f.stage IN ('commissioned', 'following')
             AND NOT EXISTS (SELECT FROM public.families_coordinatoroffer o
                              WHERE o.family_id = f.id AND o.state = 'accepted'))
            OR (f.stage = 'requested'
                AND EXISTS (SELECT FROM public.families_commission c
                              JOIN public.accounts_user g ON g.id = c.giver_id
                             WHERE c.family_id = f.id AND c.answer = 'asked' AND g.email IS NULL)))
"""
TO_MATCH = f"""
SET LOCAL ROLE fgc_wall;
CREATE OR REPLACE FUNCTION wall.to_match() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT wall.is_manager() THEN
        RETURN '{{}}';
    END IF;
    RETURN ({OF_A_MANAGER});
END $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA wall FROM fgc_wall;
"""
BACK_FROM_TO_MATCH = f"""
GRANT CREATE ON SCHEMA wall TO fgc_wall;
SET LOCAL ROLE fgc_wall;
CREATE OR REPLACE FUNCTION wall.to_match() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ {OF_A_MANAGER} $$;
RESET ROLE;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("access", "0004_wall"),
        # The functions look into their tables.
        ("families", "0003_wall"),
    ]

    operations = [
        migrations.RunSQL(ROLES, BACK_FROM_ROLES),
        migrations.RunSQL(TO_MATCH, BACK_FROM_TO_MATCH),
    ]
