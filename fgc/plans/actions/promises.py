"""Promises: what somebody answers when asked, what is written down on behalf of somebody, and taking a free task."""

import uuid

from django.utils import timezone
from django.utils.translation import gettext as _

from fgc import texts
from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.access.walls import action
from fgc.accounts.models import User
from fgc.audit import record as audit
from fgc.errors import NotAllowed, RuleBroken
from fgc.families.rules import Stage, must_be_open
from fgc.networks.models import Person
from fgc.outbox.queue import Kind as MessageKind
from fgc.plans import rules, words
from fgc.plans.letters.asking import ask, tell_family
from fgc.plans.models import Agreement, Commitment, Plan
from fgc.plans.queries.closed import must_read
from fgc.plans.rules import Answer, ConfirmedHow, Kind, PlanState, Promise


@action
def confirm_commitment(actor: Actor, commitment: Commitment, *, answer: str, note: str = "") -> Commitment:
    """The person who is named says: yes, less, or rather not. It may be changed at any time, and it outdoes
    what somebody else wrote down.

    Args:
        answer: one of `rules.Answer`.
        note: in the person's own words, for example "one Tuesday in two".

    Raises:
        NotAllowed: only the person: by account, by personal link, or the professional who is named.
        RuleBroken: this is not asked any more, an input is at fault, or the family ended.
    """
    actor.must(Can.CONFIRM, commitment)
    return _answer(actor, commitment, answer=answer, note=note, how=ConfirmedHow.SELF)


@action
def confirm_on_behalf(
    actor: Actor, commitment: Commitment, *, answer: str, how: str, spoken_in: str = "", note: str = ""
) -> Commitment:
    """The coordinator writes down what somebody said on paper, aloud or in the meeting; everybody sees that it was so.

    Args:
        answer: one of `rules.Answer`.
        how: paper, spoken or in_meeting.
        spoken_in: the language in which it was read out.

    Raises:
        NotAllowed: only the coordinator.
        RuleBroken: the person answered already, an input is at fault, or the family ended.
    """
    actor.must(Can.CONFIRM_ON_BEHALF, commitment)
    way = rules.one_of(ConfirmedHow, how, field="how")
    if way == ConfirmedHow.SELF:
        raise RuleBroken(_("Say how the answer was given."), code="unknown", field="how")
    language = texts.plain(spoken_in, field="spoken_in", most=40, required=False)
    return _answer(actor, commitment, answer=answer, note=note, how=way, spoken_in=language)


def _answer(
    actor: Actor, commitment: Commitment, *, answer: str, note: str, how: ConfirmedHow, spoken_in: str = ""
) -> Commitment:
    promise = _held(commitment)
    if how != ConfirmedHow.SELF and promise.how == ConfirmedHow.SELF:
        sentence = _("%(name)s answered already. Only %(name)s can change that.") % {"name": promise.person.call_name}
        raise RuleBroken(sentence, code="own_answer")
    said = rules.one_of(Answer, answer, field="answer")
    promise.state = rules.next_promise(Promise(promise.state), said)
    promise.note = texts.plain(note, field="note", required=False)
    _sign(promise, how=how, by=None if how == ConfirmedHow.SELF else actor.user, spoken_in=spoken_in)
    on_behalf_of = promise.person_id if promise.on_behalf_by else None
    audit.record(actor, audit.Act.ANSWER, promise, on_behalf_of=on_behalf_of)
    if said != Answer.YES:
        tell_family(MessageKind.PROMISE_ANSWERED, promise, occurrence=promise.state, but=actor)
    return promise


def _held(commitment: Commitment) -> Commitment:
    """The promise, held while it is answered. A divided family keeps nobody from an own answer."""
    held = Commitment.objects.select_for_update(of=("self",)).select_related("person", "family", "agreement__plan")
    promise = held.get(pk=commitment.pk)
    must_be_open(Stage(promise.family.stage))
    if promise.agreement.plan.state == PlanState.FINISHED or not promise.agreement.is_there:
        raise RuleBroken(_("This is not asked any more."), code="wrong_moment")
    return promise


def _sign(promise: Commitment, *, how: ConfirmedHow, by: User | None, spoken_in: str = "") -> None:
    promise.how, promise.on_behalf_by, promise.spoken_in = how, by, spoken_in
    promise.answered_at = timezone.now()
    promise.save(update_fields=["state", "note", "how", "on_behalf_by", "spoken_in", "answered_at"])


@action
def take_over(actor: Actor, agreement: Agreement, *, person_id: uuid.UUID) -> Commitment:
    """The family asks somebody to take a task that is free; the person says yes to it, like everybody else.

    Returns:
        The new promise: asked; confirmed at once when somebody names himself or herself.

    Raises:
        NotAllowed: the actor may not change the plan.
        RuleBroken: the task is not free, the person is not of the circle, or the plan does not run.
    """
    actor.must(Can.AMEND, agreement)
    return _take(actor, agreement, person_id)


@action
def take_it_myself(actor: Actor, person: Person, *, agreement_id: uuid.UUID) -> Commitment:
    """Somebody of the circle takes a free task; the promise is confirmed by that.

    Raises:
        NotAllowed: not for somebody else, and not in another family.
        RuleBroken: the task is not free any more, or the plan does not run.
    """
    actor.must(Can.CONFIRM, person)
    agreement = Agreement.objects.filter(pk=agreement_id, family_id=person.family_id, is_for_circle=True).first()
    if agreement is None:
        raise NotAllowed(Can.CONFIRM)
    return _take(actor, agreement, person.pk)


def _take(actor: Actor, agreement: Agreement, person_id: uuid.UUID) -> Commitment:
    plan = Plan.objects.to_change(agreement.plan_id)
    rules.must_run(PlanState(plan.state))
    must_read(actor, agreement)
    agreement = Agreement.objects.prefetch_related("commitments").get(pk=agreement.pk)
    there = {promise.person_id: promise for promise in agreement.commitments.all()}
    if person_id in there and there[person_id].state in rules.COUNT:
        return there[person_id]
    taker = _taker(agreement, person_id, [Promise(promise.state) for promise in there.values()])
    promise = there.get(person_id) or Commitment(family_id=plan.family_id, agreement=agreement, person=taker)
    promise.state, promise.note, promise.last_run, promise.how = Promise.ASKED, "", "", ""
    promise.answered_at, promise.on_behalf_by, promise.spoken_in = None, None, ""
    promise.save()
    audit.record(actor, audit.Act.CREATE, promise)
    if actor.may(Can.CONFIRM, promise):
        promise.state = Promise.CONFIRMED
        _sign(promise, how=ConfirmedHow.SELF, by=None)
    else:
        ask(taker, MessageKind.ASK_CONFIRMATION, promise, occurrence=timezone.now().isoformat())
    return promise


def _taker(agreement: Agreement, person_id: uuid.UUID, promises: list[Promise]) -> Person:
    circle = Person.objects.invitable().select_related("account")
    person = circle.filter(pk=person_id, family_id=agreement.family_id).first()
    if person is None:
        raise RuleBroken(_("Choose people of your circle."), code="unknown", field="person_id")
    if not agreement.is_there or not rules.is_free(Kind(agreement.kind), promises):
        raise RuleBroken(_("Somebody does this already."), code="taken")
    hangs = agreement.supports_id is not None
    words.must_hang_on_family(has_doers=True, all_from_outside=person.is_outsider, hangs=hangs)
    return person
