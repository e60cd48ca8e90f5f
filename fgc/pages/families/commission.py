"""The pages of the commission: one's own yes, the children, and who decides along."""

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from fgc.access.can import Can
from fgc.families import actions, queries
from fgc.families.rules import Giver
from fgc.pages.door import PageRequest, page, show
from fgc.pages.families.forms import AskForm, ChildForm, CommissionForm, SpokenForm, YoungForm
from fgc.pages.forms import typed

if TYPE_CHECKING:
    from fgc.families.models import Commission, Family
    from fgc.pages.forms import Form


def _own(request: PageRequest, family: "Family") -> "Commission":
    commission = queries.own_commission(request.actor, family)
    if commission is None:
        raise Http404
    return commission


def _yes_form(request: PageRequest, family: "Family", commission: "Commission") -> "Form":
    if commission.giver_as == Giver.YOUNG:
        return YoungForm(typed(request))
    children = queries.children_of(family)
    # As what somebody says yes is his or her own claim before the law: nothing is ticked beforehand.
    initial = {"child_ids": [str(child.pk) for child in children]}
    return CommissionForm(typed(request), children=children, initial=initial)


@page(read=Can.COMMISSION, write=Can.COMMISSION, own=True)
def commission(request: PageRequest, family: "Family") -> HttpResponse:
    """Do you say yes? What it is, for whom, and that it can be taken back."""
    mine = _own(request, family)
    form = _yes_form(request, family, mine)
    if request.method == "POST" and form.run(actions.give_commission, request.actor, mine):
        messages.success(request, _("Done. Your yes is kept. You can take it back at any moment."))
        return redirect("families:home", family.pk)
    children = queries.children_of(family)
    return show(request, "families/commission.html", {"form": form, "mine": mine, "children": children})


@page(write=Can.COMMISSION, own=True)
def refuse(request: PageRequest, family: "Family") -> HttpResponse:
    """A no, which is as good an answer."""
    actions.refuse_commission(request.actor, _own(request, family))
    messages.success(request, _("Done. You said no. You can come back on it."))
    return redirect("families:commission", family.pk)


@page(read=Can.ASK_COMMISSION, write=Can.ASK_COMMISSION)
def children(request: PageRequest, family: "Family") -> HttpResponse:
    """Whom is it about?"""
    form = ChildForm(typed(request))
    if request.method == "POST" and form.run(actions.add_child, request.actor, family):
        messages.success(request, _("Done. Is there another child? Otherwise go on."))
        return redirect("families:children", family.pk)
    return show(request, "families/children.html", {"form": form, "children": queries.children_of(family)})


@page(write=Can.ASK_COMMISSION)
def remove_child(request: PageRequest, family: "Family", child_id: uuid.UUID) -> HttpResponse:
    """Takes a name back from the list."""
    actions.remove_child(request.actor, family, child_id=child_id)
    return redirect("families:children", family.pk)


@page(read=Can.SEE_AGES)
def ages(request: PageRequest, family: "Family") -> HttpResponse:
    """What does each child decide, and from which day on more?"""
    mine = queries.own_commission(request.actor, family)
    context = {"children": queries.ages_of(family), "own_child": mine.child_id if mine else None}
    return show(request, "families/ages.html", context)


@page(read=Can.ASK_COMMISSION)
def deciders(request: PageRequest, family: "Family") -> HttpResponse:
    """Who decides along, and what did they say?"""
    return show(request, "families/deciders.html", {"commissions": queries.commissions_of(family)})


@page(read=Can.ASK_COMMISSION, write=Can.ASK_COMMISSION)
def ask(request: PageRequest, family: "Family") -> HttpResponse:
    """Whom do you ask?"""
    form = AskForm(typed(request), children=queries.children_of(family))
    if request.method == "POST" and form.run(actions.ask_commission, request.actor, family):
        messages.success(request, _("Done. This person gets a message."))
        return redirect("families:deciders", family.pk)
    return show(request, "families/ask.html", {"form": form})


@page(read=Can.ASK_COMMISSION, write=Can.ASK_COMMISSION)
def spoken(request: PageRequest, family: "Family", commission_id: uuid.UUID) -> HttpResponse:
    """What did this person say?"""
    asked = queries.commission_for(family, commission_id)
    if asked is None:
        raise Http404
    form = SpokenForm(typed(request), **_of_children(family, asked))
    if request.method == "POST" and form.run(actions.record_spoken_commission, request.actor, asked):
        messages.success(request, _("Done. Everybody who decides sees that you wrote it down."))
        return redirect("families:deciders", family.pk)
    return show(request, "families/spoken.html", {"form": form, "asked": asked})


def _of_children(family: "Family", asked: "Commission") -> dict[str, Any]:
    found = [asked.child] if asked.child else queries.children_of(family)
    return {"children": found, "initial": {"child_ids": [str(child.pk) for child in found]}}
