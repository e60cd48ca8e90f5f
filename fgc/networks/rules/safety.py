"""The rules of the sheet about safety: the steps of the reporting code, and how long it is kept."""

from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from fgc.errors import RuleBroken
from fgc.families.rules import must_be_past

# Source: retention table 2.7.
KEPT_AT_MOST = timedelta(days=365)
WORDS_LENGTH = 4000


class SafetyMode(TextChoices):
    """How people meet, or do not. Source: data elements 4.1."""

    JOINT = "joint", _("together")
    APART = "apart", _("on one day, not at the same time")
    SHUTTLE = "shuttle", _("apart, and somebody goes between")
    SPLIT = "split", _("two circles, each with a meeting of its own")
    ONE_CIRCLE = "one_circle", _("only one of the two sides meets")
    REMOTE = "remote", _("by telephone, by video or on paper")
    NOT_NOW = "not_now", _("no meeting now")


class MeldStep(TextChoices):
    """The five steps of the reporting code (meldcode). Source: Wet verplichte meldcode."""

    SIGNALS = "signals", _("1. Put what you see and hear in order")
    CONSULT = "consult", _("2. Ask a colleague or the agency for safety at home, without names")
    TALK = "talk", _("3. Talk with those whom it is about")
    WEIGH = "weigh", _("4. Weigh it")
    DECIDE = "decide", _("5. Decide")


class Decision(TextChoices):
    """What the last step can come to."""

    HELP = "help", _("help is arranged")
    REPORT = "report", _("it is reported")
    BOTH = "both", _("help is arranged, and it is reported")


def must_be_a_step(step: str, *, on: date, today: date) -> None:
    """A step of the code that was taken, today or earlier.

    Raises:
        RuleBroken: there is no such step, or its day is still to come.
    """
    if step not in MeldStep.values:
        raise RuleBroken(_("Choose one of the five steps."), code="not_a_choice", field="step")
    must_be_past(on, today, field="on")


def must_say_why(*, step: str, is_waived: bool, words: str) -> None:
    """Only the talk may be left out, where it would make things less safe; and then it is said why.

    Raises:
        RuleBroken: another step is left out, or no reason is given.
    """
    if not is_waived:
        return
    if step != MeldStep.TALK:
        raise RuleBroken(_("Only the talk may be left out."), code="wrong_step", field="is_waived")
    if not words:
        raise RuleBroken(_("Write down why you do not talk about it now."), code="required", field="words")


def must_fit_the_step(*, step: str, decision: str) -> None:
    """What was decided belongs to the last step.

    Raises:
        RuleBroken: it is said with another step, or is none of the three.
    """
    if decision and (step != MeldStep.DECIDE or decision not in Decision.values):
        raise RuleBroken(_("Choose one of the answers."), code="not_a_choice", field="decision")


def must_be_a_last_day(until: date, *, today: date) -> None:
    """Kept longer than the coordinator's task means: until a day that is said, at most a year from now.

    Raises:
        RuleBroken: the day has passed, or lies more than a year ahead.
    """
    if until < today:
        raise RuleBroken(_("This day has passed. Choose a day that is still to come."), code="past", field="until")
    if until > today + KEPT_AT_MOST:
        raise RuleBroken(_("Choose a day within a year."), code="too_long", field="until")
