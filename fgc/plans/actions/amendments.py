"""Changing a line of a plan that runs: proposed, agreed by those whose task it changes, and then the next version."""

import uuid
from typing import Unpack

from django.utils import timezone
from django.utils.translation import gettext as _

from fgc import texts
from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.access.walls import acting, action
from fgc.accounts.models import User
from fgc.audit import record as audit
from fgc.errors import RuleBroken
from fgc.networks.models import Person
from fgc.outbox.queue import Kind as MessageKind
from fgc.plans import rules, words
from fgc.plans.actions._turning import is_own, settle
from fgc.plans.actions.childrens_plan import who_agrees
from fgc.plans.letters.asking import ask
from fgc.plans.models import Agreement, Amendment, AmendmentConsent, Plan, Wording
from fgc.plans.queries.closed import must_read
from fgc.plans.rules import AmendmentState, Kind, PlanState
from fgc.plans.words import Words


@action
def propose_amendment(
    actor: Actor,
    agreement: Agreement,
    *,
    based_on: int,
    new_person_id: uuid.UUID | None = None,
    old_person_id: uuid.UUID | None = None,
    drops_it: bool = False,
    reason: str = "",
    **said: Unpack[Words],
) -> Amendment:
    """Proposes other words, another person, or no such line any more. Those whose task changes must say yes; to contact
    and visits of the children everybody who decides for them as well.

    Args:
        based_on: the number of the version that was read.
        new_person_id: who does it from now on; the promise is confirmed by that person's yes.
        old_person_id: whose place that is; may be left out where one person does it.
        drops_it: the line goes; words and persons are not looked at then.
        reason: why, for who reads it later; never compulsory.
        said: all the words as they become, not only the ones that change.

    Returns:
        The change: accepted at once when it touches nobody else's task, otherwise proposed.

    Raises:
        NotAllowed: the actor may not change the plan.
        RuleBroken: the plan changed meanwhile (stale), nothing is different, another change of this line still
            waits, or an input is at fault.
    """
    actor.must(Can.AMEND, agreement)
    plan = _to_amend(actor, agreement, based_on)
    because = texts.plain(reason, field="reason", required=False)
    amendment = Amendment(
        family_id=plan.family_id,
        agreement=agreement,
        drops_it=drops_it,
        why=because,
        proposed_by=actor.user,
        based_on=plan.version,
    )
    asked = set() if drops_it else _fill(amendment, said, new_person_id, old_person_id)
    amendment.save()
    audit.record(actor, audit.Act.CREATE, amendment)
    _ask(actor, amendment, who_agrees(agreement, asked))
    return settle(actor, plan, amendment)


def propose_line(actor: Actor, plan: Plan, wording: Wording, *, doer: Person | None) -> Amendment:
    """Asks everybody whose yes it needs whether this line comes in the plan. Part of an action.

    Args:
        wording: the words of a line that stands in no version yet.
        doer: who would do it; nobody, for what all do together.
    """
    amendment = Amendment.objects.create(
        family_id=plan.family_id,
        agreement=wording.agreement,
        wording=wording,
        new_person=doer,
        proposed_by=actor.user,
        based_on=plan.version,
    )
    audit.record(actor, audit.Act.CREATE, amendment)
    _ask(actor, amendment, who_agrees(wording.agreement, {doer.pk} if doer else set()))
    return settle(actor, plan, amendment)


def _to_amend(actor: Actor, agreement: Agreement, based_on: int) -> Plan:
    """The plan, held, of a line that may be changed now; what is known of the line is of after the wait for it."""
    plan = Plan.objects.to_change(agreement.plan_id)
    rules.must_run(PlanState(plan.state))
    rules.must_be_newest(based_on, plan.version)
    agreement.refresh_from_db()
    _must_be_changeable(actor, agreement)
    return plan


def _must_be_changeable(actor: Actor, agreement: Agreement) -> None:
    must_read(actor, agreement)
    if not agreement.is_there:
        raise RuleBroken(_("This line is not in your plan any more."), code="wrong_moment")
    if agreement.amendments.filter(state=AmendmentState.PROPOSED).exists():
        raise RuleBroken(_("A change of this line waits for an answer already."), code="already_proposed")


def _fill(
    amendment: Amendment, said: Words, new_person_id: uuid.UUID | None, old_person_id: uuid.UUID | None
) -> set[uuid.UUID]:
    """Puts the words and the persons in the change; returns who must say yes."""
    agreement = amendment.agreement
    now = agreement.wordings.filter(version__isnull=False).latest("version")
    checked = words.checked(said, kind=Kind(agreement.kind), today=timezone.localdate(), stood=now.ends_on)
    doers = set(agreement.commitments.that_count().values_list("person_id", flat=True))
    amendment.new_person = _newcomer(agreement, new_person_id, doers)
    leaver = _leaver(old_person_id, doers) if amendment.new_person or old_person_id else None
    amendment.old_person_id = leaver if amendment.new_person else None
    words_change = any(getattr(now, field) != value for field, value in checked.items())
    if not words_change and amendment.new_person is None:
        raise RuleBroken(_("This is what the plan says already. Change something first."), code="nothing_changed")
    if words_change:
        amendment.wording = Wording.objects.create(family_id=agreement.family_id, agreement=agreement, **checked)
    return rules.who_must_agree(
        doers=doers,
        leaves=amendment.old_person_id,
        comes=amendment.new_person.pk if amendment.new_person else None,
        words_change=words_change,
    )


