from django.db import migrations, models

from fgc.access.policies import BuildWall, RebuildWall, all_of, anybody_of, by_the_wall, own

# The same words as in 0003, and behind them whom alone a line is for; empty in every line that is there.
CHAINED = """
CREATE OR REPLACE FUNCTION wall.chained(before bytea, number bigint, line public.audit_line) RETURNS bytea
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
        'channel', line.channel{added}
    ))::text, 'UTF8'))
$$;
"""
# As whom somebody is in a list: the account, and the persons of the circle.
MYSELF = """
CREATE FUNCTION wall.myself() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT wall.persons() || array_remove(ARRAY[wall.told('user_id')::uuid], NULL)
$$;
REVOKE ALL ON FUNCTION wall.myself() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wall.myself() TO fgc_app;
"""
# A line that is for somebody alone opens to nobody else: also not for a change with consequences for others.
DID = "actor_id = (SELECT coalesce(wall.told('user_id'), wall.told('link_id')))"
RELEASED = f"act = 'read' AND starts_with(object_type, 'released:') AND {all_of('see_releases')}"
OLD = BuildWall(
    "line",
    all_of("see_who_looked"),
    DID,
    RELEASED,
    added=(anybody_of(),),
    verbs="SELECT, INSERT",
    is_read_by_the_wall=True,
)
NEW = BuildWall(
    "line",
    f"only_for IS NULL AND {all_of('see_who_looked')}",
    DID,
    f"only_for IS NULL AND {RELEASED}",
    own("only_for", "myself"),
    # What was done with oneself.
    f"only_for IS NULL AND {own('object_id')}",
    added=(anybody_of(),),
    is_private=True,
    verbs="SELECT, INSERT",
    is_read_by_the_wall=True,
)
# An erasure takes lines away; with the old wall that right went as well.
ERASES = "GRANT DELETE ON audit_line TO fgc_wall"


class Migration(migrations.Migration):

    dependencies = [
        ("audit", "0003_chain"),
        ("access", "0005_asked_once"),
    ]

    operations = [
        migrations.AddField("line", "only_for", models.UUIDField(null=True)),
        migrations.RunSQL(
            by_the_wall(CHAINED.format(added=",\n        'only_for', line.only_for")),
            by_the_wall(CHAINED.format(added="")),
        ),
        migrations.RunSQL(by_the_wall(MYSELF), by_the_wall("DROP FUNCTION wall.myself();")),
        migrations.RunSQL(migrations.RunSQL.noop, ERASES),
        RebuildWall(OLD, NEW),
        migrations.RunSQL(ERASES, migrations.RunSQL.noop),
    ]
