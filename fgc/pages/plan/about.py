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
from fgc.pages.door import PageRequest, page, show
from fgc.pages.forms import typed
from fgc.pages.plan.reading_forms import AboutForm, ParentsForm
from fgc.pages.plan.views import plan_or_404
from fgc.plans import actions, queries

if TYPE_CHECKING:
    from fgc.families.models import Family


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
    turns = family_rules.turns_of(mine.child.birth_date, family.works_by)
    alone = next(turn for turn in turns if turn.becomes == "alone")
    context = {"form": form, "things": things, "alone": alone, "decides": alone.on <= timezone.localdate()}
    return show(request, "plan/parents.html", context)
