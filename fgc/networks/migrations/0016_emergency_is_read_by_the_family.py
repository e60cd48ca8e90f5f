from django.db import migrations

from fgc.access.policies import all_of

# The coordinator reads the list of the family as well, but not why two managers opened something.
NEW, OLD = (
    f"ALTER POLICY seen ON networks_emergency USING ({all_of(can)})" for can in ("see_as", "see_who_looked")
)


class Migration(migrations.Migration):

    dependencies = [("networks", "0015_objections")]

    operations = [migrations.RunSQL(NEW, OLD)]
