"""What one person is asked and promised, wherever he or she comes from: an account, a personal link, the own work."""

import uuid
from dataclasses import dataclass

from django.db.models import QuerySet

from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.conferences.models import BottomLine
from fgc.errors import NotAllowed
from fgc.families.models import Family
from fgc.families.rules import OPEN_STAGES
from fgc.networks.models import Person
from fgc.networks.queries import Question
from fgc.networks.rules import Standing
from fgc.plans.models import Agreement, Amendment, AmendmentConsent, BottomLineVerdict, Commitment, Plan, Wording
from fgc.plans.queries.plan import SIGNS, words_in
from fgc.plans.rules import ANSWERED, AmendmentState, PlanState, Promise

# Of whom something is asked for work: somebody who still takes part, in a family that goes on.
STILL_ASKED: dict[str, object] = {"person__standing": Standing.MAPPED, "family__stage__in": OPEN_STAGES}


@dataclass(frozen=True)
class AskedPromise:
    """A promise with the words that it is about."""

    promise: Commitment
    words: Wording
    repeats: str

    @property
    def answer(self) -> str:
        """What was answered; nothing while it is still asked."""
        return str(ANSWERED.get(Promise(self.promise.state), ""))

    @property
    def sign(self) -> str:
        """Which sign goes with the state of the promise."""
        return SIGNS.get(Promise(self.promise.state), "calm")

    @property
    def has_reminders(self) -> bool:
        """False when the person wants no reminders of it."""
        return not self.promise.is_quiet

    @property
    def can_be_answered(self) -> bool:
        """False when the task is not this person's any more."""
        return self.promise.state not in (Promise.LAPSED, Promise.FINISHED)


@dataclass(frozen=True)
class AskedChange:
    """A change on which somebody's yes is asked: the words as they are, none for a new line, and as they become."""

    consent: AmendmentConsent
    change: Amendment
    now: Wording | None
    then: Wording
    is_newcomer: bool

    @property
    def is_decided_together(self) -> bool:
        """True where everybody who decides is asked, whoever does it: about contact and visits of the children."""
        return self.change.agreement.is_decided_together

    @property
    def is_open(self) -> bool:
        """False when it was answered, by this person or by a no of somebody else."""
        return self.change.state == AmendmentState.PROPOSED and self.consent.said_yes is None


@dataclass(frozen=True)
class Judgement:
    """All that a professional sees for a verdict: the bottom line, and the lines that the family tied to it."""

    bottom_line: BottomLine
    version: int
    lines: list[Wording]
    verdict: BottomLineVerdict | None


def promises_of(person: Person) -> list[AskedPromise]:
    """What this person promised, or is asked to, in a plan to which the family said yes; by number."""
    rows = _promises().filter(person=person, agreement__plan__state=PlanState.RUNNING, agreement__dropped_in=None)
    rows = rows.exclude(state=Promise.LAPSED).order_by("agreement__number")
    return [_with_words(row) for row in rows]


def own_promise_ids(actor: Actor, family: Family) -> list[uuid.UUID]:
    """The promises of who reads here, of today and of earlier, for the own list of who looked (one query)."""
    own = Commitment.objects.filter(family=family, person__in=actor.selves_in(family.pk))
    return list(own.order_by("pk").values_list("pk", flat=True))


def open_promises(person: Person) -> list[Question]:
    """The promises on which this person's answer is asked now."""
    rows = Commitment.objects.unconfirmed().filter(
        person=person, agreement__plan__state=PlanState.RUNNING, agreement__dropped_in=None
    )
    return [Question("promise", pk) for pk in rows.order_by("agreement__number").values_list("pk", flat=True)]


def open_amendments(person: Person) -> list[Question]:
    """The changes on which this person's yes or no is asked now."""
    rows = AmendmentConsent.objects.filter(person=person, said_yes=None, amendment__state=AmendmentState.PROPOSED)
    return [Question("amendment", pk) for pk in rows.order_by("created_at", "pk").values_list("pk", flat=True)]


