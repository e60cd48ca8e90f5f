from django.db import migrations, models


class Migration(migrations.Migration):
    """The plan for leaving a meeting safely is a field of its own on the sheet about safety."""

    dependencies = [("networks", "0023_address_of_a_calendar")]

    operations = [
        migrations.AddField(
            model_name="safetysheet", name="leaving", field=models.TextField(blank=True, default="", max_length=4000),
            preserve_default=False,
        ),
    ]
