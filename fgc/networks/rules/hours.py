"""At which hours something may be sent to somebody: safe hours, quiet hours, on the reader's own clock."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fgc.errors import RuleBroken

# Every window begins and ends on one, and so does every change of a clock anywhere: stepping over them misses nothing.
QUARTER = timedelta(minutes=15)
TYPED = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
QUIET, SAFE = "quiet", "safe_hours"


class Zone(TextChoices):
    """Where somebody is, for whom it is another time than for us."""

    HERE = "", gettext_lazy("the same as in the Netherlands")
    BRITAIN = "Europe/London", gettext_lazy("United Kingdom")
    UKRAINE = "Europe/Kyiv", gettext_lazy("Ukraine")
    TURKEY = "Europe/Istanbul", gettext_lazy("Turkey")
    MOROCCO = "Africa/Casablanca", gettext_lazy("Morocco")
    ERITREA = "Africa/Asmara", gettext_lazy("Eritrea, Ethiopia, Somalia")
    IRAQ = "Asia/Baghdad", gettext_lazy("Iraq")
    SYRIA = "Asia/Damascus", gettext_lazy("Syria")
    IRAN = "Asia/Tehran", gettext_lazy("Iran")
    AFGHANISTAN = "Asia/Kabul", gettext_lazy("Afghanistan")
    INDIA = "Asia/Kolkata", gettext_lazy("India")
    INDONESIA = "Asia/Jakarta", gettext_lazy("Indonesia (Jakarta)")
    AUSTRALIA = "Australia/Sydney", gettext_lazy("Australia (Sydney)")
    CAPE_VERDE = "Atlantic/Cape_Verde", gettext_lazy("Cape Verde")
    SURINAME = "America/Paramaribo", gettext_lazy("Suriname")
    CURACAO = "America/Curacao", gettext_lazy("Aruba, Bonaire, Curaçao, Sint Maarten")
    NEW_YORK = "America/New_York", gettext_lazy("America (New York)")
    LOS_ANGELES = "America/Los_Angeles", gettext_lazy("America (Los Angeles)")


@dataclass(frozen=True)
class Window:
    """The hours from one time of the day to another, over midnight where the second is the earlier one."""

    begins: time
    ends: time

    def holds(self, at: time) -> bool:
        """Is this time of the day in it? In one that ends when it begins there is none."""
        if self.begins <= self.ends:
            return self.begins <= at < self.ends
        return at >= self.begins or at < self.ends


@dataclass(frozen=True)
class Hours:
    """When something may be sent to one person."""

    zone: tzinfo
    # None: nothing of the kind was said.
    safe: Window | None = None
    quiet: Window | None = None

    def forbid(self, moment: datetime, *, is_urgent: bool) -> str:
        """Why nothing may be sent at this moment; empty when it may.

        Safe hours are all that counts where there are any: an hour that is safe may well be one at night.

        Args:
            is_urgent: it calls somebody off, or may not wait: it goes in quiet hours too, and never outside safe ones.
        """
        at = moment.astimezone(self.zone).time()
        if self.safe:
            return "" if self.safe.holds(at) else SAFE
        return QUIET if self.quiet and not is_urgent and self.quiet.holds(at) else ""

    def opens_at(self, moment: datetime, *, is_urgent: bool) -> datetime:
        """The first moment from this one on at which something may be sent.

        It looks at each quarter of an hour by the reader's clock, so that neither a night in which an hour is missing
        or comes twice, nor a leap day, needs a rule of its own.
        """
        while self.forbid(moment, is_urgent=is_urgent):
            moment = _next_quarter(moment)
        return moment


def _next_quarter(moment: datetime) -> datetime:
    into = timedelta(minutes=moment.minute % 15, seconds=moment.second, microseconds=moment.microsecond)
    return moment.astimezone(UTC) - into + QUARTER


def window(begins: time | None, ends: time | None) -> Window | None:
    """The hours between two times, if they were said."""
    return None if begins is None or ends is None else Window(begins, ends)


def any_time_of(value: str, *, field: str) -> time | None:
    """A time of the day, "20:15", or nothing.

    Raises:
        RuleBroken: it is no time.
    """
    typed = value.strip()
    if not typed:
        return None
    found = TYPED.fullmatch(typed)
    if found is None:
        sentence = _("This is not a time. It looks like 20:15.")
        raise RuleBroken(sentence, code="not_a_time", field=field)
    return time(int(found[1]), int(found[2]))


def time_of(value: str, *, field: str) -> time | None:
    """A time of the day as it may be stored on a card, "20:15", or nothing.

    Raises:
        RuleBroken: it is no time, or not on a quarter of an hour.
    """
    at = any_time_of(value, field=field)
    if at and at.minute % 15:
        sentence = _("Choose a whole hour or a quarter: 20:00, 20:15, 20:30 or 20:45.")
        raise RuleBroken(sentence, code="not_a_quarter", field=field)
    return at


def must_be_windows(*, quiet: tuple[time | None, time | None], safe: tuple[time | None, time | None]) -> None:
    """Hours have a beginning and an end; and safe hours are some hours, not none.

    Raises:
        RuleBroken: one of the two times is missing, or safe hours end when they begin.
    """
    for name, (begins, ends) in {"quiet": quiet, "safe": safe}.items():
        if (begins is None) != (ends is None):
            missing = f"{name}_from" if begins is None else f"{name}_until"
            raise RuleBroken(_("Fill in both times, or neither."), code="required", field=missing)
    if safe[0] is not None and safe[0] == safe[1]:
        sentence = _("Then there is no safe hour at all. Choose “no messages at all” instead, or other times.")
        raise RuleBroken(sentence, code="no_hours", field="safe_until")