def promise_of(actor: Actor, person: Person, commitment_id: uuid.UUID) -> AskedPromise:
    """One promise of this person, for the person and for who coordinates.

    Raises:
        NotAllowed: this person has no such promise, it is somebody else's, or the plan is still being written.
    """
    promise = _promises().filter(pk=commitment_id, person=person).first()
    if promise is None or not actor.may(Can.SEE_OWN_PROMISE, promise):
        raise NotAllowed(Can.SEE_OWN_PROMISE)
    if promise.agreement.plan.state == PlanState.DRAFT and not actor.may(Can.RECORD_PLAN, promise):
        raise NotAllowed(Can.SEE_OWN_PROMISE)
    return _with_words(promise)


def work_promise(actor: Actor, commitment_id: uuid.UUID) -> AskedPromise:
    """One promise of the professional who asks, in a family that goes on and said yes to its plan.

    Raises:
        NotAllowed: it is not this professional's own.
    """
    running = _promises().filter(**STILL_ASKED, agreement__plan__state=PlanState.RUNNING)
    promise = running.filter(pk=commitment_id).first()
    if promise is None or not actor.may(Can.CONFIRM, promise):
        raise NotAllowed(Can.CONFIRM)
    return _with_words(promise)


def _promises() -> QuerySet[Commitment]:
    rows = Commitment.objects.select_related("person", "family", "agreement__plan", "on_behalf_by")
    return rows.prefetch_related("agreement__wordings")


def _with_words(promise: Commitment) -> AskedPromise:
    words = words_now(promise.agreement)
    return AskedPromise(promise, words, words.often)


def words_now(agreement: Agreement) -> Wording:
    """The words of an agreement as they count now; its wordings should be fetched with it."""
    counting = [words for words in agreement.wordings.all() if words.version is not None]
    return max(counting, key=lambda words: words.version or 0)


def consent_of(actor: Actor, person: Person, consent_id: uuid.UUID) -> AskedChange:
    """One change on which this person is asked, for the person and for who coordinates.

    Raises:
        NotAllowed: this person is not asked, or it is somebody else's.
    """
    consent = _consents().filter(pk=consent_id, person=person).first()
    if consent is None or not actor.may(Can.SEE_OWN_PROMISE, consent):
        raise NotAllowed(Can.SEE_OWN_PROMISE)
    return _asked_change(consent)


def work_consent(actor: Actor, consent_id: uuid.UUID) -> AskedChange:
    """One change on which the professional who asks is asked, in a family that goes on.

    Raises:
        NotAllowed: it is not this professional's own.
    """
    consent = _consents().filter(**STILL_ASKED, pk=consent_id).first()
    if consent is None or not actor.may(Can.AGREE_AMENDMENT, consent):
        raise NotAllowed(Can.AGREE_AMENDMENT)
    return _asked_change(consent)


def _consents() -> QuerySet[AmendmentConsent]:
    with_all = ("person", "family", "amendment__agreement__family", "amendment__wording")
    return AmendmentConsent.objects.select_related(*with_all).prefetch_related("amendment__agreement__wordings")


def _asked_change(consent: AmendmentConsent) -> AskedChange:
    change = consent.amendment
    now = words_now(change.agreement) if change.agreement.is_there else None
    then = change.wording or words_now(change.agreement)
    return AskedChange(consent, change, now, then, is_newcomer=change.new_person_id == consent.person_id)


def judgement_for(actor: Actor, bottom_line_id: uuid.UUID) -> Judgement:
    """What the professional who set this bottom line reads to judge it, once the family said yes to its plan.

    Raises:
        NotAllowed: somebody else's bottom line, no plan that runs, or a family that ended.
    """
    asked = BottomLine.objects.delivered().filter(pk=bottom_line_id, **STILL_ASKED)
    line = asked.select_related("person", "family").first()
    if line is None or not actor.may(Can.JUDGE_BOTTOM_LINE, line):
        raise NotAllowed(Can.JUDGE_BOTTOM_LINE)
    plan = Plan.objects.filter(family_id=line.family_id, state=PlanState.RUNNING).first()
    if plan is None:
        raise NotAllowed(Can.JUDGE_BOTTOM_LINE)
    words = words_in(plan, plan.version)
    tied = plan.agreements.in_version(plan.version).filter(bottom_line=line)
    verdict = BottomLineVerdict.objects.filter(bottom_line=line, version=plan.version).first()
    return Judgement(line, plan.version, [words[agreement.pk] for agreement in tied], verdict)
