"""How people of the circle are with each other, as the family draws it."""

import uuid

from django.utils.translation import gettext as _

from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.access.walls import action
from fgc.audit import record as audit
from fgc.errors import RuleBroken
from fgc.families.models import Family
from fgc.networks import rules
from fgc.networks.actions.ground import hold_family, somebody_of
from fgc.networks.models import Tie


@action
def tie(
    actor: Actor,
    family: Family,
    *,
    a: uuid.UUID,
    b: uuid.UUID,
    kin: str = rules.Kin.OTHER,
    bond: str = rules.Bond.ORDINARY,
) -> Tie:
    """Draws how two people are with each other; the same tie told again only changes how strong it is.

    Args:
        a, b: persons of this circle; "a is parent of b".

    Raises:
        NotAllowed: the actor does not draw this circle.
        RuleBroken: the family has ended, or one of the two can't be.
    """
    actor.must(Can.DRAW_CIRCLE, family)
    family = hold_family(family.pk)
    one, other = somebody_of(family, a, field="a"), somebody_of(family, b, field="b")
    if one.pk == other.pk:
        raise RuleBroken(_("Choose two different people."), code="same_person", field="b")
    kin = rules.chosen(rules.Kin, kin, field="kin")
    bond = rules.chosen(rules.Bond, bond, field="bond")
    if kin in rules.MUTUAL and Tie.objects.filter(family=family, a=other, b=one, kin=kin).exists():
        one, other = other, one
    drawn, created = Tie.objects.update_or_create(family=family, a=one, b=other, kin=kin, defaults={"bond": bond})
    audit.record(actor, audit.Act.CREATE if created else audit.Act.CHANGE, drawn)
    return drawn


@action
def untie(actor: Actor, drawn: Tie) -> None:
    """Takes a tie off the drawing.

    Raises:
        NotAllowed: the actor does not draw this circle.
        RuleBroken: the family has ended.
    """
    actor.must(Can.DRAW_CIRCLE, drawn)
    hold_family(drawn.family_id)
    audit.record(actor, audit.Act.REMOVE, drawn)
    Tie.objects.filter(pk=drawn.pk).delete()
