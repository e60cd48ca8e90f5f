from django.db import migrations

from fgc.access.policies import by_the_wall

# What rests on the yes of somebody who says no to the whole by now is read by nobody: of the young person whose own yes
# it needed, or of the parent who let it out, as far as it needs a parent. When that yes is there again, it counts again.
CLOSED = """
       AND NOT EXISTS (SELECT FROM public.plans_releaseyes y
                         JOIN public.families_commission m ON m.family_id = r.family_id
                        WHERE y.release_id = r.id AND y.said_yes
                          AND (m.giver_as = 'young' AND m.child_id = y.child_id AND m.answer IN ('no', 'withdrawn')
                               OR y.child_id IS NULL AND m.giver_id = y.answered_by_id AND m.answer <> 'yes'
                                  AND (r.is_shared
                                       OR EXISTS (SELECT FROM public.plans_releaseyes own
                                                    JOIN public.families_child c ON c.id = own.child_id
                                                   WHERE own.release_id = r.id AND own.has_own
                                                     AND wall.full_years(
                                                           c.birth_date,
                                                           (wall.at() AT TIME ZONE 'Europe/Amsterdam')::date)
                                                         < coalesce((o.terms ->> 'alone_from')::int, 16)))))"""
RELEASES = """
CREATE OR REPLACE FUNCTION wall.releases() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(r.id), '{{}}')
      FROM public.plans_release r JOIN public.families_family f ON f.id = r.family_id
      JOIN public.accounts_organisation o ON o.id = f.organisation_id
     WHERE r.recipient_id = wall.told('user_id')::uuid AND r.revoked_at IS NULL AND f.ended_at IS NULL AND f.stage <> 'paused'
       AND r.until >= (wall.at() AT TIME ZONE 'Europe/Amsterdam')::date
       AND r.agreed_at IS NOT NULL
       AND NOT EXISTS (SELECT FROM public.plans_releaseyes y
                         LEFT JOIN public.families_child c ON c.id = y.child_id
                        WHERE y.release_id = r.id AND y.said_yes IS NOT TRUE
                          AND (y.said_yes = false
                               OR wall.full_years(c.birth_date, (r.agreed_at AT TIME ZONE 'Europe/Amsterdam')::date)
                                  >= coalesce((o.terms ->> 'along_from')::int, 12))){closed}
$$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("plans", "0018_watched"),
        ("families", "0015_kept_after_the_end"),
    ]

    operations = [
        migrations.RunSQL(by_the_wall(RELEASES.format(closed=CLOSED)), by_the_wall(RELEASES.format(closed=""))),
    ]
