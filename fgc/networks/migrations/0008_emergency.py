import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import fgc.ids
from fgc.access.policies import BuildWall, all_of
from fgc.access.references import KeepInsideFamily

OPEN = """
GRANT CREATE ON SCHEMA wall TO fgc_wall;
CREATE FUNCTION wall.is_of_my_organisation(family uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT FROM public.families_family f
                     JOIN public.accounts_user u ON u.organisation_id = f.organisation_id
                    WHERE f.id = family AND u.id = wall.told('user_id')::uuid AND u.is_active AND u.work = 'manager')
$$;
-- The families that two managers opened, for one of the two and until it ends; nothing cleans up, the date is asked.
CREATE FUNCTION wall.emergencies() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(e.family_id), '{}')
      FROM public.networks_emergency e
      JOIN public.accounts_user u ON u.id = wall.told('user_id')::uuid AND u.is_active AND u.work = 'manager'
     WHERE u.id IN (e.asked_by_id, e.allowed_by_id) AND e.asked_by_id <> e.allowed_by_id AND e.ends_at > wall.at()
$$;
ALTER FUNCTION wall.is_of_my_organisation(uuid) OWNER TO fgc_wall;
ALTER FUNCTION wall.emergencies() OWNER TO fgc_wall;
SET LOCAL ROLE fgc_wall;
REVOKE ALL ON FUNCTION wall.is_of_my_organisation(uuid), wall.emergencies() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wall.is_of_my_organisation(uuid), wall.emergencies() TO fgc_app;
RESET ROLE;
REVOKE CREATE ON SCHEMA wall FROM fgc_wall;
"""
CLOSED = """
SET LOCAL ROLE fgc_wall;
DROP FUNCTION wall.emergencies(), wall.is_of_my_organisation(uuid);
RESET ROLE;
"""

# Exactly what is needed: who the people are and how they are reached, who decides so that they are told, and the list.
SEE = "(SELECT wall.emergencies())::uuid[]"
OPENINGS = f"""
CREATE POLICY emergency ON networks_person FOR SELECT TO fgc_app USING (family_id = ANY ({SEE}));
CREATE POLICY emergency ON networks_contactcard FOR SELECT TO fgc_app USING (family_id = ANY ({SEE}));
CREATE POLICY emergency ON access_familygrant FOR SELECT TO fgc_app USING (content_object_id = ANY ({SEE}));
CREATE POLICY emergency ON outbox_message FOR INSERT TO fgc_app
    WITH CHECK (kind = 'emergency' AND family_id = ANY ({SEE}));
CREATE POLICY emergency ON audit_line FOR INSERT TO fgc_app WITH CHECK (wall.is_of_my_organisation(family_id));
"""
SHUT = """
DROP POLICY emergency ON networks_person;
DROP POLICY emergency ON networks_contactcard;
DROP POLICY emergency ON access_familygrant;
DROP POLICY emergency ON outbox_message;
DROP POLICY emergency ON audit_line;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("networks", "0007_not_along"),
        ("outbox", "0004_not_along"),
        ("audit", "0003_chain"),
        ("access", "0005_asked_once"),
    ]

    operations = [
        migrations.CreateModel(
            name="Emergency",
            fields=[
                ("id", models.UUIDField(default=fgc.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("reason", models.CharField(max_length=500)),
                ("allowed_at", models.DateTimeField(blank=True, null=True)),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                (
                    "allowed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="+", to=settings.AUTH_USER_MODEL
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
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("allowed_at", None), ("allowed_by", None), ("ends_at", None)),
                            models.Q(
                                ("allowed_at__isnull", False),
                                ("ends_at__isnull", False),
                                models.Q(("allowed_by", models.F("asked_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="emergency_takes_two",
                    )
                ],
            },
        ),
        KeepInsideFamily("emergency"),
        migrations.RunSQL("SET LOCAL check_function_bodies = off;" + OPEN, CLOSED),
        BuildWall(
            "emergency",
            "wall.is_of_my_organisation(family_id)",
            seen=(all_of("see_who_looked"),),
            is_read_by_the_wall=True,
        ),
        migrations.RunSQL(OPENINGS, SHUT),
    ]
