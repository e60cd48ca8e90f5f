"""Who was asked to come, and who comes."""

import uuid
from collections.abc import Iterable

from django.db.models import QuerySet

from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.conferences import rules
from fgc.conferences.models import Conference, Invitation
from fgc.families.models import Family
from fgc.networks.models import Person
from fgc.networks.queries import is_sent_to
from fgc.networks.rules import Standing


def invitations_of(conference: Conference) -> list[Invitation]:
    """The invitations with their persons, by name; without who left."""
    rows = Invitation.objects.filter(conference=conference).exclude(person__standing=Standing.LEFT)
    return list(rows.select_related("person", "conference").order_by("person__call_name", "pk"))


def waiting_to_be_sent(invitations: Iterable[Invitation]) -> list[Invitation]:
    """Those of these that go by themselves and have not gone out; not to whom the family does not invite any more."""
    waiting = (one for one in invitations if one.sent == rules.Sent.DRAFT and one.person.standing == Standing.MAPPED)
    return [one for one in waiting if is_sent_to(one.person)]


def invitation_in(family: Family, invitation_id: uuid.UUID) -> Invitation | None:
    """This invitation, when it is one of this family."""
    return _whole().filter(family_id=family.pk, pk=invitation_id).first()


def invitation_for(person: Person, invitation_id: uuid.UUID, *, even_unsent: bool = False) -> Invitation | None:
    """This invitation, when it is this person's own and has gone out.

    Args:
        even_unsent: also when it has not gone out: for the coordinator, who asks in person and writes the answer down.
    """
    rows = _whole().filter(person=person, pk=invitation_id)
    if not even_unsent:
        rows = rows.filter(sent__in=rules.REACHED)
    return rows.first()


def invitation_of(conference: Conference, person_ids: frozenset[uuid.UUID]) -> Invitation | None:
    """The own invitation of who is one of these persons."""
    return _whole().filter(conference=conference, person_id__in=person_ids).first()


def messages_of(actor: Actor, conference: Conference) -> list[Invitation]:
    """What is to be read out, with who sent it: for the circle alone.

    Raises:
        NotAllowed: not of the circle.
    """
    actor.must_see(Can.WRITE_PRIVATELY, conference)
    return list(_whole().filter(conference=conference).exclude(message="").order_by("answered_at", "pk"))


def message_for(actor: Actor, invitation: Invitation) -> str:
    """The message as who answers sees it: one's own; who writes an answer down for somebody reads nothing back.

    Args:
        invitation: one on which the actor may answer.
    """
    return "" if actor.stands_in_for(invitation) else invitation.message


def _whole() -> QuerySet[Invitation]:
    return Invitation.objects.select_related("person", "conference")


def not_invited_of(conference: Conference) -> list[Person]:
    """Who is in the circle and could still be asked to come."""
    rows = Person.objects.invitable().filter(family_id=conference.family_id)
    return list(rows.exclude(invitations__conference=conference).order_by("call_name", "pk"))
