"""The pages of the choice: the family's wishes, who is willing, and the coordinator who is asked."""

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from fgc.access.can import Can
from fgc.families import actions, queries
from fgc.families.rules import OfferState
from fgc.networks import queries as networks
from fgc.pages.door import PageRequest, note_read, own_page, page, show
from fgc.pages.families.forms import DeclarationForm, WishesForm
from fgc.pages.forms import said_yes, typed

if TYPE_CHECKING:
    from fgc.families.models import CoordinatorOffer, Family


@page(read=Can.STATE_WISHES, write=Can.STATE_WISHES)
def wishes(request: PageRequest, family: "Family") -> HttpResponse:
    """Whom would you like?"""
    now = {"language": family.wish_language, "gender": family.wish_gender, "culture": family.wish_culture}
    form = WishesForm(typed(request), initial=now)
    if request.method == "POST" and form.run(actions.state_wishes, request.actor, family):
        messages.success(request, _("Done. We look for somebody who fits."))
        return redirect("families:home", family.pk)
    return show(request, "families/wishes.html", {"form": form})


@page(read=Can.CHOOSE_COORDINATOR)
def coordinator(request: PageRequest, family: "Family") -> HttpResponse:
    """Who is willing, and whom do you choose?"""
    willing = [offer for offer in queries.offers_of(family) if offer.state == OfferState.DECLARED]
    context = {
        "offers": willing,
        "hand_overs": networks.hand_overs_of(family),
        "coordinator": queries.coordinator_of(family),
        "until": queries.coordinator_until(family),
        "is_looked_for": queries.is_looked_for(family),
        "weeks": family.works_by.coordinator_weeks,
    }
    return show(request, "families/coordinator.html", context)


@page(write=Can.CHOOSE_COORDINATOR)
def prolong(request: PageRequest, family: "Family") -> HttpResponse:
    """The coordinator may look in for another while."""
    actions.prolong_coordinator(request.actor, family)
    messages.success(request, _("Done. You see here until when."))
    return redirect("families:coordinator", family.pk)


@page(write=Can.CHOOSE_COORDINATOR)
def choose(request: PageRequest, family: "Family", offer_id: uuid.UUID) -> HttpResponse:
    """Yes to this coordinator, or rather somebody else; no reason is asked."""
    offer = queries.offer_in(family, offer_id)
    if offer is None:
        raise Http404
    if said_yes(request):
        actions.accept_coordinator(request.actor, offer)
        said = _("Done. %(name)s gets a message, and can begin.") % {"name": offer.coordinator.first_name}
        messages.success(request, said)
        return redirect("families:home", family.pk)
    actions.refuse_coordinator(request.actor, offer)
    messages.success(request, _("Done. We look for somebody else."))
    return redirect("families:coordinator", family.pk)


@page(read=Can.CHOOSE_COORDINATOR, write=Can.CHOOSE_COORDINATOR)
def replace(request: PageRequest, family: "Family") -> HttpResponse:
    """Do you want another coordinator?"""
    now = queries.coordinator_of(family)
    if request.method == "POST":
        actions.replace_coordinator(request.actor, family)
        if now is None:
            messages.success(request, _("Done. We look for somebody. You get a message."))
            return redirect("families:coordinator", family.pk)
        messages.success(request, _("Done. This coordinator sees nothing any more. We look for another one."))
        return redirect("families:home", family.pk)
    return show(request, "families/replace.html", {"coordinator": now})


def _asked(request: PageRequest, offer_id: uuid.UUID) -> "CoordinatorOffer":
    offer = queries.offer_for(request.actor, offer_id)
    if offer is None:
        raise Http404
    return offer


@own_page(read=Can.SEE_DESK, write=Can.SEE_DESK)
def offer(request: PageRequest, offer_id: uuid.UUID) -> HttpResponse:
    """The coordinator: will you, and are you independent?"""
    asked = _asked(request, offer_id)
    note_read(request, asked, Can.DECLARE_INDEPENDENCE)
    form = DeclarationForm(typed(request))
    if request.method == "POST" and form.run(actions.declare_independence, request.actor, asked):
        messages.success(request, _("Done. The family chooses now. You get a message."))
        return redirect("families:offer", asked.pk)
    return show(request, "families/offer.html", {"form": form, "asked": asked})


@own_page(write=Can.SEE_DESK)
def decline(request: PageRequest, offer_id: uuid.UUID) -> HttpResponse:
    """The coordinator can't or won't; no reason is asked."""
    asked = _asked(request, offer_id)
    actions.decline_offer(request.actor, asked)
    messages.success(request, _("Done. Somebody else is asked."))
    return redirect("families:offer", asked.pk)
