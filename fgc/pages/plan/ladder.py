"""Who hears when something does not run: the ladder of the whole plan, and who keeps an eye on one line."""

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from fgc.access.can import Can
from fgc.networks import queries as networks
from fgc.pages.door import PageRequest, page, show
from fgc.pages.forms import typed
from fgc.pages.plan.ladder_forms import LadderForm, WatcherForm
from fgc.pages.plan.views import plan_or_404
from fgc.plans import actions, queries

if TYPE_CHECKING:
    from fgc.families.models import Family


@page(read=Can.CHOOSE_LADDER, write=Can.CHOOSE_LADDER)
def ladder(request: PageRequest, family: "Family") -> HttpResponse:
    """Who hears, one after the other, when something does not run."""
    now = queries.ladder_of(plan_or_404(request, family).plan)
    form = LadderForm(typed(request), ladder=now, at_work=queries.who_may_hear(family))
    if request.method == "POST" and form.run(actions.choose_ladder, request.actor, now.plan):
        messages.success(request, _("Done. From now on it goes in this order."))
        return redirect("plan:plan", family.pk)
    return show(request, "plan/ladder.html", {"form": form, "ladder": now})


@page(read=Can.RECORD_PLAN, write=Can.RECORD_PLAN)
def watcher(request: PageRequest, family: "Family", agreement_id: uuid.UUID) -> HttpResponse:
    """Who keeps an eye on this line?"""
    line = plan_or_404(request, family).line(agreement_id)
    agreement = queries.agreement_of(request.actor, family, agreement_id)
    if agreement is None:
        raise Http404
    doers = {promise.person_id for promise in line.doers}
    people = [one for one in networks.people_of(family) if not one.is_outsider and one.pk not in doers]
    form = WatcherForm(typed(request), people=people, watcher_id=line.watcher_id)
    if request.method == "POST" and form.run(actions.name_watcher, request.actor, agreement):
        messages.success(request, _("Done. It is kept with the line."))
        return redirect("plan:plan", family.pk)
    return show(request, "plan/watcher.html", {"form": form, "line": line})
