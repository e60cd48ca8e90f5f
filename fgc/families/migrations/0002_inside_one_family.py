from django.db import migrations

from fgc.access.references import KeepInsideFamily


class Migration(migrations.Migration):

    dependencies = [
        ("families", "0001_start"),
    ]

    operations = [
        KeepInsideFamily(
            "commission",
            "commissionedchild",
        ),
    ]
