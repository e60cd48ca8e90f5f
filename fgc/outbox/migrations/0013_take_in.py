from django.db import migrations

from fgc.access.policies import by_the_wall

# Who brings word from a provider is nobody: the function writes it down once, and settles the one message that it is
# about. What comes out is the same in whatever order two words of one message come.
TAKE_IN = """
CREATE FUNCTION wall.take_in(
    p_event text, p_way text, p_address text, p_said text, p_at timestamptz, p_message uuid, p_is_over boolean
) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO public.outbox_receipt (event_id, channel, address_hash, said, at, message_id)
         VALUES (p_event, p_way, p_address, p_said, p_at, p_message) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    DELETE FROM public.outbox_receipt r WHERE r.said <> 'unwanted' AND r.at < clock_timestamp() - interval '400 days';
    IF p_said = 'unwanted' THEN
        UPDATE public.outbox_message m SET state = 'failed', reason = 'unwanted', settled_at = clock_timestamp()
         WHERE m.id = p_message AND m.channel = p_way
           AND (m.state IN ('claimed', 'sent', 'uncertain') OR (m.state, m.reason) = ('retry', 'uncertain')
                OR (m.state, m.reason) = ('failed', 'came_back'));
    ELSIF p_is_over THEN
        UPDATE public.outbox_message m SET state = 'failed', reason = 'came_back', settled_at = clock_timestamp()
         WHERE m.id = p_message AND m.channel = p_way
           AND (m.state IN ('claimed', 'sent', 'uncertain') OR (m.state, m.reason) = ('retry', 'uncertain'));
    ELSIF p_said = 'arrived' THEN
        UPDATE public.outbox_message m SET state = 'sent', reason = 'arrived', settled_at = clock_timestamp()
         WHERE m.id = p_message AND m.channel = p_way
           AND (m.state = 'uncertain' OR (m.state, m.reason) = ('retry', 'uncertain'));
    END IF;
    RETURN true;
END
$$;
REVOKE ALL ON FUNCTION wall.take_in FROM public;
GRANT EXECUTE ON FUNCTION wall.take_in TO fgc_app;
"""
GONE = "DROP FUNCTION wall.take_in;"
GRANTS = """
GRANT SELECT (id, reason), UPDATE (state, reason, settled_at) ON outbox_message TO fgc_wall;
CREATE POLICY the_wall_settles ON outbox_message FOR UPDATE TO fgc_wall USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, DELETE ON outbox_receipt TO fgc_wall;
"""
BACK = """
REVOKE ALL ON outbox_receipt FROM fgc_wall;
DROP POLICY the_wall_settles ON outbox_message;
REVOKE SELECT (id, reason), UPDATE (state, reason, settled_at) ON outbox_message FROM fgc_wall;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("outbox", "0012_what_came_back"),
        ("access", "0004_wall"),
    ]

    operations = [
        migrations.RunSQL(GRANTS, BACK),
        migrations.RunSQL(by_the_wall(TAKE_IN), by_the_wall(GONE)),
    ]
