"""The lines of the plan: writing them down, changing them while the plan is a draft, adding one to a plan that runs."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Unpack

from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.access.walls import action
from fgc.audit import record as audit
from fgc.conferences.models import BottomLine
from fgc.errors import RuleBroken
from fgc.families.models import Child
from fgc.networks.models import Person
from fgc.outbox.queue import Kind as MessageKind
from fgc.plans import rules, words
from fgc.plans.actions.about import children_of, name_children
from fgc.plans.actions.amendments import propose_line
from fgc.plans.letters.asking import ask, ask_verdicts
from fgc.plans.models import Agreement, Commitment, Plan, Wording
from fgc.plans.queries.closed import must_read
from fgc.plans.rules import AmendmentState, Kind, PlanState, Promise
from fgc.plans.words import Words


class NewLine(Words, total=False):
    """Everything that may be said of a line at once; only its text must be."""

    kind: str
    person_ids: Collection[uuid.UUID]
    bottom_line_id: uuid.UUID | None
    supports_id: uuid.UUID | None
    is_for_circle: bool
    child_ids: Collection[uuid.UUID]


@dataclass(frozen=True)
class _Line:
    """One line as it was asked for, looked up and found right."""

    kind: Kind
    doers: list[Person]
    bottom_line: BottomLine | None
    supports: Agreement | None
    is_for_circle: bool
    children: list[Child] | None
    words: Words

    @property
    def beside(self) -> dict[str, object]:
        """What the line says beside its words."""
        return {
            "kind": self.kind,
            "bottom_line": self.bottom_line,
            "supports": self.supports,
            "is_for_circle": self.is_for_circle,
        }


@action
def record_agreement(actor: Actor, plan: Plan, **said: Unpack[NewLine]) -> Agreement:
    """Writes down one agreement in the family's words; everybody named gets a promise that is not confirmed yet.

    Args:
        text: what is agreed; the only thing that is compulsory. All the words of `Words` may be said besides.
        person_ids: who does it; nobody, for what all do together.
        bottom_line_id: the bottom line that it answers; its professional will read this line.
        supports_id: the agreement of the family that it helps; compulsory where only people from outside do it.
        is_for_circle: False for what only the family, the coordinator and whoever promises it reads.
        child_ids: which of the children it is about; none: the whole family.

    Raises:
        NotAllowed: the actor may not.
        RuleBroken: an input is at fault, the plan runs already, or the family ended or is divided.
    """
    actor.must(Can.RECORD_PLAN, plan)
    plan = Plan.objects.to_change(plan.pk)
    rules.must_be_written_now(PlanState(plan.state))
    line = _looked_up(plan, said)
    return _write(actor, plan, line, version=1)


@action
def add_line_to_running_plan(actor: Actor, plan: Plan, **said: Unpack[NewLine]) -> Agreement:
    """Adds a line to a plan that runs: a new version, in which only the people of this line are asked anything.

    About contact and visits of the children, and in a plan for the children of two circles, it is proposed, and comes
    with the yes of everybody who decides.

    Args and raises: as `record_agreement`; also RuleBroken when the plan does not run yet, or when more than one does
    what must be proposed.
    """
    actor.must(Can.AMEND, plan)
    plan = Plan.objects.to_change(plan.pk)
    rules.must_run(PlanState(plan.state))
    line = _looked_up(plan, said)
    if plan.family.is_for_children or line.kind is Kind.CONTACT:
        return _propose(actor, plan, line)
    agreement = _write(actor, plan, line, version=plan.begin_version(actor.user))
    for promise in agreement.commitments.select_related("person__account"):
        ask(promise.person, MessageKind.ASK_CONFIRMATION, promise)
    if line.bottom_line:
        ask_verdicts(plan, [line.bottom_line])
    return agreement


def _propose(actor: Actor, plan: Plan, line: _Line) -> Agreement:
    if len(line.doers) > 1:
        raise RuleBroken(_("Choose one person for this line."), code="one_person", field="person_ids")
    agreement = _line_of(plan, line, added_in=None)
    wording = Wording.objects.create(family_id=plan.family_id, agreement=agreement, **line.words)
    propose_line(actor, plan, wording, doer=next(iter(line.doers), None))
    return agreement


@action
def change_draft_agreement(actor: Actor, agreement: Agreement, **said: Unpack[NewLine]) -> Agreement:
    """Writes a line anew while the plan is a draft. Who had said yes to other words is asked again.

    Args and raises: as `record_agreement`.
    """
    actor.must(Can.RECORD_PLAN, agreement)
    plan = Plan.objects.to_change(agreement.plan_id)
    rules.must_be_written_now(PlanState(plan.state))
    must_read(actor, agreement)
    line = _looked_up(plan, said, but=agreement)
    Agreement.objects.filter(pk=agreement.pk).update(**line.beside)
    if not Wording.objects.filter(agreement=agreement, version=1, **line.words).exists():
        Wording.objects.filter(agreement=agreement, version=1).update(**line.words)
        _ask_anew(agreement)
    agreement.commitments.exclude(person__in=line.doers).delete()
    _promise(agreement, line.doers)
    if line.children is not None:
        name_children(actor, agreement, line.children, was_read=True)
    audit.record(actor, audit.Act.CHANGE, agreement)
    agreement.refresh_from_db()
    return agreement


@action
def remove_agreement(actor: Actor, agreement: Agreement) -> None:
    """Takes a line out of the draft; the lines after it move up.

    Raises:
        NotAllowed: the actor may not.
        RuleBroken: the plan runs already, or the family ended or is divided.
    """
    actor.must(Can.RECORD_PLAN, agreement)
    plan = Plan.objects.to_change(agreement.plan_id)
    rules.must_be_written_now(PlanState(plan.state))
    must_read(actor, agreement)
    audit.record(actor, audit.Act.REMOVE, agreement)
    agreement.delete()
    for number, line in enumerate(plan.agreements.order_by("number"), start=1):
        if line.number != number:
            line.number = number
            line.save(update_fields=["number"])


def _write(actor: Actor, plan: Plan, line: _Line, *, version: int) -> Agreement:
    agreement = _line_of(plan, line, added_in=version)
    Wording.objects.create(family_id=plan.family_id, agreement=agreement, version=version, **line.words)
    _promise(agreement, line.doers)
    name_children(actor, agreement, line.children or [])
    audit.record(actor, audit.Act.CREATE, agreement)
    return agreement


def _line_of(plan: Plan, line: _Line, *, added_in: int | None) -> Agreement:
    last = plan.agreements.aggregate(last=Max("number"))["last"] or 0
    return Agreement.objects.create(
        family_id=plan.family_id, plan=plan, number=last + 1, added_in=added_in, **line.beside
    )


def _promise(agreement: Agreement, doers: list[Person]) -> None:
    there = set(agreement.commitments.values_list("person_id", flat=True))
    Commitment.objects.bulk_create(
        Commitment(family_id=agreement.family_id, agreement=agreement, person=person)
        for person in doers
        if person.pk not in there
    )


def _ask_anew(agreement: Agreement) -> None:
    agreement.commitments.update(
        state=Promise.ASKED, how="", note="", answered_at=None, on_behalf_by=None, spoken_in=""
    )


def _looked_up(plan: Plan, said: NewLine, *, but: Agreement | None = None) -> _Line:
    sort = rules.one_of(Kind, said.get("kind", Kind.DO), field="kind")
    checked = words.checked(words.only_words(said), kind=sort, today=timezone.localdate())
    _must_be_new(plan, checked["text"], but)
    doers = _persons(plan, said.get("person_ids", ()))
    supports = _supported(plan, said.get("supports_id"), but)
    outside = all(person.is_outsider for person in doers)
    words.must_hang_on_family(has_doers=bool(doers), all_from_outside=outside, hangs=supports is not None)
    bottom_line = _bottom_line(plan, said.get("bottom_line_id"))
    children = children_of(plan, said["child_ids"]) if "child_ids" in said else None
    return _Line(sort, doers, bottom_line, supports, said.get("is_for_circle", True), children, checked)


def _must_be_new(plan: Plan, text: str, but: Agreement | None) -> None:
    """A form that was sent twice writes one line, or proposes one."""
    lines = Agreement.objects.filter(plan=plan, dropped_in=None)
    waits = Q(agreement__added_in=None, amendment__state=AmendmentState.PROPOSED)
    there = Wording.objects.filter(Q(version__isnull=False) | waits, agreement__in=lines, text=text)
    if there.exclude(agreement=but).exists():
        raise RuleBroken(_("This is in your plan already."), code="already_there", field="text")


def _persons(plan: Plan, person_ids: Collection[uuid.UUID]) -> list[Person]:
    found = list(Person.objects.invitable().filter(family_id=plan.family_id, pk__in=person_ids))
    if len(found) != len(set(person_ids)):
        raise RuleBroken(_("Choose people of your circle."), code="unknown", field="person_ids")
    return found


def _bottom_line(plan: Plan, pk: uuid.UUID | None) -> BottomLine | None:
    if pk is None:
        return None
    found = (
        BottomLine.objects.delivered().filter(pk=pk, family_id=plan.family_id).select_related("person__account").first()
    )
    if found is None:
        raise RuleBroken(_("Choose one of the bottom lines."), code="unknown", field="bottom_line_id")
    return found


def _supported(plan: Plan, pk: uuid.UUID | None, but: Agreement | None) -> Agreement | None:
    """The agreement that is helped: one of the family itself, and not the line that helps."""
    if pk is None:
        return None
    found = plan.agreements.now_there().filter(pk=pk).prefetch_related("commitments__person").first()
    doers = [promise.person for promise in found.commitments.all()] if found else []
    only_outside = bool(doers) and all(person.is_outsider for person in doers)
    if found is None or found == but or only_outside:
        raise RuleBroken(_("Choose an agreement of your own family."), code="unknown", field="supports_id")
    return found
