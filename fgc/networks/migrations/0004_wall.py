from django.db import migrations

from fgc.access.policies import BuildWall, all_of, anybody_of, own, some_of


class Migration(migrations.Migration):

    dependencies = [
        ("networks", "0003_inside_one_family"),
        ("access", "0004_wall"),
    ]

    operations = [
        BuildWall(
            "person",
            all_of("see_names"),
            own("id"),
            seen=(
                # A professional learns whom it is about.
                f"role = 'main_person' AND {some_of('inform')}",
                own("family_id", "families_i_watch"),
            ),
            is_read_by_the_wall=True,
        ),
        BuildWall("contactcard", all_of("draw_circle"), own("person_id")),
        BuildWall("tie", all_of("see_circle")),
        BuildWall(
            "accesslink",
            anybody_of(),
            seen=(
                "token_hash = (SELECT wall.told('shown'))",
                "code_hint = (SELECT wall.told('shown'))",
                "id::text = (SELECT wall.told('shown'))",
            ),
            is_read_by_the_wall=True,
        ),
    ]
