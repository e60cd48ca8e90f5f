from django.db import migrations

from fgc.access.policies import own

# What was done with a promise of one's own, and what somebody wrote down on one's behalf: to be read, by whoever it is
# about, also by a personal link. A line that is for somebody alone stays so.
OWN = f"""
CREATE POLICY own_lines ON audit_line FOR SELECT TO fgc_app
USING (only_for IS NULL AND ({own("object_id", "commitments")} OR {own("on_behalf_of")}))
"""


class Migration(migrations.Migration):

    dependencies = [
        ("audit", "0007_closed"),
        ("access", "0004_wall"),
    ]

    operations = [migrations.RunSQL(OWN, "DROP POLICY own_lines ON audit_line")]
