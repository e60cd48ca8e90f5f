from django.db import migrations

from fgc.access.policies import KeepToItsReaders


class Migration(migrations.Migration):

    dependencies = [
        ("conferences", "0003_wall"),
        ("access", "0005_asked_once"),
    ]

    operations = [KeepToItsReaders("preparationtalk")]
