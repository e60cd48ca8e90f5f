from django.db import migrations, models

from fgc.access.policies import by_the_wall

# The families that ended and of which it must be said now that they are past their term in some weeks: their ids, and
# nothing else of them. As the rule `erased_at` says it, which is asked once more in that one family.
PAST_ENDING = """
CREATE FUNCTION wall.past_ending() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(f.id), '{}')
      FROM public.families_family f
      JOIN public.accounts_organisation o ON o.id = f.organisation_id
     WHERE f.ended_at IS NOT NULL AND f.erase_at IS NULL
       AND greatest(f.ended_at, f.kept_at)
           + make_interval(days => coalesce((o.terms ->> 'ended_days')::int, 365) - 28) <= wall.at()
$$;
REVOKE ALL ON FUNCTION wall.past_ending() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wall.past_ending() TO fgc_clock;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("families", "0014_ask_last"),
    ]

    operations = [
        migrations.AddField("family", "kept_at", models.DateTimeField(blank=True, null=True)),
        migrations.RunSQL(by_the_wall(PAST_ENDING), by_the_wall("DROP FUNCTION wall.past_ending();")),
    ]
