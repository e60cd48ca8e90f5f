from django.db import migrations

from fgc.access.policies import by_the_wall

# A line that is for somebody alone tells that something is there: a note, or what was told about safety. It opens to the
# account, as the thing itself does; whoever reads somebody's mail comes in by the link in it.
MYSELF = """
CREATE OR REPLACE FUNCTION wall.myself() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT {myself}
$$;
"""
BY_ACCOUNT = (
    "CASE WHEN wall.told('user_id') IS NULL THEN '{}'::uuid[] "
    "ELSE wall.persons() || ARRAY[wall.told('user_id')::uuid] END"
)
BY_LINK_TOO = "wall.persons() || array_remove(ARRAY[wall.told('user_id')::uuid], NULL)"


class Migration(migrations.Migration):

    dependencies = [
        ("audit", "0008_own_lines"),
    ]

    operations = [
        migrations.RunSQL(
            by_the_wall(MYSELF.replace("{myself}", BY_ACCOUNT)), by_the_wall(MYSELF.replace("{myself}", BY_LINK_TOO))
        ),
    ]
