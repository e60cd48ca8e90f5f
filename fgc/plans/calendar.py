"""The own days of one person, for the calendar on that person's own device: when, and nothing of what."""

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Event

from fgc.access.actors import LinkActor
from fgc.access.walls import acting
from fgc.conferences.calendar import calendar_of, meeting_event, neutral_event
from fgc.conferences.queries import next_meeting_of, when_for
from fgc.networks import links
from fgc.networks.models import AccessLink, Person
from fgc.outbox.letters import in_each
from fgc.plans.models import Plan
from fgc.plans.queries.follow_up import MADE, pace_of, promises_that_run
from fgc.plans.queries.looks import looks_to_come_for

BACK, AHEAD = timedelta(days=14), timedelta(days=92)


def own_days(token: str) -> tuple[bytes, LinkActor, Person] | None:
    """The calendar at this address, with whose it is; None where nothing is: taken back, run out, never made.

    Read as that person by a personal link, so that it holds no more than the own pages do today.
    """
    link = links.calendar_of(token)
    if link is None:
        return None
    actor = links.by(link)
    with acting(actor):
        return calendar_of(_events(actor, link)), actor, link.person


def _events(actor: LinkActor, link: AccessLink) -> Iterator[Event]:
    called = " / ".join(in_each(link.person.language, lambda: _("Appointment")))
    meeting = next_meeting_of(link.person)
    if meeting and meeting.starts_at:
        yield meeting_event(_uid(link, "meeting"), when_for(actor, link.person, meeting), called=called)
    for day in sorted(_days(link.person)):
        yield neutral_event(_uid(link, day.isoformat()), day, day + timedelta(days=1), called=called)


def _days(person: Person) -> set[date]:
    """Each day once, however much there is on it: a calendar on the wall tells nobody how much somebody promised."""
    today = timezone.localdate()
    found = {look.due_on for look in looks_to_come_for(person)}
    plans = Plan.objects.filter(family_id=person.family_id)
    for promise in promises_that_run(plans):
        pace = pace_of(promise)
        if promise.person_id == person.pk and promise.state in MADE and pace.is_dated:
            found.update(pace.days(after=today - BACK, until=today + AHEAD))
    return found


def _uid(link: AccessLink, what: str) -> str:
    """The same for each reading, and another for each address: two calendars can't be laid side by side."""
    return hashlib.sha256(f"{link.pk}:{what}".encode()).hexdigest()[:32]
