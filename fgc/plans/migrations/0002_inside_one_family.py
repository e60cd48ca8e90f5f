from django.db import migrations

from fgc.access.references import KeepInsideFamily


class Migration(migrations.Migration):

    dependencies = [
        ("plans", "0001_start"),
        ("conferences", "0001_start"),
        ("networks", "0001_start"),
    ]

    operations = [
        KeepInsideFamily(
            "plan",
            "planversion",
            "agreement",
            "wording",
            "commitment",
            "bottomlineverdict",
            "amendment",
            "amendmentconsent",
            "release",
            "look",
            "progressreport",
        ),
    ]
