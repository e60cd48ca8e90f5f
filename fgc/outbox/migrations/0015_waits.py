from django.db import migrations

from fgc.access.policies import by_the_wall

# To claim a message changes no column that an index knows, so the new version of the row stays on its page and no index
# is written: as fast behind ten million settled rows as behind none. Pages are left half empty to have room for it.
# The index has the order of a claim: of a hundred thousand messages that are due at the same hour it reads what it takes.
WAITS = """
ALTER TABLE outbox_message SET (fillfactor = 50);
ALTER TABLE outbox_message
  ADD COLUMN waits boolean GENERATED ALWAYS AS (state IN ('pending', 'retry', 'claimed')) STORED;
GRANT SELECT (waits) ON outbox_message TO fgc_clock, fgc_wall;
CREATE INDEX outbox_waits ON outbox_message (channel, next_at, family_id) WHERE waits;
"""
BACK = """
DROP INDEX outbox_waits;
ALTER TABLE outbox_message DROP COLUMN waits;
ALTER TABLE outbox_message RESET (fillfactor);
"""
SENDING = """
CREATE OR REPLACE FUNCTION wall.sending()
RETURNS TABLE (channel text, state text, number bigint, oldest timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT m.channel, m.state, count(*), min(m.next_at) FILTER (WHERE m.next_at <= clock_timestamp())
      FROM public.outbox_message m WHERE m.{waiting} GROUP BY 1, 2
     UNION ALL
    SELECT m.channel, m.state, count(*), NULL
      FROM public.outbox_message m WHERE m.settled_at > clock_timestamp() - interval '1 day' GROUP BY 1, 2
$$;
"""
BY_STATE = "state IN ('pending', 'retry', 'claimed')"


class Migration(migrations.Migration):
    """What waits is found by a column that does not change while a message is in hand."""

    dependencies = [("outbox", "0014_forget_loops")]

    operations = [
        migrations.RemoveIndex(model_name="message", name="outbox_waits"),
        # The reference to the family has an index of its own.
        migrations.RemoveIndex(model_name="message", name="outbox_family"),
        migrations.RunSQL(WAITS, BACK),
        migrations.RunSQL(
            by_the_wall(SENDING.format(waiting="waits")), by_the_wall(SENDING.format(waiting=BY_STATE))
        ),
    ]
