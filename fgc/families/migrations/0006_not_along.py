from django.db import migrations

from fgc.access.policies import KeepToItsReaders

# Through the eyes of a coordinator one family is seen, and none of the others for which he or she works.
ONE = """
CREATE POLICY one_along ON families_family AS RESTRICTIVE FOR SELECT TO fgc_app
    USING ((SELECT wall.told('along')) IS NULL OR id = (SELECT wall.told('along'))::uuid);
"""


class Migration(migrations.Migration):

    dependencies = [
        ("families", "0005_split_wall"),
        ("access", "0005_asked_once"),
    ]

    operations = [
        migrations.RunSQL(ONE, "DROP POLICY one_along ON families_family"),
        # The other circle is known to nobody but the coordinator.
        KeepToItsReaders("split"),
    ]
