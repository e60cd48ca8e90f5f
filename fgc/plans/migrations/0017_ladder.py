import django.db.models.deletion
from django.db import migrations, models

from fgc.access.policies import by_the_wall
from fgc.access.references import KeepInsideFamily

# For which families the clock has a certain work to do: their ids, and nothing else of them.
DUE = """
CREATE OR REPLACE FUNCTION wall.due(work text) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN coalesce(CASE work
        WHEN 'follow_up' THEN
            (SELECT array_agg(f.id ORDER BY f.id) FROM public.families_family f
              WHERE f.ended_at IS NULL
                AND ({follow_up}))
        WHEN 'private_time' THEN
            (SELECT array_agg(f.id ORDER BY f.id) FROM public.families_family f WHERE f.private_since IS NOT NULL)
        WHEN 'call_off' THEN
            (SELECT array_agg(f.id ORDER BY f.id) FROM public.families_family f
              WHERE f.ended_at IS NOT NULL
                AND EXISTS (SELECT FROM public.conferences_conference c
                             WHERE c.family_id = f.id AND c.moment IN ('planning', 'dated')))
        {erase_coming}
        WHEN 'erase' THEN
            (SELECT array_agg(f.id ORDER BY f.erase_at, f.id) FROM public.families_family f
              WHERE f.erase_at <= wall.at())
    END, '{{}}');
END $$;
"""
PLAN_RUNS = "EXISTS (SELECT FROM public.plans_plan p WHERE p.family_id = f.id AND p.state = 'running')"
# Also before there is a plan: a meeting for which somebody has not answered yet.
MEETING_COMES = """EXISTS (SELECT FROM public.conferences_conference c
                                 WHERE c.family_id = f.id AND c.moment IN ('planning', 'dated'))"""
# What is really erased, and when, is asked by the worker in that one family.
ERASE_COMING = """WHEN 'erase_coming' THEN
            (SELECT array_agg(f.id ORDER BY f.id)
               FROM public.families_family f JOIN public.accounts_organisation o ON o.id = f.organisation_id
              WHERE f.stage = 'requested' AND f.kind = 'circle'
                    AND f.requested_at + make_interval(days => coalesce((o.terms ->> 'request_days')::int, 30))
                        <= wall.at() + interval '8 days')"""


class Migration(migrations.Migration):

    dependencies = [
        ("access", "0008_asked_of_one_family"),
        ("networks", "0019_ask_last"),
        ("plans", "0016_full_years"),
    ]

    operations = [
        migrations.AddField(
            model_name="plan", name="watcher_hears", field=models.BooleanField(default=True)
        ),
        migrations.AddField(
            model_name="plan", name="contact_hears", field=models.BooleanField(default=True)
        ),
        migrations.AddField(
            model_name="plan",
            name="work_hears",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="networks.person"
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="watcher",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="watches_over",
                to="networks.person",
            ),
        ),
        migrations.AddField(
            model_name="commitment", name="is_quiet", field=models.BooleanField(default=False)
        ),
        KeepInsideFamily("plan", only=("work_hears",)),
        KeepInsideFamily("agreement", only=("watcher",)),
        migrations.RunSQL(
            by_the_wall(DUE.format(follow_up=f"{PLAN_RUNS}\n                     OR {MEETING_COMES}", erase_coming=ERASE_COMING)),
            by_the_wall(DUE.format(follow_up=PLAN_RUNS, erase_coming="")),
        ),
    ]
