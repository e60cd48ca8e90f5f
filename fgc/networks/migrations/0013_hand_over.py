import django.db.models.deletion
import django.utils.timezone
import fgc.ids
from django.conf import settings
from django.db import migrations, models

from fgc.access.policies import BuildWall, KeepToItsReaders, all_of, by_the_wall, named
from fgc.access.references import KeepInsideFamily

# Is who is asked to coordinate on the map of this family, or in its record? It answers yes or no, and only about who is
# asked: to that account itself, and to who chooses. The name of nobody goes out.
NEAR = """
CREATE FUNCTION wall.is_near(family uuid, who uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT FROM public.families_coordinatoroffer o WHERE o.family_id = family AND o.coordinator_id = who)
       AND (who = wall.told('user_id')::uuid OR family = ANY (wall.families('choose_coordinator', 'A')))
       AND (EXISTS (SELECT FROM public.networks_person p WHERE p.family_id = family AND p.account_id = who)
            OR EXISTS (SELECT FROM public.families_commission c WHERE c.family_id = family AND c.giver_id = who)
            OR EXISTS (SELECT FROM public.networks_contactcard c JOIN public.accounts_user u ON u.id = who
                        WHERE c.family_id = family
                          AND (lower(nullif(c.email, '')) = lower(u.email) OR nullif(c.phone, '') = u.phone)))
$$;
REVOKE ALL ON FUNCTION wall.is_near(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wall.is_near(uuid, uuid) TO fgc_app;
"""
LOOKS = """
GRANT SELECT (family_id, email, phone) ON networks_contactcard TO fgc_wall;
CREATE POLICY the_wall ON networks_contactcard FOR SELECT TO fgc_wall USING (true);
"""
LOOKS_AWAY = """
DROP POLICY the_wall ON networks_contactcard;
REVOKE ALL ON networks_contactcard FROM fgc_wall;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("access", "0005_asked_once"),
        ('families', '0009_birthdays'),
        ('networks', '0012_told_number'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HandOver',
            fields=[
                ('id', models.UUIDField(default=fgc.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('agreed', models.TextField(blank=True, max_length=4000)),
                ('open_questions', models.TextField(blank=True, max_length=4000)),
                ('practical', models.TextField(blank=True, max_length=4000)),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('family', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='families.family')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('family', 'author'), name='hand_over_once')],
            },
        ),
        KeepInsideFamily("handover"),
        BuildWall(
            "handover",
            f"{named('author_id')} AND {all_of('hand_over')}",
            all_of("choose_coordinator"),
            seen=(all_of("hand_over"),),
        ),
        # It is for the coordinator and who decides, and for nobody who looks along.
        KeepToItsReaders("handover"),
        migrations.RunSQL(LOOKS, LOOKS_AWAY),
        migrations.RunSQL(by_the_wall(NEAR), by_the_wall("DROP FUNCTION wall.is_near(uuid, uuid);")),
    ]
