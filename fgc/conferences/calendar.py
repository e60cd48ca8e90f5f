"""The meeting as a line for one's own calendar, which other people may see: so it says "Appointment" and no more."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from fgc.conferences.models import Conference


def appointment(conference: Conference) -> bytes:
    """A calendar file of one neutral appointment: begin and end, without place, names or where it came from."""
    assert conference.starts_at is not None, "only a meeting with a date has an appointment"
    return calendar_of([neutral_event(f"{conference.pk}", conference.starts_at, conference.ends_at)])


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
