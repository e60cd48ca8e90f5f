"""A request to which nobody said yes, and what ended, are kept for a while only."""

from django.utils import timezone

from fgc.access.actors import SystemActor
from fgc.access.can import Can
from fgc.access.walls import action
from fgc.audit import record as audit
from fgc.families import rules
from fgc.families.actions._shared import who_keeps
from fgc.families.actions.ending import erase_again
from fgc.families.models import Family
from fgc.families.queries.erasing import goes_at
from fgc.outbox import queue


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
    moment = goes_at(family) if family else None
    if moment is None or moment > timezone.now():
        return False
    return erase_again(actor)


@action
def tell_of_its_end(actor: SystemActor) -> bool:
    """Says that a family that ended is past its term soon, and on which day it is erased, if nobody keeps it.

    Everybody who decides is told three times, and each of them can take everything along, keep it, or erase it before.

    Returns:
        Whether it was said now.

    Raises:
        NotAllowed: only the clock, at work for this family.
    """
    actor.must(Can.KEEP_TIME)
    assert actor.family_id, "one family at a time"
    ended = Family.objects.select_for_update(of=("self",)).select_related("organisation")
    family = ended.filter(pk=actor.family_id, ended_at__isnull=False, erase_at=None).first()
    if family is None or family.ended_at is None:
        return False
    now = timezone.now()
    family.erase_at = rules.erased_at(max(family.ended_at, family.kept_at or family.ended_at), now, family.works_by)
    if family.erase_at is None:
        return False
    family.save(update_fields=["erase_at"])
    audit.record(actor, audit.Act.END, family, ground=Can.KEEP_TIME.value)
    for moment in (now, *(family.erase_at - before for before in rules.TOLD_AGAIN)):
        for user in who_keeps(family.pk):
            queue.to_user(user, queue.Kind.ERASING, family, occurrence=moment.isoformat(), due_at=moment)
    return True
