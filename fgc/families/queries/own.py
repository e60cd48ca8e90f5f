"""Reads of one's own: which families somebody belongs to."""

from dataclasses import dataclass

from fgc.access import grants
from fgc.access.actors import Actor, UserActor
from fgc.access.roles import DECIDES, OF_THE_CIRCLE, Role
from fgc.families.models import Commission, Family
from fgc.families.queries.commission import saying_yes


@dataclass(frozen=True)
class OwnFamily:
    """A family that somebody may see, and what somebody is there now."""

    family: Family
    roles: frozenset[Role]


def seen_families(actor: Actor) -> list[OwnFamily]:
    """The families that this account may see today in any role, open ones first (two queries)."""
    if not isinstance(actor, UserActor):
        return []
    roles = grants.roles_by_family(actor.account.pk)
    found = Family.objects.filter(pk__in=roles).order_by("name", "pk")
    return [OwnFamily(row, roles[row.pk]) for row in sorted(found, key=lambda family: not family.is_open)]


def my_families(actor: Actor) -> list[Family]:
    """The families that this account belongs to, not as their coordinator, open ones first (two queries)."""
    return [own.family for own in seen_families(actor) if own.roles & OF_THE_CIRCLE]


@dataclass(frozen=True)
class Standing:
    """What somebody is in one family, for the page that greets."""

    decides: bool
    coordinates: bool
    is_asked: bool
    takes_part: bool


def standing_of(actor: Actor, family: Family) -> Standing:
    """Whether the actor decides, coordinates, is only asked for a yes, or takes part in the circle (one query)."""
    roles = actor.standing_in(family.pk).roles if isinstance(actor, UserActor) else frozenset()
    return Standing(
        decides=bool(roles & DECIDES),
        coordinates=Role.COORDINATOR in roles,
        is_asked=roles == {Role.PARENT},
        takes_part=bool(roles & {Role.MEMBER, Role.SUPPORTER}),
    )


def is_young_here(actor: Actor, family: Family) -> bool:
    """Is this a young person of this family, who gave or was asked for an own yes (at most two queries)?"""
    if not isinstance(actor, UserActor) or Role.YOUNG not in actor.standing_in(family.pk).roles:
        return False
    return Commission.objects.filter(family=family, giver=actor.account, child__isnull=False).exists()


def has_other_yes(actor: Actor, family: Family) -> bool:
    """Does the yes of somebody else who decides remain, when the actor takes back the own?"""
    return saying_yes(family).exclude(giver=actor.user).exists()


def has_yes(family: Family, *, but: Commission) -> bool:
    """Does the yes of somebody else who decides remain, when this one is taken back?"""
    return saying_yes(family).exclude(pk=but.pk).exists()


def own_persons(actor: Actor, family: Family) -> frozenset[object]:
    """The ids of the persons of the circle whom this account is here."""
    return frozenset(actor.standing_in(family.pk).persons) if isinstance(actor, UserActor) else frozenset()
