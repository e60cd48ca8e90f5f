"""Two circles that were asked for apart, joined by the coordinator whom both chose; in neither does anything tell."""

import uuid

from django.db.models import Q
from django.utils.translation import gettext as _

from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.access.walls import action
from fgc.errors import RuleBroken
from fgc.families import queries, rules
from fgc.families.actions._shared import locked
from fgc.families.models import Child, Family, Split


@action
def join_circles(actor: Actor, family: Family, *, other_id: uuid.UUID) -> Split:
    """Says that two circles are about the same children and must not know of each other: a plan for both can be made.

    Nothing else connects them, and neither list says that it happened: its family reads that list.

    Args:
        other_id: another circle of this coordinator.

    Returns:
        What connects the two; the same when they were joined before.

    Raises:
        NotAllowed: the actor does not coordinate this circle.
        RuleBroken: the other is no circle of this coordinator, one of the two ended, or they have no child in common.
    """
    actor.must(Can.SPLIT_CIRCLE, family)
    other = queries.coordinated_circles(actor, family).filter(pk=other_id).first()
    if other is None:
        # The same words for a circle of somebody else and for one that there is not.
        raise RuleBroken(_("Choose another circle of your own."), code="not_found", field="other_id")
    actor.must(Can.SPLIT_CIRCLE, other)
    family = locked(family.pk)
    rules.must_be_a_circle(family.kind)
    for circle in (family, locked(other.pk)):
        rules.must_be_open(circle.stage)
    if before := Split.objects.beside(family).filter(Q(circle_a=other) | Q(circle_b=other)).first():
        return before
    must_share_children(family, other)
    return Split.objects.create(circle_a=family, circle_b=other)


def must_share_children(circle: Family, other: Family) -> list[Child]:
    """The children whom both circles are about.

    Raises:
        RuleBroken: there are none.
    """
    both = queries.children_of_both(circle, other)
    if not both:
        raise RuleBroken(_("The two circles have no child in common."), code="no_children")
    return both
