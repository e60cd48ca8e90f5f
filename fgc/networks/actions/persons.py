"""Putting people in the circle, and saying who they are."""

import uuid
from typing import Any, Unpack

from django.utils import timezone
from django.utils.translation import gettext as _

from fgc import texts
from fgc.access import grants
from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.access.roles import SEATS, Role
from fgc.access.walls import action
from fgc.audit import record as audit
from fgc.errors import RuleBroken
from fgc.families import rules as family_rules
from fgc.families.models import Child, Family
from fgc.networks import links, one_line, rules
from fgc.networks.actions.fields import (
    NewPerson,
    PersonWords,
    card_values,
    must_be_reachable,
    must_be_windows,
    person_values,
    way_values,
)
from fgc.networks.actions.ground import hold_family, hold_person, somebody_of
from fgc.networks.actions.objecting import must_not_have_objected
from fgc.networks.models import AccessLink, ContactCard, Person
from fgc.networks.rules.for_a_while import must_be_a_while
from fgc.outbox import queue


@action
def add_person(actor: Actor, family: Family, **said: Unpack[NewPerson]) -> Person:
    """Somebody comes on the map of the family's own people. Only a name is needed; nobody is told by the system.

    Args:
        said: how the person is known and reached, see `NewPerson`.

    Returns:
        The person, with a contact card.

    Raises:
        NotAllowed: the actor does not draw this circle.
        RuleBroken: the family has ended, the person is there already or asked to be left out, or a word can't be kept.
    """
    actor.must(Can.DRAW_CIRCLE, family)
    family = hold_family(family.pk)
    family_rules.must_be_a_circle(family.kind)
    values = person_values({"call_name": "", **said})
    rules.must_not_be_a_professional(values.get("role", ""))
    values.setdefault("ring", rules.ring_for(values.get("role", rules.CircleRole.OTHER_FAMILY)))
    way, card = way_values(said), card_values(said)
    _must_be_new(family, values["call_name"], values.get("tie_label", ""))
    _must_be_a_card(str(way.get("way", "")), card)
    reached = {field: str(card.get(field) or "") for field in ("email", "phone")}
    has_agreed = said.get("has_agreed", False)
    must_be_a_while(values.get("role", ""), values.get("here_until"), before=None, today=timezone.localdate())
    must_not_have_objected(actor, family, call_name=values["call_name"], has_agreed=has_agreed, **reached)
    person = Person.objects.create(family=family, added_by=actor.user, **values, **way)
    ContactCard.objects.create(family=family, person=person, **card)
    audit.record(actor, audit.Act.CREATE, person)
    return person


@action
def add_person_by_line(actor: Actor, family: Family, *, line: str, has_agreed: bool = False) -> Person:
    """Somebody comes on the map by one line of typing: "Truus oma moeder 06 12345678".

    Args:
        line: name first; the tie, the side, a telephone number and an address for mail in any order.
        has_agreed: the coordinator heard from somebody who asked to be left out that this changed.

    Returns:
        The person; what was not understood stands as the tie.

    Raises:
        NotAllowed: the actor does not draw this circle.
        RuleBroken: the line is empty or too long, or the person is there already or asked to be left out.
    """
    actor.must(Can.DRAW_CIRCLE, family)
    told = one_line.understand(texts.plain(line, field="line", most=200))
    if not told.call_name:
        raise RuleBroken(_("Begin with a name."), code="required", field="line")
    try:
        return add_person(
            actor,
            family,
            call_name=told.call_name,
            tie_label=told.tie_label,
            role=told.role,
            side=told.side,
            way=told.way,
            email=told.email,
            phone=told.phone,
            has_agreed=has_agreed,
        )
    except RuleBroken as no:
        raise RuleBroken(no.message, code=no.code, field="line") from no


