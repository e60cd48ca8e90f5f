import django.db.models.deletion
import django.utils.timezone
import fgc.ids
from django.conf import settings
from django.db import migrations, models

from fgc.access.policies import BuildWall, KeepToItsReaders, all_of, by_the_wall, named, own
from fgc.access.references import KeepInsideFamily

# A sheet is its coordinator's as long as the family's work is his or hers, and never while waiting outside.
MINE = f"{named('coordinator_id')} AND {all_of('keep_safety')}"
# A personal link opens no part: who reads the mail of somebody else would read it as well.
BY_ACCOUNT = "(SELECT wall.told('user_id')) IS NOT NULL"
TOLD_TO_ME = f"({named('coordinator_id')} OR goes_along) AND {all_of('keep_safety')}"

# The families in which something outlived the coordinator for whom it was: their ids, and nothing else of them.
OVER = """
CREATE FUNCTION wall.coordinates(family uuid, who uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT FROM public.access_familygrant g JOIN public.auth_permission p ON p.id = g.permission_id
                    WHERE g.content_object_id = family AND g.user_id = who AND p.codename = 'act_coordinator'
                      AND (g.ends_at IS NULL OR g.ends_at > wall.at() OR g.sleeps))
$$;
CREATE FUNCTION wall.old_safety() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT held.family_id), '{}') FROM (
        SELECT s.family_id FROM public.networks_safetysheet s
         WHERE NOT wall.coordinates(s.family_id, s.coordinator_id)
           AND (s.kept_until IS NULL OR s.kept_until < (wall.at() AT TIME ZONE 'Europe/Amsterdam')::date)
        UNION ALL
        SELECT p.family_id FROM public.networks_safetypart p JOIN public.families_family f ON f.id = p.family_id
         WHERE NOT wall.coordinates(p.family_id, p.coordinator_id)
           AND NOT (p.goes_along AND f.ended_at IS NULL AND p.told_at > wall.at() - interval '365 days')
    ) held
$$;
REVOKE ALL ON FUNCTION wall.coordinates(uuid, uuid), wall.old_safety() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wall.old_safety() TO fgc_clock;
"""
NOT_OVER = "DROP FUNCTION wall.old_safety(); DROP FUNCTION wall.coordinates(uuid, uuid);"
# Whoever leaves takes along what was kept in the own corner, what was opened by name, and what was told about safety.
LEAVING = """
CREATE OR REPLACE FUNCTION wall.take_along_the_corner() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM public.networks_namedreader r WHERE r.owner_id = NEW.id OR r.person_id = NEW.id;
    DELETE FROM public.networks_privatenote n WHERE n.author_id = NEW.id;{more}
    RETURN NULL;
END $$;
"""
PART_TOO = "\n    DELETE FROM public.networks_safetypart p WHERE p.author_id = NEW.id;"
# The wall sees whose it is and until when, and no word of it.
LOOKS = """
GRANT SELECT (family_id, coordinator_id, kept_until) ON networks_safetysheet TO fgc_wall;
GRANT SELECT (author_id, family_id, coordinator_id, goes_along, told_at), DELETE ON networks_safetypart TO fgc_wall;
CREATE POLICY the_wall ON networks_safetysheet FOR SELECT TO fgc_wall USING (true);
CREATE POLICY the_wall ON networks_safetypart TO fgc_wall USING (true) WITH CHECK (false);
CREATE POLICY of_a_sheet ON audit_opened FOR INSERT TO fgc_app
    WITH CHECK ((family_id, only_for) IN (SELECT s.family_id, s.id FROM networks_safetysheet s));
"""
LOOKS_AWAY = """
DROP POLICY of_a_sheet ON audit_opened;
DROP POLICY the_wall ON networks_safetypart;
DROP POLICY the_wall ON networks_safetysheet;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("access", "0007_sleep"),
        ("audit", "0006_opened_later"),
        ('families', '0009_birthdays'),
        ('networks', '0010_named_readers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SafetySheet',
            fields=[
                ('id', models.UUIDField(default=fgc.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('unsafe', models.TextField(blank=True, max_length=4000)),
                ('mode', models.CharField(blank=True, choices=[('joint', 'together'), ('apart', 'on one day, not at the same time'), ('shuttle', 'apart, and somebody goes between'), ('split', 'two circles, each with a meeting of its own'), ('one_circle', 'only one of the two sides meets'), ('remote', 'by telephone, by video or on paper'), ('not_now', 'no meeting now')], max_length=12)),
                ('arranged', models.TextField(blank=True, max_length=4000)),
                ('code_word', models.CharField(blank=True, max_length=80)),
                ('told', models.TextField(blank=True, max_length=4000)),
                ('kept_until', models.DateField(blank=True, null=True)),
                ('kept_because', models.CharField(blank=True, max_length=280)),
                ('coordinator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('family', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='families.family')),
            ],
        ),
        migrations.CreateModel(
            name='SafetyStep',
            fields=[
                ('id', models.UUIDField(default=fgc.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('step', models.CharField(choices=[('signals', '1. Put what you see and hear in order'), ('consult', '2. Ask a colleague or the agency for safety at home, without names'), ('talk', '3. Talk with those whom it is about'), ('weigh', '4. Weigh it'), ('decide', '5. Decide')], max_length=8)),
                ('taken_on', models.DateField()),
                ('words', models.TextField(blank=True, max_length=4000)),
                ('is_waived', models.BooleanField(default=False)),
                ('decision', models.CharField(blank=True, choices=[('help', 'help is arranged'), ('report', 'it is reported'), ('both', 'help is arranged, and it is reported')], max_length=8)),
                ('family', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='families.family')),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='networks.safetysheet')),
            ],
        ),
        migrations.CreateModel(
            name='SafetyPart',
            fields=[
                ('id', models.UUIDField(default=fgc.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('text', models.TextField(max_length=4000)),
                ('goes_along', models.BooleanField(default=False)),
                ('told_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='networks.person')),
                ('coordinator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('family', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='families.family')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('family', 'author'), name='safety_part_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='safetysheet',
            constraint=models.UniqueConstraint(fields=('family', 'coordinator'), name='safety_sheet_once'),
        ),
        migrations.AddConstraint(
            model_name='safetysheet',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kept_because', ''), ('kept_until', None)), models.Q(('kept_until__isnull', False), models.Q(('kept_because', ''), _negated=True)), _connector='OR'), name='kept_longer_for_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='safetystep',
            constraint=models.UniqueConstraint(fields=('family', 'sheet', 'step'), name='safety_step_once'),
        ),
        migrations.AddConstraint(
            model_name='safetystep',
            constraint=models.CheckConstraint(condition=models.Q(('is_waived', False), models.Q(('step', 'talk'), models.Q(('words', ''), _negated=True)), _connector='OR'), name='only_the_talk_is_waived'),
        ),
        KeepInsideFamily("safetysheet", "safetystep", "safetypart"),
        BuildWall("safetysheet", MINE, is_private=True),
        # What the sheet itself opens to: the wall of that table is asked as well.
        BuildWall("safetystep", "sheet_id IN (SELECT s.id FROM networks_safetysheet s)", is_private=True),
        BuildWall("safetypart", f"{BY_ACCOUNT} AND {own('author_id')}", seen=(TOLD_TO_ME,), is_private=True),
        # Nobody reads them through another's eyes.
        KeepToItsReaders("safetysheet", "safetystep", "safetypart"),
        migrations.RunSQL(LOOKS, LOOKS_AWAY),
        migrations.RunSQL(
            "SET LOCAL check_function_bodies = off;" + by_the_wall(OVER), by_the_wall(NOT_OVER)
        ),
        migrations.RunSQL(
            by_the_wall(LEAVING.format(more=PART_TOO)), by_the_wall(LEAVING.format(more=""))
        ),
    ]
