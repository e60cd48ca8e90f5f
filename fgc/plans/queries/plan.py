"""The plan as somebody reads it: the lines, who promised them, and what was said from outside."""

import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db.models import prefetch_related_objects

from fgc.access.actors import Actor, UserActor
from fgc.access.can import Can
from fgc.conferences.models import Conference
from fgc.errors import NotAllowed
from fgc.families.models import Family
from fgc.plans import rules
from fgc.plans.models import (
    Agreement,
    Amendment,
    AmendmentConsent,
    Commitment,
    Plan,
    PlanVersion,
    Wording,
)
from fgc.plans.queries.bottom_lines import BottomLineView, bottom_lines_in
from fgc.plans.queries.closed import closed_to
from fgc.plans.rules import AmendmentState, Kind, PlanState, Promise

SIGNS = {Promise.CONFIRMED: "done", Promise.FINISHED: "done", Promise.ASKED: "waiting"}


@dataclass(frozen=True)
class PromiseView:
    """Who promised a line, how that stands, and, where somebody else wrote it down, who, how and when."""

    id: uuid.UUID
    person_id: uuid.UUID
    name: str
    tie: str
    state: str
    word: str
    sign: str
    note: str
    is_mine: bool
    written_by: str
    how: str
    spoken_in: str
    answered_on: date | None
    # Who is here for work answers on the own page, and an own answer is not overwritten.
    may_be_written_down: bool


@dataclass(frozen=True)
class LineView:
    """One line of the plan in the words of one version."""

    id: uuid.UUID
    number: int
    kind: str
    kind_word: str
    words: Wording
    repeats: str
    is_for_circle: bool
    # The children whom it is about, by name; nobody: the whole family.
    about: dict[uuid.UUID, str] = field(default_factory=dict)
    # Who keeps an eye on it.
    watcher: str = ""
    watcher_id: uuid.UUID | None = None
    promises: list[PromiseView] = field(default_factory=list)
    is_free: bool = False
    supports: int | None = None
    supports_id: uuid.UUID | None = None
    bottom_line: int | None = None
    bottom_line_id: uuid.UUID | None = None
    change: Amendment | None = None
    my_consent: AmendmentConsent | None = None

    @property
    def doers(self) -> list[PromiseView]:
        """Whose promise counts."""
        return [promise for promise in self.promises if promise.state in rules.COUNT]


@dataclass(frozen=True)
class PlanView:
    """The plan in one version, as far as the actor may read it."""

    plan: Plan
    version: int
    lines: list[LineView]
    bottom_lines: list[BottomLineView]
    versions: list[PlanVersion]
    # Lines that stand in no version yet: they wait for the yes of everybody who decides.
    proposed: list[LineView] = field(default_factory=list)

    @property
    def is_draft(self) -> bool:
        """True while the family has not said yes to a first version."""
        return self.plan.state == PlanState.DRAFT

    @property
    def is_newest(self) -> bool:
        """True for the version that counts now."""
        return self.version == max(self.plan.version, 1)

    def line(self, agreement_id: uuid.UUID) -> LineView:
        """One line of it.

        Raises:
            NotAllowed: it does not stand in this version, or not for this reader.
        """
        for line in self.lines:
            if line.id == agreement_id:
                return line
        raise NotAllowed(Can.SEE_PLAN)

    @property
    def waiting(self) -> list[str]:
        """Who has not answered yet, each once."""
        names = [p.name for line in self.lines for p in line.promises if p.state == Promise.ASKED]
        return list(dict.fromkeys(names))


def plan_of(family: Family) -> Plan | None:
    """The plan of the family, begun or not."""
    return Plan.objects.filter(family=family).select_related("family__organisation").first()


def meeting_of(family: Family) -> Conference | None:
    """The meeting that a plan can come from now, if there is one."""
    held = Conference.objects.filter(family=family, moment__in=rules.PLAN_FROM)
    return held.order_by("-number").first()


def plan_for(actor: Actor, family: Family, version: int | None = None) -> PlanView | None:
    """The plan as this actor reads it, in one version; the newest when none is named (a constant number of queries).

    Returns:
        None when there is no plan, or no such version.
    """
    plan = plan_of(family)
    if plan is None or not actor.may(Can.SEE_PLAN, family):
        return None
    newest = max(plan.version, 1)
    number = newest if version is None else version
    if not 1 <= number <= newest:
        return None
    changes = _changes(plan) if number == newest else []
    lines = lines_for(actor, plan, number, changes)
    versions = PlanVersion.objects.filter(plan=plan).select_related("approved_by").order_by("-number")
    proposed = _proposed(actor, plan, changes)
    return PlanView(plan, number, lines, bottom_lines_in(plan, number, lines), list(versions), proposed)


def _proposed(actor: Actor, plan: Plan, changes: list[Amendment]) -> list[LineView]:
    new = [change for change in changes if change.agreement.added_in is None]
    closed = closed_to(actor, plan.family).lines if new else frozenset()
    return [
        _line(change.agreement, change.wording, change, None, _persons_of(actor, plan))
        for change in new
        if change.wording and change.agreement_id not in closed
    ]


