import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import fgc.ids
from fgc.access.policies import BuildWall, all_of, by_the_wall, own
from fgc.access.references import KeepInsideFamily

# Asked once for all rows, not once for each.
NOW = "(SELECT wall.at())"
TODAY = "(SELECT (wall.at() AT TIME ZONE 'Europe/Amsterdam')::date)"
# In which families something may follow today beside the ordinary reminders and questions: a family too many is looked
# at in vain. What really follows is asked by the worker in that one family.
MORE = f"""
    EXISTS (SELECT FROM public.conferences_conference c
             WHERE c.family_id = f.id AND c.moment IN ('planning', 'dated'))
 OR EXISTS (
    SELECT FROM public.plans_plan p
     WHERE p.family_id = f.id AND p.state = 'running' AND (
        EXISTS (SELECT FROM public.plans_look l
                 WHERE l.plan_id = p.id AND l.held_on IS NULL AND l.due_on BETWEEN {TODAY} - 46 AND {TODAY} + 8)
     OR EXISTS (SELECT FROM public.plans_commitment c JOIN public.plans_agreement a ON a.id = c.agreement_id
                 WHERE a.plan_id = p.id AND a.dropped_in IS NULL
                   AND (c.state = 'asked' AND c.created_at <= {NOW} - interval '3 days' OR c.last_run = 'not'))
     OR EXISTS (SELECT FROM public.plans_release r
                 WHERE r.plan_id = p.id AND r.revoked_at IS NULL AND r.until BETWEEN {TODAY} - 1 AND {TODAY} + 15)
     OR EXISTS (SELECT FROM public.conferences_bottomline b
                 WHERE b.conference_id = p.conference_id AND b.valid_until BETWEEN {TODAY} - 1 AND {TODAY} + 15)
     OR EXISTS (SELECT FROM public.plans_commitment c
                  JOIN public.networks_person s ON s.id = c.person_id AND s.role IN ('professional', 'interpreter')
                  JOIN public.plans_agreement a ON a.id = c.agreement_id AND a.plan_id = p.id
                  JOIN public.plans_wording w ON w.agreement_id = a.id AND w.ends_on >= {TODAY} - 1)
     ))
"""
PLAN_RUNS_OR_MEETING_COMES = """
    EXISTS (SELECT FROM public.plans_plan p WHERE p.family_id = f.id AND p.state = 'running')
 OR EXISTS (SELECT FROM public.conferences_conference c
             WHERE c.family_id = f.id AND c.moment IN ('planning', 'dated'))
"""
# In which families a promise has no days, or days of other words, or not for long any more.
OLD_DAYS = f"""
        WHEN 'due_days' THEN
            (SELECT array_agg(DISTINCT p.family_id ORDER BY p.family_id)
               FROM public.plans_plan p
               JOIN public.plans_agreement a ON a.plan_id = p.id AND a.dropped_in IS NULL
               JOIN public.plans_commitment c ON c.agreement_id = a.id AND c.state IN ('confirmed', 'less')
               JOIN (SELECT w.agreement_id, max(w.version) AS version FROM public.plans_wording w
                      GROUP BY w.agreement_id) said
                 ON said.agreement_id = a.id
               LEFT JOIN public.plans_duedays d ON d.commitment_id = c.id
               LEFT JOIN public.plans_wording w ON w.id = d.wording_id
              WHERE p.state = 'running'
                AND (d.id IS NULL OR d.until < {TODAY} + 7
                     OR d.since <> (coalesce(c.answered_at, c.created_at) AT TIME ZONE 'Europe/Amsterdam')::date
                     OR w.version <> said.version))
"""
DUE = """
CREATE OR REPLACE FUNCTION wall.due(work text) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET work_mem = '32MB' AS $$
BEGIN
    RETURN coalesce(CASE work
        WHEN 'follow_up' THEN
            (SELECT array_agg(f.id ORDER BY f.id) FROM public.families_family f
              WHERE f.ended_at IS NULL AND ({follow_up}))
        {old_days}
        WHEN 'private_time' THEN
            (SELECT array_agg(f.id ORDER BY f.id) FROM public.families_family f WHERE f.private_since IS NOT NULL)
        WHEN 'call_off' THEN
            (SELECT array_agg(f.id ORDER BY f.id) FROM public.families_family f
              WHERE f.ended_at IS NOT NULL
                AND EXISTS (SELECT FROM public.conferences_conference c
                             WHERE c.family_id = f.id AND c.moment IN ('planning', 'dated')))
        WHEN 'erase_coming' THEN
            (SELECT array_agg(f.id ORDER BY f.id)
               FROM public.families_family f JOIN public.accounts_organisation o ON o.id = f.organisation_id
              WHERE f.stage = 'requested' AND f.kind = 'circle'
                    AND f.requested_at + make_interval(days => coalesce((o.terms ->> 'request_days')::int, 30))
                        <= wall.at() + interval '8 days')
        WHEN 'erase' THEN
            (SELECT array_agg(f.id ORDER BY f.erase_at, f.id) FROM public.families_family f
              WHERE f.erase_at <= wall.at())
    END, '{{}}');
END $$;
"""
# The ordinary day, for all families but some at once: of each reader the most urgent message, if today none was planned. Nobody
# hears more of it than how many there are.
ORDINARY = """
CREATE FUNCTION wall.plan_ordinary(
    busy uuid[], ways jsonb, by_itself text[], open_stages text[], counted text[], put_off text[],
    remind_at time, ask_at time, noon time
) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET work_mem = '32MB' AS $$
DECLARE
    zone CONSTANT text := 'Europe/Amsterdam';
    now CONSTANT timestamptz := wall.at();
    today CONSTANT date := (wall.at() AT TIME ZONE zone)::date;
    planned bigint;
BEGIN
    INSERT INTO public.outbox_message (
        id, family_id, kind, subject_id, to_person_id, channel, occurrence, due_at, next_at, not_after,
        state, reason, attempts, doubts, deaths, created_at)
    SELECT gen_random_uuid(), one.family_id, one.kind, one.promise_id, one.person_id, one.channel,
           to_char(one.about, 'YYYY-MM-DD'), one.due_at, one.due_at, one.not_after, 'pending', '', 0, 0, 0, clock_timestamp()
      FROM (
        SELECT DISTINCT ON (c.family_id, coalesce(s.account_id, s.id))
               c.family_id, c.id AS promise_id, s.id AS person_id, s.account_id, way.channel, wish.*
          FROM public.plans_duedays d
          JOIN public.plans_commitment c
            ON c.id = d.commitment_id AND c.state IN ('confirmed', 'less') AND NOT c.is_quiet
          JOIN public.plans_agreement a ON a.id = c.agreement_id AND a.dropped_in IS NULL
          JOIN public.plans_plan p ON p.id = a.plan_id AND p.state = 'running'
          JOIN public.families_family f ON f.id = p.family_id AND f.stage = ANY (open_stages) AND f.id <> ALL (busy)
          JOIN public.networks_person s ON s.id = c.person_id
         CROSS JOIN LATERAL (
            SELECT CASE WHEN s.no_messages THEN 'call' ELSE coalesce(ways ->> s.way, 'call') END AS channel) way
         CROSS JOIN LATERAL (
            SELECT 'remind_promise' AS kind, today + 1 AS about,
                   greatest(now, (today + remind_at) AT TIME ZONE zone) AS due_at,
                   (today + 1 + noon) AT TIME ZONE zone AS not_after
             WHERE d.remind @> ARRAY[today + 1] AND (way.channel = ANY (by_itself) OR d.starts_on = today + 1)
            UNION ALL
            SELECT 'ask_progress', asked.day, greatest(now, (today + ask_at) AT TIME ZONE zone), now + interval '3 days'
              FROM (SELECT max(day) AS day FROM unnest(d.ask) day WHERE day BETWEEN today - 14 AND today - 1) asked
             WHERE asked.day IS NOT NULL
               AND NOT EXISTS (SELECT FROM public.plans_progressreport r
                                WHERE r.commitment_id = c.id AND r.about_on >= asked.day)
         ) wish
         WHERE NOT EXISTS (SELECT FROM public.outbox_message m
                            WHERE m.kind = wish.kind AND m.subject_id = c.id AND m.to_person_id = s.id
                              AND m.occurrence = to_char(wish.about, 'YYYY-MM-DD'))
         ORDER BY c.family_id, coalesce(s.account_id, s.id), wish.kind = 'ask_progress', a.number, c.created_at, c.id
      ) one
     WHERE NOT EXISTS (
        SELECT FROM public.outbox_message m
         WHERE m.family_id = one.family_id AND (m.to_person_id = one.person_id OR m.to_user_id = one.account_id)
           AND m.kind = ANY (counted)
           AND today IN ((m.due_at AT TIME ZONE zone)::date,
                         CASE WHEN m.state = 'retry' AND m.reason = ANY (put_off)
                              THEN (m.next_at AT TIME ZONE zone)::date END,
                         CASE WHEN m.state = 'sent' THEN (m.settled_at AT TIME ZONE zone)::date END))
    ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS planned = ROW_COUNT;
    RETURN planned;
END $$;
REVOKE ALL ON FUNCTION wall.plan_ordinary FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wall.plan_ordinary TO fgc_clock;
"""
WRITES = """
GRANT SELECT ON plans_look, plans_progressreport, outbox_message TO fgc_wall;
GRANT INSERT ON outbox_message TO fgc_wall;
CREATE POLICY the_wall ON plans_look FOR SELECT TO fgc_wall USING (true);
CREATE POLICY the_wall_plans ON outbox_message FOR INSERT TO fgc_wall WITH CHECK (true);
"""
WRITES_NOT = """
DROP POLICY the_wall_plans ON outbox_message;
DROP POLICY the_wall ON plans_look;
REVOKE INSERT ON outbox_message FROM fgc_wall;
REVOKE SELECT ON plans_look FROM fgc_wall;
"""


