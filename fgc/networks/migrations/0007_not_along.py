from django.db import migrations

from fgc.access.policies import KeepToItsReaders


class Migration(migrations.Migration):

    dependencies = [
        ("networks", "0006_cards_for_named_readers"),
        ("access", "0005_asked_once"),
    ]

    operations = [KeepToItsReaders("contactcard")]
