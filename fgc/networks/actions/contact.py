"""How somebody is reached, and taking back the ways in."""

from typing import Any, Unpack

from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.access.walls import acting, action
from fgc.audit import record as audit
from fgc.networks import links, rules
from fgc.networks.actions.fields import (
    CARD_TIMES,
    CardWords,
    card_values,
    must_be_reachable,
    must_be_windows,
    way_values,
)
from fgc.networks.actions.ground import hold_person
from fgc.networks.models import ContactCard, Person
from fgc.outbox import queue

OF_THE_HOURS = {*CARD_TIMES, "time_zone"}


@action
def set_contact(actor: Actor, person: Person, **said: Unpack[CardWords]) -> ContactCard:
    """How this person wants to be reached. What is not said stays; "no address" empties the one that was kept.

    With another address for mail every link in earlier mails stops, except the one by which this is done.

    Args:
        said: see `CardWords`.

    Raises:
        NotAllowed: it is not the actor's own card, and the actor does not coordinate.
        RuleBroken: the family has ended, the person left, or the way that was chosen can't work.
    """
    actor.must(Can.CHANGE_OWN_CONTACT, person)
    person = hold_person(person)
    rules.must_take_part(person.standing)
    card, _created = ContactCard.objects.get_or_create(person=person, defaults={"family": person.family})
    way, values = way_values(said), card_values(said)
    if card.email and values.get("email", card.email) != card.email:
        # Who reads the former address may be somebody from whom this person went away.
        links.revoke_all(person.family_id, person=person, but=actor)
    if values.get("keep_no_address") and "address" not in values:
        values["address"] = ""
    if {"way", "email", "phone"} & said.keys():
        must_be_reachable(
            way.get("way", person.way),
            email=values.get("email", card.email),
            phone=str(values.get("phone", card.phone) or ""),
        )
    _write_down(person, card, way, values)
    if OF_THE_HOURS & values.keys():
        # What waits for the old hours asks again: the new ones may be wider.
        with acting(actor, for_all_of=person.family_id):
            queue.ask_again(person.family_id, person_id=person.pk, user=person.account)
    on_behalf = person.pk if actor.stands_in_for(person) else None
    audit.record(actor, audit.Act.CHANGE, card, on_behalf_of=on_behalf)
    return card


def _write_down(person: Person, card: ContactCard, way: dict[str, Any], values: dict[str, Any]) -> None:
    for field, value in way.items():
        setattr(person, field, value)
    for field, value in values.items():
        setattr(card, field, value)
    rules.must_keep_no_address(keep_no_address=card.keep_no_address, address=card.address)
    must_be_windows(card)
    person.save(update_fields=[*way])
    card.save(update_fields=[*values])


@action
def take_back_links(actor: Actor, person: Person) -> int:
    """Every link and every letter of this person stops working, also the page that is open now; returns how many.

    Raises:
        NotAllowed: the actor does not draw this circle.
    """
    actor.must(Can.DRAW_CIRCLE, person)
    person = hold_person(person, must_be_open=False)
    count = links.revoke_all(person.family_id, person=person)
    audit.record(actor, audit.Act.TAKE_BACK, person)
    return count