def but_closed(opening: str, column: str) -> str:
    """The same opening, without what is closed to the reader."""
    return f"{opening} AND {column} <> ALL ((SELECT wall.closed())::uuid[])"


class Migration(migrations.Migration):

    dependencies = [
        ("plans", "0019_closed_with_a_yes"),
        ("outbox", "0013_take_in"),
        ("conferences", "0003_wall"),
    ]

    operations = [
        migrations.CreateModel(
            name="DueDays",
            fields=[
                ("id", models.UUIDField(default=fgc.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("since", models.DateField()),
                ("until", models.DateField()),
                ("starts_on", models.DateField()),
                (
                    "remind",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DateField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "ask",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DateField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "commitment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="due_days", to="plans.commitment"
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.family"
                    ),
                ),
                (
                    "wording",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="plans.wording"
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        KeepInsideFamily("duedays"),
        BuildWall(
            "duedays",
            but_closed(all_of("see_plan"), "commitment_id"),
            own("commitment_id", "commitments"),
            is_read_by_the_wall=True,
        ),
        migrations.RunSQL(WRITES, WRITES_NOT),
        migrations.RunSQL(
            by_the_wall(DUE.format(follow_up=MORE, old_days=OLD_DAYS) + ORDINARY),
            by_the_wall(
                "DROP FUNCTION wall.plan_ordinary;" + DUE.format(follow_up=PLAN_RUNS_OR_MEETING_COMES, old_days="")
            ),
        ),
    ]
