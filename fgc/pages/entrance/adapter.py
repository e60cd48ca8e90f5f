"""How allauth behaves in this house."""

import logging
import smtplib
import threading
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import Login
from allauth.mfa.webauthn.internal.flows import did_use_passwordless_login
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fgc.accounts.numbers import accounts_with
from fgc.outbox import sms
from fgc.outbox.queue import Channel
from fgc.pages.entrance import arriving, device, with_login

if TYPE_CHECKING:
    from fgc.accounts.models import User

# What allauth calls it when somebody asks for codes, or tries them, again and again.
TOO_OFTEN = "too_many_login_attempts"

log = logging.getLogger(__name__)


class Entrance(DefaultAccountAdapter):
    """Nobody makes an account by himself; the code goes out in a message that tells nothing."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        TOO_OFTEN: gettext_lazy("That was tried too often. Wait a few minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """An account follows from a request or from the family letting somebody in."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Sends the code beside the request, so that a known address takes no longer than an unknown one; to one at
        which nothing arrives once a day."""
        if not arriving.goes_for(self.request, Channel.MAIL, email):
            log.warning("a login code was not sent: nothing arrives at its address")
            return
        text = render_to_string(f"{template_prefix}_message.txt", {"code": context["code"]})
        message = EmailMessage(
            subject=_("There is a message for you"),
            body=text,
            to=[email],
            headers={"Auto-Submitted": "auto-generated"},
        )
        threading.Thread(target=_send, args=[message], name="login-code").start()

    def get_user_by_phone(self, phone: str) -> "User | None":
        """Whom a code by text message lets in; where several share the number, they are asked afterwards."""
        return next(iter(accounts_with(phone)), None)

    def get_phone(self, user: Any) -> tuple[str, bool] | None:
        """The number of an account; the family gave it, so it needs no proof of its own."""
        return (str(user.phone), True) if user.phone else None

    def set_phone(self, user: Any, phone: str, verified: bool) -> None:  # the library's own words
        """Nobody changes a number by logging in."""

    def set_phone_verified(self, user: Any, phone: str) -> None:
        """A number that got a right code is the same number as before."""

    def generate_phone_verification_code(self, *, user: Any, phone: str) -> str:
        """As long as a code by mail."""
        return str(self.generate_login_code())

    def send_verification_code_sms(self, user: Any, phone: str, code: str, **_kwargs: Any) -> None:
        """The same by text message, also beside the request."""
        if not arriving.goes_for(self.request, Channel.SMS, phone):
            log.warning("a login code was not sent: nothing arrives at its number")
            return
        words = _("Your code is %(code)s. It works for 10 minutes. Give it to nobody.") % {"code": code}
        threading.Thread(target=sms.send, args=[phone, words], name="login-code").start()

    def send_code(self, user: Any) -> str:
        """Sends somebody who is in a new code, by the way that lets this account in; returns the code."""
        code = str(self.generate_login_code())
        if user.email or not sms.is_on():
            self.send_mail("account/email/login_code", user.email or "", {"code": code})
        else:
            self.send_verification_code_sms(user, str(user.phone), code)
        return code

    def send_notification_mail(self, *_args: Any, **_kwargs: Any) -> None:
        """Our pages tell the owner themselves, in a message that says as little as every other."""

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """One page asks for the second step again, whatever it is taken with."""
        return [{"id": "mfa_reauthenticate", "url": reverse("mfa_reauthenticate")}] if user.is_authenticated else []

    def get_login_stages(self) -> list[str]:
        """The library's, with a second step of our own that knows of logins elsewhere."""
        own = "fgc.pages.entrance.with_login.SecondStepStage"
        return [own if stage.endswith(".AuthenticateStage") else stage for stage in super().get_login_stages()]

    def is_login_by_code_required(self, login: Login) -> bool:
        """A passkey that asked for a finger, a face or a code needs no code beside it, nor does a login elsewhere; nor
        the own device of somebody of a family."""
        user, request = login.user, self.request
        ways = (did_use_passwordless_login, with_login.is_elsewhere, device.is_by_device)
        if user and any(came_by(request, user) for came_by in ways):
            return False
        return bool(super().is_login_by_code_required(login))

    def post_login(self, request: HttpRequest, user: Any, **rest: Any) -> HttpResponse:
        """Writes down that somebody came in, and by what: the account by its id, and never an address."""
        ways = ", ".join(one.get("type") or one["method"] for one in get_authentication_records(request, user))
        log.info("account %s came in by %s", user.pk, ways)
        response: HttpResponse = super().post_login(request, user, **rest)
        device.settle(request, user, response)
        return response

    def add_message(self, *_args: Any, **_kwargs: Any) -> None:
        """The pages say themselves what happened."""


def _send(message: EmailMessage) -> None:
    try:
        message.send()
    except (smtplib.SMTPException, OSError) as error:
        log.warning("a login code was not sent: %s", type(error).__name__)
