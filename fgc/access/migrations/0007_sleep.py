from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("access", "0006_open_offers"),
    ]

    operations = [
        migrations.AddField("familygrant", "sleeps", models.BooleanField(default=False)),
        migrations.AddField("familygrant", "was_until", models.DateTimeField(blank=True, null=True)),
    ]
