"""The device that somebody comes in with: is it a shared one, and was it ever here before?"""

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy

from fgc.accounts import devices, second_step
from fgc.accounts.sessions import CAME_IN, IS_OWN, KIND, LAST_SIGN
from fgc.families import queries
from fgc.limits import Limit
from fgc.outbox import sms
from fgc.pages.forms import ChoiceButtons

if TYPE_CHECKING:
    from fgc.accounts.models import User

# The sign of a browser; named after nothing.
COOKIE = "u"
# In the session, from the question until somebody is in: that the device is the own one.
SAID_OWN = "said_own_device"
SHARED, OWN = "shared", "own"
# How the session says that the device took the place of the code.
BY_DEVICE = "device"
# What a browser says of itself, and what the owner recognises it by; the first that fits.
KINDS = (("iPad", "tablet"), ("Tablet", "tablet"), ("Mobi", "telephone"), ("iPhone", "telephone"))
NOTICES_BY_SMS = Limit("notices-by-sms", most=3, seconds=24 * 60 * 60)


class DeviceField(ChoiceButtons):
    """Is this a shared device? Who says nothing says yes."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Does somebody else use this device too?"),
            choices=[
                (SHARED, gettext_lazy("Yes, or I am not sure")),
                (OWN, gettext_lazy("No, it is mine alone. Do not ask me for a code here for 30 days")),
            ],
            initial=SHARED,
            required=False,
        )


def note_answer(request: HttpRequest, answer: str) -> None:
    """Keeps what was said until somebody is in."""
    request.session[SAID_OWN] = answer == OWN


def settle(request: HttpRequest, user: Any, response: HttpResponse) -> None:
    """Somebody is in: how long the session lives follows from the device, and the owner hears of a new one."""
    works_here = second_step.must_take_it(user)
    said_own = bool(request.session.pop(SAID_OWN, False)) and not works_here
    request.session.update({KIND: _kind(request), CAME_IN: time.time(), LAST_SIGN: time.time()})
    if said_own:
        request.session[IS_OWN] = True
        request.session.set_expiry(settings.STAYS["own"]["most"])
    if not is_by_device(request, user):
        _keep_sign(request, user, response, is_own=said_own or works_here)


def _keep_sign(request: HttpRequest, user: Any, response: HttpResponse, *, is_own: bool) -> None:
    before = request.COOKIES.get(COOKIE, "")
    if not devices.is_known(user, before):
        tell_of_new_device(user)
    # A new one each time: the one of before may be known to whoever used this browser earlier.
    sign = devices.remember(user, before, is_own=is_own)
    # On a shared device also this sign goes with the browser.
    lives = int(devices.LIVES.total_seconds()) if is_own else None
    response.set_cookie(COOKIE, sign, max_age=lives, httponly=True, samesite="Lax", secure=request.is_secure())


def may_come_in(request: HttpRequest, user: "User | None") -> bool:
    """Is this the own device of this account, so that it asks for no code?"""
    sign = request.COOKIES.get(COOKIE, "")
    return user is not None and devices.may_skip_the_code(user, sign) and not queries.asks_always(user)


def known_sign(request: HttpRequest, reached: str) -> str:
    """The sign of this browser, where who is reached here came in with it before; nothing anywhere else."""
    sign = request.COOKIES.get(COOKIE, "")
    return sign if devices.knows(sign, reached=reached) else ""


def is_by_device(request: HttpRequest, user: Any) -> bool:
    """Did this session begin without a code, on the own device?"""
    return any(one["method"] == BY_DEVICE for one in get_authentication_records(request, user))


def last_proof(request: HttpRequest, user: Any) -> float | None:
    """When this session last saw a code or a passkey; 0 when it never did, and None when nothing was written down."""
    records = get_authentication_records(request, user)
    proofs = [one["at"] for one in records if one["method"] != BY_DEVICE]
    return max(proofs, default=0) if records else None


def forget(request: HttpRequest, response: HttpResponse) -> None:
    """Whoever logs out, or leaves fast, leaves a browser in which nobody is known."""
    devices.forget(request.COOKIES.get(COOKIE, ""))
    response.delete_cookie(COOKIE)


def _kind(request: HttpRequest) -> str:
    said = request.headers.get("User-Agent", "")
    return next((kind for sign, kind in KINDS if sign in said), "computer" if said else "")


def tell_of_new_device(user: "User") -> None:
    """Writes beside the request that somebody came in on a device that was not here before."""
    words = gettext_lazy("Somebody came in with your number, on a new device. Not you? Then call us today.")
    _beside(user, second_step.tell_of_new_device, words)


def tell_owner(user: "User") -> None:
    """Writes beside the request that the way in was changed."""
    words = gettext_lazy("The way in which you log in was changed. Not you? Then call us today.")
    _beside(user, second_step.tell_owner, words)


def _beside(user: "User", by_mail: Callable[["User"], None], words: Any) -> None:
    """By the way that lets this account in: a mail, or for who has no address a text message, now and then."""
    if user.email:
        threading.Thread(target=by_mail, args=[user], name="login-code").start()
    elif user.phone and sms.is_on() and NOTICES_BY_SMS.allows_one_more(str(user.pk)):
        with translation.override(user.language):
            said = str(words)
        threading.Thread(target=sms.send, args=[str(user.phone), said], name="login-code").start()
