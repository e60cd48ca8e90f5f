from django.db import migrations

from fgc.access.policies import BuildWall, all_of, named

OF_A_MANAGER = "family_id = ANY ((SELECT wall.to_match())::uuid[])"


def wall(of_a_manager: str) -> str:
    """The wall around the yeses as it was built, but for what opens a row to a manager."""
    built = BuildWall("commission", all_of("ask_commission"), all_of("confirm_question"), named("giver_id"), of_a_manager)
    return f"ALTER POLICY people ON families_commission {dict(built.policies())['people']}"


class Migration(migrations.Migration):

    dependencies = [
        ("families", "0012_circles_once"),
        ("access", "0008_asked_of_one_family"),
    ]

    # A manager must know whom to call, and what nobody answered yet holds no answer.
    operations = [migrations.RunSQL(wall(f"answer = 'asked' AND {OF_A_MANAGER}"), wall(OF_A_MANAGER))]
