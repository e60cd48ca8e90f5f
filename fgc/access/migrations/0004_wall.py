from django.db import migrations

from fgc.access.policies import BuildWall, anybody_of, named

# The functions belong to a role of their own that may read just enough to answer, and as which nobody logs in.
BEGIN = """
-- The functions look into tables of apps that come later.
SET LOCAL check_function_bodies = off;
CREATE SCHEMA wall;
GRANT USAGE, CREATE ON SCHEMA wall TO fgc_wall;
GRANT USAGE ON SCHEMA wall TO fgc_app, fgc_clock, fgc_job;
GRANT USAGE ON SCHEMA public TO fgc_wall;
GRANT SELECT ON access_right, auth_permission, accounts_user TO fgc_wall;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO fgc_app, fgc_job;
"""

# What was told; a setting that was ever used in a session is empty and no longer missing.
TOLD = """
CREATE FUNCTION wall.told(name text) RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT nullif(current_setting('app.' || name, true), '')
$$;

CREATE FUNCTION wall.at() RETURNS timestamptz LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(wall.told('at')::timestamptz, now())
$$;
"""

# A role in force today. What is given in this very transaction counts, and what is ended in it counts until its end, so
# that an action that shuts somebody out can write down that it did.
IN_FORCE = """
CREATE FUNCTION wall.roles() RETURNS TABLE (family_id uuid, role text, person_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    moment timestamptz := wall.at();
    me uuid := wall.told('user_id')::uuid;
    link uuid := wall.told('link_id')::uuid;
BEGIN
    IF me IS NOT NULL THEN
        RETURN QUERY
            SELECT g.content_object_id,
                   CASE WHEN p.codename = 'act_coordinator' AND f.private_since IS NOT NULL
                        THEN 'outside' ELSE p.codename::text END,
                   g.person_id
              FROM public.access_familygrant g
              JOIN public.auth_permission p ON p.id = g.permission_id
              JOIN public.families_family f ON f.id = g.content_object_id
              JOIN public.accounts_user u ON u.id = g.user_id AND u.is_active
             WHERE g.user_id = me AND g.starts_at <= moment + interval '1 minute'
               AND (g.ends_at IS NULL OR g.ends_at >= moment)
            UNION ALL
            SELECT p.family_id, 'professional', p.id
              FROM public.networks_person p
              JOIN public.accounts_user u ON u.id = p.account_id AND u.is_active
             WHERE p.account_id = me AND p.role IN ('professional', 'interpreter')
               AND (p.standing = 'mapped' OR p.left_at >= moment);
    END IF;
    IF link IS NOT NULL THEN
        RETURN QUERY
            SELECT l.family_id, 'link', l.person_id
              FROM public.networks_accesslink l
              JOIN public.networks_person p ON p.id = l.person_id
              JOIN public.families_family f ON f.id = l.family_id
             WHERE l.id = link AND l.expires_at >= moment AND (l.revoked_at IS NULL OR l.revoked_at >= moment)
               AND (p.left_at IS NULL OR p.left_at >= moment) AND (f.ended_at IS NULL OR f.ended_at >= moment);
    END IF;
END $$;
"""

# While a transaction only reads, an answer is kept until its end, or until somebody else is told to act: nothing that it
# depends on is changed in between.
KEPT = """
CREATE FUNCTION wall.kept(name text) RETURNS uuid[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    kept text := current_setting('kept.' || name, true);
    telling text := wall.told('telling') || '=';
BEGIN
    RETURN CASE WHEN starts_with(kept, telling) THEN substr(kept, length(telling) + 1)::uuid[] END;
END $$;

CREATE FUNCTION wall.keep(name text, ids uuid[]) RETURNS uuid[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF current_setting('transaction_read_only') = 'on' AND wall.told('telling') IS NOT NULL THEN
        PERFORM set_config('kept.' || name, wall.told('telling') || '=' || ids::text, true);
    END IF;
    RETURN ids;
END $$;
"""

