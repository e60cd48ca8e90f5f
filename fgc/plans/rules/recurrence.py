"""How often an agreement returns: a simple choice, or a rule in the words of RFC 5545, of which we know a small part.

Only rules that fall at least once in each of their steps are taken: never more than once a day, and never on a day that
some months do not have. So no rule can be asked for a million days, or for one that never comes.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from dateutil import rrule
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from fgc.errors import RuleBroken
from fgc.plans.rules import Repeats

LONGEST = 160
MOST_TIMES = 500
IN_EVERY_MONTH = 28
# The steps that are known, and how many of them may lie between two times.
STEPS = {"DAILY": 31, "WEEKLY": 52, "MONTHLY": 12, "YEARLY": 5}
KNOWN = ("FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "COUNT", "UNTIL", "WKST")
EVERY: dict[str, Literal[0, 1, 2, 3]] = {
    "DAILY": rrule.DAILY,
    "WEEKLY": rrule.WEEKLY,
    "MONTHLY": rrule.MONTHLY,
    "YEARLY": rrule.YEARLY,
}


class Weekday(TextChoices):
    """The days of the week, in the words of RFC 5545."""

    MONDAY = "MO", gettext_lazy("Monday")
    TUESDAY = "TU", gettext_lazy("Tuesday")
    WEDNESDAY = "WE", gettext_lazy("Wednesday")
    THURSDAY = "TH", gettext_lazy("Thursday")
    FRIDAY = "FR", gettext_lazy("Friday")
    SATURDAY = "SA", gettext_lazy("Saturday")
    SUNDAY = "SU", gettext_lazy("Sunday")


class Which(TextChoices):
    """Which one of the month; not every month has a fifth."""

    FIRST = "1", pgettext_lazy("which one of the month", "first")
    SECOND = "2", pgettext_lazy("which one of the month", "second")
    THIRD = "3", pgettext_lazy("which one of the month", "third")
    FOURTH = "4", pgettext_lazy("which one of the month", "fourth")
    LAST = "-1", pgettext_lazy("which one of the month", "last")


@dataclass(frozen=True)
class Rule:
    """A rule that was found right."""

    step: str
    interval: int = 1
    # Which one of the month ("" for every week) and the day of the week.
    days: tuple[tuple[str, str], ...] = ()
    # The day of the month; -1 for the last one.
    of_month: int | None = None
    times: int | None = None
    until: date | None = None

    @property
    def names_days(self) -> bool:
        """Does it say itself on which days it falls?"""
        return bool(self.days or self.of_month)

    def __str__(self) -> str:
        """As it is kept: RFC 5545, always in the same order."""
        parts = {
            "FREQ": self.step,
            "INTERVAL": str(self.interval) if self.interval > 1 else "",
            "BYDAY": ",".join(which + day for which, day in self.days),
            "BYMONTHDAY": str(self.of_month or ""),
            "COUNT": str(self.times or ""),
            "UNTIL": self.until.strftime("%Y%m%d") if self.until else "",
        }
        return ";".join(f"{name}={value}" for name, value in parts.items() if value)


SIMPLE = {
    Repeats.DAILY: Rule("DAILY"),
    Repeats.WEEKLY: Rule("WEEKLY"),
    Repeats.FORTNIGHTLY: Rule("WEEKLY", interval=2),
    Repeats.MONTHLY: Rule("MONTHLY"),
}


def _no(sentence: str) -> RuleBroken:
    return RuleBroken(sentence, code="invalid", field="rule")


def parsed(text: str) -> Rule:
    """The rule that this text says, in the words of RFC 5545: "FREQ=MONTHLY;BYDAY=1TU".

    Raises:
        RuleBroken: it says none, one that we do not know, or one that falls too often or never.
    """
    said = _parts(text)
    step = said.get("FREQ", "")
    if step not in STEPS:
        raise _no(_("This repeats by the day, week, month or year. Choose one of these."))
    if "COUNT" in said and "UNTIL" in said:
        raise _no(_("Say how many times, or until when. Not both."))
    return Rule(
        step=step,
        interval=_number(said.get("INTERVAL", "1"), STEPS[step]),
        days=_days(step, said["BYDAY"]) if "BYDAY" in said else (),
        of_month=_of_month(step, said) if "BYMONTHDAY" in said else None,
        times=_number(said["COUNT"], MOST_TIMES) if "COUNT" in said else None,
        until=_day(said["UNTIL"]) if "UNTIL" in said else None,
    )


def _parts(text: str) -> dict[str, str]:
    pairs = [part.partition("=") for part in text.strip().upper().removeprefix("RRULE:").split(";")]
    said = {name: value for name, _is, value in pairs}
    is_known = len(text) <= LONGEST and len(said) == len(pairs) and all(name in KNOWN for name in said)
    if not is_known or said.pop("WKST", "MO") != "MO":
        raise _no(_("We do not know this way of repeating. Choose a simpler one."))
    return said


def _number(value: str, most: int) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", value) or not 1 <= int(value) <= most:
        raise _no(_("Choose a number from 1 to %(most)s.") % {"most": most})
    return int(value)


def _days(step: str, value: str) -> tuple[tuple[str, str], ...]:
    """A week has its days, a month the first Tuesday or the last Friday."""
    which = {"WEEKLY": "", "MONTHLY": "(?:[1-4]|-1)"}.get(step)
    days = value.replace("+", "").split(",")
    pattern = rf"({which})({'|'.join(Weekday.values)})"
    found = [re.fullmatch(pattern, day) for day in days] if which is not None else []
    right = {match.groups() for match in found if match}
    if not right or len(right) != len(days):
        raise _no(_("Choose days of the week, or the first to fourth or last of a month."))
    order = [*Which.values, ""], Weekday.values
    return tuple(sorted(((a, b) for a, b in right), key=lambda one: (order[0].index(one[0]), order[1].index(one[1]))))


def _of_month(step: str, said: dict[str, str]) -> int:
    value = said["BYMONTHDAY"]
    is_right = step == "MONTHLY" and "BYDAY" not in said and re.fullmatch(r"-1|[1-9]|1[0-9]|2[0-8]", value)
    if not is_right:
        raise _no(_("Choose a day of the month from 1 to 28, or the last day. Not every month has another one."))
    return int(value)


def _day(value: str) -> date:
    try:
        return datetime.strptime(value[:8], "%Y%m%d").date()  # noqa: DTZ007  # a day has no clock
    except ValueError:
        raise _no(_("Choose a day, for example 3-3-2026.")) from None


def checked(text: str, *, starts_on: date | None, today: date) -> str:
    """A rule as it may be kept; nothing, where nothing was said.

    Raises:
        RuleBroken: as `parsed`; or the last day lies before the first one.
    """
    if not text.strip():
        return ""
    rule = parsed(text)
    if next(iter(_followed(rule, starts_on or today)), None) is None:
        raise _no(_("The end lies before the beginning."))
    return str(rule)


def simple_of(text: str) -> Repeats:
    """The simple choice that is nearest to a rule. The pace of follow-up goes by it: nobody is asked each time about
    what he or she does most days."""
    rule = parsed(text)
    a_week = {"DAILY": 7 / rule.interval, "WEEKLY": max(1, len(rule.days)) / rule.interval}.get(rule.step, 0)
    nearest = ((4, Repeats.DAILY), (1, Repeats.WEEKLY), (1 / 3, Repeats.FORTNIGHTLY))
    return next((repeats for least, repeats in nearest if a_week >= least), Repeats.MONTHLY)


def occurrences(
    repeats: Repeats, starts_on: date, ends_on: date | None, *, after: date, until: date, rule: str = ""
) -> list[date]:
    """The days on which a promise is due, after one day and up to and including another; `as_needed` has none.

    A monthly promise of the 31st falls on the last day of shorter months.

    Args:
        rule: how it returns, where more is said of it than the simple choice.
    """
    if repeats == Repeats.AS_NEEDED:
        return []
    last = min(until, ends_on) if ends_on else until
    if repeats == Repeats.ONCE:
        return [starts_on] if after < starts_on <= last else []
    days = _followed(_rule_of(repeats, rule), starts_on)
    # A rule without an end is never followed further than this window.
    return [day.date() for day in days.between(_at(after + timedelta(days=1)), _at(last), inc=True)]


def first_from(repeats: Repeats, starts_on: date, ends_on: date | None, *, day: date, rule: str = "") -> date | None:
    """The first day from this one on which a promise is due; None when it is over, or has no days."""
    if repeats == Repeats.AS_NEEDED:
        return None
    if repeats == Repeats.ONCE:
        found = starts_on if starts_on >= day else None
    else:
        next_one = _followed(_rule_of(repeats, rule), starts_on).after(_at(day), inc=True)
        found = next_one.date() if next_one else None
    return None if found and ends_on and found > ends_on else found


def _rule_of(repeats: Repeats, rule: str) -> Rule:
    return parsed(rule) if rule else SIMPLE[repeats]


def _at(day: date) -> datetime:
    return datetime.combine(day, time())


def _followed(rule: Rule, starts_on: date) -> rrule.rrule:
    month_days = [rule.of_month] if rule.of_month else None
    clamps = rule.step == "MONTHLY" and not rule.days and not month_days and starts_on.day > IN_EVERY_MONTH
    return rrule.rrule(
        EVERY[rule.step],
        dtstart=_at(starts_on),
        interval=rule.interval,
        count=rule.times,
        until=_at(rule.until) if rule.until else None,
        byweekday=[_weekday(*day) for day in rule.days] or None,
        # The last of these that a month has.
        bymonthday=range(IN_EVERY_MONTH, starts_on.day + 1) if clamps else month_days,
        bysetpos=-1 if clamps else None,
    )


def _weekday(which: str, day: str) -> rrule.weekday:
    found = rrule.weekdays[Weekday.values.index(day)]
    return found(int(which)) if which else found
