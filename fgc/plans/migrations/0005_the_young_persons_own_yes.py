import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import fgc.ids
from fgc.access.policies import BuildWall, all_of
from fgc.access.references import KeepInsideFamily

# What was released before is readable as it was.
AGREED = """
ALTER TABLE plans_release NO FORCE ROW LEVEL SECURITY;
UPDATE plans_release SET agreed_at = released_at;
ALTER TABLE plans_release FORCE ROW LEVEL SECURITY;
"""

# The wall counts the yeses itself: a moment that was written too early opens nothing.
ASKED = """
GRANT SELECT ON families_child TO fgc_wall;
CREATE POLICY the_wall ON families_child FOR SELECT TO fgc_wall USING (true);
GRANT CREATE ON SCHEMA wall TO fgc_wall;
SET LOCAL ROLE fgc_wall;
CREATE OR REPLACE FUNCTION wall.releases() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(r.id), '{}')
      FROM public.plans_release r JOIN public.families_family f ON f.id = r.family_id
     WHERE r.recipient_id = wall.told('user_id')::uuid AND r.revoked_at IS NULL AND f.ended_at IS NULL
       AND r.until >= (wall.at() AT TIME ZONE 'Europe/Amsterdam')::date
       AND r.agreed_at IS NOT NULL
       AND NOT EXISTS (SELECT FROM public.plans_releaseyes y
                         LEFT JOIN public.families_child c ON c.id = y.child_id
                        WHERE y.release_id = r.id AND y.said_yes IS NOT TRUE
                          AND (y.said_yes = false
                               OR age((r.agreed_at AT TIME ZONE 'Europe/Amsterdam')::date, c.birth_date)
                                  >= interval '12 years'))
$$;
RESET ROLE;
REVOKE CREATE ON SCHEMA wall FROM fgc_wall;
"""
BACK = """
GRANT CREATE ON SCHEMA wall TO fgc_wall;
SET LOCAL ROLE fgc_wall;
CREATE OR REPLACE FUNCTION wall.releases() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(r.id), '{}')
      FROM public.plans_release r JOIN public.families_family f ON f.id = r.family_id
     WHERE r.recipient_id = wall.told('user_id')::uuid AND r.revoked_at IS NULL AND f.ended_at IS NULL
       AND r.until >= (wall.at() AT TIME ZONE 'Europe/Amsterdam')::date
$$;
RESET ROLE;
REVOKE CREATE ON SCHEMA wall FROM fgc_wall;
DROP POLICY the_wall ON families_child;
REVOKE SELECT ON families_child FROM fgc_wall;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("plans", "0004_childrens_plan"),
        ("families", "0003_wall"),
        ("access", "0004_wall"),
    ]

    operations = [
        migrations.AddField("release", "agreed_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("release", "is_shared", models.BooleanField(default=True)),
        migrations.CreateModel(
            name="ReleaseYes",
            fields=[
                ("id", models.UUIDField(default=fgc.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("has_own", models.BooleanField(default=False)),
                ("said_yes", models.BooleanField(null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("is_on_behalf", models.BooleanField(default=False)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="families.child",
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.family"
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="yeses", to="plans.release"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("family", "release", "child"), name="release_yes_once", nulls_distinct=False
                    )
                ],
            },
        ),
        KeepInsideFamily("releaseyes"),
        BuildWall("releaseyes", all_of("see_releases"), is_read_by_the_wall=True),
        migrations.RunSQL(AGREED, migrations.RunSQL.noop),
        migrations.RunSQL(ASKED, BACK),
    ]
