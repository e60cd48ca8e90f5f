"""The pages of the end: stop, close, erase."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from fgc.access.can import Can
from fgc.families import actions, queries
from fgc.families.rules import Stage, is_erased_soon
from fgc.networks import actions as circle
from fgc.pages.door import PageRequest, page, show
from fgc.pages.families.forms import EraseForm, StopForm
from fgc.pages.forms import typed
from fgc.pages.second_step.again import again_first
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


@page(read=Can.PAUSE, write=Can.PAUSE)
def pause(request: PageRequest, family: "Family") -> HttpResponse:
    """Have a pause, or go on after it?"""
    is_paused = family.stage == Stage.PAUSED
    if request.method == "POST":
        (circle.go_on if is_paused else circle.pause_family)(request.actor, family)
        messages.success(request, _("Done. You go on.") if is_paused else _("Done. You have a pause."))
        return redirect("families:home", family.pk)
    happens = [
        _("Nobody but you who decide can look in, until you go on."),
        _("No messages go out. Personal links stop; with the next message somebody gets a new one."),
        _("Professionals can't read what you released."),
    ]
    return show(request, "families/pause.html", {"happens": [] if is_paused else happens, "is_paused": is_paused})


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


@again_first
@page(read=Can.ERASE, write=Can.ERASE)
def erase(request: PageRequest, family: "Family") -> HttpResponse:
    """Erase everything, for good?"""
    if is_erased_soon(family.erase_at, timezone.now()):
        return redirect("families:keep", family.pk)
    form = EraseForm(typed(request))
    if request.method == "POST" and form.run(actions.erase_family, request.actor, family):
        messages.success(request, _("Done. Everything is closed for everybody else."))
        return redirect("families:home", family.pk)
    return show(request, "families/erase.html", {"form": form})


@page(read=Can.KEEP, write=Can.KEEP)
def keep(request: PageRequest, family: "Family") -> HttpResponse:
    """Keep what would be erased?"""
    if family.erase_at is None:
        return redirect("families:home", family.pk)
    if request.method == "POST":
        actions.keep_family(request.actor, family)
        messages.success(request, _("Done. Nothing is erased."))
        return redirect("families:home", family.pk)
    happens = [
        _("Nothing is erased. Your circle, your question and your plan stay."),
        _("It stays closed for everybody else."),
        _("All of you who decide get a message."),
    ]
    return show(request, "families/keep.html", {"happens": happens})
