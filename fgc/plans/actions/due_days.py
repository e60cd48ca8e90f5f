"""Working out ahead on which days promises are due, so that the clock plans for all families at once."""

import uuid
from datetime import timedelta

from django.utils import timezone

from fgc.access.actors import SystemActor
from fgc.access.can import Can
from fgc.access.walls import action, families_due
from fgc.plans import rhythm
from fgc.plans.models import Commitment, DueDays, Plan
from fgc.plans.queries.follow_up import MADE, pace_of, promises_that_run, words_of
from fgc.plans.rules import PlanState

# So far ahead; worked out anew when a week of it is left.
AHEAD = timedelta(days=42)
# So many families in one round, so that the first one in a house that has many comes to its end.
AT_ONCE = 500


@action
def work_out_days(actor: SystemActor) -> list[uuid.UUID]:
    """Works out the days of each promise whose words, or first day, are others than they were, or whose days run out.

    Returns:
        The families that are left for a later round; until then they must be looked at one by one.

    Raises:
        NotAllowed: the actor is not the clock.
    """
    actor.must(Can.KEEP_TIME)
    families = families_due(actor, "due_days")
    for family_id in families[:AT_ONCE]:
        _of_one_family(SystemActor(actor.job, family_id))
    return families[AT_ONCE:]


@action
def _of_one_family(actor: SystemActor) -> None:
    actor.must(Can.KEEP_TIME)
    assert actor.family_id, "one family at a time"
    running = Plan.objects.filter(family_id=actor.family_id, state=PlanState.RUNNING)
    made = [one for one in promises_that_run(running) if one.state in MADE]
    DueDays.objects.bulk_create(
        [_days_of(promise) for promise in made],
        update_conflicts=True,
        unique_fields=["commitment"],
        update_fields=["wording", "since", "until", "starts_on", "remind", "ask"],
    )


def _days_of(promise: Commitment) -> DueDays:
    pace, today = pace_of(promise), timezone.localdate()
    days = rhythm.days_ahead(pace, today=today, until=today + AHEAD)
    return DueDays(
        family_id=promise.family_id,
        commitment=promise,
        wording=words_of(promise),
        since=timezone.localdate(promise.answered_at or promise.created_at),
        until=today + AHEAD,
        starts_on=pace.starts_on,
        remind=days.remind,
        ask=days.ask,
    )
