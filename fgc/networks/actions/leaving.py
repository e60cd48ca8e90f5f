"""Somebody does not take part any more."""

from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from fgc.access import grants
from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.access.roles import DECIDES, GRANTED, HOLDS_THE_SAY
from fgc.access.walls import acting, action
from fgc.audit import record as audit
from fgc.errors import RuleBroken
from fgc.networks import links, rules
from fgc.networks.actions.ground import hold_person
from fgc.networks.actions.objecting import keep_out
from fgc.networks.models import ContactCard, Person, Tie
from fgc.outbox import queue


@action
def leave_circle(actor: Actor, person: Person, *, quietly: bool = False, erase: bool = False) -> Person:
    """This person stops taking part: messages, links, rights and the contact card end at once.

    What the person had promised is the plan's part (`fgc.plans.actions.leave`). Leaving twice changes nothing.

    Args:
        quietly: the others hear only that a task is free again.
        erase: the name goes too; a word such as "a friend" takes its place.

    Raises:
        NotAllowed: it is not the actor's own taking part, and the actor does not coordinate.
        RuleBroken: this person decides for the family; nobody else takes that away.
    """
    actor.must(Can.LEAVE, person)
    with acting(actor, for_all_of=person.family_id):
        return _leave(actor, person, quietly=quietly, erase=erase)


def _leave(actor: Actor, person: Person, *, quietly: bool, erase: bool) -> Person:
    # Also after the end: whoever wants to be gone can go.
    person = hold_person(person, must_be_open=False)
    _must_not_take_the_say(actor, person)
    if person.standing == rules.Standing.LEFT and not erase:
        return person
    on_behalf = person.pk if actor.stands_in_for(person) else None
    account = person.account
    if erase and person.call_name != _word_for(person):
        keep_out(person)
    _step_out(person, quietly=quietly)
    if erase:
        _forget(person)
    # Written while the actor still holds the role in which it was done.
    audit.record(actor, audit.Act.ERASE if erase else audit.Act.END, person, on_behalf_of=on_behalf)
    grants.end_of_person(person.family_id, person.pk)
    if account:
        # Also a seat that does not say which person it is for.
        grants.end(person.family_id, roles=GRANTED, user_id=account.pk)
        grants.not_after_all(person.family_id, account.pk)
    links.revoke_all(person.family_id, person=person)
    queue.cancel(person.family_id, reason="left", person_id=person.pk, user=account)
    return person


def _must_not_take_the_say(actor: Actor, person: Person) -> None:
    """A parent takes back the own yes, and a young person stops in the own account: a coordinator writes down neither.

    Raises:
        RuleBroken: the actor is somebody else than this person, who decides.
    """
    if person.account is None:
        return
    roles = grants.standing(person.account.pk, person.family_id).roles
    is_own = actor.user is not None and actor.user.pk == person.account.pk
    if roles & HOLDS_THE_SAY or (roles & DECIDES and not is_own):
        sentence = _("%(name)s decides along for the family. Only he or she can stop, in the own account.")
        raise RuleBroken(sentence % {"name": person.call_name}, code="decides")


def _step_out(person: Person, *, quietly: bool) -> None:
    person.standing, person.left_at = rules.Standing.LEFT, person.left_at or timezone.now()
    person.left_quietly, person.is_contact_person = quietly or person.left_quietly, False
    person.account, person.support_person = None, None
    # Whoever still asks how to reach this person learns "not at all".
    person.way, person.no_messages = rules.Way.NONE, True
    person.save()
    Person.objects.filter(support_person=person).update(support_person=None)
    ContactCard.objects.filter(person=person).delete()
    ContactCard.objects.create(family=person.family, person=person)


def _word_for(person: Person) -> str:
    """What stands in the place of the name of who was erased: "a friend"."""
    with translation.override(person.family.language):
        return str(rules.FORGOTTEN.get(rules.CircleRole(person.role), rules.FORGOTTEN_OTHERWISE))


def _forget(person: Person) -> None:
    person.call_name = _word_for(person)
    person.tie_label = person.needs_note = person.function = person.employer = ""
    person.needs, person.life_stage = [], rules.LifeStage.UNKNOWN
    person.child = None
    person.save()
    Tie.objects.filter(Q(a=person) | Q(b=person), family=person.family).delete()
