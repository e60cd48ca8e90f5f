"""The meeting as a line for one's own calendar, which other people may see: so it says "Appointment" and no more."""

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from fgc.conferences.models import Conference


def appointment(conference: Conference) -> bytes:
    """A calendar file of one neutral appointment: begin and end, without place, names or where it came from."""
    assert conference.starts_at is not None, "only a meeting with a date has an appointment"
    event = Event()
    event.add("uid", f"{conference.pk}")
    event.add("dtstamp", timezone.now())
    event.add("dtstart", conference.starts_at)
    event.add("dtend", conference.ends_at)
    event.add("summary", _("Appointment"))
    event.add("class", "PRIVATE")
    calendar = Calendar()
    calendar.add("prodid", "-//calendar//1.0//NL")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