@action
def place_child(actor: Actor, child: Child) -> Person:
    """A child whom it is about gets its place in the circle: in the middle, unless the family drew it already.

    Only then a professional who is asked something learns by name whom it is about, and a day on which the child
    cannot come goes to the end of the row.

    Returns:
        The child as a person of the circle; the same one when it has its place.

    Raises:
        NotAllowed: the actor does not draw this circle.
        RuleBroken: the family has ended.
    """
    actor.must(Can.DRAW_CIRCLE, child)
    family = hold_family(child.family_id)
    there = Person.objects.taking_part().filter(family=family)
    if placed := there.filter(child=child).first():
        return placed
    drawn = there.filter(child=None, call_name__iexact=child.call_name, role__in=rules.CHILDREN).first()
    if drawn is None:
        # A child is spoken with in person, until somebody says otherwise.
        main = rules.CircleRole.MAIN_PERSON
        drawn = add_person(actor, family, call_name=child.call_name, role=main, way=rules.Way.VISIT)
    drawn.child = child
    drawn.save(update_fields=["child"])
    audit.record(actor, audit.Act.CHANGE, drawn)
    return drawn


def _must_be_new(family: Family, call_name: str, tie_label: str) -> None:
    """Pressing twice adds nobody twice; a second Jan gets another tie."""
    same = Person.objects.taking_part().filter(family=family, call_name__iexact=call_name, tie_label__iexact=tie_label)
    if same.exists():
        sentence = _("%(name)s is in the circle already. Is it somebody else? Write how you know this person.")
        raise RuleBroken(sentence % {"name": call_name}, code="twice", field="call_name")


def _must_be_a_card(way: str, card: dict[str, Any]) -> None:
    email, phone = (str(card.get(field, "")) for field in ("email", "phone"))
    must_be_reachable(way, email=email, phone=phone)
    keeps_none = bool(card.get("keep_no_address"))
    rules.must_keep_no_address(keep_no_address=keeps_none, address=str(card.get("address", "")))
    must_be_windows(ContactCard(**card))


@action
def change_person(actor: Actor, person: Person, **said: Unpack[PersonWords]) -> Person:
    """Corrects how a person is known: name, tie, side, ring, age, language, and until when somebody helps who is here
    for a while. What is not said stays as it was.

    Raises:
        NotAllowed: the actor does not draw this circle.
        RuleBroken: the family has ended, the person left, or a word can't be kept.
    """
    actor.must(Can.DRAW_CIRCLE, person)
    person = hold_person(person)
    rules.must_take_part(person.standing)
    values = person_values(said)
    if "role" in values and (values["role"] in rules.OUTSIDERS) != person.is_outsider:
        raise RuleBroken(_("Who is here for work is added apart."), code="outsider", field="role")
    before = person.here_until
    for field, value in values.items():
        setattr(person, field, value)
    must_be_a_while(person.role, person.here_until, before=before, today=timezone.localdate())
    person.save(update_fields=[*values])
    if person.here_until != before:
        _ends_by_itself(person)
    audit.record(actor, audit.Act.CHANGE, person)
    return person


def _ends_by_itself(person: Person) -> None:
    """What opens to who helps for a while ends with the last day; nobody has to think of it."""
    if end := links.end_of(person):
        AccessLink.objects.filter(person=person, expires_at__gt=end).update(expires_at=end)
    if person.account_id:
        grants.end_at(person.family_id, roles=SEATS, user_id=person.account_id, moment=end)


