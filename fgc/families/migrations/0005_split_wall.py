from django.db import migrations

from fgc.access.policies import BuildWall

# Who is asked to coordinate, and was not answered yet.
ASKED = """
CREATE FUNCTION wall.asked_to_coordinate() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(o.family_id), '{}')
      FROM public.families_coordinatoroffer o
      JOIN public.accounts_user u ON u.id = o.coordinator_id AND u.is_active
     WHERE o.coordinator_id = wall.told('user_id')::uuid AND o.state IN ('offered', 'declared')
$$;
"""

# An erasure takes along what connects its family with another one, and leaves that other one as it is. It sees nothing.
PART = """
CREATE FUNCTION wall.part() RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    DELETE FROM public.families_split WHERE wall.told('family_id')::uuid IN (circle_a_id, circle_b_id);
    UPDATE public.families_split SET childrens_plan_id = NULL WHERE childrens_plan_id = wall.told('family_id')::uuid
$$;
GRANT DELETE, UPDATE ON families_split TO fgc_wall;
CREATE POLICY an_erasure ON families_split TO fgc_wall USING (true);
"""
BACK_FROM_PART = """
SET LOCAL ROLE fgc_wall;
DROP FUNCTION wall.part();
RESET ROLE;
DROP POLICY an_erasure ON families_split;
"""

OWN = """
GRANT CREATE ON SCHEMA wall TO fgc_wall;
REVOKE ALL ON FUNCTION wall.asked_to_coordinate(), wall.part() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wall.asked_to_coordinate() TO fgc_app;
GRANT EXECUTE ON FUNCTION wall.part() TO fgc_job;
ALTER FUNCTION wall.asked_to_coordinate() OWNER TO fgc_wall;
ALTER FUNCTION wall.part() OWNER TO fgc_wall;
REVOKE CREATE ON SCHEMA wall FROM fgc_wall;
"""
BACK_FROM_ASKED = """
SET LOCAL ROLE fgc_wall;
DROP FUNCTION wall.asked_to_coordinate();
RESET ROLE;
"""

COORDINATES = "ANY ((SELECT wall.families('split_circle', 'A'))::uuid[])"
IS_ASKED = "ANY ((SELECT wall.asked_to_coordinate())::uuid[])"


class Migration(migrations.Migration):

    dependencies = [
        ("families", "0004_split"),
        ("access", "0004_wall"),
    ]

    operations = [
        migrations.RunSQL(ASKED, BACK_FROM_ASKED),
        BuildWall(
            "split",
            f"circle_a_id = {COORDINATES} AND (circle_b_id = {COORDINATES} OR circle_b_id = {IS_ASKED})",
            # The worker has no business here, whichever family it works for.
            family="'00000000-0000-0000-0000-000000000000'::uuid",
            is_private=True,
            is_read_by_the_wall=True,
        ),
        migrations.RunSQL(PART, BACK_FROM_PART),
        migrations.RunSQL(OWN, migrations.RunSQL.noop),
    ]