ARRAYS = """
CREATE FUNCTION wall.families(wanted text, at_least text) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ids uuid[] := wall.kept(wanted || '_' || at_least);
BEGIN
    IF ids IS NOT NULL THEN
        RETURN ids;
    END IF;
    SELECT coalesce(array_agg(DISTINCT held.family_id), '{}') INTO ids
      FROM wall.roles() held
      JOIN public.access_right allowed ON allowed.role = held.role
     WHERE allowed.can = wanted AND (allowed.reach = 'A' OR allowed.reach = at_least);
    RETURN wall.keep(wanted || '_' || at_least, ids);
END $$;

CREATE FUNCTION wall.persons() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ids uuid[] := wall.kept('persons');
BEGIN
    IF ids IS NOT NULL THEN
        RETURN ids;
    END IF;
    SELECT coalesce(array_agg(held.person_id), '{}') INTO ids FROM wall.roles() held WHERE held.person_id IS NOT NULL;
    RETURN wall.keep('persons', ids);
END $$;

CREATE FUNCTION wall.is_manager() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT FROM public.accounts_user u
                    WHERE u.id = wall.told('user_id')::uuid AND u.is_active AND u.work = 'manager')
$$;

-- The families of a manager's organisation that wait for something of a manager.
CREATE FUNCTION wall.to_match() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
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
$$;

-- What somebody may read now: not taken back, not past its last day, of a family that goes on.
CREATE FUNCTION wall.releases() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(r.id), '{}')
      FROM public.plans_release r JOIN public.families_family f ON f.id = r.family_id
     WHERE r.recipient_id = wall.told('user_id')::uuid AND r.revoked_at IS NULL AND f.ended_at IS NULL
       AND r.until >= (wall.at() AT TIME ZONE 'Europe/Amsterdam')::date
$$;

-- Families that name the account in an offer or a release: they exist for it, and what else it sees stands elsewhere.
CREATE FUNCTION wall.that_name_me() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(named.family_id), '{}') FROM (
        SELECT o.family_id FROM public.families_coordinatoroffer o WHERE o.coordinator_id = wall.told('user_id')::uuid
        UNION ALL
        SELECT r.family_id FROM public.plans_release r WHERE r.id = ANY ((SELECT wall.releases())::uuid[])
    ) named
$$;

-- Whom it is about, for who is here for work.
CREATE FUNCTION wall.children_i_work_for() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(p.child_id), '{}')
      FROM public.networks_person p
     WHERE p.role = 'main_person' AND p.child_id IS NOT NULL
       AND p.family_id = ANY ((SELECT wall.families('inform', 'O'))::uuid[])
$$;

-- Whoever has anything to do with a family, now.
CREATE FUNCTION wall.footholds() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ids uuid[] := wall.kept('footholds');
BEGIN
    IF ids IS NOT NULL THEN
        RETURN ids;
    END IF;
    SELECT coalesce(array_agg(DISTINCT near.family_id), '{}') INTO ids FROM (
        SELECT held.family_id FROM wall.roles() held
        UNION ALL SELECT unnest(wall.that_name_me())
        UNION ALL SELECT unnest(wall.to_match())
    ) near;
    RETURN wall.keep('footholds', ids);
END $$;

-- The family for all of which something is done now, by somebody who has to do with it.
CREATE FUNCTION wall.for_all_of() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT wall.told('family_id')::uuid
     WHERE wall.told('family_id') IS NOT NULL AND wall.told('family_id')::uuid = ANY ((SELECT wall.footholds())::uuid[])
$$;

-- The lines of a plan in which somebody promised something, or is asked to, or that belong to the own bottom line.
CREATE FUNCTION wall.agreements() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ids uuid[] := wall.kept('agreements');
    mine uuid[] := wall.persons();
BEGIN
    IF ids IS NOT NULL THEN
        RETURN ids;
    END IF;
    SELECT coalesce(array_agg(own.agreement_id), '{}') INTO ids FROM (
        SELECT c.agreement_id FROM public.plans_commitment c WHERE c.person_id = ANY (mine)
        UNION ALL
        SELECT a.agreement_id FROM public.plans_amendment a
          JOIN public.plans_amendmentconsent y ON y.amendment_id = a.id
         WHERE y.person_id = ANY (mine)
        UNION ALL
        SELECT a.id FROM public.plans_agreement a
          JOIN public.conferences_bottomline b ON b.id = a.bottom_line_id
         WHERE b.person_id = ANY (mine)
    ) own;
    RETURN wall.keep('agreements', ids);
END $$;

CREATE FUNCTION wall.commitments() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(c.id), '{}')
      FROM public.plans_commitment c
     WHERE c.person_id = ANY ((SELECT wall.persons())::uuid[])
$$;

-- The families whose contact person somebody is: who hears what stalls sees which promises there are.
CREATE FUNCTION wall.families_i_watch() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(p.family_id), '{}')
      FROM public.networks_person p
     WHERE p.id = ANY ((SELECT wall.persons())::uuid[]) AND p.is_contact_person
$$;

-- Which lines of a plan lost who did it, and when, for whoever reads a release of it: no names.
CREATE FUNCTION wall.who_left() RETURNS TABLE (plan_id uuid, number smallint, moment timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT a.plan_id, a.number, p.left_at
      FROM public.plans_commitment c
      JOIN public.plans_agreement a ON a.id = c.agreement_id
      JOIN public.networks_person p ON p.id = c.person_id
     WHERE p.standing = 'left' AND p.left_at IS NOT NULL
       AND a.plan_id IN (SELECT r.plan_id FROM public.plans_release r
                          WHERE r.id = ANY ((SELECT wall.releases())::uuid[]))
$$;

-- Did somebody else than who acts ever change this row?
CREATE FUNCTION wall.was_changed_by_another(family uuid, thing uuid, kind text, me text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT FROM public.audit_line l
                    WHERE l.family_id = family AND l.object_id = thing AND l.act <> 'read'
                      AND (l.actor_kind, l.actor_id) <> (kind, me)
                      AND family = ANY ((SELECT wall.footholds())::uuid[]))
$$;

-- The first grant of a family founds it; every later one is given by somebody who is in it.
CREATE FUNCTION wall.is_founded(family uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT FROM public.access_familygrant g WHERE g.content_object_id = family)
$$;
"""

