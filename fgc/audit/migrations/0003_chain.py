from django.db import migrations, models

# Which words of a line are hashed, and how: one JSON object without spaces, empty fields left out, the moment as
# microseconds since 1970, so that no time zone and no later field changes what stood there. See fgc/audit/chain.py.
HASH = """
CREATE FUNCTION wall.chained(before bytea, number bigint, line public.audit_line) RETURNS bytea
LANGUAGE sql STABLE AS $$
    SELECT pg_catalog.sha256(before OPERATOR(pg_catalog.||) pg_catalog.convert_to(pg_catalog.json_strip_nulls(
    pg_catalog.json_build_object(
        'number', number,
        'id', line.id,
        'family_id', line.family_id,
        'at', (extract(epoch FROM line.at) OPERATOR(pg_catalog.*) 1000000)::bigint,
        'act', line.act,
        'object_type', line.object_type,
        'object_id', line.object_id,
        'actor_kind', line.actor_kind,
        'actor_id', line.actor_id,
        'on_behalf_of', line.on_behalf_of,
        'role', line.role,
        'ground', line.ground,
        'channel', line.channel
    ))::text, 'UTF8'))
$$;
"""

# The lines of before, in the order in which they were written. The owner stands before its own wall as well.
FILL = """
ALTER TABLE audit_line NO FORCE ROW LEVEL SECURITY;
DO $$ DECLARE
    line audit_line;
    family uuid;
    place bigint;
    hash bytea;
BEGIN
    FOR line IN SELECT * FROM audit_line ORDER BY family_id, id LOOP
        IF line.family_id IS DISTINCT FROM family THEN
            family := line.family_id;
            place := 0;
            hash := '';
        END IF;
        place := place + 1;
        hash := wall.chained(hash, place, line);
        UPDATE audit_line SET number = place, chain = hash WHERE id = line.id;
    END LOOP;
END $$;
INSERT INTO audit_head (family_id, number, chain)
    SELECT DISTINCT ON (family_id) family_id, number, chain FROM audit_line ORDER BY family_id, number DESC;
ALTER TABLE audit_line FORCE ROW LEVEL SECURITY;
"""

# Only the trigger reaches a head, and whoever proves that nothing was changed reads it.
WALL = """
-- Every page that is read lengthens a chain: room for the new head beside the old one.
ALTER TABLE audit_head SET (fillfactor = 50);
ALTER TABLE audit_head ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_head FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON audit_head TO fgc_wall;
CREATE POLICY the_wall ON audit_head TO fgc_wall USING (true);
GRANT SELECT ON audit_head TO fgc_auditor;
CREATE POLICY the_auditor ON audit_head FOR SELECT TO fgc_auditor USING (true);
"""
BACK_FROM_WALL = """
REVOKE ALL ON audit_head FROM fgc_auditor, fgc_wall;
DROP POLICY the_auditor ON audit_head;
DROP POLICY the_wall ON audit_head;
"""

# Who lengthens the same chain at the same moment waits here until the other is ready; two who begin one as well.
LENGTHEN = """
CREATE FUNCTION wall.lengthen_chain() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE public.audit_head AS head
       SET number = head.number + 1, chain = wall.chained(head.chain, head.number + 1, NEW)
     WHERE head.family_id = NEW.family_id
    RETURNING head.number, head.chain INTO NEW.number, NEW.chain;
    IF NOT FOUND THEN
        INSERT INTO public.audit_head AS head (family_id, number, chain)
        VALUES (NEW.family_id, 1, wall.chained('', 1, NEW))
        ON CONFLICT (family_id) DO UPDATE
            SET number = head.number + 1, chain = wall.chained(head.chain, head.number + 1, NEW)
        RETURNING head.number, head.chain INTO NEW.number, NEW.chain;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER lengthen_chain BEFORE INSERT ON audit_line FOR EACH ROW EXECUTE FUNCTION wall.lengthen_chain();
GRANT CREATE ON SCHEMA wall TO fgc_wall;
REVOKE ALL ON FUNCTION wall.chained(bytea, bigint, public.audit_line), wall.lengthen_chain() FROM PUBLIC;
ALTER FUNCTION wall.chained(bytea, bigint, public.audit_line) OWNER TO fgc_wall;
ALTER FUNCTION wall.lengthen_chain() OWNER TO fgc_wall;
"""
BACK_FROM_LENGTHEN = """
DROP TRIGGER lengthen_chain ON audit_line;
SET LOCAL ROLE fgc_wall;
DROP FUNCTION wall.lengthen_chain();
RESET ROLE;
"""
BACK_FROM_HASH = """
SET LOCAL ROLE fgc_wall;
DROP FUNCTION wall.chained(bytea, bigint, public.audit_line);
RESET ROLE;
"""

# The head goes first: whoever is writing a line is waited for, and that line goes as well.
FORGET = """
SET LOCAL ROLE fgc_wall;
CREATE OR REPLACE FUNCTION wall.forget() RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    DELETE FROM public.audit_head WHERE family_id = wall.told('family_id')::uuid;
    DELETE FROM public.audit_line WHERE family_id = wall.told('family_id')::uuid
$$;
RESET ROLE;
REVOKE CREATE ON SCHEMA wall FROM fgc_wall;
"""
BACK_FROM_FORGET = """
GRANT CREATE ON SCHEMA wall TO fgc_wall;
SET LOCAL ROLE fgc_wall;
CREATE OR REPLACE FUNCTION wall.forget() RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    DELETE FROM public.audit_line WHERE family_id = wall.told('family_id')::uuid
$$;
RESET ROLE;
REVOKE CREATE ON SCHEMA wall FROM fgc_wall;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("audit", "0002_wall"),
        ("access", "0004_wall"),
    ]

    operations = [
        migrations.AddField("line", "channel", models.CharField(blank=True, default="", max_length=12)),
        migrations.AlterField("line", "channel", models.CharField(blank=True, max_length=12)),
        migrations.AddField("line", "number", models.BigIntegerField(default=None, editable=False, null=True)),
        migrations.AddField("line", "chain", models.BinaryField(default=None, max_length=32, null=True)),
        migrations.CreateModel(
            "Head",
            [
                ("family_id", models.UUIDField(primary_key=True, serialize=False)),
                ("number", models.BigIntegerField()),
                ("chain", models.BinaryField(max_length=32)),
            ],
        ),
        migrations.RunSQL(HASH, BACK_FROM_HASH),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        # Without the trigger no line is written at all.
        migrations.AlterField("line", "number", models.BigIntegerField(default=None, editable=False)),
        migrations.AlterField("line", "chain", models.BinaryField(default=None, max_length=32)),
        migrations.AddConstraint(
            "line", models.UniqueConstraint(fields=("family_id", "number"), name="audit_one_chain")
        ),
        # Both other indexes begin with the family.
        migrations.AlterField("line", "family_id", models.UUIDField()),
        migrations.RunSQL(WALL, BACK_FROM_WALL),
        migrations.RunSQL(LENGTHEN, BACK_FROM_LENGTHEN),
        migrations.RunSQL(FORGET, BACK_FROM_FORGET),
    ]
