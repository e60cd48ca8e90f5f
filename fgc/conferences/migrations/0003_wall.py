from django.db import migrations

from fgc.access.policies import BuildWall, all_of, own, some_of


class Migration(migrations.Migration):

    dependencies = [
        ("conferences", "0002_inside_one_family"),
        ("access", "0004_wall"),
    ]

    operations = [
        BuildWall("conference", some_of("answer_poll"), all_of("see_day"), is_read_by_the_wall=True),
        BuildWall("dateoption", some_of("answer_poll")),
        BuildWall("dateasked", all_of("see_conference"), own("person_id")),
        BuildWall("datereply", all_of("see_conference"), own("person_id")),
        BuildWall("invitation", all_of("see_conference"), own("person_id")),
        BuildWall("preparationtalk", all_of("prepare"), own("person_id")),
        BuildWall("informationsheet", all_of("see_information"), own("person_id")),
        BuildWall(
            "bottomline",
            all_of("see_information"),
            all_of("see_plan"),
            own("person_id"),
            is_read_by_the_wall=True,
        ),
        BuildWall("phaseofday", all_of("see_day")),
        BuildWall("attendance", all_of("see_day"), own("person_id")),
        BuildWall("privatepaper", all_of("write_privately"), is_private=True),
    ]
