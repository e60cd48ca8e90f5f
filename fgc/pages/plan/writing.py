"""Writing in the plan: a line in the draft, a change of a line that runs, a task that is free."""

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from fgc.access.can import Can
from fgc.families import queries as families
from fgc.networks import queries as networks
from fgc.pages.door import PageRequest, page, show
from fgc.pages.forms import ButtonForm, typed
from fgc.pages.plan.forms import AmendForm, DropForm, LineForm, TakeForm, answered, words_of
from fgc.pages.plan.views import plan_or_404
from fgc.plans import actions, queries
from fgc.plans.rules import AmendmentState

if TYPE_CHECKING:
    from fgc.families.models import Family
    from fgc.plans.models import Agreement
    from fgc.plans.queries import PlanView


def _line_or_404(request: PageRequest, family: "Family", agreement_id: uuid.UUID) -> "Agreement":
    line = queries.agreement_of(request.actor, family, agreement_id)
    if line is None:
        raise Http404
    return line


def _line_form(
    request: PageRequest, view: "PlanView", *, initial: dict[str, Any] | None = None, but: "Agreement | None" = None
) -> LineForm:
    return LineForm(
        typed(request),
        initial=initial,
        people=networks.people_of(request.family),
        bottom_lines=queries.bottom_lines_to_answer(view.plan),
        lines=queries.lines_to_help(request.actor, view.plan, but=but),
        children=families.children_of(request.family),
    )


@page(read=Can.RECORD_PLAN, write=Can.RECORD_PLAN)
def record(request: PageRequest, family: "Family") -> HttpResponse:
    """One agreement in the family's own words; few fields first."""
    return _new_line(request, family, actions.record_agreement)


@page(read=Can.AMEND, write=Can.AMEND)
def add(request: PageRequest, family: "Family") -> HttpResponse:
    """One agreement more, in a plan that runs."""
    return _new_line(request, family, actions.add_line_to_running_plan)


def _new_line(request: PageRequest, family: "Family", action: Callable[..., "Agreement"]) -> HttpResponse:
    view = plan_or_404(request, family)
    form = _line_form(request, view)
    if request.method == "POST" and form.run(action, request.actor, view.plan):
        messages.success(request, _said(_("Done. It is in the plan."), form.result, is_done=form.result.is_there))
        return redirect("plan:plan", family.pk)
    return show(request, "plan/line_form.html", {"form": form, "view": view, "line": None})


def _said(done: str, line: "Agreement", *, is_done: bool) -> str:
    """What became of it: it is done, or those are asked whose yes it needs."""
    if is_done:
        return done
    if line.is_decided_together:
        return _("Done. Everybody who decides gets the question. Until then all stays as it is.")
    return _("Done. Whose task this changes gets the question. Until then all stays as it is.")


@page(read=Can.RECORD_PLAN, write=Can.RECORD_PLAN)
def edit(request: PageRequest, family: "Family", agreement_id: uuid.UUID) -> HttpResponse:
    """Writes a line of the draft anew."""
    view, agreement = plan_or_404(request, family), _line_or_404(request, family, agreement_id)
    line = view.line(agreement_id)
    form = _line_form(request, view, initial=answered(line), but=agreement)
    if request.method == "POST" and form.run(actions.change_draft_agreement, request.actor, agreement):
        messages.success(request, _("Done. It is in the plan."))
        return redirect("plan:plan", family.pk)
    return show(request, "plan/line_form.html", {"form": form, "view": view, "line": line})


@page(read=Can.RECORD_PLAN, write=Can.RECORD_PLAN)
def remove(request: PageRequest, family: "Family", agreement_id: uuid.UUID) -> HttpResponse:
    """Takes a line out of the draft."""
    view, agreement = plan_or_404(request, family), _line_or_404(request, family, agreement_id)
    form = ButtonForm(typed(request))
    if request.method == "POST" and form.run(actions.remove_agreement, request.actor, agreement):
        messages.success(request, _("Done. The line is gone."))
        return redirect("plan:plan", family.pk)
    return show(request, "plan/remove.html", {"form": form, "line": view.line(agreement_id)})


@page(read=Can.AMEND, write=Can.AMEND)
def amend(request: PageRequest, family: "Family", agreement_id: uuid.UUID) -> HttpResponse:
    """Changes one line of a plan that runs; only whom it touches must say yes."""
    view, agreement = plan_or_404(request, family), _line_or_404(request, family, agreement_id)
    line = view.line(agreement_id)
    doing = {promise.person_id for promise in line.doers}
    people = networks.people_of(family)
    form = AmendForm(
        typed(request),
        initial={**words_of(line.words), "based_on": view.plan.version},
        people=people,
        doers=[person for person in people if person.pk in doing],
    )
    if request.method == "POST" and form.run(actions.propose_amendment, request.actor, agreement):
        is_done = form.result.state == AmendmentState.ACCEPTED
        messages.success(request, _said(_("Done. Your plan is changed."), agreement, is_done=is_done))
        return redirect("plan:plan", family.pk)
    return show(request, "plan/amend.html", {"form": form, "view": view, "line": line})


@page(read=Can.AMEND, write=Can.AMEND)
def drop(request: PageRequest, family: "Family", agreement_id: uuid.UUID) -> HttpResponse:
    """Stops with a line of a plan that runs."""
    view, agreement = plan_or_404(request, family), _line_or_404(request, family, agreement_id)
    line = view.line(agreement_id)
    form = DropForm(typed(request), initial={"based_on": view.plan.version})
    if request.method == "POST" and form.run(actions.propose_amendment, request.actor, agreement, drops_it=True):
        is_done = form.result.state == AmendmentState.ACCEPTED
        messages.success(request, _said(_("Done. The line is no longer in the plan."), agreement, is_done=is_done))
        return redirect("plan:plan", family.pk)
    return show(request, "plan/drop.html", {"form": form, "line": line})


@page(write=Can.AMEND)
def withdraw(request: PageRequest, family: "Family", amendment_id: uuid.UUID) -> HttpResponse:
    """Takes back a change that waits."""
    amendment = queries.amendment_of(request.actor, family, amendment_id)
    if amendment is None:
        raise Http404
    actions.withdraw_amendment(request.actor, amendment)
    messages.success(request, _("Done. All stays as it was."))
    return redirect("plan:plan", family.pk)


@page(read=Can.AMEND, write=Can.AMEND)
def take(request: PageRequest, family: "Family", agreement_id: uuid.UUID) -> HttpResponse:
    """Asks somebody to take a task that is free."""
    view, agreement = plan_or_404(request, family), _line_or_404(request, family, agreement_id)
    form = TakeForm(typed(request), people=networks.people_of(family))
    if request.method == "POST" and form.run(actions.take_over, request.actor, agreement):
        messages.success(request, _("Done. %(name)s is in the plan.") % {"name": form.result.person.call_name})
        return redirect("plan:plan", family.pk)
    return show(request, "plan/take.html", {"form": form, "line": view.line(agreement_id)})


@page(write=Can.SEE_PLAN)
def take_myself(request: PageRequest, family: "Family", agreement_id: uuid.UUID) -> HttpResponse:
    """Somebody of the circle takes a free task."""
    me = networks.me_in(request.actor, family)
    if me is None:
        raise Http404
    actions.take_it_myself(request.actor, me, agreement_id=agreement_id)
    messages.success(request, _("Done. You do this from now on."))
    return redirect("plan:plan", family.pk)
