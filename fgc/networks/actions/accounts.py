"""Which account is which person of the circle, and who is here for work."""

from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from fgc import texts
from fgc.access import grants
from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.access.roles import COORDINATES, OF_THE_CIRCLE, SEATS
from fgc.access.walls import acting, action
from fgc.accounts.models import User
from fgc.accounts.working import ask_to_work
from fgc.audit import record as audit
from fgc.errors import NotAllowed, RuleBroken
from fgc.families.contact import email_of
from fgc.families.models import Family
from fgc.networks import links, rules
from fgc.networks.actions.ground import hold_family, hold_person
from fgc.networks.models import ContactCard, Person


@action
def this_is_me(actor: Actor, person: Person) -> Person:
    """Somebody who draws the circle points at himself or herself in it.

    Raises:
        NotAllowed: the actor does not draw this circle, or is not of it.
        RuleBroken: the actor is somebody in this circle already, or the person has an account already.
    """
    actor.must(Can.DRAW_CIRCLE, person)
    assert actor.user is not None, "only an account draws a circle"
    return link_account(actor, person, account=actor.user)


@action
def link_account(actor: Actor, person: Person, *, account: User) -> Person:
    """Says which person of the circle an account is that the family let in already.

    Raises:
        NotAllowed: the actor does not draw this circle, or the account was not let in as one of the circle.
        RuleBroken: account or person is linked to another already, the person does not take part, or told us how to be
            reached and only the coordinator can say who it is.
    """
    actor.must(Can.DRAW_CIRCLE, person)
    person = hold_person(person)
    if person.account_id == account.pk:
        return person
    rules.must_be_mapped(person.standing)
    rules.must_be_of_the_circle(person.role)
    here = grants.standing(account.pk, person.family_id)
    if not here.roles & OF_THE_CIRCLE or here.roles & COORDINATES:
        raise NotAllowed
    if person.account_id or here.persons - {person.pk} or _is_somebody(account, person.family):
        raise RuleBroken(_("This has been said already: one account is one person."), code="twice")
    _must_hand_over_no_card(actor, person, account)
    person.account = account
    person.save(update_fields=["account"])
    grants.name_person(person.family_id, account.pk, person.pk)
    if end := links.end_of(person):
        grants.end_at(person.family_id, roles=SEATS, user_id=account.pk, moment=end)
    audit.record(actor, audit.Act.CHANGE, person)
    return person


def _must_hand_over_no_card(actor: Actor, person: Person, account: User) -> None:
    """Who becomes a person reads that person's contact card, and what others confided to that person, so what somebody
    told us opens for no claim alone.

    Enough is: who says so may read the card anyhow; or nobody confided anything to this person, and who says so typed
    all of the own card, or it has the address of the account.

    Raises:
        RuleBroken: only the coordinator can say who this is.
    """
    if actor.may(Can.SEE_CONTACT, person):
        return
    with acting(actor, for_all_of=person.family_id):
        card = ContactCard.objects.get(person=person)
    is_empty = not any((card.email, card.phone, card.address, card.call_note, card.safe_word, card.safe_from))
    typed_it = person.added_by == actor.user and not audit.was_changed_by_another(actor, card)
    has_the_address = bool(card.email) and card.email == account.email
    if _is_confided_to(person) or not (is_empty or typed_it or has_the_address):
        sentence = _("Ask the coordinator to say who %(name)s is.")
        raise RuleBroken(sentence % {"name": person.call_name}, code="told_by_another")


def _is_confided_to(person: Person) -> bool:
    """Did somebody let this person read the own card or a note? The database says yes or no, and nothing else of it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.is_confided_to(%s)", [person.pk])
        return bool(cursor.fetchone()[0])


def _is_somebody(account: User, family: Family) -> bool:
    return Person.objects.filter(family=family, account=account).exists()


@action
def add_professional(
    actor: Actor,
    family: Family,
    *,
    call_name: str,
    function: str,
    email: str,
    employer: str = "",
    has_legal_task: bool = False,
) -> Person:
    """Somebody who is here for work: may hand in information and read what is released, and sees nothing else.

    Args:
        function: "attendance officer"; stands above his or her words.
        email: where the code to log in goes.
        has_legal_task: the law gives this person a task for the child, so that he or she may set bottom lines.

    Returns:
        The person, linked with an account for work.

    Raises:
        NotAllowed: the actor does not draw this circle.
        RuleBroken: the family has ended, a word can't be kept, or this is somebody of the circle or its coordinator.
    """
    actor.must(Can.DRAW_CIRCLE, family)
    family = hold_family(family.pk)
    said = {
        "call_name": texts.plain(call_name, field="call_name", most=80),
        "function": texts.plain(function, field="function", most=120),
        "employer": texts.plain(employer, field="employer", most=120, required=False),
    }
    address = email_of(email, required=True)
    account = _account_for_work(address, family, **said)
    if grants.standing(account.pk, family.pk).roles or _is_somebody(account, family):
        sentence = _("Somebody with this address is in this circle already.")
        raise RuleBroken(sentence, code="twice", field="email")
    person = _put_on_map(family, account, added_by=actor.user, has_legal_task=has_legal_task, **said)
    audit.record(actor, audit.Act.CREATE, person)
    return person


def _put_on_map(family: Family, account: User, **said: Any) -> Person:
    person = Person.objects.create(
        family=family,
        role=rules.CircleRole.PROFESSIONAL,
        ring=rules.ring_for(rules.CircleRole.PROFESSIONAL),
        side=rules.Side.OTHER,
        way=rules.Way.MAIL,
        account=account,
        language=family.language,
        **said,
    )
    ContactCard.objects.create(family=family, person=person, email=account.email or "")
    return person


def _account_for_work(email: str, family: Family, *, call_name: str, function: str, employer: str) -> User:
    """The account of this address; one that has no work here is only asked whether it wants to come for work, too."""
    account = User.objects.with_email(email)
    if account is None:
        try:
            with transaction.atomic():
                words = {"name": call_name, "function": function, "employer": employer}
                return User.objects.open_named(email=email, language=family.language, named_by=family.pk, **words)
        except IntegrityError:  # another family added the same address a moment ago
            account = User.objects.get(email=email)
    ask_to_work(account, named_by=family.pk)
    return account
