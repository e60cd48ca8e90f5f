"""Named reads of follow-up: which promises run, what is due, what is asked now. Words of growth, never a score."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.errors import NotAllowed
from fgc.families.models import Family
from fgc.networks.models import Person
from fgc.networks.queries import Question
from fgc.plans import rhythm
from fgc.plans.models import Agreement, Commitment, Look, Plan, ProgressReport, Wording
from fgc.plans.queries.closed import Closed, closed_to
from fgc.plans.queries.lines import free_tasks
from fgc.plans.queries.looks import looks_of, not_held
from fgc.plans.queries.promises import STILL_ASKED, words_now
from fgc.plans.rules import STALLS, PlanState, Promise, Runs
from fgc.plans.rules import Look as LookKind

MADE = (Promise.CONFIRMED, Promise.LESS)
GOES = {
    "": _("Nobody has said yet how it goes."),
    Runs.RUNS: _("It runs."),
    Runs.PARTLY: _("It is starting to run."),
    Runs.NOT: _("Not yet."),
    Runs.CHANGED: _("It goes differently now."),
    Runs.DONE: _("It is finished."),
}


def _stalls(promise: Commitment) -> bool:
    return promise.last_run in STALLS and promise.state != Promise.FINISHED


@dataclass(frozen=True)
class Line:
    """One promise as it goes now."""

    commitment: Commitment
    text: str
    next_due: date | None
    is_asked: bool

    @property
    def stalls(self) -> bool:
        """Somebody said that it does not run."""
        return _stalls(self.commitment)

    @property
    def last_note(self) -> str:
        """What the person said of it last, in own words."""
        return self._told.note if self._told else ""

    @property
    def said_today(self) -> str:
        """How it goes, if that was said today: then it is not asked a second time, but words may be added."""
        return self._told.runs if self._told and self._told.about_on == timezone.localdate() else ""

    @property
    def _told(self) -> ProgressReport | None:
        told: list[ProgressReport] = self.commitment.told  # type: ignore[attr-defined]  # rows_of sets it
        return told[-1] if told else None

    @property
    def written_by(self) -> str:
        """Who wrote it down last on behalf of the person; nobody when the person said it."""
        told: list[ProgressReport] = self.commitment.told  # type: ignore[attr-defined]  # rows_of sets it
        by = told[-1].on_behalf_by if told else None
        return by.name if by else ""

    @property
    def goes(self) -> str:
        """How it goes, in words of growth."""
        runs = Runs.DONE if self.commitment.state == Promise.FINISHED else self.commitment.last_run
        return str(GOES[runs])


@dataclass(frozen=True)
class Free:
    """An agreement that nobody does now, while somebody should."""

    agreement: Agreement
    text: str


@dataclass(frozen=True)
class FollowUp:
    """What follows on a family's plan: the promises, the tasks that are free, and the looks back."""

    plan: Plan
    lines: list[Line]
    free: list[Free]
    looks: list[Look]

    @property
    def next_look(self) -> Look | None:
        """The first moment of looking back that is still to be held; the coordinator's call is not the family's own."""
        return next((look for look in self._own_looks if not look.held_on and not look.was_not_held), None)

    @property
    def look_not_held(self) -> Look | None:
        """The last moment of looking back that came, if nobody held it."""
        return not_held(self._own_looks)

    @property
    def _own_looks(self) -> list[Look]:
        return [look for look in self.looks if look.look != LookKind.CALL]

    @property
    def stalled(self) -> list[Line]:
        """The promises that do not run."""
        return [line for line in self.lines if line.stalls]


def said_words() -> "Prefetch[str]":
    """The words of an agreement that count, the newest last; what is only proposed is not among them."""
    words = Wording.objects.filter(version__isnull=False).order_by("version")
    return Prefetch("agreement__wordings", words, to_attr="said")


def promises_that_run(plans: "Iterable[uuid.UUID] | models.QuerySet[Plan]") -> list[Commitment]:
    """Every promise of these plans that still counts, with its words, person and reports (three queries)."""
    reports = ProgressReport.objects.order_by("about_on", "reported_at")
    return list(
        Commitment.objects.that_count()
        .filter(agreement__plan__in=plans, agreement__dropped_in=None, agreement__plan__state=PlanState.RUNNING)
        .select_related(
            "agreement__plan__family", "person", "agreement__watcher", "agreement__plan__work_hears__account"
        )
        .prefetch_related(said_words(), Prefetch("reports", reports, to_attr="told"))
        .order_by("agreement__number", "created_at", "pk")
    )


def words_of(commitment: Commitment) -> Wording:
    """The words that count for a promise that came from one of the reads of this module."""
    words: Wording = commitment.agreement.said[-1]  # type: ignore[attr-defined]  # said_words sets it
    return words


def pace_of(commitment: Commitment) -> rhythm.Pace:
    """How often this promise returns."""
    words = words_of(commitment)
    approved_on = timezone.localdate(commitment.answered_at or commitment.created_at)
    return rhythm.pace_of(words.repeats, words.starts_on, words.ends_on, approved_on=approved_on, rule=words.rule)


def asked_of(commitment: Commitment, *, today: date) -> date | None:
    """The due day about which this person is asked today how it went, unless it was answered."""
    if commitment.state not in MADE:
        return None
    about_on = rhythm.asked_about(pace_of(commitment), today=today)
    told: list[ProgressReport] = commitment.told  # type: ignore[attr-defined]  # promises_that_run sets it
    is_answered = about_on is not None and any(report.about_on >= about_on for report in told)
    return None if is_answered else about_on


