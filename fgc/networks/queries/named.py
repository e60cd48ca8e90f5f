"""What has named readers instead of the whole circle: contact cards and private notes."""

import uuid
from dataclasses import dataclass

from fgc.access import grants
from fgc.access.actors import Actor, UserActor
from fgc.access.can import Can
from fgc.access.roles import HOLDS_THE_SAY, Role
from fgc.families.models import Family
from fgc.networks import rules
from fgc.networks.models import ContactCard, NamedReader, Person, PrivateNote

DECIDE_OR_ARE_ASKED = HOLDS_THE_SAY | {Role.PARENT}


@dataclass(frozen=True)
class Reader:
    """Somebody who may be chosen to read a private note: of the circle, or the coordinator."""

    id: uuid.UUID
    name: str
    is_coordinator: bool


def card_of(person: Person) -> ContactCard:
    """The contact card of a person who was fetched without it."""
    return ContactCard.objects.select_related("person").get(person=person)


def card_for(actor: Actor, person: Person) -> ContactCard | None:
    """The contact card of this person, for who coordinates, for the owner, and for whom the owner named."""
    card = ContactCard.objects.select_related("person").filter(person=person).first()
    if card is None or actor.may(Can.SEE_CONTACT, person):
        return card
    named = NamedReader.objects.filter(card=card, person_id__in=actor.selves_in(person.family_id))
    # Who could say the safe word could call in our name.
    card.safe_word = ""
    return card if named.exists() else None


def card_readers(person: Person) -> list[NamedReader]:
    """Who may read this person's card by name, in the order in which they were named (one query)."""
    return list(NamedReader.objects.filter(card__person=person).order_by("created_at", "pk"))


def who_named(actor: Actor, family: Family) -> list[Person]:
    """Who of this family lets the actor read how to reach him or her (one query)."""
    named = NamedReader.objects.filter(family=family, person_id__in=actor.selves_in(family.pk), card__isnull=False)
    return list(Person.objects.filter(pk__in=named.values("owner_id")).taking_part().order_by("call_name", "pk"))


def may_be_named(person: Person) -> list[Person]:
    """Of whom this person can choose who reads the own card: the circle, as far as the actor sees it (one query)."""
    rows = Person.objects.filter(family=person.family_id).of_the_circle().invitable().exclude(pk=person.pk)
    return list(rows.order_by("ring", "created_at", "pk"))


def own_notes(actor: Actor, family: Family) -> list[PrivateNote]:
    """What the actor keeps in the own corner, newest first, with who may read it (two queries)."""
    rows = PrivateNote.objects.filter(family=family, author_id__in=actor.selves_in(family.pk))
    return list(rows.prefetch_related("readers").order_by("-created_at", "-pk"))


def notes_for(actor: Actor, family: Family) -> list[PrivateNote]:
    """What others wrote for this actor alone, newest first; for a coordinator while he or she is one (two queries)."""
    if not isinstance(actor, UserActor):
        return []
    here = actor.standing_in(family.pk)
    named = NamedReader.objects.filter(family=family, note__isnull=False)
    mine = named.filter(person_id__in=here.persons)
    if here.roles:
        mine = mine | named.filter(account=actor.account)
    rows = PrivateNote.objects.filter(family=family, pk__in=mine.values("note_id")).select_related("author")
    return list(rows.order_by("-created_at", "-pk"))


def note_for(actor: Actor, family: Family, note_id: uuid.UUID) -> PrivateNote | None:
    """One note, for its author and for the reader who was chosen; for anybody else there is none."""
    notes = [*own_notes(actor, family), *notes_for(actor, family)]
    return next((note for note in notes if note.pk == note_id), None)


def note_readers(author: Person) -> list[Reader]:
    """Who may be chosen to read a note: who sits beside the author, with an account, and who coordinates. Never
    somebody who decides for the family: a parent is not the one whom a child tells what parents must not hear."""
    found = []
    supporter = author.support_person
    if supporter and supporter.account_id and supporter.standing == rules.Standing.MAPPED:
        roles = grants.standing(supporter.account_id, author.family_id).roles
        if roles and not roles & DECIDE_OR_ARE_ASKED:
            found.append(Reader(supporter.pk, supporter.call_name, is_coordinator=False))
    coordinators = grants.holders(author.family_id, Role.COORDINATOR)
    return found + [Reader(user.pk, user.name, is_coordinator=True) for user in coordinators]
