from django.db import migrations, models

from fgc.access.policies import by_the_wall

# As for the head: only functions of the wall write it, and whoever proves the list reads it.
WALL = """
ALTER TABLE audit_start ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_start FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON audit_start TO fgc_wall;
CREATE POLICY the_wall ON audit_start TO fgc_wall USING (true);
GRANT SELECT ON audit_start TO fgc_auditor;
CREATE POLICY the_auditor ON audit_start FOR SELECT TO fgc_auditor USING (true);
"""
BACK_FROM_WALL = """
REVOKE ALL ON audit_start FROM fgc_auditor, fgc_wall;
DROP POLICY the_auditor ON audit_start;
DROP POLICY the_wall ON audit_start;
"""
# Lines before this moment are past their term. What time it is the program says (demo and tests move its clock), and the
# database's own clock as well: a program that lies about the day takes no line away too early.
KEPT_FROM = "least(wall.at(), now()) - interval '5 years'"
# Of an erased family one line stays for good: an id and a day.
OLD_LISTS = f"""
CREATE FUNCTION wall.old_lists() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(h.family_id), '{{}}')
      FROM public.audit_head h
      JOIN public.families_family f ON f.id = h.family_id
     WHERE EXISTS (SELECT FROM public.audit_line l WHERE l.family_id = h.family_id AND l.at < {KEPT_FROM})
$$;
"""
# The head first: whoever is writing a line is waited for. Only from the beginning: a line that is kept keeps what comes
# after it.
SHORTEN = f"""
CREATE FUNCTION wall.shorten() RETURNS TABLE (number bigint, chain bytea)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    here uuid := wall.told('family_id')::uuid;
    last public.audit_line;
    kept bigint;
BEGIN
    PERFORM FROM public.audit_head h WHERE h.family_id = here FOR UPDATE;
    SELECT min(l.number) INTO kept FROM public.audit_line l WHERE l.family_id = here AND l.at >= {KEPT_FROM};
    SELECT l.* INTO last FROM public.audit_line l
     WHERE l.family_id = here AND (kept IS NULL OR l.number < kept)
     ORDER BY l.number DESC LIMIT 1;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    DELETE FROM public.audit_line l WHERE l.family_id = here AND l.number <= last.number;
    INSERT INTO public.audit_start AS s (family_id, number, chain) VALUES (here, last.number, last.chain)
    ON CONFLICT (family_id) DO UPDATE SET number = last.number, chain = last.chain;
    RETURN QUERY SELECT last.number, last.chain;
END $$;
REVOKE ALL ON FUNCTION wall.old_lists(), wall.shorten() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wall.old_lists() TO fgc_clock;
GRANT EXECUTE ON FUNCTION wall.shorten() TO fgc_job;
"""
# An erasure takes the start along. As in 0003 the head goes first.
FORGET = """
CREATE OR REPLACE FUNCTION wall.forget() RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    DELETE FROM public.audit_head WHERE family_id = wall.told('family_id')::uuid;
    DELETE FROM public.audit_line WHERE family_id = wall.told('family_id')::uuid;
    DELETE FROM public.audit_opened WHERE family_id = wall.told('family_id')::uuid{more}
$$;
"""
START_TOO = ";\n    DELETE FROM public.audit_start WHERE family_id = wall.told('family_id')::uuid"


class Migration(migrations.Migration):

    dependencies = [
        ("audit", "0010_refused"),
        ("families", "0013_only_whom_to_call"),
    ]

    operations = [
        migrations.CreateModel(
            name="Start",
            fields=[
                ("family_id", models.UUIDField(primary_key=True, serialize=False)),
                ("number", models.BigIntegerField()),
                ("chain", models.BinaryField(max_length=32)),
            ],
        ),
        migrations.RunSQL(WALL, BACK_FROM_WALL),
        migrations.RunSQL(
            by_the_wall(OLD_LISTS + SHORTEN), by_the_wall("DROP FUNCTION wall.old_lists(), wall.shorten();")
        ),
        migrations.RunSQL(by_the_wall(FORGET.format(more=START_TOO)), by_the_wall(FORGET.format(more=""))),
    ]
