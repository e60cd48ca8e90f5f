from django.db import migrations

from fgc.access.policies import BuildWall, RebuildWall, all_of, own


class Migration(migrations.Migration):
    """A contact card is for who coordinates and for its owner, and no longer for everybody who draws the circle."""

    dependencies = [
        ("networks", "0005_way_of_a_person"),
    ]

    operations = [
        RebuildWall(
            BuildWall("contactcard", all_of("draw_circle"), own("person_id")),
            # Who puts somebody in the circle may write down how to reach him or her, and does not see it again.
            BuildWall("contactcard", all_of("see_contact"), own("person_id"), added=(all_of("draw_circle"),)),
        ),
    ]
