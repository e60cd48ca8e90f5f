"""Two circles that must not know of each other, as only who coordinates both sees them."""

import uuid
from dataclasses import dataclass

from fgc.access import grants
from fgc.access.actors import Actor, UserActor
from fgc.access.can import Can
from fgc.access.roles import DECIDES, Role
from fgc.families.models import Child, Family, FamilyQuerySet, Split
from fgc.families.rules import Kind


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


def is_child(child: Child) -> tuple[object, object]:
    """By what the same child is known in two circles: the rows are apart."""
    return child.call_name.casefold(), child.birth_date


def children_of_both(circle: Family, other: Family) -> list[Child]:
    """The children whom both circles are about, as this one knows them (two queries).

    Who is in one of them only is no business of the other.
    """
    there = {is_child(child) for child in Child.objects.filter(family=other)}
    return [child for child in Child.objects.filter(family=circle) if is_child(child) in there]


def coordinated_circles(actor: Actor, family: Family) -> FamilyQuerySet:
    """The other circles of this coordinator; none of somebody else, and none that has its private time."""
    if actor.user is None:
        return Family.objects.none()
    mine = Family.objects.on_which(actor.user, Can.SPLIT_CIRCLE)
    return mine.filter(kind=Kind.CIRCLE).exclude(pk=family.pk)


def joinable_circles(actor: Actor, family: Family) -> list[Family]:
    """The circles of this coordinator that are about a child of this one too, and stand apart (three queries)."""
    apart = {circle.pk: circle for circle in coordinated_circles(actor, family).open().order_by("name", "pk")}
    for split in Split.objects.beside(family):
        apart.pop(split.circle_a_id, None)
        apart.pop(split.circle_b_id, None)
    children = list(Child.objects.filter(family__in=[*apart, family.pk]))
    here = {is_child(child) for child in children if child.family_id == family.pk}
    common = {child.family_id for child in children if is_child(child) in here}
    return [circle for pk, circle in apart.items() if pk in common]
