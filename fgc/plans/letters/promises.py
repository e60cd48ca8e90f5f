"""The messages about promises, changes of the plan, and what a professional is asked of it."""

from django.urls import reverse

from fgc.outbox.letters import Letter, Skip, letter
from fgc.outbox.models import Kind, Message
from fgc.plans.letters.asking import deliver
from fgc.plans.models import Amendment, AmendmentConsent, BottomLineVerdict, Commitment, Plan
from fgc.plans.rules import AmendmentState, Promise


@letter(Kind.ASK_CONFIRMATION)
def ask_confirmation(message: Message) -> Letter | Skip:
    """To who is named in the plan: will you do this?"""
    reader = {"person__account": message.to_user_id} if message.to_user_id else {"person": message.to_person_id}
    promises = Commitment.objects.unconfirmed().filter(family=message.family, **reader).select_related("person")
    promise = promises.order_by("agreement__number").first()
    if promise is None:
        return Skip("answered")
    if promise.person.is_outsider:
        return deliver(message, reverse("plan:work_promise", args=[promise.pk]))
    return deliver(message, reverse("plan:person_promise", args=[promise.family_id, promise.person_id, promise.pk]))


@letter(Kind.PROMISE_ANSWERED)
def promise_answered(message: Message) -> Letter | Skip:
    """To the family: somebody said less or rather not, or said no to a change."""
    if Commitment.objects.filter(pk=message.subject_id, state=Promise.CONFIRMED).exists():
        return Skip("answered_anew")
    return deliver(message, reverse("plan:plan", args=[message.family_id]))


@letter(Kind.ASK_VERDICT)
def ask_verdict(message: Message) -> Letter | Skip:
    """To the professional who set a bottom line: is it met in the plan as it is now?"""
    plan = Plan.objects.filter(family=message.family).first()
    if plan is None or message.occurrence != f"v{plan.version}":
        return Skip("replaced")
    if BottomLineVerdict.objects.filter(bottom_line_id=message.subject_id, version=plan.version).exists():
        return Skip("answered")
    return deliver(message, reverse("plan:verdict", args=[message.subject_id]))


@letter(Kind.ASK_AMENDMENT)
def ask_amendment(message: Message) -> Letter | Skip:
    """To who is asked to agree to a change of the own task."""
    waits = AmendmentConsent.objects.filter(said_yes=None, amendment__state=AmendmentState.PROPOSED)
    consent = waits.select_related("person").filter(pk=message.subject_id).first()
    if consent is None:
        return Skip("answered")
    if consent.person.is_outsider:
        return deliver(message, reverse("plan:work_amendment", args=[consent.pk]))
    return deliver(message, reverse("plan:person_amendment", args=[consent.family_id, consent.person_id, consent.pk]))


@letter(Kind.AMENDED)
def amended(message: Message) -> Letter | Skip:
    """To the family and the people of a line: it changed."""
    if not Amendment.objects.filter(pk=message.subject_id, state=AmendmentState.ACCEPTED).exists():
        return Skip("replaced")
    return deliver(message, reverse("plan:plan", args=[message.family_id]))
