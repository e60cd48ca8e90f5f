"""Two circles that must not know of each other, as only who coordinates both sees them."""

import uuid
from dataclasses import dataclass

from fgc.access import grants
from fgc.access.actors import Actor, UserActor
from fgc.access.roles import DECIDES, Role
from fgc.families.models import Family, Split


@dataclass(frozen=True)
class OtherCircle:
    """The circle beside this one; whether the coordinator was accepted there; and what both read of the children.

    There may be a plan for the children in which this coordinator has no part (yet).
    """

    split: Split
    family: Family
    coordinates_both: bool
    has_childrens_plan: bool
    childrens_plan: Family | None


def other_circles(actor: Actor, family: Family) -> list[OtherCircle]:
    """The circles that stand beside this one; there are none for anybody but its coordinator (three queries)."""
    if not isinstance(actor, UserActor):
        return []
    rows = Split.objects.of_coordinator(actor.account).beside(family)
    roles = grants.roles_by_family(actor.account.pk)
    mine = {family_id for family_id, held in roles.items() if Role.COORDINATOR in held}
    known = {row.pk: row for row in Family.objects.of_coordinator(actor.account)}
    return [_beside(family, split, mine, known) for split in rows.order_by("pk")]


def _beside(family: Family, split: Split, mine: set[uuid.UUID], known: dict[uuid.UUID, Family]) -> OtherCircle:
    return OtherCircle(
        split=split,
        family=split.circle_b if split.circle_a_id == family.pk else split.circle_a,
        coordinates_both={split.circle_a_id, split.circle_b_id} <= mine,
        has_childrens_plan=split.childrens_plan_id is not None,
        childrens_plan=known.get(split.childrens_plan_id) if split.childrens_plan_id else None,
    )


def other_circle(actor: Actor, family: Family, split_id: uuid.UUID) -> OtherCircle | None:
    """One of them; what connects other families is not found."""
    return next((one for one in other_circles(actor, family) if one.split.pk == split_id), None)


def who_decides_in(other: OtherCircle) -> list[tuple[uuid.UUID, str]]:
    """Who decides in the one circle, and then in the other: the account, and the name by which it is called there."""
    found = []
    for circle in (other.split.circle_a, other.split.circle_b):
        called = grants.names_in(circle.pk)
        found += [(user.pk, called[user.pk]) for user in grants.holders(circle.pk, *DECIDES)]
    return found
