from django.db import migrations

from fgc.access.policies import AskLast


class Migration(migrations.Migration):
    dependencies = [("plans", "0012_past_terms")]

    operations = [
        AskLast("agreement", "askedformore", "commitment", "look", "plan", "progressreport", "release", "wording")
    ]
