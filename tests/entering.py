"""Coming in, as tests need it: a browser that is in as somebody, and the codes of that somebody's app."""

import re
import threading
import time
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core import mail
from django.test import Client, RequestFactory
from django.urls import reverse

from fgc.accounts.models import User
from fgc.accounts.second_step import must_take_it
from fgc.pages.links.robots import number_for

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# The same for everybody in tests, so that a test knows it without looking.
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def with_app(user: User) -> User:
    """Gives an account an app that shows codes, as its owner would set it up."""
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(user, SECRET)
    return user


def for_programs(user: User) -> User:
    """An account whose tokens work: who is here for work has a second step."""
    return with_app(user) if must_take_it(user) else user


def come_in(client: Client, user: User) -> Client:
    """This browser is in as this account, all the way: who is here for work took the second step."""
    # What ends every session was perhaps written meanwhile: the row of now comes in.
    client.force_login(User.objects.get(pk=user.pk), backend=BACKEND)
    if must_take_it(user):
        app = Authenticator.objects.get(user=with_app(user), type=Authenticator.Type.TOTP)
        request: Any = RequestFactory().get("/")
        request.session = client.session
        record_authentication(request, user, "mfa", id=app.pk, type=app.type)
        request.session.save()
    return client


def press(client: Client, token: str) -> Any:
    """Types the figures on the page of a personal link, and presses its button."""
    return client.post(reverse("links:begin"), {"token": token, "number": number_for(token)})


def app_shows(secret: str = SECRET, *, periods_ago: int = 0) -> str:
    """The code that an app with this secret shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 - periods_ago)))


def mailed_code(client: Client, user: User, **more: str) -> str:
    """The code in the mail, after asking for it in this browser."""
    client.post("/enter/", {"email": user.email or "", **more})
    wait_for_mail()
    found = re.search(r"^[A-Z0-9-]{4,}$", mail.outbox[-1].body, re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found.group()


def wait_for_mail() -> None:
    """Codes and notices go out beside the request; from here on they are there."""
    for thread in threading.enumerate():
        if thread.name == "login-code":
            thread.join()
