"""When somebody comes to a meeting and goes, apart from others: a time of that day, for that moment and place."""

from datetime import datetime

from django.utils.translation import gettext as _

from fgc.errors import RuleBroken
from fgc.networks.rules.hours import any_time_of

ENTRANCE_LENGTH = 280


def moment_of(value: str, *, day: datetime, field: str) -> datetime | None:
    """A time as somebody typed it, as a moment on the day of the meeting; nothing where nothing was typed.

    Args:
        day: any moment of that day, in the local time of the family.

    Raises:
        RuleBroken: it is no time.
    """
    at = any_time_of(value, field=field)
    return None if at is None else datetime.combine(day.date(), at, tzinfo=day.tzinfo)


def must_be_a_stay(comes_at: datetime | None, goes_at: datetime | None, *, ends_at: datetime | None) -> datetime:
    """Somebody comes before the meeting is over, and goes later than that.

    Args:
        ends_at: the end of the meeting.

    Returns:
        When somebody comes.

    Raises:
        RuleBroken: it is not said when somebody comes, or one of these is not so.
    """
    if comes_at is None:
        raise RuleBroken(_("At what time does this person come?"), code="required", field="comes")
    if ends_at is not None and comes_at >= ends_at:
        raise RuleBroken(_("The meeting is over by then. Choose an earlier time."), code="too_late", field="comes")
    if goes_at is not None and goes_at <= comes_at:
        raise RuleBroken(_("The end must be after the beginning."), code="order", field="goes")
    return comes_at
