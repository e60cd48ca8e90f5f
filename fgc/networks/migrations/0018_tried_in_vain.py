from django.db import migrations

# Whoever shows a link that works no more is nobody, and adds this one line to the list of the family: that it was tried.
TRIED = """
CREATE POLICY tried_in_vain ON audit_line FOR INSERT TO fgc_app WITH CHECK (
    act = 'refuse' AND object_type = 'networks.accesslink' AND actor_kind = 'visitor' AND only_for IS NULL
    AND object_id::text = (SELECT wall.told('shown'))
    AND EXISTS (SELECT FROM networks_accesslink l
                 WHERE l.id = object_id AND l.family_id = audit_line.family_id AND l.person_id = on_behalf_of)
)
"""


class Migration(migrations.Migration):

    dependencies = [("networks", "0017_kept_by_this_person"), ("audit", "0010_refused")]

    operations = [migrations.RunSQL(TRIED, "DROP POLICY tried_in_vain ON audit_line")]
