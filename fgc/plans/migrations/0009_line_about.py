import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import fgc.ids
from fgc.access.policies import BuildWall, RebuildWall, all_of, by_the_wall, own
from fgc.access.references import KeepInsideFamily

# What somebody of the family does not read: lines that are only about children who do not open them to this reader, all
# that hangs on those lines, and copies that are only the own of such children. The words of `rules/closed.py`, again.
CLOSED_FOR = """
CREATE FUNCTION wall.closed_for(reader uuid, mine uuid[], here uuid[]) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    lines uuid[];
    copies uuid[];
BEGIN
    IF NOT EXISTS (SELECT FROM public.plans_lineabout a WHERE a.family_id = ANY (here))
       AND NOT EXISTS (SELECT FROM public.plans_release r WHERE r.family_id = ANY (here) AND NOT r.is_shared) THEN
        RETURN '{}';
    END IF;
    WITH child AS (
        SELECT c.id,
               EXISTS (SELECT FROM public.families_commission y
                        WHERE y.family_id = c.family_id AND y.giver_id = reader AND y.child_id = c.id) AS is_reader,
               age((wall.at() AT TIME ZONE 'Europe/Amsterdam')::date, c.birth_date)
                   < make_interval(years => coalesce((o.terms ->> 'alone_from')::int, 16)) AS is_young,
               NOT EXISTS (SELECT FROM public.families_commission y
                             JOIN public.families_commissionedchild d ON d.commission_id = y.id
                            WHERE y.family_id = c.family_id AND y.giver_id = reader
                              AND y.giver_as IN ('parent', 'guardian'))
               OR EXISTS (SELECT FROM public.families_commission y
                            JOIN public.families_commissionedchild d ON d.commission_id = y.id
                           WHERE y.family_id = c.family_id AND y.giver_id = reader AND d.child_id = c.id
                             AND y.giver_as IN ('parent', 'guardian')) AS may
          FROM public.families_child c
          JOIN public.families_family f ON f.id = c.family_id
          JOIN public.accounts_organisation o ON o.id = f.organisation_id
         WHERE c.family_id = ANY (here)
    ), closed AS (
        SELECT a.agreement_id AS id, false AS is_copy
          FROM public.plans_lineabout a JOIN child ON child.id = a.child_id
         GROUP BY a.agreement_id
        HAVING NOT bool_or(child.is_reader OR child.may AND (child.is_young OR a.opened_at IS NOT NULL))
        UNION ALL
        SELECT r.id, true
          FROM public.plans_release r
          JOIN public.plans_releaseyes v ON v.release_id = r.id
          JOIN child ON child.id = v.child_id
         WHERE NOT r.is_shared AND r.released_by_id IS DISTINCT FROM reader
         GROUP BY r.id
        HAVING NOT bool_or(child.is_reader OR child.may AND (child.is_young OR v.opened_at IS NOT NULL))
    )
    SELECT array_agg(closed.id) FILTER (WHERE NOT closed.is_copy
               AND NOT EXISTS (SELECT FROM public.plans_commitment m
                                WHERE m.agreement_id = closed.id AND m.person_id = ANY (mine))
               AND NOT EXISTS (SELECT FROM public.plans_amendment m
                                 JOIN public.plans_amendmentconsent y ON y.amendment_id = m.id
                                WHERE m.agreement_id = closed.id AND y.person_id = ANY (mine))),
           array_agg(closed.id) FILTER (WHERE closed.is_copy)
      INTO lines, copies
      FROM closed;
    RETURN (
        SELECT coalesce(array_agg(thing.id), '{}') FROM (
            SELECT unnest(lines) AS id
            UNION ALL SELECT a.id FROM public.plans_lineabout a WHERE a.agreement_id = ANY (lines)
            UNION ALL SELECT w.id FROM public.plans_wording w WHERE w.agreement_id = ANY (lines)
            UNION ALL SELECT m.id FROM public.plans_commitment m WHERE m.agreement_id = ANY (lines)
            UNION ALL SELECT p.id FROM public.plans_progressreport p
                        JOIN public.plans_commitment m ON m.id = p.commitment_id WHERE m.agreement_id = ANY (lines)
            UNION ALL SELECT m.id FROM public.plans_amendment m WHERE m.agreement_id = ANY (lines)
            UNION ALL SELECT y.id FROM public.plans_amendmentconsent y
                        JOIN public.plans_amendment m ON m.id = y.amendment_id WHERE m.agreement_id = ANY (lines)
            UNION ALL SELECT unnest(copies)
            UNION ALL SELECT v.id FROM public.plans_releaseyes v WHERE v.release_id = ANY (copies)
        ) thing
    );
END $$;
"""
# While somebody looks along it is also what that person does not read: never more than the own sight.
CLOSED = """
CREATE FUNCTION wall.closed() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ids uuid[] := wall.kept('closed');
    here uuid[];
    looker uuid := wall.told('looker')::uuid;
    along uuid := wall.told('along')::uuid;
BEGIN
    IF ids IS NOT NULL THEN
        RETURN ids;
    END IF;
    SELECT array_agg(held.family_id) INTO here FROM (
        SELECT r.family_id FROM wall.roles() r
         GROUP BY r.family_id
        HAVING NOT bool_or(r.role = 'act_coordinator')
           AND bool_or(r.role NOT IN ('act_coordinator', 'outside', 'professional'))
    ) held;
    ids := '{}';
    IF here IS NOT NULL THEN
        ids := wall.closed_for(wall.told('user_id')::uuid, wall.persons(), here);
    END IF;
    IF looker IS NOT NULL THEN
        ids := ids || wall.closed_for(looker, (
            SELECT array_agg(g.person_id) FROM public.access_familygrant g
             WHERE g.user_id = looker AND g.content_object_id = along AND g.person_id IS NOT NULL
               AND g.starts_at <= wall.at() AND (g.ends_at IS NULL OR g.ends_at >= wall.at())
        ), ARRAY[along]);
    END IF;
    RETURN wall.keep('closed', ids);
END $$;
REVOKE ALL ON FUNCTION wall.closed(), wall.closed_for(uuid, uuid[], uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wall.closed() TO fgc_app;
"""
READ = """
GRANT SELECT ON families_commissionedchild TO fgc_wall;
CREATE POLICY the_wall ON families_commissionedchild FOR SELECT TO fgc_wall USING (true);
"""
NOT_READ = """
DROP POLICY the_wall ON families_commissionedchild;
REVOKE SELECT ON families_commissionedchild FROM fgc_wall;
"""
# With the old wall around the words the wall's own look at them went as well; its rule stayed.
LOOKS = "GRANT SELECT ON plans_wording TO fgc_wall"

