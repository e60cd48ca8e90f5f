from django.db import migrations

from fgc.access.policies import BuildWall, anybody_of

# The clock sees which message is due, and for which family; not what it is about, nor for whom.
CLOCK = """
GRANT SELECT (id, family_id, state, next_at, lease_until, attempts, claim) ON outbox_message TO fgc_clock;
GRANT UPDATE (state, claim, attempts, lease_until) ON outbox_message TO fgc_clock;
CREATE POLICY the_clock ON outbox_message TO fgc_clock USING (true);
"""
BACK = """
DROP POLICY the_clock ON outbox_message;
REVOKE ALL ON outbox_message FROM fgc_clock;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("outbox", "0001_start"),
        ("access", "0004_wall"),
    ]

    operations = [
        BuildWall(
            "message",
            anybody_of(),
            family="coalesce(family_id, '00000000-0000-0000-0000-000000000000')",
            # To who has no family here yet.
            added=("family_id IS NULL",),
        ),
        migrations.RunSQL(CLOCK, BACK),
    ]