def _newcomer(agreement: Agreement, pk: uuid.UUID | None, doers: set[uuid.UUID]) -> Person | None:
    if pk is None or pk in doers:
        return None
    person = Person.objects.invitable().filter(pk=pk, family_id=agreement.family_id).first()
    if person is None:
        raise RuleBroken(_("Choose people of your circle."), code="unknown", field="new_person_id")
    hangs = agreement.supports_id is not None or len(doers) > 1
    words.must_hang_on_family(has_doers=True, all_from_outside=person.is_outsider, hangs=hangs)
    return person


def _leaver(pk: uuid.UUID | None, doers: set[uuid.UUID]) -> uuid.UUID | None:
    """Whose place the new person takes: said, or plain where only one does it."""
    if pk is not None and pk not in doers:
        raise RuleBroken(_("This person does not do this now."), code="unknown", field="old_person_id")
    if pk is None and len(doers) > 1:
        raise RuleBroken(_("More people do this. Whose place is it?"), code="required", field="old_person_id")
    return pk or next(iter(doers), None)


def _ask(actor: Actor, amendment: Amendment, asked: set[uuid.UUID]) -> None:
    """Asks each; who proposes it says yes with that."""
    for person in Person.objects.filter(pk__in=asked).select_related("account").order_by("pk"):
        consent = AmendmentConsent(family_id=amendment.family_id, amendment=amendment, person=person)
        if is_own(actor, person):
            consent.said_yes, consent.answered_at = True, timezone.now()
        consent.save()
        if consent.said_yes is None:
            ask(person, MessageKind.ASK_AMENDMENT, consent)


@action
def answer_amendment(actor: Actor, consent: AmendmentConsent, *, said_yes: bool) -> Amendment:
    """Somebody whose task changes says yes or no. With the last yes it is the next version; a no leaves all as it was.

    Raises:
        NotAllowed: only the person who is asked.
        RuleBroken: this is not asked any more, or the family ended or is divided.
    """
    actor.must(Can.AGREE_AMENDMENT, consent)
    return _answer(actor, consent, said_yes=said_yes, on_behalf_by=None)


@action
def answer_amendment_on_behalf(actor: Actor, consent: AmendmentConsent, *, said_yes: bool) -> Amendment:
    """The coordinator writes down what somebody said to a change; everybody sees that it was so.

    Raises:
        NotAllowed: only the coordinator.
        RuleBroken: this is not asked any more, or the family ended or is divided.
    """
    actor.must(Can.CONFIRM_ON_BEHALF, consent)
    return _answer(actor, consent, said_yes=said_yes, on_behalf_by=actor.user)


def _answer(actor: Actor, consent: AmendmentConsent, *, said_yes: bool, on_behalf_by: User | None) -> Amendment:
    plan = Plan.objects.to_change(Agreement.objects.get(amendments=consent.amendment_id).plan_id)
    consent = AmendmentConsent.objects.select_related("amendment__agreement").get(pk=consent.pk)
    amendment = consent.amendment
    if consent.said_yes is not None and consent.said_yes == said_yes:
        return amendment
    if amendment.state != AmendmentState.PROPOSED or consent.said_yes is not None:
        raise RuleBroken(_("This is not asked any more."), code="wrong_moment")
    consent.said_yes, consent.answered_at, consent.on_behalf_by = said_yes, timezone.now(), on_behalf_by
    consent.save(update_fields=["said_yes", "answered_at", "on_behalf_by"])
    audit.record(actor, audit.Act.ANSWER, consent, on_behalf_of=consent.person_id if on_behalf_by else None)
    with acting(actor, for_all_of=plan.family_id):
        return settle(actor, plan, amendment)


@action
def withdraw_amendment(actor: Actor, amendment: Amendment) -> Amendment:
    """Takes back a change that still waits for an answer; pressed twice it is taken back once.

    Raises:
        NotAllowed: the actor may not change the plan.
        RuleBroken: it was answered meanwhile, or the family ended or is divided.
    """
    actor.must(Can.AMEND, amendment)
    Plan.objects.to_change(Agreement.objects.get(amendments=amendment).plan_id)
    amendment.refresh_from_db()
    must_read(actor, amendment.agreement)
    if amendment.state == AmendmentState.WITHDRAWN:
        return amendment
    if amendment.state != AmendmentState.PROPOSED:
        raise RuleBroken(_("This change was answered meanwhile."), code="wrong_moment")
    amendment.state, amendment.settled_at = AmendmentState.WITHDRAWN, timezone.now()
    amendment.save(update_fields=["state", "settled_at"])
    audit.record(actor, audit.Act.TAKE_BACK, amendment)
    return amendment
