from django.db import migrations

from fgc.access.policies import BuildWall, all_of, anybody_of, named, own


class Migration(migrations.Migration):

    dependencies = [
        ("families", "0002_inside_one_family"),
        ("access", "0004_wall"),
    ]

    operations = [
        BuildWall(
            "family",
            anybody_of(column="id"),
            family="id",
            # Whoever asks for a conference begins a family, and sees it from the first grant on.
            added=("stage = 'requested'",),
            is_read_by_the_wall=True,
        ),
        BuildWall(
            "proposal",
            named("proposer_id"),
            "(SELECT wall.is_manager())",
            "token_hash = (SELECT wall.told('shown'))",
            "id::text = (SELECT wall.told('shown'))",
            # The worker writes the letter of a proposal while it works for no family.
            family="'00000000-0000-0000-0000-000000000000'::uuid",
            is_private=True,
        ),
        # Who is here for work learns whom it is about, and nothing of brothers and sisters.
        BuildWall("child", all_of("see_family"), seen=(own("id", "children_i_work_for"),)),
        BuildWall(
            "commission",
            all_of("ask_commission"),
            all_of("confirm_question"),
            named("giver_id"),
            "family_id = ANY ((SELECT wall.to_match())::uuid[])",
            is_read_by_the_wall=True,
        ),
        BuildWall("commissionedchild", all_of("see_family")),
        BuildWall("coordinatoroffer", anybody_of(), is_read_by_the_wall=True),
        BuildWall("mainquestion", all_of("see_question")),
    ]
