"""What somebody tells the coordinator about safety, and reads back alone."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from fgc.access.can import Can
from fgc.families import queries as families
from fgc.networks import actions, queries
from fgc.pages.door import PageRequest, page, show
from fgc.pages.forms import typed
from fgc.pages.safety.forms import TellForm
from fgc.pages.safety.numbers import in_danger

if TYPE_CHECKING:
    from fgc.families.models import Family


@page(read=Can.TELL_SAFETY, write=Can.TELL_SAFETY, own=True, quiet=True)
def own(request: PageRequest, family: "Family") -> HttpResponse:
    """What I told, and telling it."""
    me, coordinator = queries.me_in(request.actor, family), families.coordinator_of(family)
    told = queries.told_about_safety(request.actor, me) if me else None
    before = {"text": told.text, "goes_along": told.goes_along} if told else {}
    form = TellForm(typed(request), initial=before) if me and coordinator and family.is_open else None
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.run(actions.tell_about_safety, request.actor, me):
            messages.success(request, _("Kept. Your coordinator can read it now."))
            return redirect("safety:own", family.pk)
    context = {"form": form, "me": me, "told": told, "coordinator": coordinator, "in_danger": in_danger(family)}
    return show(request, "safety/own.html", context)


@page(read=Can.TELL_SAFETY, write=Can.TELL_SAFETY, own=True, quiet=True)
def take_back(request: PageRequest, family: "Family") -> HttpResponse:
    """Taking back what was told: yes or no."""
    me = queries.me_in(request.actor, family)
    if me is None or queries.told_about_safety(request.actor, me) is None:
        raise Http404
    if request.method == "POST":
        actions.take_back_about_safety(request.actor, me)
        messages.success(request, _("It is gone."))
        return redirect("safety:own", family.pk)
    happens = [_("Your coordinator can't read it any more. What he or she knows now stays known.")]
    return show(request, "safety/take_back.html", {"happens": happens})
