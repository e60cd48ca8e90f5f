"""Who, by name, may read the own contact card."""

import uuid
from collections.abc import Iterable

from django.utils.translation import gettext as _

from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.access.walls import action
from fgc.audit import record as audit
from fgc.errors import RuleBroken
from fgc.networks import rules
from fgc.networks.actions.ground import hold_person, somebody_of
from fgc.networks.models import ContactCard, NamedReader, Person


@action
def choose_card_readers(actor: Actor, person: Person, *, readers: Iterable[uuid.UUID]) -> list[NamedReader]:
    """These people of the circle, and no others, may read how this person is reached; who is left out reads no more.

    Args:
        readers: the ids of the people; who reads already stays without being looked up.

    Returns:
        Who may read now.

    Raises:
        NotAllowed: it is not the actor's own card, and the actor does not coordinate.
        RuleBroken: the family has ended, somebody left, or one of them is no other person of the circle.
    """
    actor.must(Can.CHANGE_OWN_CONTACT, person)
    person = hold_person(person)
    rules.must_take_part(person.standing)
    card = ContactCard.objects.get(person=person)
    wanted = set(readers)
    rows = {row.person_id: row for row in NamedReader.objects.filter(card=card)}
    added = [_named(person, card, reader) for reader in sorted(wanted - rows.keys())]
    gone = [row for reader, row in rows.items() if reader not in wanted]
    NamedReader.objects.bulk_create(added)
    NamedReader.objects.filter(pk__in=[row.pk for row in gone]).delete()
    on_behalf = person.pk if actor.stands_in_for(person) else None
    for act, rows_of_it in ((audit.Act.RELEASE, added), (audit.Act.TAKE_BACK, gone)):
        if rows_of_it:
            audit.record(actor, act, card, on_behalf_of=on_behalf, only_for=person.pk)
    return [row for reader, row in rows.items() if reader in wanted] + added


def _named(person: Person, card: ContactCard, reader: uuid.UUID) -> NamedReader:
    chosen = somebody_of(person.family, reader, field="readers")
    rules.must_be_mapped(chosen.standing, field="readers")
    rules.must_be_of_the_circle(chosen.role, field="readers")
    if chosen.pk == person.pk:
        raise RuleBroken(_("Choose somebody else."), code="same_person", field="readers")
    return NamedReader(family=person.family, owner=person, card=card, person=chosen, called=chosen.call_name)
