from django.db import migrations

from fgc.access.policies import by_the_wall

# One clock for all processes: that of the machine of the database.
TIME = """
CREATE FUNCTION wall.clock() RETURNS timestamptz LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
    SELECT clock_timestamp()
$$;
REVOKE ALL ON FUNCTION wall.clock() FROM public;
GRANT EXECUTE ON FUNCTION wall.clock() TO fgc_clock, fgc_job, fgc_app;
"""
# Numbers for whoever keeps the house running: all that waits, and what was settled in the last day.
SENDING = """
CREATE FUNCTION wall.sending() RETURNS TABLE (channel text, state text, number bigint, oldest timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT m.channel, m.state, count(*), min(m.next_at) FILTER (WHERE m.next_at <= clock_timestamp())
      FROM public.outbox_message m WHERE m.state IN ('pending', 'retry', 'claimed') GROUP BY 1, 2
     UNION ALL
    SELECT m.channel, m.state, count(*), NULL
      FROM public.outbox_message m WHERE m.settled_at > clock_timestamp() - interval '1 day' GROUP BY 1, 2
$$;
REVOKE ALL ON FUNCTION wall.sending() FROM public;
GRANT EXECUTE ON FUNCTION wall.sending() TO fgc_clock, fgc_app;
"""
GONE = "DROP FUNCTION wall.sending(); DROP FUNCTION wall.clock();"
# By which way a message goes, and what became of it; still not what it is about, nor for whom.
GRANTS = """
GRANT SELECT (channel, deaths, doubts) ON outbox_message TO fgc_clock;
GRANT UPDATE (deaths, doubts, reason, next_at, settled_at, along_with) ON outbox_message TO fgc_clock;
GRANT SELECT, INSERT, UPDATE ON outbox_way, outbox_lifesign TO fgc_clock;
GRANT SELECT (channel, state, next_at, settled_at) ON outbox_message TO fgc_wall;
CREATE POLICY the_wall ON outbox_message FOR SELECT TO fgc_wall USING (true);
CREATE INDEX outbox_settled ON outbox_message USING brin (settled_at);
"""
BACK = """
DROP INDEX outbox_settled;
DROP POLICY the_wall ON outbox_message;
REVOKE SELECT (channel, state, next_at, settled_at) ON outbox_message FROM fgc_wall;
REVOKE ALL ON outbox_way, outbox_lifesign FROM fgc_clock;
REVOKE SELECT (channel, deaths, doubts) ON outbox_message FROM fgc_clock;
REVOKE UPDATE (deaths, doubts, reason, next_at, settled_at, along_with) ON outbox_message FROM fgc_clock;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("outbox", "0008_delivery"),
        ("access", "0004_wall"),
    ]

    operations = [
        migrations.RunSQL(GRANTS, BACK),
        migrations.RunSQL(by_the_wall(TIME + SENDING), by_the_wall(GONE)),
    ]
