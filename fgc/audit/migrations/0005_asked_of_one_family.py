from django.db import migrations

# Every page that is read adds a line: that must not ask for all the families of who looks.
ONE = "ALTER POLICY added ON audit_line WITH CHECK (wall.stands_in(family_id))"
ALL = "ALTER POLICY added ON audit_line WITH CHECK (family_id = ANY ((SELECT wall.footholds())::uuid[]))"


class Migration(migrations.Migration):

    dependencies = [
        ("audit", "0004_only_for"),
        ("access", "0008_asked_of_one_family"),
    ]

    operations = [migrations.RunSQL(ONE, ALL)]
