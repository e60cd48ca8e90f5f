"""A person's own answers: by personal link, with an account, or written down by the coordinator."""

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from fgc.access.can import Can
from fgc.conferences import actions, queries
from fgc.networks import queries as networks
from fgc.pages.conference.forms import DatesForm, InvitationForm
from fgc.pages.conference.overview import calendar_file
from fgc.pages.door import PageRequest, link_page, page, show
from fgc.pages.forms import typed

if TYPE_CHECKING:
    from fgc.conferences.models import Conference, Invitation
    from fgc.families.models import Family
    from fgc.networks.models import Person


@link_page(read=Can.ANSWER_POLL, write=Can.ANSWER_POLL)
def link_date(request: PageRequest, person: "Person", conference_id: uuid.UUID) -> HttpResponse:
    """Which moments would do?"""
    meeting = queries.asked_conference(person, conference_id)
    form = _dates_form(request, meeting, person)
    if request.method == "POST" and form.run(actions.answer_date, request.actor, person, conference=meeting):
        messages.success(request, _("Thank you. You can change it until the date is set."))
        return redirect("links:mine")
    when = meeting and queries.when_for(request.actor, person, meeting)
    return show(request, "conference/link_date.html", {"form": form, "meeting": meeting, "when": when})


@page(read=Can.ANSWER_POLL, write=Can.ANSWER_POLL, own=True)
def person_date(request: PageRequest, family: "Family", person_id: uuid.UUID, conference_id: uuid.UUID) -> HttpResponse:
    """The same, with an account; or the coordinator writes down what somebody said."""
    person = _own(request, family, person_id, Can.ANSWER_POLL)
    chooses = Can.CHOOSE_DATE in request.rights
    if chooses:
        meeting = queries.conference_in(family, conference_id)
    else:
        meeting = queries.asked_conference(person, conference_id)
    form = _dates_form(request, meeting, person)
    stands_in = request.actor.stands_in_for(person) is not None
    if request.method == "POST" and form.run(actions.answer_date, request.actor, person, conference=meeting):
        messages.success(request, _("Done. It can be changed until the date is set."))
        return redirect("conference:dates" if chooses else "families:home", family.pk)
    when = meeting and queries.when_for(request.actor, person, meeting)
    context = {"form": form, "meeting": meeting, "when": when, "person": person, "stands_in": stands_in}
    return show(request, "conference/person_date.html", context)


def _dates_form(request: PageRequest, meeting: "Conference | None", person: "Person") -> DatesForm:
    if meeting is None:
        raise Http404
    return DatesForm(typed(request), choices=queries.own_poll(meeting, person))


def _own(request: PageRequest, family: "Family", person_id: uuid.UUID, can: Can) -> "Person":
    """The person of this address, when the visitor answers for him or her; otherwise there is nobody."""
    person = networks.person_of(family, person_id)
    if person is None or not request.actor.may(can, person):
        raise Http404
    return person


@link_page(read=Can.ANSWER_INVITATION, write=Can.ANSWER_INVITATION)
def link_invitation(request: PageRequest, person: "Person", invitation_id: uuid.UUID) -> HttpResponse:
    """Do you come?"""
    invitation = _invitation(queries.invitation_for(person, invitation_id))
    form = _invitation_form(request, invitation)
    if request.method == "POST" and form.run(actions.answer_invitation, request.actor, invitation):
        messages.success(request, _("Thank you. You can change it until the day itself."))
        return redirect("links:mine")
    context = {
        "form": form,
        "meeting": invitation.conference,
        "when": queries.when_for(request.actor, person, invitation.conference),
        "calendar_href": reverse("conference:link_calendar", args=[invitation.pk]),
    }
    return show(request, "conference/link_invitation.html", context)


@page(read=Can.ANSWER_INVITATION, write=Can.ANSWER_INVITATION, own=True)
def person_invitation(
    request: PageRequest, family: "Family", person_id: uuid.UUID, invitation_id: uuid.UUID
) -> HttpResponse:
    """The same, with an account; or the coordinator writes down what somebody said."""
    person = _own(request, family, person_id, Can.ANSWER_INVITATION)
    invites = Can.INVITE in request.rights
    invitation = _invitation(queries.invitation_for(person, invitation_id, even_unsent=invites))
    stands_in = request.actor.stands_in_for(person) is not None
    form = _invitation_form(request, invitation, is_own=not stands_in)
    if request.method == "POST" and form.run(actions.answer_invitation, request.actor, invitation):
        messages.success(request, _("Done. It can be changed until the day itself."))
        return redirect("conference:invitations" if stands_in else "families:home", family.pk)
    context = {
        "form": form,
        "meeting": invitation.conference,
        "when": queries.when_for(request.actor, person, invitation.conference),
        "calendar_href": reverse("conference:calendar", args=[family.pk])
        if Can.SEE_CONFERENCE in request.rights
        else "",
        "person": person,
        "stands_in": stands_in,
    }
    return show(request, "conference/person_invitation.html", context)


def _invitation(found: "Invitation | None") -> "Invitation":
    if found is None:
        raise Http404
    return found


def _invitation_form(request: PageRequest, invitation: "Invitation", *, is_own: bool = True) -> InvitationForm:
    coming = invitation.coming if invitation.answered_at else ""
    start_with = {"coming": coming, "message": queries.message_for(request.actor, invitation)}
    return InvitationForm(typed(request), initial=start_with, is_own=is_own)


@link_page(read=Can.ANSWER_INVITATION)
def link_calendar(request: PageRequest, person: "Person", invitation_id: uuid.UUID) -> HttpResponse:
    """A neutral appointment for one's own calendar."""
    meeting = _invitation(queries.invitation_for(person, invitation_id)).conference
    return calendar_file(queries.when_for(request.actor, person, meeting))
