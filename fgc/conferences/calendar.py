"""The meeting as a line for one's own calendar, which other people may see: so it says "Appointment" and no more."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from fgc.conferences.queries import When


def appointment(when: When) -> bytes:
    """A calendar file of one neutral appointment: begin and end, without place, names or where it came from.

    Args:
        when: as its reader is told it; while own times must be agreed anew the whole day.
    """
    return calendar_of([meeting_event(f"{when.meeting.pk}", when)])


def meeting_event(uid: str, when: When, *, called: str = "") -> Event:
    """The meeting as one neutral line."""
    assert when.meeting.starts_at is not None, "only a meeting with a date has an appointment"
    if when.begins is None:
        day = timezone.localdate(when.meeting.starts_at)
        return neutral_event(uid, day, day + timedelta(days=1), called=called)
    return neutral_event(uid, when.begins, when.ends, called=called)


def neutral_event(uid: str, begins: date, ends: date | None, *, called: str = "") -> Event:
    """One line of a calendar that says nothing: a moment, or a whole day.

    Args:
        ends: when it is over; for whole days the day after.
        called: what stands there; "Appointment" when left out.
    """
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", timezone.now())
    event.add("dtstart", begins)
    event.add("dtend", ends)
    event.add("summary", called or _("Appointment"))
    event.add("class", "PRIVATE")
    return event


def calendar_of(events: Iterable[Event]) -> bytes:
    """A calendar file of these lines."""
    calendar = Calendar()
    calendar.add("prodid", "-//calendar//1.0//NL")
    calendar.add("version", "2.0")
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())
