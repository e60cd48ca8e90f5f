"""Who of the circle may log in: given by the family, taken back by the family."""

import uuid

from django.utils import timezone
from django.utils.translation import gettext as _
from phonenumber_field.phonenumber import PhoneNumber

from fgc import texts
from fgc.access import grants
from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.access.roles import COORDINATES, GRANTED, HOLDS_THE_SAY, SEATS, Role
from fgc.access.walls import acting, action
from fgc.accounts.models import User
from fgc.accounts.numbers import accounts_with
from fgc.audit import record as audit
from fgc.errors import RuleBroken
from fgc.families import contact, rules
from fgc.families.actions._shared import account_for, locked, say_who_decides
from fgc.families.models import Commission, Family
from fgc.outbox import queue


@action
def let_in(
    actor: Actor,
    family: Family,
    *,
    name: str,
    email: str = "",
    phone: str = "",
    role: str = Role.MEMBER.value,
    person_id: uuid.UUID | None = None,
) -> User:
    """Lets somebody of the circle log in, as circle member or as support person of a child.

    Args:
        email: where the code to come in goes, and the message that says so.
        phone: a mobile number for who has no e-mail; the code goes there, and the family tells it itself.
        person_id: which person of the circle this is, for the list of what was done; whoever calls has looked the
            person up in this family, and links the two with `networks.actions.link_account`.

    Returns:
        The account that may come in now.

    Raises:
        RuleBroken: a field is missing or wrong, the family ended, or the coordinator would become one of the circle.
    """
    actor.must(Can.LET_IN, family)
    family = locked(family.pk)
    rules.must_be_open(family.stage)
    rules.must_be_a_circle(family.kind)
    called = texts.plain(name, field="name", most=texts.SHORT)
    address, number = contact.email_of(email), contact.mobile_of(phone)
    contact.must_get_a_code(email=address, phone=number)
    _must_be_a_seat(role)
    guest = _seated_with(number, called, family) or account_for(
        name=called, email=address, phone=number, language=family.language
    )
    if not _sits_here(guest, Role(role), family):
        grants.give(guest, Role(role), family, called=called, by=actor.user)
        audit.record(actor, audit.Act.LET_IN, family, on_behalf_of=person_id, ground=role)
        if guest.email:
            queue.to_user(guest, queue.Kind.LET_IN, family, occurrence=timezone.localdate().isoformat())
    return guest


def _must_be_a_seat(role: str) -> None:
    if role not in {seat.value for seat in SEATS}:
        raise RuleBroken(_("Choose circle member or support person."), code="invalid", field="role")


def _sits_here(guest: User, role: Role, family: Family) -> bool:
    """Does this account have that seat already?"""
    here = grants.standing(guest.pk, family.pk)
    if here.roles & COORDINATES:
        raise RuleBroken(_("The coordinator does not belong to the circle."), code="other_part", field="email")
    return role in here.roles


def _seated_with(number: PhoneNumber | None, called: str, family: Family) -> User | None:
    """Who has a seat here under this name and number already: a household may share one telephone."""
    same = [user for user in accounts_with(str(number or "")) if user.name == called]
    return next((user for user in same if grants.standing(user.pk, family.pk).roles), None)


@action
def end_access(actor: Actor, family: Family, *, user_id: uuid.UUID) -> Family:
    """Takes back that somebody may log in; it works at the next click.

    A coordinator's work ends in this way when the plan runs; before that the family rather looks for another one.

    Raises:
        RuleBroken: this account has no seat that the family can take back in this way.
    """
    actor.must(Can.LET_IN, family)
    family = locked(family.pk)
    here = grants.standing(user_id, family.pk)
    rules.must_be_a_seat_to_end(is_coordinator=bool(here.roles & COORDINATES), stage=family.stage)
    if not grants.end(family.pk, roles=(*SEATS, Role.COORDINATOR), user_id=user_id):
        raise RuleBroken(_("This person can't look in any more."), code="not_found", field="user_id")
    for person_id in here.persons:
        queue.cancel(family.pk, reason="shut_out", person_id=person_id)
    audit.record(actor, audit.Act.END, family, ground=Can.LET_IN.value)
    return family


@action
def go_to_own_circle(actor: Actor, family: Family, *, user_id: uuid.UUID) -> int:
    """An account stops here, as a circle of its own is opened: every seat ends, and what it answered here goes along.

    It is asked for an own yes there. Left behind, a no could be taken back by nobody, since its giver comes in no more.

    Returns:
        How many seats ended; none the second time.

    Raises:
        NotAllowed: the actor does not coordinate this circle.
        RuleBroken: this is the coordinator, or somebody who decides along and did not take back the own yes.
    """
    actor.must(Can.SPLIT_CIRCLE, family)
    family = locked(family.pk)
    is_nobody_on_the_map = not grants.standing(user_id, family.pk).persons
    with acting(actor, for_all_of=family.pk):
        _must_hold_no_say(family, user_id)
        Commission.objects.filter(family=family, giver_id=user_id, answer__in=rules.GOES_ALONG).delete()
        ended = grants.end(family.pk, roles=GRANTED, user_id=user_id) + grants.not_after_all(family.pk, user_id)
        if ended:
            say_who_decides(actor, family)
            queue.cancel(family.pk, reason="left", user=User.objects.get(pk=user_id))
        # Of somebody on the map the list says it by name, when that person leaves.
        if ended and is_nobody_on_the_map:
            audit.record(actor, audit.Act.END, family, ground=Can.LEAVE.value)
    return ended


def _must_hold_no_say(family: Family, user_id: uuid.UUID) -> None:
    """A coordinator takes the say from nobody: a parent takes back the own yes, a young person stops, each alone."""
    here = grants.standing(user_id, family.pk).roles
    if here & COORDINATES:
        raise RuleBroken(_("The coordinator does not belong to the circle."), code="other_part", field="account_ids")
    said_no = Commission.objects.filter(family=family, giver_id=user_id, answer__in=rules.SAYS_NO).exists()
    sentence = ""
    if Role.YOUNG in here:
        sentence = _("%(name)s decides along. First he or she stops here, in the own account.")
    elif here & HOLDS_THE_SAY and not said_no:
        sentence = _("%(name)s decides along. First he or she takes back the own yes, in the own account.")
    if sentence:
        name = grants.names_in(family.pk)[user_id]
        raise RuleBroken(sentence % {"name": name}, code="decides", field="person_ids")
