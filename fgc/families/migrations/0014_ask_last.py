from django.db import migrations

from fgc.access.policies import AskLast


class Migration(migrations.Migration):
    dependencies = [("families", "0013_only_whom_to_call")]

    operations = [AskLast("child")]
