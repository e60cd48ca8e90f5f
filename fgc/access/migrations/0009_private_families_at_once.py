"""Which families have their private time is asked at once; it was asked of each family of who acts."""

from django.db import migrations

from fgc.access.policies import by_the_wall

# As in 0004 but for private time. A coordinator of 200 families looked all of them up for it.
ROLES = """
CREATE OR REPLACE FUNCTION wall.roles_now() RETURNS TABLE (family_id uuid, role text, person_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    moment timestamptz := wall.at();
    me uuid := wall.told('user_id')::uuid;
    link uuid := wall.told('link_id')::uuid;
BEGIN
    IF me IS NOT NULL THEN
        RETURN QUERY
            SELECT g.content_object_id,
                   CASE WHEN p.codename = 'act_coordinator' AND {is_private}
                        THEN 'outside' ELSE p.codename::text END,
                   g.person_id
              FROM public.access_familygrant g
              JOIN public.auth_permission p ON p.id = g.permission_id{families}
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
AT_ONCE = ROLES.format(
    is_private="g.content_object_id = ANY "
    "(ARRAY(SELECT f.id FROM public.families_family f WHERE f.private_since IS NOT NULL))",
    families="",
)
OF_EACH = ROLES.format(
    is_private="f.private_since IS NOT NULL",
    families="\n              JOIN public.families_family f ON f.id = g.content_object_id",
)


class Migration(migrations.Migration):

    dependencies = [("access", "0008_asked_of_one_family")]

    operations = [migrations.RunSQL(by_the_wall(AT_ONCE), by_the_wall(OF_EACH))]