def open_progress(person: Person) -> list[Question]:
    """The promises of this person about which is asked today how it goes."""
    today, plans = timezone.localdate(), Plan.objects.filter(family_id=person.family_id)
    own = [one for one in promises_that_run(plans) if one.person_id == person.pk]
    return [Question("progress", one.pk) for one in own if asked_of(one, today=today)]


def running_plan_of(family: Family) -> Plan | None:
    """The family's plan, from the moment they said yes to it."""
    return Plan.objects.filter(family=family).exclude(state=PlanState.DRAFT).exclude(version=0).first()


def follow_up_of(actor: Actor, family: Family) -> FollowUp | None:
    """How it goes with the plan of this family, as far as the actor reads it; None while there is no plan."""
    plan = running_plan_of(family)
    if plan is None:
        return None
    closed = closed_to(actor, family)
    rows = [row for row in rows_of({"agreement__plan": plan}) if row.agreement_id not in closed.lines]
    return FollowUp(plan, lines_from(rows), _free(plan, closed), looks_of(plan))


def rows_of(which: dict[str, object]) -> list[Commitment]:
    """The promises that count or are finished, in plans that run, with words and reports (three queries)."""
    reports = ProgressReport.objects.select_related("on_behalf_by").order_by("about_on", "reported_at")
    rows = _that_run(which).select_related("person", "family", "on_behalf_by")
    return list(rows.prefetch_related(Prefetch("reports", reports, to_attr="told")))


def _that_run(which: dict[str, object]) -> "models.QuerySet[Commitment]":
    """With the words, and without those who promised: not everybody who watches over a line sees them."""
    return (
        Commitment.objects.filter(**which, agreement__dropped_in=None, agreement__plan__version__gt=0)
        .filter(state__in=[*MADE, Promise.ASKED, Promise.FINISHED])
        .select_related("agreement__plan")
        .prefetch_related(said_words())
        .order_by("agreement__number", "created_at", "pk")
    )


def lines_from(rows: Iterable[Commitment]) -> list[Line]:
    """Promises as they go today."""
    return [_line(row, timezone.localdate()) for row in rows]


def _line(row: Commitment, today: date) -> Line:
    due = rhythm.next_due(pace_of(row), today=today)
    return Line(row, words_of(row).text, due, is_asked=asked_of(row, today=today) is not None)


def _free(plan: Plan, closed: Closed) -> list[Free]:
    return [Free(line, words_now(line).text) for line in free_tasks(plan, closed=closed)]


def stalled_in(family_ids: "Iterable[uuid.UUID] | models.QuerySet[Family]") -> Iterator[tuple[uuid.UUID, int]]:
    """For the desk: in which of these families how many promises do not run; families without any are left out."""
    rows = (
        Commitment.objects.that_count()
        .filter(family__in=family_ids, last_run__in=STALLS, agreement__dropped_in=None)
        .values("family")
        .annotate(many=models.Count("pk"))
        .order_by("family")
    )
    return ((row["family"], row["many"]) for row in rows)


def promise_to_report(family_id: uuid.UUID, commitment_id: uuid.UUID, person: Person | None = None) -> Line:
    """One promise of this family, or of this one person of it; the action asks who may say how it goes.

    Raises:
        NotAllowed: there is no such promise.
    """
    which: dict[str, object] = {"pk": commitment_id, "family": family_id}
    if person is not None:
        which["person"] = person
    for row in rows_of(which):
        return _line(row, timezone.localdate())
    raise NotAllowed(Can.REPORT)


def work_progress(actor: Actor, commitment_id: uuid.UUID) -> Line:
    """One promise of the professional who asks, in a family that goes on.

    Raises:
        NotAllowed: it is not this professional's own.
    """
    for row in rows_of({"pk": commitment_id, **STILL_ASKED}):
        if actor.may(Can.REPORT, row):
            return _line(row, timezone.localdate())
    raise NotAllowed(Can.REPORT)


def watched_by(actor: Actor, person: Person) -> list[str]:
    """The lines on which the family asked this person to keep an eye, by number, as far as the actor reads them."""
    lines = Agreement.objects.now_there().filter(watcher=person, plan__state=PlanState.RUNNING).order_by("number")
    closed = closed_to(actor, person.family).lines
    found = lines.prefetch_related("wordings")
    return [words_now(line).text for line in found if line.pk not in closed]


def stalled_for(actor: Actor, person: Person) -> list[str]:
    """The lines that do not run or wait long for an answer, over which this person watches.

    The contact person watches over all that the circle reads.
    """
    closed = closed_to(actor, person.family).lines
    rows = [row for row in _that_run({"family": person.family_id}) if _watches(person, row.agreement)]
    long_ago = timezone.now() - rhythm.TELL_AFTER
    waits = {row.pk for row in rows if row.state == Promise.ASKED and row.created_at <= long_ago}
    told = [row for row in rows if row.agreement_id not in closed and (_stalls(row) or row.pk in waits)]
    return list(dict.fromkeys(words_of(row).text for row in told))


def _watches(person: Person, line: Agreement) -> bool:
    return line.watcher_id == person.pk or (person.is_contact_person and line.is_for_circle)


def free_since(person: Person) -> bool:
    """Did this person leave a task that nobody does yet?"""
    plan = Plan.objects.filter(family_id=person.family_id, state=PlanState.RUNNING).first()
    if plan is None:
        return False
    lapsed = Commitment.objects.filter(person=person, state=Promise.LAPSED).values_list("agreement", flat=True)
    return bool({line.pk for line in free_tasks(plan)} & set(lapsed))
