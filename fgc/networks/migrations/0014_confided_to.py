from django.db import migrations

from fgc.access.policies import by_the_wall

# Did somebody open a card or a note to this person? Nothing more is said: not whose, and not what.
ASK = """
CREATE FUNCTION wall.is_confided_to(person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT FROM public.networks_namedreader r
                    WHERE r.person_id = person AND r.family_id = ANY (wall.footholds()))
$$;
REVOKE ALL ON FUNCTION wall.is_confided_to(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wall.is_confided_to(uuid) TO fgc_app;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("networks", "0013_hand_over"),
    ]

    operations = [
        migrations.RunSQL(by_the_wall(ASK), by_the_wall("DROP FUNCTION wall.is_confided_to(uuid);")),
    ]
