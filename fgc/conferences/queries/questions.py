"""What one person of the circle is asked now."""

from django.db.models import Count, F, Q
from django.utils import timezone

from fgc.conferences.models import Conference, Invitation
from fgc.conferences.rules import REACHED, Coming, Moment
from fgc.networks.models import Person
from fgc.networks.queries import Question


def open_questions(person: Person) -> list[Question]:
    """Which date will do, and whether he or she comes: what this person has not answered yet (two queries)."""
    return _dates(person) + _invitations(person)


def _dates(person: Person) -> list[Question]:
    ahead = Q(options__starts_at__gt=timezone.now())
    polls = (
        Conference.objects.filter(family_id=person.family_id, moment=Moment.PLANNING, asked_for_date__person=person)
        .annotate(
            there=Count("options", filter=ahead, distinct=True),
            said=Count("options", filter=ahead & Q(options__replies__person=person), distinct=True),
        )
        .filter(said__lt=F("there"))
    )
    return [Question("date", pk) for pk in polls.order_by("number").values_list("pk", flat=True)]


def _invitations(person: Person) -> list[Question]:
    waiting = Invitation.objects.filter(
        person=person, sent__in=REACHED, coming=Coming.NOT_ANSWERED, conference__moment=Moment.DATED
    )
    return [Question("invitation", pk) for pk in waiting.order_by("created_at").values_list("pk", flat=True)]
