"""A request to which nobody said yes is kept for a while only."""

from datetime import timedelta

from django.utils import timezone

from fgc.access.actors import SystemActor
from fgc.access.can import Can
from fgc.access.walls import action
from fgc.audit import record as audit
from fgc.families import rules
from fgc.families.actions.ending import erase_again
from fgc.families.models import Commission, Family


@action
def forget_request(actor: SystemActor) -> bool:
    """Erases a request to which nobody said yes, some weeks after the last sign of life: somebody did or looked at
    something. As with every erasure one line with an id and a day stays.

    Returns:
        Whether it went.

    Raises:
        NotAllowed: only the clock, at work for this family.
    """
    actor.must(Can.KEEP_TIME)
    assert actor.family_id, "one family at a time"
    waiting = Family.objects.select_for_update(of=("self",)).select_related("organisation")
    family = waiting.filter(pk=actor.family_id, stage=rules.Stage.REQUESTED, kind=rules.Kind.CIRCLE).first()
    if family is None or Commission.objects.filter(family=family, answer=rules.Yes.YES).exists():
        return False
    last = max(family.requested_at, audit.last_sign_of_life(family.pk) or family.requested_at)
    if last + timedelta(days=family.works_by.request_days) > timezone.now():
        return False
    return erase_again(actor)
