from django.db import migrations

from fgc.access.policies import all_of, own

# Who reads a list does not write in it by that, and nobody writes in the list of a family of others, not even that he or
# she was there: a line is added by who stands in the family. Whoever reads a page is asked less as well.
DID = "actor_id = (SELECT coalesce(wall.told('user_id'), wall.told('link_id')))"
NOT_CLOSED = "(object_id IS NULL OR object_id <> ALL ((SELECT wall.closed())::uuid[]))"
READERS = f"""
    only_for IS NULL AND {all_of("see_who_looked")} AND {NOT_CLOSED}
    OR {DID}
    OR only_for IS NULL AND act = 'read' AND starts_with(object_type, 'released:') AND {all_of("see_releases")}
       AND {NOT_CLOSED}
    OR {own("only_for", "myself")}
    OR only_for IS NULL AND {own("object_id")}
"""
FORWARDS = f"""
DROP POLICY people ON audit_line;
CREATE POLICY people ON audit_line FOR SELECT TO fgc_app USING ({READERS});
"""
BACKWARDS = f"""
DROP POLICY people ON audit_line;
CREATE POLICY people ON audit_line TO fgc_app USING ({READERS}) WITH CHECK ({READERS});
"""


class Migration(migrations.Migration):

    dependencies = [
        ("audit", "0011_start_of_a_list"),
        ("plans", "0009_line_about"),
    ]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
