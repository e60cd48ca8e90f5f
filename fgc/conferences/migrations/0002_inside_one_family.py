from django.db import migrations

from fgc.access.references import KeepInsideFamily


class Migration(migrations.Migration):

    dependencies = [
        ("conferences", "0001_start"),
        ("families", "0001_start"),
        ("networks", "0001_start"),
    ]

    operations = [
        KeepInsideFamily(
            "dateoption",
            "dateasked",
            "datereply",
            "invitation",
            "preparationtalk",
            "informationsheet",
            "bottomline",
            "phaseofday",
            "attendance",
            "privatepaper",
        ),
    ]
