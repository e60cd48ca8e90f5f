"""What one press on a button does in the circle."""

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from fgc.access.can import Can
from fgc.families import queries as families
from fgc.networks import actions, queries
from fgc.pages.circle.views import one_of
from fgc.pages.door import PageRequest, page

if TYPE_CHECKING:
    from fgc.families.models import Family


def _back(family: "Family", person_id: uuid.UUID) -> HttpResponse:
    return redirect("circle:person", family.pk, person_id)


@page(write=Can.DRAW_CIRCLE)
def place_child(request: PageRequest, family: "Family", child_id: uuid.UUID) -> HttpResponse:
    """A child whom it is about comes to stand in the circle."""
    child = families.child_for(family, child_id)
    if child is None:
        raise Http404
    actions.place_child(request.actor, child)
    messages.success(request, _("Done. %(name)s is in the circle. Who else?") % {"name": child.call_name})
    return redirect("circle:circle", family.pk)


@page(write=Can.DRAW_CIRCLE)
def not_invite(request: PageRequest, family: "Family", person_id: uuid.UUID) -> HttpResponse:
    """The family does not invite this person."""
    actions.mark_not_invited(request.actor, one_of(request, family, person_id))
    messages.success(request, _("Done. Nobody is told, and nothing goes there."))
    return _back(family, person_id)


@page(write=Can.DRAW_CIRCLE)
def invite_again(request: PageRequest, family: "Family", person_id: uuid.UUID) -> HttpResponse:
    """This person may be asked after all."""
    actions.invite_again(request.actor, one_of(request, family, person_id))
    messages.success(request, _("Done. This person is in the circle again."))
    return _back(family, person_id)


@page(write=Can.DRAW_CIRCLE)
def contact_person(request: PageRequest, family: "Family", person_id: uuid.UUID) -> HttpResponse:
    """This person keeps an eye on the plan."""
    actions.make_contact_person(request.actor, one_of(request, family, person_id))
    messages.success(request, _("Done. This is the contact person of the plan now."))
    return _back(family, person_id)


@page(write=Can.DRAW_CIRCLE)
def me(request: PageRequest, family: "Family", person_id: uuid.UUID) -> HttpResponse:
    """Who is logged in says: this is me."""
    actions.this_is_me(request.actor, one_of(request, family, person_id))
    messages.success(request, _("Done. We know that this is you."))
    return _back(family, person_id)


@page(write=Can.DRAW_CIRCLE)
def take_back_links(request: PageRequest, family: "Family", person_id: uuid.UUID) -> HttpResponse:
    """The links and letters of this person stop."""
    actions.take_back_links(request.actor, one_of(request, family, person_id))
    messages.success(request, _("Done. The links and codes of this person do not work any more."))
    return _back(family, person_id)


@page(write=Can.DRAW_CIRCLE)
def untie(request: PageRequest, family: "Family", person_id: uuid.UUID, tie_id: uuid.UUID) -> HttpResponse:
    """Takes a tie off the drawing."""
    drawn = queries.tie_of(family, tie_id)
    if drawn is None:
        raise Http404
    actions.untie(request.actor, drawn)
    return _back(family, person_id)
