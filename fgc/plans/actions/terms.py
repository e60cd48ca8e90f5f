"""What is kept for a while and then goes by itself."""

from django.utils import timezone

from fgc.access.actors import SystemActor
from fgc.access.can import Can
from fgc.access.walls import action, families_past_terms
from fgc.plans.models import OwnCopy


@action
def keep_terms(actor: SystemActor) -> int:
    """Erases what is past its term; returns in how many families.

    Raises:
        NotAllowed: only the clock.
    """
    actor.must(Can.KEEP_TIME)
    return sum(_keep(SystemActor(actor.job, family_id)) for family_id in families_past_terms(actor))


@action
def _keep(actor: SystemActor) -> bool:
    actor.must(Can.KEEP_TIME)
    gone, _each = OwnCopy.objects.filter(family=actor.family_id, until__lte=timezone.now()).delete()
    return bool(gone)
