from django.db import migrations


class Migration(migrations.Migration):
    """The clock takes away the sign of life of a loop that a new release does not have any more."""

    dependencies = [("outbox", "0013_take_in")]

    operations = [
        migrations.RunSQL(
            "GRANT DELETE ON outbox_lifesign TO fgc_clock", "REVOKE DELETE ON outbox_lifesign FROM fgc_clock"
        ),
    ]
