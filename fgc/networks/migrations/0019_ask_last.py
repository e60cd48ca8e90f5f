from django.db import migrations

from fgc.access.policies import AskLast


class Migration(migrations.Migration):
    dependencies = [("networks", "0018_tried_in_vain")]

    operations = [AskLast("contactcard", "person", "privatenote")]
