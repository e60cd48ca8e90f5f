from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("families", "0007_end_of_a_childrens_plan"),
    ]

    operations = [
        migrations.AddField("family", "stage_before", models.CharField(blank=True, default="", max_length=20)),
        migrations.AlterField("family", "stage_before", models.CharField(blank=True, max_length=20)),
        migrations.AlterField(
            "family",
            "stage",
            models.CharField(
                choices=[
                    ("requested", "asked for"),
                    ("commissioned", "looking for a coordinator"),
                    ("preparing", "preparing"),
                    ("following", "the plan runs"),
                    ("paused", "a pause"),
                    ("closed", "finished"),
                    ("stopped", "stopped"),
                ],
                default="requested",
                max_length=20,
            ),
        ),
    ]
