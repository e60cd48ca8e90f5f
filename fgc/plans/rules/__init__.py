"""The rules of the plan, its promises and its follow-up."""

import uuid
from collections.abc import Collection
from datetime import date, timedelta
from typing import TypeVar

from dateutil.relativedelta import relativedelta
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from fgc.conferences.rules import Moment, Verdict
from fgc.errors import RuleBroken
from fgc.families.rules import Stage

Choice = TypeVar("Choice", bound=TextChoices)


def one_of(choices: type[Choice], value: str, *, field: str) -> Choice:
    """The choice that this word stands for.

    Raises:
        RuleBroken: it stands for none.
    """
    try:
        return choices(value)
    except ValueError:
        raise RuleBroken(_("Choose one of these answers."), code="unknown", field=field) from None


class PlanState(TextChoices):
    """Where the plan stands."""

    DRAFT = "draft", _("being written")
    RUNNING = "running", _("runs")
    FINISHED = "finished", _("finished")


# A plan is told after (or written in) private time; a plan without a meeting needs none of this.
PLAN_FROM = (Moment.PRIVATE, Moment.AGREEING, Moment.HELD)


def must_be_commissioned(stage: Stage) -> None:
    """Without the family's commission there is no plan here.

    Raises:
        RuleBroken: the commission is not given yet.
    """
    if stage == Stage.REQUESTED:
        raise RuleBroken(_("First you say together that you want this."), code="no_commission")


def must_be_written_now(state: PlanState) -> None:
    """Only while the first version is being written.

    Raises:
        RuleBroken: the family said yes to it already.
    """
    if state != PlanState.DRAFT:
        raise RuleBroken(_("You said yes to this plan already. Change one line at a time."), code="wrong_moment")


def must_run(state: PlanState) -> None:
    """Only of a plan to which the family said yes.

    Raises:
        RuleBroken: it is still being written, or it is finished.
    """
    if state != PlanState.RUNNING:
        raise RuleBroken(_("This can only be done in a plan that runs."), code="wrong_moment")


class Kind(TextChoices):
    """What sort of agreement it is."""

    DO = "do", _("we do this")
    START = "start", _("we start with this")
    STOP = "stop", _("we stop with this")
    REVERSE = "reverse", _("we put this back as it was")
    KEEP = "keep", _("we keep this as it is")
    WAIT = "wait_and_watch", _("belongs to growing up: we watch along")
    BRIDGE = "bridge", _("what we do while we wait")
    CONTACT = "contact", _("contact and visits")
    WHAT_IF = "what_if", _("if it does not work, then")
    SCALE_UP = "scale_up", _("more help for a while")


class Repeats(TextChoices):
    """How often."""

    ONCE = "once", _("once")
    DAILY = "daily", _("every day")
    WEEKLY = "weekly", _("every week")
    FORTNIGHTLY = "fortnightly", _("every two weeks")
    MONTHLY = "monthly", _("every month")
    AS_NEEDED = "as_needed", _("no fixed times")


class Promise(TextChoices):
    """Where a promise stands. Only the person confirms; "less" and "rather not" are answers of equal weight."""

    ASKED = "asked", _("not confirmed yet")
    CONFIRMED = "confirmed", _("confirmed")
    LESS = "less", _("wants to do less")
    DECLINED = "declined", _("rather not")
    LAPSED = "lapsed", _("free again")
    FINISHED = "finished", _("finished")


COUNT = (Promise.ASKED, Promise.CONFIRMED, Promise.LESS)
# Agreements of these kinds are everybody's: they need no name.
OF_ALL = (Kind.STOP, Kind.KEEP, Kind.WAIT, Kind.WHAT_IF)


def is_free(kind: Kind, promises: Collection[Promise]) -> bool:
    """True when nobody does this (any more), while somebody should; what is finished nobody has to do."""
    if any(promise in (*COUNT, Promise.FINISHED) for promise in promises):
        return False
    return bool(promises) or kind not in OF_ALL


class Answer(TextChoices):
    """What somebody answers when asked for a promise."""

    YES = "yes", _("Yes, I do this")
    LESS = "less", _("I do less")
    RATHER_NOT = "rather_not", _("Rather not")


