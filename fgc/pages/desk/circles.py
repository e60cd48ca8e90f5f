"""The circle that must not be known of: for the coordinator alone, and on no page of a family.

In the list of who looked it stands as a look at the desk: another word would tell the family that there is more.
"""

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from fgc.access.can import Can
from fgc.audit.record import Read
from fgc.families import actions, queries
from fgc.networks import actions as networks
from fgc.networks import queries as people
from fgc.pages.desk.forms import ChildrensPlanForm, JoinForm, OtherCircleForm
from fgc.pages.door import PageRequest, own_page, show
from fgc.pages.forms import ButtonForm, typed
from fgc.plans import actions as plans

if TYPE_CHECKING:
    from fgc.families.models import Family


def _circle(request: PageRequest, family_id: uuid.UUID) -> "Family":
    """A family of this coordinator; every other one is not there."""
    family = queries.family_for(request.actor, Can.SPLIT_CIRCLE, family_id)
    if family is None:
        raise Http404
    _note_look(request, family)
    return family


def _note_look(request: PageRequest, family: "Family") -> None:
    request.reads.append(Read(family.pk, "desk:desk", None, Can.SEE_DESK.value))


@own_page(read=Can.SEE_DESK, write=Can.SEE_DESK)
def circles(request: PageRequest, family_id: uuid.UUID) -> HttpResponse:
    """Which circle stands beside this one? And opening one, for somebody from outside or with people of this one."""
    family = _circle(request, family_id)
    form = OtherCircleForm(
        typed(request),
        children=queries.children_of(family),
        people=people.who_may_go(family),
        accounts=[(pk, called) for pk, (_user, called) in people.accounts_without_person(family).items()],
    )
    if request.method == "POST" and form.run(plans.split_circle, request.actor, family):
        messages.success(request, _("Done. This person is told only that he or she may have a circle."))
        return redirect("desk:circles", family.pk)
    others = queries.other_circles(request.actor, family)
    may_join = queries.joinable_circles(request.actor, family)
    return show(request, "desk/circles.html", {"family": family, "others": others, "may_join": may_join, "form": form})


@own_page(read=Can.SEE_DESK, write=Can.SEE_DESK)
def join(request: PageRequest, family_id: uuid.UUID) -> HttpResponse:
    """Two circles of this coordinator that were asked for apart, and are about the same children."""
    family = _circle(request, family_id)
    form = JoinForm(typed(request), circles=queries.joinable_circles(request.actor, family))
    if request.method == "POST" and form.run(actions.join_circles, request.actor, family):
        messages.success(request, _("Done. Neither of the two circles hears of it."))
        return redirect("desk:circles", family.pk)
    return show(request, "desk/join.html", {"family": family, "form": form})


@own_page(read=Can.SEE_DESK, write=Can.SEE_DESK)
def part(request: PageRequest, family_id: uuid.UUID, split_id: uuid.UUID) -> HttpResponse:
    """Are these two circles connected by nothing any more?"""
    family = _circle(request, family_id)
    other = queries.other_circle(request.actor, family, split_id)
    if other is None or not other.coordinates_both:
        raise Http404
    form = ButtonForm(typed(request))
    if request.method == "POST" and form.run(plans.part_circles, request.actor, other.split):
        messages.success(request, _("Done. Nothing connects the two circles any more."))
        return redirect("desk:circles", family.pk)
    happens = [
        _("You do not see the one beside the other here any more, and no plan for the children can be made."),
        _("Both circles go on as they are. Neither of the two hears of it."),
    ]
    return show(request, "desk/part.html", {"family": family, "other": other, "form": form, "happens": happens})


@own_page(read=Can.SEE_DESK, write=Can.SEE_DESK)
def childrens_plan(request: PageRequest, family_id: uuid.UUID, split_id: uuid.UUID) -> HttpResponse:
    """Who decides together on what both circles read about the children?"""
    family = _circle(request, family_id)
    other = queries.other_circle(request.actor, family, split_id)
    if other is None or not other.coordinates_both or other.has_childrens_plan:
        raise Http404
    _note_look(request, other.family)
    form = ChildrensPlanForm(typed(request), people=queries.who_decides_in(other))
    if request.method == "POST" and form.run(networks.make_childrens_plan, request.actor, other.split):
        messages.success(request, _("Done. Everybody whom you chose is asked for an own yes."))
        return redirect("desk:circles", family.pk)
    return show(request, "desk/childrens_plan.html", {"family": family, "other": other, "form": form})
