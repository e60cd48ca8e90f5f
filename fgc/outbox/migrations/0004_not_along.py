from django.db import migrations

from fgc.access.policies import KeepToItsReaders


class Migration(migrations.Migration):

    dependencies = [
        ("outbox", "0003_ask_release"),
        ("access", "0005_asked_once"),
    ]

    operations = [KeepToItsReaders("message")]
