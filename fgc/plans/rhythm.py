"""The pace of follow-up: when somebody is reminded or asked, and when it is left at that. Pure functions of dates.

A tired grandmother is the measure: one message a day at most; a question after the first time, then every four
weeks.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from fgc.errors import RuleBroken
from fgc.families.rules import Ending
from fgc.plans import rules
from fgc.plans.rules import Promise, Repeats, Runs, recurrence

ASK_EVERY = timedelta(weeks=4)
# After this a question is no longer open; the next one comes by itself.
ASK_LASTS = timedelta(days=14)
# Who did not answer is reminded once; as long after that the contact person hears of it.
TELL_AFTER = 2 * rules.ASK_AGAIN_AFTER
TELL_OF_LOOK_BEFORE = timedelta(days=7)


@dataclass(frozen=True)
class Pace:
    """How often a promise returns, as far as the words of the agreement say so."""

    repeats: Repeats
    starts_on: date
    ends_on: date | None = None
    # False when the words name no day: then nobody is reminded of one, we only ask how it goes.
    is_dated: bool = True
    # RFC 5545, where more is said of it than the simple choice.
    rule: str = ""

    def days(self, *, after: date, until: date) -> list[date]:
        """The days on which it is due, after one day and up to and including another."""
        return recurrence.occurrences(
            self.repeats, self.starts_on, self.ends_on, after=after, until=until, rule=self.rule
        )

    def first_from(self, day: date) -> date | None:
        """The first day from this one on which it is due."""
        return recurrence.first_from(self.repeats, self.starts_on, self.ends_on, day=day, rule=self.rule)


def pace_of(repeats: str, starts_on: date | None, ends_on: date | None, *, approved_on: date, rule: str = "") -> Pace:
    """The pace of an agreement; without a first day it counts from the day the words became the plan.

    Something that is done once, without a beginning, is due on its last day.

    Args:
        rule: RFC 5545, where more is said than the simple choice; one that names days needs no first day.
    """
    how = Repeats(repeats)
    if starts_on is None and how is Repeats.ONCE:
        return Pace(how, ends_on, ends_on) if ends_on else Pace(Repeats.AS_NEEDED, approved_on)
    is_dated = starts_on is not None or bool(rule and recurrence.parsed(rule).names_days)
    return Pace(how, starts_on or approved_on, ends_on, is_dated=is_dated, rule=rule)


def next_due(pace: Pace, *, today: date) -> date | None:
    """The first day from today on which it is due; None when no day is known or it is over."""
    return pace.first_from(today) if pace.is_dated else None


def reminded_of(pace: Pace, *, today: date) -> date | None:
    """The day of tomorrow of which somebody is reminded today; of what happens every day once, at its beginning."""
    tomorrow = today + rules.REMIND_BEFORE
    return next(iter(_to_remind_of(pace, after=today, until=tomorrow)), None)


def asked_about(pace: Pace, *, today: date) -> date | None:
    """The due day about which the question "how does it go?" is open today, or None.

    It is asked from the day after: after the first time and then every four weeks; what is done once or every
    month each time.
    """
    days = _to_ask_about(pace, since=today - ASK_LASTS, until=today - timedelta(days=1))
    return days[-1] if days else None


def _to_remind_of(pace: Pace, *, after: date, until: date) -> list[date]:
    if not pace.is_dated:
        return []
    if pace.repeats is Repeats.DAILY:
        first = pace.first_from(pace.starts_on)
        return [first] if first and after < first <= until else []
    return pace.days(after=after, until=until)


def _to_ask_about(pace: Pace, *, since: date, until: date) -> list[date]:
    if pace.repeats in {Repeats.ONCE, Repeats.MONTHLY, Repeats.AS_NEEDED}:
        return pace.days(after=since - timedelta(days=1), until=until)
    turns = range(max(0, (since - pace.starts_on) // ASK_EVERY - 1), max(0, (until - pace.starts_on) // ASK_EVERY + 1))
    days = (pace.first_from(pace.starts_on + ASK_EVERY * turn) for turn in turns)
    return sorted({day for day in days if day and since <= day <= until})


@dataclass(frozen=True)
class Days:
    """The days of one promise for a while ahead: of which somebody is reminded, and about which somebody is asked."""

    remind: list[date]
    ask: list[date]


def days_ahead(pace: Pace, *, today: date, until: date) -> Days:
    """What `reminded_of` and `asked_about` will say on each day from today until a day, that day included."""
    return Days(
        remind=_to_remind_of(pace, after=today, until=until + rules.REMIND_BEFORE),
        ask=_to_ask_about(pace, since=today - ASK_LASTS, until=until - timedelta(days=1)),
    )


def after_report(state: str, runs: str) -> Promise:
    """Where a promise stands after somebody said how it goes: "it is finished" ends it, coming back on that revives it.

    Raises:
        RuleBroken: the promise was never made, or is free again.
    """
    stands = Promise(state)
    if stands in {Promise.DECLINED, Promise.LAPSED}:
        raise RuleBroken(_("This is not asked any more."), code="wrong_moment")
    if runs == Runs.DONE:
        return Promise.FINISHED
    return Promise.CONFIRMED if stands is Promise.FINISHED else stands


def ending_of(version: int, *, had_meeting: bool) -> Ending | None:
    """How a family's road ends when it closes now: a plan from a meeting or without one; None without a plan."""
    if version == 0:
        return None
    return Ending.PLAN_FROM_MEETING if had_meeting else Ending.PLAN_WITHOUT_MEETING
