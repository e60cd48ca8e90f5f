from django.db import migrations, models


class Migration(migrations.Migration):
    """A link by which nobody comes in: a program reads the own days of one person there."""

    dependencies = [("networks", "0022_hours_of_a_person")]

    operations = [
        migrations.AddField(
            model_name="accesslink", name="is_calendar", field=models.BooleanField(default=False)
        ),
    ]
