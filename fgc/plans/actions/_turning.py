"""How a change that everybody agreed to becomes the next version of the plan."""

import uuid

from django.utils import timezone

from fgc.access.actors import Actor, UserActor
from fgc.audit import record as audit
from fgc.conferences.models import BottomLine
from fgc.networks.models import Person
from fgc.outbox.queue import Kind as MessageKind
from fgc.plans.letters.asking import ask, ask_verdicts, tell_family
from fgc.plans.models import Agreement, Amendment, AmendmentConsent, Commitment, Plan, Wording
from fgc.plans.rules import AmendmentState, ConfirmedHow, Promise


def is_own(actor: Actor, person: Person) -> bool:
    """Is the actor this person? By link, by a grant in the family, or as the professional who is named."""
    if not isinstance(actor, UserActor):
        return actor.person_id == person.pk
    return person.account_id == actor.account.pk or person.pk in actor.standing_in(person.family_id).persons


def settle(actor: Actor, plan: Plan, amendment: Amendment) -> Amendment:
    """Refuses the change after a no; makes it the next version when nobody's yes is missing; otherwise it waits."""
    consents = list(amendment.consents.select_related("person"))
    if any(consent.said_yes is False for consent in consents):
        _close(amendment, AmendmentState.REFUSED)
        tell_family(MessageKind.PROMISE_ANSWERED, amendment, but=actor)
    elif all(consent.said_yes for consent in consents):
        doers = set(amendment.agreement.commitments.that_count().values_list("person_id", flat=True))
        _turn(plan, amendment, consents)
        _close(amendment, AmendmentState.ACCEPTED)
        audit.record(actor, audit.Act.CHANGE, amendment.agreement)
        _tell(actor, plan, amendment, doers - {consent.person_id for consent in consents})
    return amendment


def _close(amendment: Amendment, state: AmendmentState) -> None:
    amendment.state, amendment.settled_at = state, timezone.now()
    amendment.save(update_fields=["state", "settled_at", "accepted_in"])


def _turn(plan: Plan, amendment: Amendment, consents: list[AmendmentConsent]) -> None:
    agreement = amendment.agreement
    number = amendment.accepted_in = plan.begin_version(amendment.proposed_by)
    if amendment.drops_it:
        agreement.dropped_in = number
        agreement.save(update_fields=["dropped_in"])
        agreement.commitments.that_count().update(state=Promise.LAPSED)
        return
    _say_anew(agreement, amendment.wording, number)
    if amendment.old_person_id:
        agreement.commitments.filter(person_id=amendment.old_person_id).update(state=Promise.LAPSED)
    does = {*agreement.commitments.that_count().values_list("person_id", flat=True), amendment.new_person_id}
    for consent in consents:
        # Who only had to say yes to the words promises nothing by it.
        if consent.person_id in does:
            _promise(amendment, consent)
    if amendment.new_person and amendment.new_person_id not in {consent.person_id for consent in consents}:
        # Whom nobody can ask stands there all the same: "somebody of the family".
        agreement.commitments.get_or_create(family_id=plan.family_id, person=amendment.new_person)


def _say_anew(agreement: Agreement, wording: Wording | None, number: int) -> None:
    """These words count from this version on; a line that was only proposed comes with them."""
    if agreement.added_in is None:
        agreement.added_in = number
        agreement.save(update_fields=["added_in"])
    if wording:
        wording.version = number
        wording.save(update_fields=["version"])


def _promise(amendment: Amendment, consent: AmendmentConsent) -> None:
    """A yes to the change is a yes to the promise as it became."""
    how = ConfirmedHow.SPOKEN if consent.on_behalf_by_id else ConfirmedHow.SELF
    Commitment.objects.update_or_create(
        family_id=amendment.family_id,
        agreement=amendment.agreement,
        person=consent.person,
        defaults={
            "state": Promise.CONFIRMED,
            "note": "",
            "how": how,
            "answered_at": consent.answered_at,
            "on_behalf_by_id": consent.on_behalf_by_id,
            "spoken_in": "",
            "last_run": "",
        },
    )


def _tell(actor: Actor, plan: Plan, amendment: Amendment, touched: set[uuid.UUID]) -> None:
    """Tells the family and the people of this line; who said yes knows it already, and nobody else is bothered."""
    agreement, occurrence = amendment.agreement, f"v{plan.version}"
    told = tell_family(MessageKind.AMENDED, amendment, occurrence=occurrence, but=actor)
    others = Person.objects.taking_part().filter(pk__in=touched).exclude(account__in=told)
    for person in others.select_related("account"):
        if not is_own(actor, person):
            ask(person, MessageKind.AMENDED, amendment, occurrence=occurrence)
    if agreement.bottom_line_id:
        ask_verdicts(plan, BottomLine.objects.filter(pk=agreement.bottom_line_id).select_related("person__account"))
