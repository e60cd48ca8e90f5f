"""Whom a line is about, and what a young person lets the parents read of the plan."""

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from fgc.access.can import Can
from fgc.families import queries as families
from fgc.families import rules as family_rules
from fgc.pages.door import PageRequest, note_read, page, show
from fgc.pages.forms import typed
from fgc.pages.plan.reading_forms import AboutForm, ParentsForm, ToldForm
from fgc.pages.plan.views import plan_or_404
from fgc.plans import actions, queries

if TYPE_CHECKING:
    from fgc.families.models import Child, Family


@page(read=Can.RECORD_PLAN, write=Can.RECORD_PLAN)
def about(request: PageRequest, family: "Family", agreement_id: uuid.UUID) -> HttpResponse:
    """Which of the children is this line about?"""
    line = plan_or_404(request, family).line(agreement_id)
    agreement = queries.agreement_of(request.actor, family, agreement_id)
    initial = {"child_ids": [str(child) for child in line.about]}
    form = AboutForm(typed(request), children=families.children_of(family), initial=initial)
    if request.method == "POST" and form.run(actions.say_whom_it_is_about, request.actor, agreement):
        messages.success(request, _("Done. It is kept with the line."))
        return redirect("plan:plan", family.pk)
    return show(request, "plan/about.html", {"form": form, "line": line})


@page(read=Can.SHARE_WITH_PARENTS, write=Can.SHARE_WITH_PARENTS, own=True, quiet=True)
def parents(request: PageRequest, family: "Family") -> HttpResponse:
    """What do my parents read of the plan?"""
    mine = families.own_commission(request.actor, family)
    if mine is None or mine.child is None:
        raise Http404
    things = queries.own_things(mine)
    form = ParentsForm(typed(request), things=things)
    if request.method == "POST" and form.run(actions.choose_what_parents_read, request.actor, mine):
        messages.success(request, _("Done. From now on your parents read what you opened."))
        return redirect("plan:parents", family.pk)
    return show(request, "plan/parents.html", {"form": form, "things": things, **_from_when(family, mine.child)})


@page(read=Can.CONFIRM_ON_BEHALF, write=Can.CONFIRM_ON_BEHALF, quiet=True)
def parents_told(request: PageRequest, family: "Family", commission_id: uuid.UUID) -> HttpResponse:
    """What a young person told the coordinator to open for the parents, or to close."""
    hers = families.commission_for(family, commission_id)
    if hers is None or hers.child is None:
        raise Http404
    things = queries.own_things(hers)
    form = ToldForm(typed(request), things=things)
    # The young person reads that the coordinator looked, and nobody else does.
    note_read(request, hers, Can.CONFIRM_ON_BEHALF, only_for=hers.giver_id)
    if request.method == "POST" and form.run(actions.write_down_what_parents_read, request.actor, hers):
        messages.success(request, _("Done. The young person sees that you wrote it down."))
        return redirect("plan:parents_told", family.pk, commission_id)
    context = {"form": form, "things": things, "asked": hers, **_from_when(family, hers.child)}
    return show(request, "plan/parents_told.html", context)


def _from_when(family: "Family", child: "Child") -> dict[str, object]:
    turns = family_rules.turns_of(child.birth_date, family.works_by)
    alone = next(turn for turn in turns if turn.becomes == "alone")
    return {"alone": alone, "decides": alone.on <= timezone.localdate()}
