"""Reading the plan, beginning it, saying yes to it, and what became different."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from fgc.access.can import Can
from fgc.access.roles import Role
from fgc.families import queries as families
from fgc.networks import queries as networks
from fgc.pages.door import PageRequest, page, show
from fgc.pages.forms import ButtonForm, typed
from fgc.plans import actions, queries

if TYPE_CHECKING:
    from fgc.families.models import Family
    from fgc.plans.models import Plan
    from fgc.plans.queries import PlanView


def plan_or_404(request: PageRequest, family: "Family", number: int | None = None) -> "PlanView":
    """The plan as the reader may see it; without one the page is not there."""
    view = queries.plan_for(request.actor, family, number)
    if view is None:
        raise Http404
    return view


@page(read=Can.SEE_PLAN)
def plan(request: PageRequest, family: "Family") -> HttpResponse:
    """Our plan: who does what; a line is changed where it stands."""
    view = queries.plan_for(request.actor, family)
    shared = [(copy, queries.in_words(copy.content)) for copy in queries.childrens_plans_of(family)]
    context = {"view": view, "childrens_plans": shared, **_voices(family), **_what_now(request)}
    return show(request, "plan/plan.html", context)


def _voices(family: "Family") -> dict[str, Any]:
    """The children's own words, and the main question."""
    children = families.children_of(family)
    return {
        "children": [child for child in children if child.question],
        "may_name": bool(children) and not family.is_for_children,
        "question": families.question_now(family),
        "contact": networks.contact_person_of(family),
    }


def _what_now(request: PageRequest) -> dict[str, bool]:
    """Which buttons work for this reader."""
    return {
        "may_write": Can.RECORD_PLAN in request.rights and request.family.is_open,
        "may_amend": Can.AMEND in request.rights and request.family.is_open,
        "may_approve": Can.APPROVE_PLAN in request.rights and request.family.is_open,
        "may_share": Role.YOUNG in request.family.roles_here,
        "may_take": Can.AMEND not in request.rights and request.family.is_open,
    }


@page(write=Can.RECORD_PLAN)
def begin(request: PageRequest, family: "Family") -> HttpResponse:
    """Begins the plan: from the meeting if it came so far, otherwise without one."""
    actions.begin_plan(request.actor, family, conference=queries.meeting_of(family))
    return redirect("plan:record", family.pk)


@page(read=Can.APPROVE_PLAN, write=Can.APPROVE_PLAN)
def approve(request: PageRequest, family: "Family") -> HttpResponse:
    """The family says yes; it reads first what happens then."""
    view = plan_or_404(request, family)
    form = ButtonForm(typed(request))
    if request.method == "POST" and form.run(actions.approve_plan, request.actor, view.plan):
        messages.success(request, _said(form.result))
        return redirect("plan:plan", family.pk)
    return show(request, "plan/approve.html", {"form": form, "view": view})


def _said(plan: "Plan") -> str:
    if plan.version == 0:
        return _("Done. Your yes is kept. It begins when everybody who decides said yes.")
    return _("Done. This is your plan now. Everybody who is named gets the question.")


@page(read=Can.SEE_PLAN)
def versions(request: PageRequest, family: "Family") -> HttpResponse:
    """Every version that the family said yes to."""
    return show(request, "plan/versions.html", {"view": plan_or_404(request, family)})


@page(read=Can.SEE_PLAN)
def version(request: PageRequest, family: "Family", number: int) -> HttpResponse:
    """The words of one version."""
    return show(request, "plan/version.html", {"view": plan_or_404(request, family, number)})


@page(read=Can.SEE_PLAN)
def difference(request: PageRequest, family: "Family", old: int, new: int) -> HttpResponse:
    """What one version has that an older one has not."""
    plan_or_404(request, family, old)
    view = plan_or_404(request, family, new)
    found = queries.differences(request.actor, view.plan, old=old, new=new)
    return show(request, "plan/difference.html", {"view": view, "found": found})