@action
def mark_not_invited(actor: Actor, person: Person) -> Person:
    """The family does not invite this person; nobody is asked why. Messages, links and a seat to log in end at once.

    Raises:
        NotAllowed: the actor does not draw this circle.
        RuleBroken: the family has ended, the person left, or the other one who decides put this person there.
    """
    actor.must(Can.DRAW_CIRCLE, person)
    person = hold_person(person)
    rules.must_take_part(person.standing)
    decide = {user.pk for user in grants.holders(person.family_id, Role.COMMISSIONER)}
    me = actor.user.pk if actor.user else None
    rules.must_be_of_ones_own(added_by=person.added_by_id, me=me, decide=decide)
    person.standing, person.is_contact_person = rules.Standing.NOT_INVITED, False
    person.save(update_fields=["standing", "is_contact_person"])
    links.revoke_all(person.family_id, person=person)
    if person.account_id:
        grants.end(person.family_id, roles=SEATS, user_id=person.account_id)
    audit.record(actor, audit.Act.CHANGE, person)
    queue.cancel(person.family_id, reason="not_invited", person_id=person.pk)
    return person


@action
def invite_again(actor: Actor, person: Person) -> Person:
    """The family changes its mind: this person may be asked to come after all.

    Raises:
        NotAllowed: the actor does not draw this circle.
        RuleBroken: the family has ended, or the person left.
    """
    actor.must(Can.DRAW_CIRCLE, person)
    person = hold_person(person)
    rules.must_take_part(person.standing)
    person.standing = rules.Standing.MAPPED
    person.save(update_fields=["standing"])
    audit.record(actor, audit.Act.CHANGE, person)
    return person


@action
def set_needs(actor: Actor, person: Person, *, needs: list[str], needs_note: str = "") -> Person:
    """What this person needs to take part: an interpreter, transport, a quiet room.

    Args:
        needs: values of `rules.Need`.
        needs_note: in the person's own words.

    Raises:
        NotAllowed: it is not the actor's own, and the actor does not coordinate.
        RuleBroken: the family has ended, the person left, or a need is not one of those that there are.
    """
    actor.must(Can.CHANGE_OWN_CONTACT, person)
    person = hold_person(person)
    rules.must_take_part(person.standing)
    asked = {rules.chosen(rules.Need, need, field="needs") for need in needs}
    person.needs = [need for need in rules.Need.values if need in asked]
    person.needs_note = texts.plain(needs_note, field="needs_note", required=False)
    person.save(update_fields=["needs", "needs_note"])
    on_behalf = person.pk if actor.stands_in_for(person) else None
    audit.record(actor, audit.Act.CHANGE, person, on_behalf_of=on_behalf)
    return person


@action
def choose_support_person(actor: Actor, person: Person, *, supporter: uuid.UUID | None) -> Person:
    """Who sits beside this person, at the meeting and before it; None takes the choice back.

    Args:
        supporter: the id of somebody of the circle.

    Raises:
        NotAllowed: the actor does not draw this circle.
        RuleBroken: the family has ended, or this can't be the supporter.
    """
    actor.must(Can.DRAW_CIRCLE, person)
    person = hold_person(person)
    rules.must_take_part(person.standing)
    chosen = somebody_of(person.family, supporter, field="supporter") if supporter else None
    if chosen:
        rules.must_be_mapped(chosen.standing, field="supporter")
        rules.must_be_of_the_circle(chosen.role, field="supporter")
        if chosen.pk == person.pk:
            raise RuleBroken(_("Choose somebody else."), code="same_person", field="supporter")
    person.support_person = chosen
    person.save(update_fields=["support_person"])
    audit.record(actor, audit.Act.CHANGE, person)
    return person


@action
def make_contact_person(actor: Actor, person: Person) -> Person:
    """This person keeps an eye on the plan for the family; there is one at a time.

    Raises:
        NotAllowed: the actor does not draw this circle.
        RuleBroken: the family has ended, or the person is here for work or does not take part.
    """
    actor.must(Can.DRAW_CIRCLE, person)
    person = hold_person(person)
    rules.must_be_mapped(person.standing)
    rules.must_be_of_the_circle(person.role)
    Person.objects.filter(family=person.family_id, is_contact_person=True).update(is_contact_person=False)
    person.is_contact_person = True
    person.save(update_fields=["is_contact_person"])
    audit.record(actor, audit.Act.CHANGE, person)
    return person
