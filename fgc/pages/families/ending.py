"""The pages of the end: stop, close, erase."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from fgc.access.can import Can
from fgc.families import actions, queries
from fgc.pages.door import PageRequest, page, public_page, show
from fgc.pages.families.forms import EraseForm, StopForm
from fgc.pages.forms import typed
from fgc.plans import queries as plan_queries

if TYPE_CHECKING:
    from fgc.families.models import Family


@page(read=Can.WITHDRAW_COMMISSION)
def ways(request: PageRequest, family: "Family") -> HttpResponse:
    """What do you want to end?"""
    both = {
        "has_other": queries.has_other_yes(request.actor, family),
        "has_plan": plan_queries.suggested_ending(family),
    }
    return show(request, "families/ways.html", both)


@page(read=Can.WITHDRAW_COMMISSION, write=Can.WITHDRAW_COMMISSION)
def stop(request: PageRequest, family: "Family") -> HttpResponse:
    """Stop with everything?"""
    form = StopForm(typed(request))
    if request.method == "POST" and form.run(actions.stop_family, request.actor, family):
        messages.success(request, _("Done. Everything is closed for everybody else."))
        return redirect("families:home", family.pk)
    return show(request, "families/stop.html", {"form": form})


@page(read=Can.WITHDRAW_COMMISSION, write=Can.WITHDRAW_COMMISSION)
def withdraw(request: PageRequest, family: "Family") -> HttpResponse:
    """Take back only your own yes?"""
    form = StopForm(typed(request))
    if request.method == "POST" and form.run(actions.withdraw_commission, request.actor, family):
        messages.success(request, _("Done. Your yes is taken back."))
        return redirect("families:home", family.pk)
    has_other = queries.has_other_yes(request.actor, family)
    return show(request, "families/withdraw.html", {"form": form, "has_other": has_other})


@page(read=Can.ERASE, write=Can.ERASE)
def erase(request: PageRequest, family: "Family") -> HttpResponse:
    """Erase everything, for good?"""
    form = EraseForm(typed(request))
    if request.method == "POST" and form.run(actions.erase_family, request.actor, family):
        request.session.flush()
        return redirect("families:erased")
    return show(request, "families/erase.html", {"form": form})


@public_page("GET")
def erased(request: PageRequest) -> HttpResponse:
    """It is gone."""
    return show(request, "families/erased.html")
