from django.db import migrations

from fgc.access.policies import BuildWall, all_of, own, some_of


# The contact person of the plan hears what stalls.
WATCHED = own("family_id", "families_i_watch")


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
        BuildWall(
            "agreement",
            all_of("see_plan"),
            own("id", "agreements"),
            seen=(WATCHED,),
            is_read_by_the_wall=True,
        ),
        BuildWall("wording", all_of("see_plan"), own("agreement_id", "agreements"), seen=(WATCHED,)),
        # Whether a line is free is told by the promises of all who do it.
        BuildWall(
            "commitment",
            all_of("see_plan"),
            own("person_id"),
            seen=(WATCHED, own("agreement_id", "agreements")),
            is_read_by_the_wall=True,
        ),
        BuildWall("bottomlineverdict", all_of("see_plan"), some_of("judge_bottom_line")),
        BuildWall("amendment", all_of("see_plan"), own("agreement_id", "agreements"), is_read_by_the_wall=True),
        BuildWall("amendmentconsent", all_of("see_plan"), own("person_id"), is_read_by_the_wall=True),
        BuildWall("release", all_of("see_releases"), seen=(own("id", "releases"),), is_read_by_the_wall=True),
        BuildWall("look", all_of("see_plan"), seen=(WATCHED,)),
        BuildWall("progressreport", all_of("see_plan"), own("commitment_id", "commitments"), seen=(WATCHED,)),
    ]
