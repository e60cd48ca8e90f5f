"""Pages of one's own: what the second step is taken with, and being logged out everywhere."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import logout as end_session
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from fgc.accounts import login_servers, second_step
from fgc.pages.door import PageRequest, View, own_page, show
from fgc.pages.entrance.device import tell_owner
from fgc.pages.forms import ButtonForm, typed
from fgc.pages.second_step import proving, setting_up
from fgc.pages.second_step.again import again_first
from fgc.pages.second_step.forms import AppForm, EnrolForm, NewPasskeyForm


def step_page(*verbs: str, again: bool = False) -> Callable[[View], View]:
    """A page of one's own that is open to who still has to set up the second step; nothing of a family is on it.

    Args:
        again: who has set it up must have taken it short ago, and everybody else proves to be there.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def asked_again(request: PageRequest, **rest: Any) -> HttpResponse:
            if not again or proving.was_taken_lately(request):
                return view(request, **rest)
            if second_step.can_take_it(request.user):
                return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': request.path})}")
            # The first means are added by nobody who only found the device open, or came in without a code.
            return again_first(view)(request, **rest)

        door: Any = own_page(*verbs)(asked_again)
        door.door = replace(door.door, kind="step")
        return door  # type: ignore[no-any-return]  # own_page gave a view

    return mark


def enrolled(view: View) -> View:
    """Under a door: who has a code on paper fills it in first, so that a mailbox alone sets up no second step."""

    @wraps(view)
    def asked(request: PageRequest, **rest: Any) -> HttpResponse:
        is_proven = proving.gave_code(request)
        return view(request, **rest) if is_proven or not second_step.must_enrol(request.user) else redirect("enrol")

    return asked


@step_page("GET", "POST")
def enrol(request: PageRequest) -> HttpResponse:
    """The code from the letter of the organisation."""
    if not second_step.must_enrol(request.user):
        return redirect("second_step")
    form = EnrolForm(typed(request))
    if request.method == "POST" and form.run(second_step.enrol, request.user):
        proving.remember_code(request)
        return redirect("second_step")
    return show(request, "second_step/enrol.html", {"form": form})


@step_page("GET")
@enrolled
def mine(request: PageRequest) -> HttpResponse:
    """What I come in with."""
    means = second_step.means_of(request.user)
    shown = {
        "means": means,
        "has_app": any(one.is_app for one in means),
        "codes_left": second_step.codes_left(request.user),
        "must": second_step.must_take_it(request.user),
        "login": login_servers.login_of(request.user),
        "servers": login_servers.open_servers() if means and second_step.must_take_it(request.user) else [],
    }
    return show(request, "second_step/mine.html", shown)


@step_page("GET", "POST", again=True)
@enrolled
def add_app(request: PageRequest) -> HttpResponse:
    """An app that shows codes: it reads the square, and shows that it has the secret."""
    if any(one.is_app for one in second_step.means_of(request.user)):
        return redirect("second_step")
    form = AppForm(typed(request))
    if request.method == "POST" and form.run(setting_up.add_app, request):
        return _added(request, form.result)
    secret = setting_up.secret_for(request, anew=request.method != "POST")
    shown = {
        "form": form,
        "square": setting_up.square_of(request.user, secret),
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
    }
    return show(request, "second_step/app.html", shown)


@step_page("GET", "POST", again=True)
@enrolled
def add_passkey(request: PageRequest) -> HttpResponse:
    """A passkey: the lock of this device."""
    form = NewPasskeyForm(typed(request))
    if request.method == "POST" and form.run(setting_up.add_passkey, request.user):
        return _added(request, form.result)
    offer = json.dumps(setting_up.offer_of_passkey(request.user))
    return show(request, "second_step/passkey.html", {"form": form, "question": offer})


def _added(request: PageRequest, authenticator: Authenticator) -> HttpResponse:
    """From here on the second step was taken; with the first means come codes for an emergency."""
    proving.remember(request, authenticator)
    second_step.forget_enrolment(request.user)
    codes = [] if second_step.codes_left(request.user) else second_step.new_codes(request.user)
    others_are_out(request)
    if codes:
        return show(request, "second_step/codes.html", {"codes": codes})
    messages.success(request, _("Done. From now on you can also come in with this."))
    return redirect("second_step")


def others_are_out(request: PageRequest) -> None:
    """Who was in elsewhere as this account is out; the owner hears of the change."""
    second_step.end_every_session(request.user)
    update_session_auth_hash(request, request.user)
    tell_owner(request.user)


@step_page("GET", "POST", again=True)
def take_away(request: PageRequest, means_id: int) -> HttpResponse:
    """Takes away an app or a passkey, after asking."""
    if request.method == "POST" and ButtonForm(request.POST).is_valid():
        if second_step.take_away(request.user, means_id):
            others_are_out(request)
        messages.success(request, _("Done. Nobody comes in with that any more."))
        return redirect("second_step")
    means = next((one for one in second_step.means_of(request.user) if one.number == means_id), None)
    if means is None:
        raise Http404
    return show(request, "second_step/take_away.html", {"means": means})


@step_page("GET", "POST", again=True)
def codes(request: PageRequest) -> HttpResponse:
    """New codes for an emergency, after asking; they are shown once."""
    if request.method != "POST":
        return show(request, "second_step/new_codes.html")
    made = second_step.new_codes(request.user)
    others_are_out(request)
    return show(request, "second_step/codes.html", {"codes": made})


@step_page("POST")
def leave_everywhere(request: PageRequest) -> HttpResponse:
    """Ends every session of this account, in every browser, this one too."""
    second_step.end_every_session(request.user)
    end_session(request)
    return redirect("start")


@step_page("POST")
def stay(request: PageRequest) -> HttpResponse:
    """A sign of life, for who reads longer than a session waits."""
    return HttpResponse(status=204)
