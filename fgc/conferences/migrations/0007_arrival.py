import django.db.models.deletion
import django.utils.timezone
import fgc.ids
from django.db import migrations, models

from fgc.access.policies import BuildWall, KeepToItsReaders, all_of, by_the_wall, own
from fgc.access.references import KeepInsideFamily

# The families in which an arrival is of no use any more: their ids, and nothing else of them.
OLD = """
CREATE FUNCTION wall.old_arrivals() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT a.family_id), '{}')
      FROM public.conferences_arrival a
      JOIN public.conferences_conference c ON c.id = a.conference_id
      JOIN public.networks_person p ON p.id = a.person_id
      JOIN public.families_family f ON f.id = a.family_id
     WHERE c.moment = 'cancelled' OR p.standing = 'left' OR f.ended_at IS NOT NULL
        OR (a.comes_at < wall.at() - interval '1 day' AND c.starts_at < wall.at() - interval '1 day')
$$;
REVOKE ALL ON FUNCTION wall.old_arrivals() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wall.old_arrivals() TO fgc_clock;
"""
# Whoever is said to be somebody reads what was agreed with that person alone, so a claim is not enough for it.
CONFIDED = """
CREATE OR REPLACE FUNCTION wall.is_confided_to(person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT FROM public.networks_person p
                    WHERE p.id = person AND p.family_id = ANY (wall.footholds())
                      AND (EXISTS (SELECT FROM public.networks_namedreader r WHERE r.person_id = p.id)
                           OR EXISTS (SELECT FROM public.networks_privatenote n WHERE n.author_id = p.id)
                           OR EXISTS (SELECT FROM public.networks_safetypart s WHERE s.author_id = p.id){more}))
$$;
"""
ARRIVAL_TOO = "\n                           OR EXISTS (SELECT FROM public.conferences_arrival a WHERE a.person_id = p.id)"
# The wall sees whose it is and until when, and nothing of the door or the end.
LOOKS = """
GRANT SELECT (family_id, conference_id, person_id, comes_at) ON conferences_arrival TO fgc_wall;
CREATE POLICY the_wall ON conferences_arrival FOR SELECT TO fgc_wall USING (true);
"""


class Migration(migrations.Migration):

    dependencies = [
        ("conferences", "0006_only_how_many"),
        ("families", "0015_kept_after_the_end"),
        ("networks", "0023_address_of_a_calendar"),
    ]

    operations = [
        migrations.CreateModel(
            name="Arrival",
            fields=[
                ("id", models.UUIDField(default=fgc.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("comes_at", models.DateTimeField()),
                ("goes_at", models.DateTimeField(blank=True, null=True)),
                ("entrance", models.CharField(blank=True, max_length=280)),
                ("for_start", models.DateTimeField()),
                ("for_place", models.CharField(blank=True, max_length=280)),
                ("conference", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="conferences.conference")),
                ("family", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.family")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="networks.person")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("family", "conference", "person"), name="arrival_once"),
                    models.CheckConstraint(
                        condition=models.Q(("goes_at", None), ("goes_at__gt", models.F("comes_at")), _connector="OR"),
                        name="goes_after_coming",
                    ),
                ],
            },
        ),
        KeepInsideFamily("arrival"),
        # Not even a change with consequences for all of the family opens it; each person reads the own row alone.
        BuildWall("arrival", all_of("prepare"), seen=(own("person_id"),), is_private=True),
        KeepToItsReaders("arrival"),
        migrations.RunSQL(LOOKS, "DROP POLICY the_wall ON conferences_arrival;"),
        migrations.RunSQL(by_the_wall(OLD), by_the_wall("DROP FUNCTION wall.old_arrivals();")),
        migrations.RunSQL(by_the_wall(CONFIDED.format(more=ARRIVAL_TOO)), by_the_wall(CONFIDED.format(more=""))),
    ]
