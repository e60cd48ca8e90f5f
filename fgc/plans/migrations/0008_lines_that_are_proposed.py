from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("plans", "0007_given_up"),
    ]

    operations = [
        migrations.AlterField(
            model_name="agreement",
            name="added_in",
            field=models.PositiveSmallIntegerField(blank=True, default=1, null=True),
        ),
    ]
