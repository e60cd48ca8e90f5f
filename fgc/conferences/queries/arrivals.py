"""When somebody comes to a meeting, apart from others: for that person, and for who coordinates."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.access.walls import who_looks_along
from fgc.conferences.models import Arrival, Conference
from fgc.conferences.rules import Moment
from fgc.networks.models import Person
from fgc.networks.rules import Standing

# So long after the beginning of a meeting it may still be of use when somebody was to come.
KEPT = timedelta(days=1)


@dataclass(frozen=True)
class When:
    """When one reader comes to a meeting: the own times where some were agreed, and otherwise those of the meeting.

    Who has times of the own reads only these: two readers may read different ones, and neither is told so.
    """

    meeting: Conference
    arrival: Arrival | None = None

    @property
    def is_agreed(self) -> bool:
        """False when the meeting moved after the own times were agreed: nobody falls back on those of the others."""
        return self.arrival is None or is_for_now(self.arrival, self.meeting)

    @property
    def begins(self) -> datetime | None:
        """When this reader comes; nothing while that must be agreed anew."""
        return (self.arrival.comes_at if self.arrival else self.meeting.starts_at) if self.is_agreed else None

    @property
    def ends(self) -> datetime | None:
        """When this reader goes."""
        return (self.arrival and self.arrival.goes_at) or self.meeting.ends_at if self.is_agreed else None

    @property
    def entrance(self) -> str:
        """By which door, and where to wait; of an own arrival alone."""
        return self.arrival.entrance if self.arrival and self.is_agreed else ""


def is_for_now(arrival: Arrival, meeting: Conference) -> bool:
    """Was it agreed for the moment and the place that the meeting has now?"""
    return (arrival.for_start, arrival.for_place) == (meeting.starts_at, meeting.place)


def when_for(actor: Actor, person: Person | None, meeting: Conference) -> When:
    """When this person comes, for himself or herself, or for who coordinates (at most one query).

    Args:
        person: None for who is nobody of the circle: the times of the meeting.
    """
    if person is None or who_looks_along() or not actor.may(Can.ANSWER_INVITATION, person):
        return When(meeting)
    return When(meeting, Arrival.objects.filter(conference=meeting, person=person).first())


def arrivals_of(actor: Actor, conference: Conference) -> list[When]:
    """Who comes at a time of the own, the first one first: for who coordinates now (one query)."""
    if not actor.may(Can.PREPARE, conference):
        return []
    rows = Arrival.objects.filter(conference=conference).exclude(person__standing=Standing.LEFT)
    return [When(conference, one) for one in rows.select_related("person").order_by("comes_at", "pk")]


def old_arrivals(family_id: uuid.UUID) -> list[Arrival]:
    """What is of no use any more in this family: the day after the meeting, or as soon as nobody is to come."""
    rows = Arrival.objects.filter(family=family_id)
    is_over = Q(conference__moment=Moment.CANCELLED) | Q(person__standing=Standing.LEFT)
    is_past = Q(comes_at__lt=timezone.now() - KEPT) & Q(conference__starts_at__lt=timezone.now() - KEPT)
    return list(rows.filter(is_over | is_past | Q(family__ended_at__isnull=False)).order_by("pk"))
