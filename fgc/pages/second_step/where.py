"""Where I am logged in: each browser in which my account is in, and ending what I do not know."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fgc.accounts import sessions
from fgc.pages.door import PageRequest, show
from fgc.pages.forms import Form
from fgc.pages.second_step.again import again_first
from fgc.pages.second_step.views import step_page

KINDS = {
    "telephone": gettext_lazy("A telephone"),
    "tablet": gettext_lazy("A tablet"),
    "computer": gettext_lazy("A computer"),
}


class StayForm(Form):
    """Which of the browsers on the page."""

    which = forms.CharField(max_length=32)


@step_page("GET")
def where(request: PageRequest) -> HttpResponse:
    """Where am I logged in?"""
    stays = sessions.stays_of(request.user, request.session.session_key)
    shown = [(stay, KINDS.get(stay.kind, _("A device"))) for stay in stays]
    return show(request, "second_step/where.html", {"stays": shown, "has_others": len(stays) > 1})


@again_first
@step_page("POST")
def end_one(request: PageRequest) -> HttpResponse:
    """Ends one of them; what ended meanwhile stays ended."""
    form = StayForm(request.POST)
    if form.run(_end, request) and form.result:
        messages.success(request, _("Done. Nobody is in there any more."))
    else:
        messages.info(request, _("That one ended already."))
    return redirect("where")


def _end(request: PageRequest, *, which: str) -> bool:
    return sessions.end_stay(request.user, mark=which)


@again_first
@step_page("POST")
def end_others(request: PageRequest) -> HttpResponse:
    """Ends all but this one."""
    sessions.end_other_stays(request.user, request.session.session_key)
    messages.success(request, _("Done. You are only logged in here now."))
    return redirect("where")
