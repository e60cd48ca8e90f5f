"""The address at which a program on somebody's own device reads the own days."""

from django.utils import timezone

from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.access.walls import action
from fgc.audit import record as audit
from fgc.errors import NotAllowed
from fgc.networks import links, rules
from fgc.networks.actions.ground import hold_person
from fgc.networks.models import AccessLink, Person


@action
def make_calendar_address(actor: Actor, person: Person) -> str:
    """Makes an address for the own calendar; an earlier one stops.

    Returns:
        The token, which is shown once and kept as a hash.

    Raises:
        NotAllowed: it is not the actor's own: nobody makes an address that reads the days of somebody else.
        RuleBroken: the family has ended, or the person left.
    """
    actor.must(Can.CHANGE_OWN_CONTACT, person)
    _must_be_oneself(actor, person)
    person = hold_person(person)
    rules.must_take_part(person.standing)
    _end(person)
    token = links.make_calendar(person)
    audit.record(actor, audit.Act.SEND, person, only_for=person.pk)
    return token


@action
def end_calendar_address(actor: Actor, person: Person) -> None:
    """The address of the own calendar stops at once.

    Raises:
        NotAllowed: it is not the actor's own; the family and the coordinator take back all links together.
    """
    actor.must(Can.CHANGE_OWN_CONTACT, person)
    _must_be_oneself(actor, person)
    person = hold_person(person, must_be_open=False)
    if _end(person):
        audit.record(actor, audit.Act.TAKE_BACK, person, only_for=person.pk)


def _must_be_oneself(actor: Actor, person: Person) -> None:
    if person.pk not in actor.selves_in(person.family_id):
        raise NotAllowed(Can.CHANGE_OWN_CONTACT)


def _end(person: Person) -> int:
    alive = AccessLink.objects.filter(person=person, is_calendar=True, revoked_at=None)
    return alive.update(revoked_at=timezone.now())
