import django.utils.timezone
from django.db import migrations, models

import fgc.ids
from fgc.access.policies import BuildWall, all_of, by_the_wall

# A line that was for one thing alone, once that is opened: its hash and the line itself stay as they are.
READ = f"""
CREATE POLICY opened_later ON audit_line FOR SELECT TO fgc_app
USING ({all_of("see_who_looked")} AND only_for IN (SELECT o.only_for FROM audit_opened o))
"""
# An erasure takes these along with the lines, for the one family that it is about. As in 0003 the head goes first.
FORGET = """
CREATE OR REPLACE FUNCTION wall.forget() RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    DELETE FROM public.audit_head WHERE family_id = wall.told('family_id')::uuid;
    DELETE FROM public.audit_line WHERE family_id = wall.told('family_id')::uuid{more}
$$;
"""
OPENED_TOO = ";\n    DELETE FROM public.audit_opened WHERE family_id = wall.told('family_id')::uuid"
MAY_FORGET = """
GRANT SELECT (family_id), DELETE ON audit_opened TO fgc_wall;
CREATE POLICY an_erasure ON audit_opened TO fgc_wall USING (true) WITH CHECK (false)
"""


class Migration(migrations.Migration):

    dependencies = [
        ("audit", "0005_asked_of_one_family"),
        ("access", "0005_asked_once"),
    ]

    operations = [
        migrations.CreateModel(
            name="Opened",
            fields=[
                ("id", models.UUIDField(default=fgc.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("family_id", models.UUIDField()),
                ("only_for", models.UUIDField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("family_id", "only_for"), name="audit_opened_once")
                ],
            },
        ),
        # Who opens what is said where that thing is made; nobody takes it back.
        BuildWall(
            "opened",
            "false",
            seen=(all_of("see_who_looked"), all_of("keep_safety")),
            is_private=True,
            verbs="SELECT, INSERT",
        ),
        migrations.RunSQL(READ, "DROP POLICY opened_later ON audit_line"),
        migrations.RunSQL(MAY_FORGET, "DROP POLICY an_erasure ON audit_opened"),
        migrations.RunSQL(by_the_wall(FORGET.format(more=OPENED_TOO)), by_the_wall(FORGET.format(more=""))),
    ]
