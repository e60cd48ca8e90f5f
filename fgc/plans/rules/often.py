"""How often, as people tick it and say it: the form of a rule, and its sentence."""

from collections.abc import Collection

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fgc.errors import RuleBroken
from fgc.plans.rules import Repeats, one_of, recurrence
from fgc.plans.rules.recurrence import Rule, Weekday, Which

NEAREST = {"DAILY": Repeats.DAILY, "WEEKLY": Repeats.WEEKLY, "MONTHLY": Repeats.MONTHLY, "YEARLY": Repeats.MONTHLY}


def _no(sentence: str, field: str) -> RuleBroken:
    return RuleBroken(sentence, code="invalid", field=field)


def rule_from(repeats: str, *, weekdays: Collection[str], which: str, every: int | None) -> str:
    """The rule that follows from what somebody ticked; nothing where the simple choice says it all.

    Args:
        repeats: the simple choice.
        weekdays: on which days of the week.
        which: which of these of the month.
        every: once in how many days, weeks or months.

    Raises:
        RuleBroken: what was ticked does not go together.
    """
    how = one_of(Repeats, repeats, field="repeats")
    every = every if every and every > 1 else None
    if not (weekdays or which or every):
        return ""
    if how not in recurrence.SIMPLE:
        raise _no(_("Days belong to what returns: every week, or every month. Choose how often."), field="repeats")
    base = recurrence.SIMPLE[how]
    is_monthly = how is Repeats.MONTHLY
    if weekdays and is_monthly and not which:
        raise _no(_("Which one of the month? For example the first."), field="which")
    if which and not (weekdays and is_monthly):
        raise _no(_("This goes with “every month” and a day of the week."), field="which")
    step = "WEEKLY" if weekdays and not is_monthly else base.step
    rule = Rule(step, every or base.interval, tuple((which, day) for day in weekdays))
    try:
        return str(recurrence.parsed(str(rule)))
    except RuleBroken as no:
        raise RuleBroken(no.message, code=no.code, field="every") from None


def ticked(repeats: str, text: str) -> dict[str, object]:
    """What a form begins with for these words; what no form can say stays in the rule itself."""
    if not text:
        return {"repeats": repeats, "weekdays": [], "which": "", "every": None}
    rule = recurrence.parsed(text)
    is_fortnightly = (rule.step, rule.interval) == ("WEEKLY", 2)
    return {
        "repeats": Repeats.FORTNIGHTLY if is_fortnightly else NEAREST[rule.step],
        "weekdays": [day for _which, day in rule.days],
        "which": next((which for which, _day in rule.days), ""),
        "every": None if is_fortnightly or rule.interval == 1 else rule.interval,
    }


def in_words(repeats: str, text: str) -> str:
    """How often, as people say it: "every month on the first Tuesday"."""
    if not text:
        return str(Repeats(repeats).label)
    rule = recurrence.parsed(text)
    said = _with_days(rule, _step_in_words(rule))
    if rule.times:
        return _("%(often)s, %(times)s times") % {"often": said, "times": rule.times}
    if rule.until:
        return _("%(often)s, until %(day)s") % {"often": said, "day": date_format(rule.until, "j F Y")}
    return said


def _step_in_words(rule: Rule) -> str:
    if rule.interval == 1:
        return {
            "DAILY": _("every day"),
            "WEEKLY": _("every week"),
            "MONTHLY": _("every month"),
            "YEARLY": _("every year"),
        }[rule.step]
    return {
        "DAILY": _("every %(number)s days"),
        "WEEKLY": _("every %(number)s weeks"),
        "MONTHLY": _("every %(number)s months"),
        "YEARLY": _("every %(number)s years"),
    }[rule.step] % {"number": rule.interval}


def _with_days(rule: Rule, often: str) -> str:
    if rule.of_month:
        if rule.of_month == -1:
            return _("%(often)s on the last day") % {"often": often}
        return _("%(often)s on day %(number)s") % {"often": often, "number": rule.of_month}
    if not rule.days:
        return often
    days = [_day_in_words(*day) for day in rule.days]
    listed = _("%(some)s and %(last)s") % {"some": ", ".join(days[:-1]), "last": days[-1]} if days[1:] else days[0]
    return _("%(often)s on %(days)s") % {"often": often, "days": listed}


def _day_in_words(which: str, day: str) -> str:
    name = str(Weekday(day).label)
    if not which:
        return name
    return _("the %(which)s %(day)s") % {"which": Which(which).label, "day": name}
