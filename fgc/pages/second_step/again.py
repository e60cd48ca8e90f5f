"""Before what can't be undone: is it still you? Asked of who did not come in, or prove it, short ago."""

import json
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.core.internal.cryptokit import compare_user_code
from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _

from fgc.accounts import second_step
from fgc.accounts.sealing import seal, unseal
from fgc.accounts.sessions import CAME_IN
from fgc.errors import TOO_OFTEN, RuleBroken
from fgc.limits import Limit
from fgc.pages import staying
from fgc.pages.door import PageRequest, View, show
from fgc.pages.entrance import device
from fgc.pages.entrance.adapter import Entrance
from fgc.pages.second_step import proving
from fgc.pages.second_step.forms import CodeForm, PasskeyForm

# The names of our own fields in a form that carries somebody else's.
PREFIX = "again"
# A code by mail that waits in the session, for who has no second step.
MAILED, LIVES_S, MOST_TRIES = "again_mailed", 600, 3
MAILS = Limit("again-by-mail", most=5, seconds=900)


def again_first(view: View) -> View:
    """Above a door: a press is only passed on from who is surely still there.

    What was typed goes along in the page that asks, so nothing of it is lost, and nothing is kept.
    """

    @wraps(view)
    def asked(request: PageRequest, *args: Any, **rest: Any) -> HttpResponse:
        visitor: Any = request.user
        if request.method != "POST" or not visitor.is_authenticated or _is_fresh(request):
            return view(request, *args, **rest)
        shown = _by_second_step(request) if second_step.can_take_it(request.user) else _by_mail(request)
        if shown is None:
            return view(request, *args, **rest)
        return show(request, "second_step/again.html", {**shown, "carried": _carried(request)})

    asked.asks_again = True  # type: ignore[attr-defined]  # a mark for who looks at all routes
    return asked


def _is_fresh(request: PageRequest) -> bool:
    if second_step.can_take_it(request.user):
        return proving.was_taken_lately(request)
    if staying.is_in_by_demo(request):
        return True
    proof = device.last_proof(request, request.user)
    since = request.session.get(CAME_IN, 0) if proof is None else proof
    return bool(time.time() - since < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)


def _carried(request: PageRequest) -> list[tuple[str, str]]:
    """Everything that was sent, but the proof itself."""
    own = ("csrfmiddlewaretoken", f"{PREFIX}-")
    return [
        (name, str(one)) for name, all_of_it in request.POST.lists() for one in all_of_it if not name.startswith(own)
    ]


def _by_second_step(request: PageRequest) -> dict[str, Any] | None:
    """The forms that ask for the second step; nothing when it was taken now."""
    sent = request.POST
    code = CodeForm(sent if f"{PREFIX}-code" in sent else None, prefix=PREFIX)
    passkey = PasskeyForm(sent if f"{PREFIX}-credential" in sent else None, prefix=PREFIX)
    checks: list[tuple[Any, Callable[..., Any]]] = [(code, proving.by_code), (passkey, proving.by_passkey)]
    for form, check in checks:
        if form.is_bound and form.run(check, request.user):
            proving.remember(request, form.result)
            return None
    has_passkey = any(not one.is_app for one in second_step.means_of(request.user))
    question = json.dumps(proving.question_for(request.user)) if has_passkey else ""
    return {"form": code, "passkey": passkey, "question": question}


def _by_mail(request: PageRequest) -> dict[str, Any] | None:
    """The form that asks for a code by mail, which goes out now; nothing when it was right."""
    form = CodeForm(request.POST if f"{PREFIX}-code" in request.POST else None, prefix=PREFIX)
    form.fields["code"].label = _("The code from the message")
    if form.is_bound and form.run(_is_mailed_code, request):
        record_authentication(request, request.user, "code", reauthenticated=True)
        return None
    if not _waits(request):
        _mail_code(request)
    return {"form": form, "is_mailed": True, "by_sms": not request.user.email}


def _waits(request: PageRequest) -> bool:
    waiting = request.session.get(MAILED)
    return bool(waiting and time.time() - waiting["at"] < LIVES_S and waiting["tries"] < MOST_TRIES)


def _mail_code(request: PageRequest) -> None:
    if not MAILS.allows_one_more(str(request.user.pk)):
        sentence = _("That was tried too often. Wait a few minutes, then try again.")
        raise RuleBroken(sentence, code=TOO_OFTEN)
    adapter = Entrance(request)
    code = adapter.send_code(request.user)
    request.session[MAILED] = {"code": seal(code), "at": time.time(), "tries": 0}


def _is_mailed_code(request: PageRequest, *, code: str) -> None:
    waiting = request.session.get(MAILED)
    if not waiting or not _waits(request):
        raise RuleBroken(_("This code does not work any more. A new one is on its way."), code="wrong", field="code")
    if not compare_user_code(actual=code, expected=unseal(waiting["code"])):
        request.session[MAILED] = {**waiting, "tries": waiting["tries"] + 1}
        raise RuleBroken(_("This code is not right. Look at the newest message."), code="wrong", field="code")
    del request.session[MAILED]
