"""How the plan goes, and the moments of looking back."""

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from fgc.access.can import Can
from fgc.pages.door import PageRequest, page, show
from fgc.pages.follow_up.forms import DayForm, LookForm
from fgc.pages.forms import typed
from fgc.plans import actions, queries
from fgc.plans.rules import Look as LookKind

if TYPE_CHECKING:
    from fgc.families.models import Family
    from fgc.plans.models import Look


@page(read=Can.SEE_FOLLOW_UP)
def follow_up(request: PageRequest, family: "Family") -> HttpResponse:
    """What runs, what is free, and when you look back."""
    context = {"follow_up": queries.follow_up_of(request.actor, family), "today": timezone.localdate()}
    return show(request, "follow_up/follow_up.html", context)


@page(read=Can.REVIEW, write=Can.REVIEW)
def look(request: PageRequest, family: "Family", look_id: uuid.UUID) -> HttpResponse:
    """Looking back together: per promise how it goes, and what you want to remember."""
    return _hold(request, family, queries.look_of(family, look_id))


@page(read=Can.REPORT_ON_BEHALF, write=Can.REPORT_ON_BEHALF)
def call(request: PageRequest, family: "Family") -> HttpResponse:
    """The coordinator's call after four weeks."""
    found = queries.call_of(family)
    if found is None:
        return show(request, "follow_up/no_call.html")
    return _hold(request, family, found)


def _hold(request: PageRequest, family: "Family", found: "Look") -> HttpResponse:
    """A look that was held is only read; one to come is a form."""
    overview = queries.follow_up_of(request.actor, family)
    lines = overview.lines if overview else []
    is_call = found.look == LookKind.CALL
    form = LookForm(typed(request), lines=lines, is_call=is_call)
    if request.method == "POST" and form.run(actions.hold_look, request.actor, found):
        messages.success(request, _("Done. This is kept with the plan."))
        return redirect("follow_up:follow_up", family.pk)
    return show(request, "follow_up/look.html", {"form": form, "look": found, "is_call": is_call})


@page(read=Can.REVIEW, write=Can.REVIEW)
def move_look(request: PageRequest, family: "Family", look_id: uuid.UUID) -> HttpResponse:
    """Another day for looking back."""
    found = queries.look_of(family, look_id)
    form = DayForm(typed(request), look=found)
    if request.method == "POST" and form.run(actions.move_look, request.actor, found):
        messages.success(request, _("Done. Who takes part hears it a week before."))
        return redirect("follow_up:follow_up", family.pk)
    return show(request, "follow_up/day.html", {"form": form})


@page(read=Can.REVIEW, write=Can.REVIEW)
def plan_look(request: PageRequest, family: "Family") -> HttpResponse:
    """A day of your own for looking back."""
    plan = queries.running_plan_of(family)
    if plan is None:
        return redirect("follow_up:follow_up", family.pk)
    form = DayForm(typed(request))
    if request.method == "POST" and form.run(actions.plan_look, request.actor, plan):
        messages.success(request, _("Done. Who takes part hears it a week before."))
        return redirect("follow_up:follow_up", family.pk)
    return show(request, "follow_up/day.html", {"form": form})
