from django.db import migrations

from fgc.access.policies import BuildWall, all_of, named, own, some_of


class Migration(migrations.Migration):

    dependencies = [
        ("plans", "0002_inside_one_family"),
        ("access", "0004_wall"),
    ]

    operations = [
        BuildWall(
            "plan",
            some_of("see_own_promise"),
            # Whoever reads a release learns that there is a newer version, and nothing of it.
            seen=("family_id = ANY ((SELECT wall.that_name_me())::uuid[])",),
            is_read_by_the_wall=True,
        ),
        BuildWall("planversion", some_of("see_own_promise")),
        BuildWall("agreement", all_of("see_plan"), own("id", "agreements"), is_read_by_the_wall=True),
        BuildWall("wording", all_of("see_plan"), own("agreement_id", "agreements")),
        BuildWall("commitment", all_of("see_plan"), own("person_id"), is_read_by_the_wall=True),
        BuildWall("bottomlineverdict", all_of("see_plan"), some_of("judge_bottom_line")),
        BuildWall("amendment", all_of("see_plan"), own("agreement_id", "agreements"), is_read_by_the_wall=True),
        BuildWall("amendmentconsent", all_of("see_plan"), own("person_id"), is_read_by_the_wall=True),
        BuildWall("release", all_of("see_releases"), named("recipient_id"), is_read_by_the_wall=True),
        BuildWall("look", some_of("see_own_promise")),
        BuildWall("progressreport", all_of("see_plan"), some_of("report")),
    ]
