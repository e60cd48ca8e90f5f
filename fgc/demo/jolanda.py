"""A family that only just asked: the manager asked a coordinator, who still has to say whether she is independent."""

from datetime import timedelta

from django.utils import timezone

from fgc.demo import people
from fgc.demo.people import Somebody
from fgc.demo.stage import VISITOR, Scene, Stage
from fgc.families import actions as families
from fgc.families import queries as family_queries

JOLANDA = Somebody("jolanda", "Jolanda Smits", "mama", "parent", "mother", "1", has_account=True)


def jolanda_asks(stage: Stage) -> None:
    """For her son, who is nine."""
    families.start_request(
        VISITOR, name=JOLANDA.name, email=JOLANDA.email, region="Lindemeer", family_name="De kring van Rik"
    )


def she_says_yes(stage: Stage) -> None:
    """As his mother."""
    jolanda = stage.as_(JOLANDA)
    birth_date = (timezone.localdate() - timedelta(days=9 * 366)).replace(day=1)
    child = families.add_child(jolanda, stage.family, call_name="Rik", birth_date=birth_date)
    commission = family_queries.own_commission(jolanda, stage.family)
    assert commission is not None
    families.give_commission(jolanda, commission, child_ids=[child.pk], giver_as="parent")
    families.state_wishes(jolanda, stage.family, language="Nederlands")


def erik_asks_mirjam(stage: Stage) -> None:
    """He knows the region and the wishes; a name he does not see."""
    mirjam = stage.account(people.MIRJAM)
    families.offer_coordinator(stage.as_(people.ERIK), stage.family.pk, coordinator_id=mirjam.pk)


def scenes() -> tuple[Scene, ...]:
    """The scenes, counted back from today."""
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    plays = ((4, jolanda_asks), (3, she_says_yes), (1, erik_asks_mirjam))
    return tuple(Scene(now - timedelta(days=days), play) for days, play in plays)
