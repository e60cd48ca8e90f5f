"""The coordinator's list before the day: talks, needs, information."""

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
from fgc.pages.conference.forms import AskInformationForm, TalkForm
from fgc.pages.conference.next import still_to_do
from fgc.pages.conference.overview import meeting_or_404
from fgc.pages.door import PageRequest, page, show
from fgc.pages.forms import typed

if TYPE_CHECKING:
    from fgc.families.models import Family


@page(read=Can.PREPARE)
def preparation(request: PageRequest, family: "Family") -> HttpResponse:
    """What is missing before the day, and with whom the coordinator has not spoken."""
    meeting = meeting_or_404(family)
    found = queries.preparation_of(meeting)
    context = {"meeting": meeting, "preparation": found, "missing": still_to_do(family.pk, found.lacks)}
    return show(request, "conference/preparation.html", context)


@page(read=Can.PREPARE, write=Can.PREPARE)
def talk(request: PageRequest, family: "Family", person_id: uuid.UUID) -> HttpResponse:
    """The coordinator notes that a talk was held; never what was said."""
    meeting, person = meeting_or_404(family), networks.person_of(family, person_id)
    if person is None:
        raise Http404
    start_with = {"held_on": timezone.localdate(), "needs": person.needs}
    form = TalkForm(typed(request), initial=start_with)
    if request.method == "POST" and form.run(actions.record_talk, request.actor, meeting, person):
        messages.success(request, _("Done. The talk with %(name)s is noted.") % {"name": person.call_name})
        return redirect("conference:preparation", family.pk)
    return show(request, "conference/talk.html", {"form": form, "person": person})


@page(read=Can.PREPARE, write=Can.PREPARE)
def ask(request: PageRequest, family: "Family") -> HttpResponse:
    """Asks a professional for one page of information."""
    meeting = meeting_or_404(family)
    people = queries.professionals_of(meeting)
    form = AskInformationForm(typed(request), people=people)
    if request.method == "POST" and form.run(actions.ask_information, request.actor, meeting):
        messages.success(request, _("Done. The professional gets a message."))
        return redirect("conference:preparation", family.pk)
    return show(request, "conference/ask_information.html", {"form": form, "people": people})


@page(write=Can.PREPARE)
def deliver(request: PageRequest, family: "Family") -> HttpResponse:
    """The family gets what came in."""
    if actions.deliver_information(request.actor, meeting_or_404(family)):
        messages.success(request, _("Done. The family can read it now, and hears so."))
    else:
        messages.info(request, _("There was nothing new."))
    return redirect("conference:preparation", family.pk)
