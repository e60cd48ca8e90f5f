from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0001_start"),
    ]

    operations = [
        migrations.AddField("organisation", "profile", models.CharField(default="nl-default", max_length=20)),
        migrations.AddField("organisation", "terms", models.JSONField(blank=True, default=dict)),
    ]
