from django.db import migrations

# The same rule, said so that no index fits it. With an index for each rule PostgreSQL collected the grants of all
# families of who acts, for the one question that is asked most: which are the own.
ONE_BY_ONE = """
ALTER POLICY emergency ON access_familygrant
    USING (array_position((SELECT wall.emergencies())::uuid[], content_object_id) IS NOT NULL)
"""
BY_INDEX = """
ALTER POLICY emergency ON access_familygrant USING (content_object_id = ANY ((SELECT wall.emergencies())::uuid[]))
"""


class Migration(migrations.Migration):

    dependencies = [("networks", "0025_tried_in_one_look")]

    operations = [migrations.RunSQL(ONE_BY_ONE, BY_INDEX)]
