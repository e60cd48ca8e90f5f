"""Who comes in: fetching is the check, what an actor may not see is not found."""

import uuid

from fgc.access.actors import Actor, UserActor
from fgc.access.can import Can
from fgc.access.roles import Reach, Role, reach
from fgc.families.models import Family


def family_for(actor: Actor, can: Can, family_id: uuid.UUID, *, own: bool = False) -> Family | None:
    """The family, when this actor holds this right on it today; otherwise it does not exist (one query).

    Args:
        own: also when the right reaches only what is the actor's own.
    """
    if not isinstance(actor, UserActor):
        return None
    return (
        Family.objects.on_which(actor.account, can, own=own).select_related("organisation").filter(pk=family_id).first()
    )


def rights_in(actor: Actor, family: Family) -> frozenset[Can]:
    """Everything the actor may do in this family, wholly: for pages that show only the buttons that work."""
    if not isinstance(actor, UserActor):
        return frozenset()
    roles = actor.standing_in(family.pk).roles
    return frozenset(can for can in Can if any(reach(role, can) is Reach.ALL for role in roles))


def waits_outside(actor: Actor, family_id: uuid.UUID) -> bool:
    """Is this the coordinator of the family, shut out while it has its private time?"""
    return isinstance(actor, UserActor) and Role.OUTSIDE in actor.standing_in(family_id).roles
