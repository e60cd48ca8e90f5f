"""What coordinators handed over, for the family that decides and for who coordinates now."""

import uuid

from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.families.models import Family
from fgc.networks.models import HandOver


def hand_overs_of(family: Family) -> list[HandOver]:
    """What coordinators of this family wrote for a next one, newest first (one query)."""
    rows = HandOver.objects.filter(family=family).select_related("author")
    return list(rows.order_by("-written_at", "-pk"))


def hand_over_in(family: Family, hand_over_id: uuid.UUID) -> HandOver | None:
    """One of them; that of another family is not found."""
    return HandOver.objects.filter(family=family, pk=hand_over_id).first()


def own_hand_over(actor: Actor, family: Family) -> HandOver | None:
    """What this coordinator wrote, as long as he or she is one."""
    if not actor.may(Can.HAND_OVER, family):
        return None
    return HandOver.objects.filter(family=family, author=actor.user).first()