# For which families the clock has a certain work to do: their ids, and nothing else of them.
DUE = """
CREATE FUNCTION wall.due(work text) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN coalesce(CASE work
        WHEN 'follow_up' THEN
            (SELECT array_agg(f.id ORDER BY f.id) FROM public.families_family f
              WHERE f.ended_at IS NULL
                AND EXISTS (SELECT FROM public.plans_plan p WHERE p.family_id = f.id AND p.state = 'running'))
        WHEN 'private_time' THEN
            (SELECT array_agg(f.id ORDER BY f.id) FROM public.families_family f WHERE f.private_since IS NOT NULL)
        WHEN 'call_off' THEN
            (SELECT array_agg(f.id ORDER BY f.id) FROM public.families_family f
              WHERE f.ended_at IS NOT NULL
                AND EXISTS (SELECT FROM public.conferences_conference c
                             WHERE c.family_id = f.id AND c.moment IN ('planning', 'dated')))
        WHEN 'erase' THEN
            (SELECT array_agg(f.id ORDER BY f.erase_at, f.id) FROM public.families_family f
              WHERE f.erase_at <= wall.at())
    END, '{}');
END $$;
"""

# An erasure takes the lines of the one family that it is about; otherwise a line stays as it was written.
FORGET = """
CREATE FUNCTION wall.forget() RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    DELETE FROM public.audit_line WHERE family_id = wall.told('family_id')::uuid
$$;
"""

OWN = """
DO $$ DECLARE one record; BEGIN
    FOR one IN SELECT p.oid::regprocedure AS signature FROM pg_proc p
                WHERE p.pronamespace = 'wall'::regnamespace LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', one.signature);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO fgc_app, fgc_wall', one.signature);
        EXECUTE format('ALTER FUNCTION %s OWNER TO fgc_wall', one.signature);
    END LOOP;
END $$;
SET LOCAL ROLE fgc_wall;
GRANT EXECUTE ON FUNCTION wall.told(text), wall.at() TO fgc_job, fgc_clock;
REVOKE EXECUTE ON FUNCTION wall.roles(), wall.due(text), wall.forget() FROM fgc_app;
GRANT EXECUTE ON FUNCTION wall.due(text) TO fgc_clock;
GRANT EXECUTE ON FUNCTION wall.forget(), wall.was_changed_by_another(uuid, uuid, text, text) TO fgc_job;
RESET ROLE;
REVOKE CREATE ON SCHEMA wall FROM fgc_wall;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("access", "0003_right"),
        ("accounts", "0001_start"),
    ]

    operations = [
        migrations.RunSQL(BEGIN, "DROP SCHEMA wall"),
        migrations.RunSQL(TOLD, "DROP FUNCTION wall.told, wall.at"),
        migrations.RunSQL(IN_FORCE, "DROP FUNCTION wall.roles"),
        migrations.RunSQL(KEPT, "DROP FUNCTION wall.kept, wall.keep"),
        migrations.RunSQL(
            ARRAYS,
            "DROP FUNCTION wall.families, wall.persons, wall.is_manager, wall.to_match, wall.releases, "
            "wall.that_name_me, wall.children_i_work_for, wall.footholds, wall.for_all_of, wall.agreements, "
            "wall.commitments, wall.families_i_watch, wall.who_left, wall.was_changed_by_another, wall.is_founded",
        ),
        migrations.RunSQL(DUE, "DROP FUNCTION wall.due"),
        migrations.RunSQL(FORGET, "DROP FUNCTION wall.forget"),
        migrations.RunSQL(OWN, migrations.RunSQL.noop),
        BuildWall(
            "familygrant",
            anybody_of(column="content_object_id"),
            family="content_object_id",
            seen=(named("user_id"),),
            added=("NOT wall.is_founded(content_object_id)",),
            is_read_by_the_wall=True,
        ),
        # Never holds a row; an erasure looks whether it does.
        BuildWall(
            "familygroupgrant",
            anybody_of(column="content_object_id"),
            family="content_object_id",
            verbs="SELECT, DELETE",
        ),
    ]
