"""At what time each comes to the meeting, agreed apart: the coordinator's pages. Each person reads the own alone."""

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from fgc.access.can import Can
from fgc.conferences import actions, queries
from fgc.networks import queries as networks
from fgc.pages.conference.forms import ArrivalForm
from fgc.pages.conference.overview import meeting_or_404
from fgc.pages.door import PageRequest, note_read, page, show
from fgc.pages.forms import typed

if TYPE_CHECKING:
    from fgc.conferences.models import Arrival, Conference
    from fgc.families.models import Family
    from fgc.networks.models import Person


def arrivals_on(request: PageRequest, meeting: "Conference | None") -> list[queries.When]:
    """Who comes at a time of the own; each of them reads in the own list that the coordinator looked."""
    found = queries.arrivals_of(request.actor, meeting) if meeting else []
    for one in found:
        _note(request, one.arrival)
    return found


def _note(request: PageRequest, arrival: "Arrival | None") -> None:
    if arrival:
        note_read(request, arrival, Can.PREPARE, only_for=arrival.person_id)


@page(read=Can.PREPARE, quiet=True)
def arrivals(request: PageRequest, family: "Family") -> HttpResponse:
    """Everybody who may come, with the own time where one was agreed."""
    meeting = meeting_or_404(family)
    agreed = {one.arrival.person_id: one for one in arrivals_on(request, meeting) if one.arrival}
    people = [(person, agreed.get(person.pk)) for person in networks.who_may_come(request.actor, family)]
    return show(request, "conference/arrivals.html", {"meeting": meeting, "people": people})


@page(read=Can.PREPARE, write=Can.PREPARE, quiet=True)
def arrival(request: PageRequest, family: "Family", person_id: uuid.UUID) -> HttpResponse:
    """The time of one person."""
    meeting, person = meeting_or_404(family), _person(family, person_id)
    agreed = queries.when_for(request.actor, person, meeting).arrival
    _note(request, agreed)
    form = ArrivalForm(typed(request), initial=_before(agreed))
    if request.method == "POST" and form.run(actions.agree_arrival, request.actor, meeting, person):
        messages.success(request, _("Kept. Only you and %(name)s read this.") % {"name": person.call_name})
        return redirect("conference:arrivals", family.pk)
    context = {"form": form, "person": person, "meeting": meeting, "agreed": agreed}
    return show(request, "conference/arrival.html", context)


def _person(family: "Family", person_id: uuid.UUID) -> "Person":
    person = networks.person_of(family, person_id)
    if person is None:
        raise Http404
    return person


def _before(agreed: "Arrival | None") -> dict[str, str]:
    if agreed is None:
        return {}
    times = {"comes": agreed.comes_at, "goes": agreed.goes_at}
    typed_before = {name: f"{timezone.localtime(at):%H:%M}" for name, at in times.items() if at}
    return {**typed_before, "entrance": agreed.entrance}


@page(read=Can.PREPARE, write=Can.PREPARE, quiet=True)
def take_back(request: PageRequest, family: "Family", person_id: uuid.UUID) -> HttpResponse:
    """From now on this person comes when the others come: yes or no."""
    meeting, person = meeting_or_404(family), _person(family, person_id)
    agreed = queries.when_for(request.actor, person, meeting).arrival
    if agreed is None:
        raise Http404
    _note(request, agreed)
    if request.method == "POST":
        actions.take_back_arrival(request.actor, meeting, person)
        messages.success(request, _("It is gone."))
        return redirect("conference:arrivals", family.pk)
    happens = [
        _("%(name)s reads the times of the meeting from now on, as the others do.") % {"name": person.call_name},
        _("No message goes out. Tell %(name)s yourself.") % {"name": person.call_name},
    ]
    return show(request, "conference/arrival_back.html", {"happens": happens, "person": person})
