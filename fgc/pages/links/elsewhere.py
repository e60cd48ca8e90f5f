"""A personal link on another device than before: a fresh code goes to the address that the link went to.

Whoever got the link from somebody else sees no name and no address here, and hears to ask the family.
"""

import time
from typing import TYPE_CHECKING, Any

from allauth.core.internal.cryptokit import compare_user_code
from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fgc.accounts.sealing import seal, unseal
from fgc.errors import TOO_OFTEN, RuleBroken
from fgc.limits import Limit
from fgc.networks import devices, links
from fgc.pages.door import PageRequest, public_page, show
from fgc.pages.entrance.adapter import Entrance
from fgc.pages.forms import Form, typed

if TYPE_CHECKING:
    from fgc.networks.models import AccessLink

# The sign of a browser, for as long as the longest link lives; named after nothing.
COOKIE, COOKIE_LIVES_S = "w", 60 * 24 * 60 * 60
# In the session: which link waits for a code, and the code.
WAITING, LIVES_S, MOST_TRIES = "elsewhere", 600, 3
CODES = Limit("second-device", most=3, seconds=15 * 60)
NUMBERS = Limit("told-number", most=5, seconds=15 * 60)
SEE_OTHER = 303


class FreshCodeForm(Form):
    """The code that was sent just now."""

    code = forms.CharField(
        label=gettext_lazy("The code from the message"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
        error_messages={"required": gettext_lazy("Fill in the code. It is in the message that we sent.")},
    )


class ToldForm(Form):
    """The number that the coordinator told."""

    number = forms.CharField(
        label=gettext_lazy("The number that your coordinator told you"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        error_messages={"required": gettext_lazy("Fill in the number. Ask your coordinator if you do not have it.")},
    )


def enter(request: PageRequest, link: "AccessLink") -> HttpResponse:
    """Begins the visit where this person's links were opened before; elsewhere it asks for a code first.

    A family that asks for extra care has a code asked each time.
    """
    is_at_home = devices.is_at_home(link, request.COOKIES.get(COOKIE, ""))
    if not is_at_home:
        devices.note_elsewhere(link)
    if link.family.always_code or not is_at_home:
        links.forget(request.session)
        request.session.cycle_key()
        request.session[WAITING] = {"link": str(link.pk), "at": time.time()}
        return _see("links:elsewhere")
    return _begin(request, link)


def _begin(request: PageRequest, link: "AccessLink") -> HttpResponse:
    sign = request.COOKIES.get(COOKIE) or devices.new_sign()
    devices.remember(link, sign)
    links.remember(request.session, link)
    response = _see("links:mine")
    response.set_cookie(COOKIE, sign, max_age=COOKIE_LIVES_S, httponly=True, samesite="Lax", secure=request.is_secure())
    return response


def _see(name: str) -> HttpResponse:
    response = redirect(name)
    response.status_code = SEE_OTHER
    return response


@public_page("GET", "POST")
def elsewhere(request: PageRequest) -> HttpResponse:
    """Is this link yours? Then a code comes where it came."""
    waiting = request.session.get(WAITING)
    link = links.still_working(waiting["link"]) if waiting and time.time() - waiting["at"] < LIVES_S else None
    if link is None:
        request.session.pop(WAITING, None)
        return _see("links:ended")
    if link.told_hash:
        return _by_told_number(request, link)
    goes = devices.where_a_code_goes(link)
    form = FreshCodeForm(typed(request) if "code" in request.POST else None)
    if form.is_bound and form.run(_is_the_code, request):
        del request.session[WAITING]
        return _begin(request, link)
    if request.method == "POST" and not form.is_bound and any(goes):
        _send(request, link, goes)
    shown = {"form": form, "can_send": any(goes), "is_sent": "code" in request.session.get(WAITING, {})}
    return show(request, "links/elsewhere.html", {**shown, "always": link.family.always_code})


def _by_told_number(request: PageRequest, link: "AccessLink") -> HttpResponse:
    """Beside a letter of a family that asks for extra care: the number that is not on it."""
    form = ToldForm(typed(request))
    if request.method == "POST" and form.run(_was_told, link):
        del request.session[WAITING]
        return _begin(request, link)
    return show(request, "links/elsewhere.html", {"form": form, "is_told": True, "always": link.family.always_code})


def _was_told(link: "AccessLink", *, number: str) -> None:
    if not NUMBERS.allows_one_more(str(link.pk)):
        sentence = _("That was tried too often. Wait a quarter of an hour, or call your coordinator.")
        raise RuleBroken(sentence, code=TOO_OFTEN, field="number")
    if not devices.was_told(link, number):
        raise RuleBroken(_("This number is not right. Ask your coordinator."), code="wrong", field="number")


def _send(request: PageRequest, link: "AccessLink", goes: devices.Follows) -> None:
    if not CODES.allows_one_more(str(link.pk)):
        sentence = _("That was tried too often. Wait a quarter of an hour, or call your coordinator.")
        raise RuleBroken(sentence, code=TOO_OFTEN)
    adapter = Entrance(request)
    code = str(adapter.generate_login_code())
    if goes.phone:
        adapter.send_verification_code_sms(None, goes.phone, code)
    else:
        adapter.send_mail("account/email/login_code", goes.email, {"code": code})
    request.session[WAITING] = {"link": str(link.pk), "at": time.time(), "code": seal(code), "tries": 0}


def _is_the_code(request: PageRequest, *, code: str) -> None:
    waiting: dict[str, Any] = request.session[WAITING]
    if "code" not in waiting or waiting["tries"] >= MOST_TRIES:
        request.session[WAITING] = {name: waiting[name] for name in ("link", "at")}
        raise RuleBroken(_("This code does not work any more. Ask for a new one."), code="wrong")
    if not compare_user_code(actual=code, expected=unseal(waiting["code"])):
        request.session[WAITING] = {**waiting, "tries": waiting["tries"] + 1}
        raise RuleBroken(_("This code is not right. Look at the newest message."), code="wrong", field="code")
