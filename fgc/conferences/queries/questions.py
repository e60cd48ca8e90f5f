"""What one person of the circle is asked now."""

from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from fgc.conferences.models import Conference, Invitation
from fgc.conferences.rules import REACHED, Coming, Moment
from fgc.networks.models import Person
from fgc.networks.queries import Question


def open_questions(person: Person) -> list[Question]:
    """Which date will do, and whether he or she comes: what this person has not answered yet (two queries)."""
    polls = _polls(person, Q(said__lt=F("there")))
    invitations = _invitations(person).filter(coming=Coming.NOT_ANSWERED)
    return _questions("date", polls.order_by("number")) + _questions("invitation", invitations.order_by("created_at"))


def changeable_answers(person: Person) -> list[Question]:
    """What this person answered about the date and about coming, as long as that can change (two queries)."""
    polls = _polls(person, Q(said=F("there"), there__gt=0))
    invitations = _invitations(person).exclude(coming=Coming.NOT_ANSWERED)
    return _questions("date", polls.order_by("number")) + _questions("invitation", invitations.order_by("created_at"))


def _polls(person: Person, which: Q) -> QuerySet[Conference]:
    """The meetings for which this person was asked a date: how many moments there are, and how many have a reply."""
    ahead = Q(options__starts_at__gt=timezone.now())
    asked = Conference.objects.filter(family_id=person.family_id, moment=Moment.PLANNING, asked_for_date__person=person)
    counted = asked.annotate(
        there=Count("options", filter=ahead, distinct=True),
        said=Count("options", filter=ahead & Q(options__replies__person=person), distinct=True),
    )
    return counted.filter(which)


def _invitations(person: Person) -> QuerySet[Invitation]:
    return Invitation.objects.filter(person=person, sent__in=REACHED, conference__moment=Moment.DATED)


def _questions(kind: str, rows: QuerySet[Any]) -> list[Question]:
    return [Question(kind, pk) for pk in rows.values_list("pk", flat=True)]
