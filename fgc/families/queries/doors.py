"""Who comes in: fetching is the check, what an actor may not see is not found."""

import uuid

from fgc.access.actors import Actor, UserActor
from fgc.access.can import Can
from fgc.access.roles import Reach, Role, reach
from fgc.access.walls import acting
from fgc.accounts.models import User
from fgc.families.models import Family


def family_for(actor: Actor, can: Can, family_id: uuid.UUID, *, own: bool = False) -> Family | None:
    """The family, when this actor holds this right on it today; otherwise it does not exist (two queries).

    First the actor's own roles are asked, and the family only when one of them opens it: for a stranger a family of
    others takes as long as one that there is not.

    Args:
        own: also when the right reaches only what is the actor's own.
    """
    if not isinstance(actor, UserActor):
        return None
    roles = actor.standing_in(family_id).roles
    enough = {Reach.ALL, Reach.OWN} if own else {Reach.ALL}
    if not any(reach(role, can) in enough for role in roles):
        return None
    family = Family.objects.select_related("organisation").filter(pk=family_id).first()
    if family:
        family.roles_here = roles
    return family


def rights_in(family: Family) -> frozenset[Can]:
    """Everything that who came in may do in this family, wholly: for pages that show only the buttons that work."""
    return frozenset(can for can in Can if any(reach(role, can) is Reach.ALL for role in family.roles_here))


def asks_always(user: User) -> bool:
    """Is this account in a family that asks for extra care, so that its own device takes the place of no code?"""
    with acting(UserActor(user)):
        return Family.objects.on_which(user, Can.SEE_FAMILY).filter(always_code=True).exists()


def waits_outside(actor: Actor, family_id: uuid.UUID) -> bool:
    """Is this the coordinator of the family, shut out while it has its private time?"""
    return isinstance(actor, UserActor) and Role.OUTSIDE in actor.standing_in(family_id).roles