WATCHED = own("family_id", "families_i_watch")


def but_closed(opening: str, column: str) -> str:
    """The same opening, without what is closed to the reader."""
    return f"{opening} AND {column} <> ALL ((SELECT wall.closed())::uuid[])"


def rebuilt(
    model: str, can: str, column: str, *others: str, seen: tuple[str, ...] = (), watched: bool = True, was_read: bool = False
) -> RebuildWall:
    """The wall of one table as it was, with what is closed taken out of what the right and the watching open."""
    old = ((WATCHED,) if watched else ()) + seen
    new = ((but_closed(WATCHED, column),) if watched else ()) + seen
    return RebuildWall(
        BuildWall(model, all_of(can), *others, seen=old, is_read_by_the_wall=was_read),
        BuildWall(model, but_closed(all_of(can), column), *others, seen=new, is_read_by_the_wall=was_read),
    )


class Migration(migrations.Migration):

    dependencies = [
        ("plans", "0008_lines_that_are_proposed"),
        ("families", "0009_birthdays"),
        ("access", "0007_sleep"),
    ]

    operations = [
        migrations.AddField("releaseyes", "opened_at", models.DateTimeField(blank=True, null=True)),
        migrations.CreateModel(
            name="LineAbout",
            fields=[
                ("id", models.UUIDField(default=fgc.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="about", to="plans.agreement"
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.child"
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.family"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("family", "agreement", "child"), name="line_is_about_a_child_once"
                    )
                ],
            },
        ),
        KeepInsideFamily("lineabout"),
        migrations.RunSQL(READ, NOT_READ),
        migrations.RunSQL(
            "SET LOCAL check_function_bodies = off;" + by_the_wall(CLOSED_FOR + CLOSED),
            by_the_wall("DROP FUNCTION wall.closed(), wall.closed_for(uuid, uuid[], uuid[]);"),
        ),
        BuildWall(
            "lineabout",
            but_closed(all_of("see_plan"), "agreement_id"),
            own("agreement_id", "agreements"),
            is_read_by_the_wall=True,
        ),
        rebuilt("agreement", "see_plan", "id", own("id", "agreements"), was_read=True),
        rebuilt("wording", "see_plan", "agreement_id", own("agreement_id", "agreements")),
        migrations.RunSQL(LOOKS, LOOKS),
        rebuilt(
            "commitment", "see_plan", "agreement_id", own("person_id"),
            seen=(own("agreement_id", "agreements"),), was_read=True,
        ),
        rebuilt("amendment", "see_plan", "agreement_id", own("agreement_id", "agreements"), watched=False, was_read=True),
        rebuilt("amendmentconsent", "see_plan", "amendment_id", own("person_id"), watched=False, was_read=True),
        RebuildWall(
            BuildWall("progressreport", all_of("see_plan"), own("commitment_id", "commitments"), seen=(WATCHED,)),
            BuildWall(
                "progressreport",
                but_closed(all_of("see_plan"), "commitment_id"),
                own("commitment_id", "commitments"),
                seen=(but_closed(WATCHED, "commitment_id"),),
                is_read_by_the_wall=True,
            ),
        ),
        rebuilt("release", "see_releases", "id", seen=(own("id", "releases"),), watched=False, was_read=True),
        rebuilt("releaseyes", "see_releases", "release_id", watched=False, was_read=True),
    ]  # fmt: skip
