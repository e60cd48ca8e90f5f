from django.db import migrations

from fgc.access.references import KeepInsideFamily


class Migration(migrations.Migration):

    dependencies = [
        ("networks", "0002_child_is_one_person"),
        ("families", "0001_start"),
    ]

    operations = [
        KeepInsideFamily(
            "person",
            "contactcard",
            "tie",
            "accesslink",
        ),
    ]
