from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("families", "0015_kept_after_the_end")]

    operations = [
        migrations.AddIndex(
            "family",
            models.Index(
                fields=["id"], name="family_private_now", condition=models.Q(private_since__isnull=False)
            ),
        ),
    ]
