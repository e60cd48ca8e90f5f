from django.db import migrations

from fgc.access.policies import by_the_wall, own

# The lines on which somebody keeps an eye, as the family asked.
WATCHED = """
CREATE FUNCTION wall.lines_i_watch() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(a.id), '{}')
      FROM public.plans_agreement a
     WHERE a.watcher_id = ANY ((SELECT wall.persons())::uuid[])
$$;
REVOKE ALL ON FUNCTION wall.lines_i_watch() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wall.lines_i_watch() TO fgc_app;
"""
BY_FAMILY = own("family_id", "families_i_watch")


def seen(table: str, column: str, *others: str) -> migrations.RunSQL:
    """Who watches over one line sees it as who watches over all of them does; what is closed stays so for both."""
    closed = f"{column} = ANY ((SELECT wall.closed())::uuid[])"

    def policy(watched: str) -> str:
        sights = " OR ".join([f"({watched}) AND NOT {closed}", *others])
        return f"ALTER POLICY also_seen ON {table} USING ({sights})"

    return migrations.RunSQL(policy(f"{BY_FAMILY} OR {own(column, 'lines_i_watch')}"), policy(BY_FAMILY))


class Migration(migrations.Migration):

    dependencies = [("plans", "0017_ladder")]

    operations = [
        migrations.RunSQL(by_the_wall(WATCHED), by_the_wall("DROP FUNCTION wall.lines_i_watch();")),
        seen("plans_agreement", "id"),
        seen("plans_wording", "agreement_id"),
        seen("plans_commitment", "agreement_id", own("agreement_id", "agreements")),
    ]
