from django.db import migrations

from fgc.access.policies import BuildWall, all_of, own

DID = "actor_id = (SELECT coalesce(wall.told('user_id'), wall.told('link_id')))"
RELEASED = f"act = 'read' AND starts_with(object_type, 'released:') AND {all_of('see_releases')}"
# What is done with lines that somebody does not read is not told to him or her either.
NOT_CLOSED = "(object_id IS NULL OR object_id <> ALL ((SELECT wall.closed())::uuid[]))"


def opened(*conditions: str) -> str:
    """The openings of the list as 0004 made them, with these conditions on what the rights open."""
    also = "".join(f" AND {one}" for one in conditions)
    wall = BuildWall(
        "line",
        f"only_for IS NULL AND {all_of('see_who_looked')}{also}",
        DID,
        f"only_for IS NULL AND {RELEASED}{also}",
        own("only_for", "myself"),
        f"only_for IS NULL AND {own('object_id')}",
        is_private=True,
    )
    return f"ALTER POLICY people ON audit_line {dict(wall.policies())['people']}"


class Migration(migrations.Migration):

    dependencies = [
        ("audit", "0006_opened_later"),
        ("plans", "0009_line_about"),
    ]

    operations = [migrations.RunSQL(opened(NOT_CLOSED), opened())]
