"""Named reads of emergency access: what waits for a second manager, and what it opens."""

import uuid
from dataclasses import dataclass

from django.utils import timezone

from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.errors import NotAllowed
from fgc.families.models import Family
from fgc.networks.models import ContactCard, Emergency, Person


@dataclass(frozen=True)
class Reached:
    """Somebody of a circle, and how he or she is reached."""

    person: Person
    card: ContactCard | None


def emergencies_for(actor: Actor) -> list[Emergency]:
    """What managers of the own organisation asked and that is not over, newest first (one query).

    Raises:
        NotAllowed: only a manager.
    """
    actor.must_see(Can.OPEN_EMERGENCY)
    rows = Emergency.objects.exclude(ends_at__lte=timezone.now()).select_related("asked_by", "allowed_by")
    return list(rows.order_by("-created_at", "-pk")[:50])


def emergency_for(actor: Actor, emergency_id: uuid.UUID) -> Emergency:
    """One of them.

    Raises:
        NotAllowed: it is not there, or not for this actor.
    """
    actor.must_see(Can.OPEN_EMERGENCY)
    row = Emergency.objects.filter(pk=emergency_id).select_related("asked_by", "allowed_by").first()
    if row is None or actor.user is None or row.asked_by.organisation_id != actor.user.organisation_id:
        raise NotAllowed(Can.OPEN_EMERGENCY)
    return row


def reached_in(actor: Actor, emergency: Emergency) -> list[Reached]:
    """How the people of the circle are reached, for the two who opened it and as long as it is open (two queries).

    Raises:
        NotAllowed: it is not open, or not for this actor.
    """
    actor.must_see(Can.OPEN_EMERGENCY)
    if actor.user is None or actor.user.pk not in (emergency.asked_by_id, emergency.allowed_by_id):
        raise NotAllowed(Can.OPEN_EMERGENCY)
    if not emergency.is_open:
        raise NotAllowed(Can.OPEN_EMERGENCY)
    people = Person.objects.filter(family_id=emergency.family_id).of_the_circle().taking_part()
    cards = {card.person_id: card for card in ContactCard.objects.filter(family_id=emergency.family_id)}
    return [Reached(one, cards.get(one.pk)) for one in people.order_by("ring", "call_name", "pk")]


def emergencies_in(family: Family) -> list[Emergency]:
    """Every time that somebody asked it for this family, newest first (one query)."""
    rows = Emergency.objects.filter(family=family).select_related("asked_by", "allowed_by")
    return list(rows.order_by("-created_at", "-pk"))