def lines_for(actor: Actor, plan: Plan, number: int, waiting: Collection[Amendment] = ()) -> list[LineView]:
    """The lines of one version that this actor may read, in their order.

    Promises and waiting changes are told with the newest version only: an older one is read for its words.
    """
    words = words_in(plan, number)
    is_newest = number == max(plan.version, 1)
    promises = _promises(plan)
    changes = {change.agreement_id: change for change in waiting}
    everything, mine = actor.may(Can.RECORD_PLAN, plan), _persons_of(actor, plan)
    lines = plan.agreements.in_version(number).exclude(pk__in=closed_to(actor, plan.family).lines)
    read = [
        line
        for line in lines.select_related("supports", "bottom_line").prefetch_related("about__child")
        if everything or line.is_for_circle or mine & {line.watcher_id, *(row.person_id for row in promises[line.pk])}
    ]
    # Looked up only where there are any: most plans have none.
    prefetch_related_objects([line for line in read if line.watcher_id], "watcher")
    return [
        _line(line, words[line.pk], changes.get(line.pk), promises[line.pk] if is_newest else None, mine)
        for line in read
    ]


def _persons_of(actor: Actor, plan: Plan) -> frozenset[uuid.UUID]:
    if isinstance(actor, UserActor):
        return actor.standing_in(plan.family_id).persons
    return frozenset({actor.person_id} if actor.person_id else ())


def words_in(plan: Plan, number: int) -> dict[uuid.UUID, Wording]:
    """The words of each agreement as they stand in one version."""
    found = Wording.objects.filter(family=plan.family_id, version__lte=number).order_by("version")
    return {wording.agreement_id: wording for wording in found}


def _line(
    line: Agreement,
    words: Wording,
    change: Amendment | None,
    promises: list[Commitment] | None,
    mine: frozenset[uuid.UUID],
) -> LineView:
    made = promises or []
    return LineView(
        id=line.pk,
        number=line.number,
        kind=line.kind,
        # The ordinary sort needs no word.
        kind_word="" if line.kind == Kind.DO else str(Kind(line.kind).label),
        words=words,
        repeats=words.often,
        is_for_circle=line.is_for_circle,
        about={one.child_id: one.child.call_name for one in line.about.all()},
        watcher=_name_of_watcher(line),
        watcher_id=line.watcher_id,
        # Whose promise lapsed is not named: who left may want just "a task is free again".
        promises=[promise_view(row, is_mine=row.person_id in mine) for row in made if row.state != Promise.LAPSED],
        is_free=promises is not None and rules.is_free(Kind(line.kind), [Promise(row.state) for row in made]),
        supports=line.supports.number if line.supports else None,
        supports_id=line.supports_id,
        bottom_line=line.bottom_line.number if line.bottom_line else None,
        bottom_line_id=line.bottom_line_id,
        change=change,
        my_consent=_own_consent(change, mine),
    )


def _name_of_watcher(line: Agreement) -> str:
    """Nobody, where the reader does not see who it is."""
    watcher = line.watcher if line.watcher_id and Agreement.watcher.is_cached(line) else None
    return watcher.call_name if watcher else ""


def _own_consent(change: Amendment | None, mine: frozenset[uuid.UUID]) -> AmendmentConsent | None:
    """The reader's own answer that the change waits for."""
    consents = change.consents.all() if change else []
    return next((row for row in consents if row.person_id in mine and row.said_yes is None), None)


def _promises(plan: Plan) -> dict[uuid.UUID, list[Commitment]]:
    found: dict[uuid.UUID, list[Commitment]] = defaultdict(list)
    promises = Commitment.objects.filter(family=plan.family_id).select_related("person", "on_behalf_by")
    for promise in promises.order_by("created_at", "pk"):
        found[promise.agreement_id].append(promise)
    return found


def promise_view(promise: Commitment, *, is_mine: bool) -> PromiseView:
    """A promise as it is shown; its person and who wrote it down must be fetched with it."""
    by = promise.on_behalf_by
    return PromiseView(
        id=promise.pk,
        person_id=promise.person_id,
        name=promise.person.call_name,
        tie=promise.person.tie_label,
        state=promise.state,
        word=str(Promise(promise.state).label),
        sign=SIGNS.get(Promise(promise.state), "calm"),
        note=promise.note,
        is_mine=is_mine,
        written_by=by.first_name if by else "",
        how=str(rules.ConfirmedHow(promise.how).label) if promise.how else "",
        spoken_in=promise.spoken_in,
        answered_on=promise.answered_at.date() if promise.answered_at else None,
        may_be_written_down=not promise.person.is_outsider and promise.how != rules.ConfirmedHow.SELF,
    )


def _changes(plan: Plan) -> list[Amendment]:
    waiting = list(Amendment.objects.filter(family=plan.family_id, state=AmendmentState.PROPOSED))
    # Looked up only where there are any: mostly nothing waits.
    prefetch_related_objects(waiting, "agreement", "wording", "new_person", "proposed_by", "consents__person")
    return waiting
