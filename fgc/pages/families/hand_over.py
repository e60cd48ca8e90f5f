"""Another coordinator: what the one of now hands over, and stopping; the family reads it before it chooses."""

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fgc.access.can import Can
from fgc.families import actions as families
from fgc.networks import actions, queries
from fgc.networks.rules.handover import WORDS_LENGTH
from fgc.pages.door import PageRequest, page, show
from fgc.pages.forms import Form, TextField, typed

if TYPE_CHECKING:
    from fgc.families.models import Family


class HandOverForm(Form):
    """What stands in no record."""

    agreed = TextField(label=gettext_lazy("What did you agree by word?"), max_length=WORDS_LENGTH, required=False)
    open_questions = TextField(label=gettext_lazy("What is still open?"), max_length=WORDS_LENGTH, required=False)
    practical = TextField(
        label=gettext_lazy("What else is good to know?"),
        help_text=gettext_lazy("For example: when somebody likes to be called, what somebody can eat."),
        max_length=WORDS_LENGTH,
        required=False,
    )


@page(read=Can.HAND_OVER, write=Can.HAND_OVER)
def hand_over(request: PageRequest, family: "Family") -> HttpResponse:
    """What must a next coordinator know? And what did the one before say?"""
    mine = queries.own_hand_over(request.actor, family)
    before = {name: getattr(mine, name) for name in HandOverForm.base_fields} if mine else {}
    form = HandOverForm(typed(request), initial=before)
    if request.method == "POST" and form.run(actions.write_hand_over, request.actor, family):
        messages.success(request, _("Kept. The family can read it now."))
        return redirect("families:hand_over", family.pk)
    others = [one for one in queries.hand_overs_of(family) if one != mine]
    return show(request, "families/hand_over.html", {"form": form, "others": others})


@page(read=Can.HAND_OVER, write=Can.HAND_OVER)
def hand_back(request: PageRequest, family: "Family") -> HttpResponse:
    """The coordinator stops: yes or no."""
    if request.method == "POST":
        families.hand_back(request.actor, family)
        messages.success(request, _("Done. You see nothing of this family any more. It chooses another one."))
        return redirect("desk:desk")
    context = {
        "has_written": queries.own_hand_over(request.actor, family) is not None,
        "happens": [
            _("You see nothing of this family any more, at once."),
            _("The family and the manager get a message. The family chooses another one."),
            _("Your sheet about safety and what people told you alone do not go to the next one."),
        ],
    }
    return show(request, "families/hand_back.html", context)


@page(write=Can.CHOOSE_COORDINATOR)
def take_back(request: PageRequest, family: "Family", hand_over_id: uuid.UUID) -> HttpResponse:
    """The family does not want this to go to a next coordinator."""
    written = queries.hand_over_in(family, hand_over_id)
    if written is None:
        raise Http404
    actions.take_back_hand_over(request.actor, written)
    messages.success(request, _("It is gone. A next coordinator does not read it."))
    return redirect("families:coordinator", family.pk)
