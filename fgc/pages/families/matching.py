"""The manager's pages: which family looks for a coordinator, whom to ask, and who waits for a call."""

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from fgc.access.can import Can
from fgc.audit.record import Read
from fgc.families import actions, queries
from fgc.pages.door import PageRequest, own_page, show
from fgc.pages.families.forms import CallForm, OfferForm
from fgc.pages.forms import typed

if TYPE_CHECKING:
    from fgc.families.queries import CallBack


@own_page(read=Can.SEE_MATCHING)
def matching(request: PageRequest) -> HttpResponse:
    """Who waits for me?"""
    matches, calls = queries.families_to_match(request.actor), queries.call_backs(request.actor)
    for match in matches:
        _note(request, match.family_id)
    for call in calls:
        _note_call(request, call)
    return show(request, "families/matching.html", {"matches": matches, "calls": calls})


@own_page(read=Can.SEE_MATCHING, write=Can.MATCH)
def match(request: PageRequest, match_id: uuid.UUID) -> HttpResponse:
    """Whom do I ask for this family?"""
    found = queries.match_for(request.actor, match_id)
    if found is None:
        raise Http404
    _note(request, found.family_id)
    form = OfferForm(typed(request), candidates=queries.candidates(request.actor, found))
    if request.method == "POST" and form.run(actions.offer_coordinator, request.actor, found.family_id):
        messages.success(request, _("Done. The coordinator gets a message."))
        return redirect("families:matching")
    return show(request, "families/match.html", {"form": form, "match": found})


@own_page(read=Can.SEE_MATCHING, write=Can.MATCH)
def call(request: PageRequest, call_id: uuid.UUID) -> HttpResponse:
    """What did this person say on the telephone?"""
    waiting = next((row for row in queries.call_backs(request.actor) if row.id == call_id), None)
    if waiting is None:
        raise Http404
    _note_call(request, waiting)
    form = CallForm(typed(request))
    thing = queries.waiting_for_a_call(request.actor, call_id)
    if request.method == "POST" and form.run(actions.note_address, request.actor, thing):
        messages.success(request, _("Done. A message goes to this address."))
        return redirect("families:matching")
    return show(request, "families/call.html", {"form": form, "call": waiting})


def _note(request: PageRequest, family_id: uuid.UUID) -> None:
    if request.method == "GET":
        request.reads.append(Read(family_id, "families:matching", None, Can.SEE_MATCHING.value))


def _note_call(request: PageRequest, waiting: "CallBack") -> None:
    if not waiting.is_proposal:
        _note(request, waiting.id)
