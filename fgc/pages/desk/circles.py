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
from fgc.pages.desk.forms import ChildrensPlanForm, OtherCircleForm
from fgc.pages.door import PageRequest, own_page, show
from fgc.pages.forms import typed

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
    """Which circle stands beside this one? And opening one."""
    family = _circle(request, family_id)
    form = OtherCircleForm(typed(request), children=queries.children_of(family))
    if request.method == "POST" and form.run(actions.open_other_circle, request.actor, family):
        messages.success(request, _("Done. This person is told only that he or she may have a circle."))
        return redirect("desk:circles", family.pk)
    others = queries.other_circles(request.actor, family)
    return show(request, "desk/circles.html", {"family": family, "others": others, "form": form})


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
