"""Taking the second step at the entrance, coming in with a passkey alone, and taking the step again later."""

import json
import logging
from typing import Any

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.account.stages import LoginStageController
from allauth.mfa.stages import AuthenticateStage
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from fgc.accounts import second_step
from fgc.errors import TOO_OFTEN, RuleBroken
from fgc.limits import Limit
from fgc.pages.door import PageRequest, place_of, public_page, show
from fgc.pages.entrance import device
from fgc.pages.entrance.leaving import quiet_after_leaving
from fgc.pages.forms import Form, typed
from fgc.pages.second_step import proving
from fgc.pages.second_step.forms import CodeForm, EnterByPasskeyForm, PasskeyForm
from fgc.pages.second_step.views import step_page

log = logging.getLogger(__name__)

BY_PASSKEY = Limit("enter-by-passkey", most=20, seconds=60)


@public_page("GET", "POST")
@quiet_after_leaving
def at_the_entrance(request: PageRequest) -> HttpResponse:
    """After the code from the mail: the code of the app, a passkey, or a code for an emergency."""
    visitor: Any = request.user
    if visitor.is_authenticated:
        return redirect("mine")
    stage = LoginStageController.enter(request, AuthenticateStage.key)
    if stage is None or not second_step.can_take_it(stage.login.user):
        return redirect("enter")
    forms, is_right = _proof(request, stage.login.user)
    if is_right:
        response: HttpResponse = stage.exit()
        return response
    return show(request, "second_step/take.html", forms)


@step_page("GET", "POST")
def again(request: PageRequest) -> HttpResponse:
    """The same once more, by who is in already: is it still you?"""
    if not second_step.can_take_it(request.user):
        return redirect("second_step")
    forms, is_right = _proof(request, request.user)
    wanted = request.POST.get("next") or request.GET.get("next", "")
    if is_right:
        is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
        return redirect(wanted if is_ours else "second_step")
    return show(request, "second_step/take.html", {**forms, "is_again": True, "wanted": wanted})


def _proof(request: PageRequest, user: Any) -> tuple[dict[str, Any], bool]:
    """The two forms with the question to a passkey; and whether one of them holds what we asked for."""
    sent = typed(request)
    with_code = sent is not None and "credential" not in sent
    code, passkey = CodeForm(sent if with_code else None), PasskeyForm(None if with_code else sent)
    form: Form = code if with_code else passkey
    check = proving.by_code if with_code else proving.by_passkey
    if sent is not None and form.run(check, user):
        proving.remember(request, form.result)
        return {}, True
    if sent is not None:
        log.info("a second step was refused: account %s", user.pk)
    means = second_step.means_of(user)
    has_passkey = any(not one.is_app for one in means)
    question = json.dumps(proving.question_for(user)) if has_passkey else ""
    return {"form": code, "passkey": passkey, "question": question}, False


@public_page("GET", "POST")
@quiet_after_leaving
def enter_by_passkey(request: PageRequest) -> HttpResponse:
    """A passkey asks for a finger, a face or a code of the device: with that it is both steps in one."""
    visitor: Any = request.user
    if visitor.is_authenticated:
        return redirect("mine")
    form = EnterByPasskeyForm(typed(request))
    if request.method == "POST" and form.run(_whose, request):
        proving.remember(request, form.result, alone=True)
        device.note_answer(request, form.cleaned_data["device"])
        return perform_login(request, Login(user=form.result.user))
    return show(request, "second_step/enter.html", {"form": form, "question": json.dumps(proving.question_for(None))})


def _whose(request: PageRequest, *, credential: Any, **_device: str) -> Any:
    if not BY_PASSKEY.allows_one_more(place_of(request)):
        sentence = _("That was tried too often. Wait a few minutes, then try again.")
        raise RuleBroken(sentence, code=TOO_OFTEN)
    return proving.by_passkey(None, credential=credential)
