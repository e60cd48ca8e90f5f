"""Saying yes or no to what a professional would read: by who must, or written down for a young person."""

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from fgc.access.can import Can
from fgc.pages.door import PageRequest, page, show
from fgc.pages.forms import typed
from fgc.pages.released.forms import YesForm
from fgc.pages.second_step.again import again_first
from fgc.plans import actions, queries

if TYPE_CHECKING:
    from fgc.families.models import Family


@again_first
@page(read=Can.RELEASE, write=Can.RELEASE)
def agree(request: PageRequest, family: "Family", release_id: uuid.UUID) -> HttpResponse:
    """May this person read it? Asked of the young person whom it is about, or of the parents."""
    yes = queries.yes_for(request.actor, queries.release_of(request.actor, family, release_id))
    action = actions.agree_to_release if yes.child_id else actions.allow_release
    form = YesForm(typed(request))
    if request.method == "POST" and form.run(action, request.actor, yes):
        messages.success(request, _("Thank you. Your answer is kept."))
        return redirect("families:home", family.pk)
    return show(request, "released/agree.html", {**_words(request, family, release_id), "form": form})


@page(read=Can.CONFIRM_ON_BEHALF, write=Can.CONFIRM_ON_BEHALF)
def spoken(request: PageRequest, family: "Family", release_id: uuid.UUID, child_id: uuid.UUID) -> HttpResponse:
    """What a young person said to it, written down by the coordinator."""
    yes = queries.spoken_yes_of(queries.release_of(request.actor, family, release_id), child_id)
    if yes is None or yes.child is None:
        raise Http404
    form = YesForm(typed(request))
    if request.method == "POST" and form.run(actions.record_yes_to_release, request.actor, yes):
        messages.success(request, _("Thank you. The answer is kept."))
        return redirect("released:releases", family.pk)
    context = {**_words(request, family, release_id), "form": form, "spoken_by": yes.child.call_name}
    return show(request, "released/agree.html", context)


@page(read=Can.RELEASE, write=Can.RELEASE)
def more(request: PageRequest, family: "Family", question_id: uuid.UUID) -> HttpResponse:
    """May this person read more?"""
    asked = queries.more_asked(request.actor, family, question_id)
    form = YesForm(typed(request))
    if request.method == "POST" and form.run(actions.answer_for_more, request.actor, asked.question):
        if not form.result.said_yes:
            messages.success(request, _("Done. Nobody reads more than before."))
            return redirect("released:releases", family.pk)
        messages.success(request, _("Done. Now choose what may be read. Nothing is let out before that."))
        return redirect(f"{reverse('released:prepare', args=[family.pk])}?again={asked.question.release_id}")
    return show(request, "released/more.html", {"asked": asked, "form": form})


def _words(request: PageRequest, family: "Family", release_id: uuid.UUID) -> dict[str, object]:
    release = queries.release_of(request.actor, family, release_id)
    return {
        "release": release,
        "about": queries.about(release),
        "sections": queries.in_words(release.content),
    }
