"""Who is asked to come, and who comes."""

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from fgc.access.can import Can
from fgc.conferences import actions, queries
from fgc.pages.conference.forms import PeopleForm
from fgc.pages.conference.overview import meeting_or_404
from fgc.pages.door import PageRequest, page, show
from fgc.pages.forms import typed

if TYPE_CHECKING:
    from fgc.conferences.models import Invitation
    from fgc.families.models import Family


@page(read=Can.INVITE, write=Can.INVITE)
def invitations(request: PageRequest, family: "Family") -> HttpResponse:
    """Everybody who is asked to come, with the answer; more people can be put on the list."""
    meeting = meeting_or_404(family)
    others = queries.not_invited_of(meeting)
    form = PeopleForm(typed(request), people=others, label=_("Who else?"))
    if request.method == "POST" and form.run(actions.invite, request.actor, meeting):
        messages.success(request, _("Done. They are on the list. Nothing has gone out yet."))
        return redirect("conference:invitations", family.pk)
    rows = queries.invitations_of(meeting)
    context = {
        "form": form,
        "others": others,
        "meeting": meeting,
        "invitations": rows,
        "by_itself": queries.waiting_to_be_sent(rows),
        "sends_letters": Can.SEND_LINK in request.rights,
    }
    return show(request, "conference/invitations.html", context)


@page(write=Can.INVITE)
def send_all(request: PageRequest, family: "Family") -> HttpResponse:
    """Sends every invitation that goes by mail and has not gone out."""
    actions.send_waiting(request.actor, meeting_or_404(family))
    messages.success(request, _("Done. The invitations go out."))
    return redirect("conference:invitations", family.pk)


@page(write=Can.INVITE)
def send(request: PageRequest, family: "Family", invitation_id: uuid.UUID) -> HttpResponse:
    """Sends one invitation."""
    done = _("Done. The invitation goes out.")
    return _act(request, family, invitation_id, actions.send_invitation, done)


@page(write=Can.INVITE)
def printed(request: PageRequest, family: "Family", invitation_id: uuid.UUID) -> HttpResponse:
    """The letter is printed."""
    return _act(request, family, invitation_id, actions.printed, _("Done. The letter is on its way."))


@page(write=Can.INVITE)
def told(request: PageRequest, family: "Family", invitation_id: uuid.UUID) -> HttpResponse:
    """Somebody was told."""
    return _act(request, family, invitation_id, actions.mark_told, _("Done. This person has been told."))


def _act(
    request: PageRequest,
    family: "Family",
    invitation_id: uuid.UUID,
    action: "Callable[..., Invitation]",
    done: str,
) -> HttpResponse:
    invitation = queries.invitation_in(family, invitation_id)
    if invitation is None:
        raise Http404
    action(request.actor, invitation)
    messages.success(request, done)
    return redirect("conference:invitations", family.pk)
