from django.db import migrations, models
from django.db.models import F, Q

import fgc.networks.rules.hours


def _hour() -> models.TimeField:
    return models.TimeField(blank=True, null=True)


class Migration(migrations.Migration):
    """Safe and quiet hours that the program keeps itself. The words of before are nobody's guess: they stay words."""

    dependencies = [("networks", "0021_here_for_a_while")]

    operations = [
        migrations.RenameField(model_name="contactcard", old_name="safe_hours", new_name="call_note"),
        migrations.AddField(model_name="contactcard", name="safe_from", field=_hour()),
        migrations.AddField(model_name="contactcard", name="safe_until", field=_hour()),
        migrations.AddField(model_name="contactcard", name="quiet_from", field=_hour()),
        migrations.AddField(model_name="contactcard", name="quiet_until", field=_hour()),
        migrations.AddField(
            model_name="contactcard",
            name="time_zone",
            field=models.CharField(blank=True, choices=fgc.networks.rules.hours.Zone.choices, max_length=40),
        ),
        migrations.AddField(
            model_name="contactcard", name="safe_word", field=models.CharField(blank=True, max_length=40)
        ),
        migrations.AddConstraint(
            model_name="contactcard",
            constraint=models.CheckConstraint(
                name="safe_hours_are_some_hours",
                condition=Q(safe_from=None, safe_until=None)
                | (Q(safe_from__isnull=False, safe_until__isnull=False) & ~Q(safe_from=F("safe_until"))),
            ),
        ),
        migrations.AddConstraint(
            model_name="contactcard",
            constraint=models.CheckConstraint(
                name="quiet_hours_begin_and_end",
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
            ),
        ),
    ]
