"""The clock tells who decides before it erases anything."""

from datetime import timedelta

from django.utils import timezone

from fgc.access import grants
from fgc.access.actors import SystemActor
from fgc.access.can import Can
from fgc.access.roles import DECIDES
from fgc.access.walls import action, families_due
from fgc.families.models import Family
from fgc.families.queries.erasing import erased_on
from fgc.outbox import queue

LAST_WEEK = timedelta(days=7)


@action
def tell_of_erasing(actor: SystemActor) -> int:
    """Tells who decides that a request that lies still is erased in a week; asked again it tells nobody twice.

    Returns:
        In how many families somebody is told, or was.

    Raises:
        NotAllowed: only the clock.
    """
    actor.must(Can.KEEP_TIME)
    due = families_due(actor, "erase_coming")
    return sum(_tell(SystemActor(actor.job, family_id)) for family_id in due)


@action
def _tell(actor: SystemActor) -> bool:
    actor.must(Can.KEEP_TIME)
    assert actor.family_id, "one family at a time"
    family = Family.objects.select_related("organisation").get(pk=actor.family_id)
    day, today = erased_on(family), timezone.localdate()
    if day is None or not today <= day <= today + LAST_WEEK:
        return False
    for user in grants.holders(family.pk, *DECIDES):
        queue.to_user(user, queue.Kind.ERASE_COMING, family, occurrence=day.isoformat())
    return True