NEXT: dict[tuple[Promise, Answer], Promise] = {
    (state, answer): result
    for state in (Promise.ASKED, Promise.CONFIRMED, Promise.LESS, Promise.DECLINED)
    for answer, result in (
        (Answer.YES, Promise.CONFIRMED),
        (Answer.LESS, Promise.LESS),
        (Answer.RATHER_NOT, Promise.DECLINED),
    )
}


# Which answer made a promise stand where it stands.
ANSWERED = {result: answer for (_state, answer), result in NEXT.items()}


def next_promise(state: Promise, answer: Answer) -> Promise:
    """Where a promise stands after this answer; somebody may come back on an answer.

    Raises:
        RuleBroken: the promise has lapsed or is finished.
    """
    try:
        return NEXT[state, answer]
    except KeyError:
        raise RuleBroken(_("This is not asked any more."), code="wrong_moment") from None


class ConfirmedHow(TextChoices):
    """How a promise was confirmed."""

    SELF = "self", _("by the person, here")
    PAPER = "paper", _("on paper")
    SPOKEN = "spoken", _("spoken, read out by the coordinator")
    IN_MEETING = "in_meeting", _("in the meeting")


class Runs(TextChoices):
    """How it goes with a promise."""

    RUNS = "runs", _("yes, it runs")
    PARTLY = "partly", _("a little")
    NOT = "not", _("no")
    CHANGED = "changed", _("we do it differently")
    DONE = "done", _("it is finished")


STALLS = (Runs.NOT,)


class AmendmentState(TextChoices):
    """Where a change of the plan stands."""

    PROPOSED = "proposed", _("proposed")
    ACCEPTED = "accepted", _("in the plan")
    REFUSED = "refused", _("not in the plan")
    WITHDRAWN = "withdrawn", _("taken back")


class Look(TextChoices):
    """The moments at which the family looks back."""

    CALL = "call", _("call after four weeks")
    MONTH_1 = "1m", _("after 1 month")
    MONTHS_3 = "3m", _("after 3 months")
    MONTHS_6 = "6m", _("after 6 months")
    MONTHS_12 = "12m", _("after 12 months")
    OTHER = "other", _("on a date of your own")


AFTER = {
    Look.CALL: relativedelta(weeks=4),
    Look.MONTH_1: relativedelta(months=1),
    Look.MONTHS_3: relativedelta(months=3),
    Look.MONTHS_6: relativedelta(months=6),
    Look.MONTHS_12: relativedelta(months=12),
}
# So long after its day a look may still be held; then it was not, and the next one is the next.
LOOK_WAITS = timedelta(weeks=4)
REMIND_BEFORE = timedelta(days=1)
ASK_AGAIN_AFTER = timedelta(days=4)


def looks_from(day: date) -> dict[Look, date]:
    """When the family looks back, counted from the day the plan became theirs."""
    return {look: day + step for look, step in AFTER.items()}


def must_be_newest(based_on: int, version: int) -> None:
    """A change is made in the plan as it is now.

    Raises:
        RuleBroken: the plan changed since it was read.
    """
    if based_on != version:
        raise RuleBroken(_("The plan changed while you were reading. Look at it again."), code="stale")


def must_say_why(verdict: Verdict, reason: str) -> None:
    """Who says "not yet" says what is missing. Source: process 1.6.

    Raises:
        RuleBroken: no reason was given.
    """
    if verdict != Verdict.MET and not reason:
        sentence = _("Say what is missing. Then the family knows what to do.")
        raise RuleBroken(sentence, code="required", field="reason")


def who_must_agree(
    *, doers: Collection[uuid.UUID], leaves: uuid.UUID | None, comes: uuid.UUID | None, words_change: bool
) -> set[uuid.UUID]:
    """Those whose task a change makes other than it was: who stays and gets other words, and who newly does it.

    Whose task is taken over is told, and need not say yes; nobody else is asked. Source: story A, check 6.
    """
    stay = {person for person in doers if person != leaves} if words_change else set()
    return stay | ({comes} if comes else set())
