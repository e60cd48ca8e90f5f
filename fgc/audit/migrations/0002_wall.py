from django.db import migrations

from fgc.access.policies import BuildWall, all_of, anybody_of

# Whoever proves that no line was changed reads the list of every family, and nothing beside it.
AUDITOR = """
GRANT SELECT ON audit_line TO fgc_auditor;
CREATE POLICY the_auditor ON audit_line FOR SELECT TO fgc_auditor USING (true);
"""
# Only an erasure takes lines away, by a function of the wall and for the one family that it is about.
FORGET = """
GRANT DELETE ON audit_line TO fgc_wall;
CREATE POLICY an_erasure ON audit_line FOR DELETE TO fgc_wall USING (true);
"""
BACK_FROM_FORGET = """
DROP POLICY an_erasure ON audit_line;
REVOKE DELETE ON audit_line FROM fgc_wall;
"""
BACK = """
DROP POLICY the_auditor ON audit_line;
REVOKE ALL ON audit_line FROM fgc_auditor;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("audit", "0001_start"),
        ("access", "0004_wall"),
    ]

    operations = [
        BuildWall(
            "line",
            all_of("see_who_looked"),
            # What somebody did is the own, too.
            "actor_id = (SELECT coalesce(wall.told('user_id'), wall.told('link_id')))",
            # Whoever sees what was released also sees whether it was read.
            f"act = 'read' AND starts_with(object_type, 'released:') AND {all_of('see_releases')}",
            added=(anybody_of(),),
            # A line that was written stays as it is.
            verbs="SELECT, INSERT",
            is_read_by_the_wall=True,
        ),
        migrations.RunSQL(FORGET, BACK_FROM_FORGET),
        migrations.RunSQL(AUDITOR, BACK),
    ]
