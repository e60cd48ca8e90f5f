from django.db import migrations

# A plan for the children that ended is nobody's any more: another one can be begun. Only by who has to do with it.
LET_GO = """
CREATE FUNCTION wall.let_go() RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    UPDATE public.families_split SET childrens_plan_id = NULL WHERE childrens_plan_id = wall.for_all_of()
$$;
GRANT CREATE ON SCHEMA wall TO fgc_wall;
REVOKE ALL ON FUNCTION wall.let_go() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wall.let_go() TO fgc_app;
ALTER FUNCTION wall.let_go() OWNER TO fgc_wall;
REVOKE CREATE ON SCHEMA wall FROM fgc_wall;
"""
BACK = """
SET LOCAL ROLE fgc_wall;
DROP FUNCTION wall.let_go();
RESET ROLE;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("families", "0006_not_along"),
    ]

    operations = [
        migrations.RunSQL(LET_GO, BACK),
    ]
