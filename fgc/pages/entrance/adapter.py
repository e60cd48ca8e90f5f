"""How allauth behaves in this house."""

import logging
import smtplib
import threading
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
        """Sends the code beside the request, so that a known address takes no longer than an unknown one."""
        text = render_to_string(f"{template_prefix}_message.txt", {"code": context["code"]})
        message = EmailMessage(
            subject=_("There is a message for you"),
            body=text,
            to=[email],
            headers={"Auto-Submitted": "auto-generated"},
        )
        threading.Thread(target=_send, args=[message], name="login-code").start()

    def add_message(self, *_args: Any, **_kwargs: Any) -> None:
        """The pages say themselves what happened."""


def _send(message: EmailMessage) -> None:
    try:
        message.send()
    except (smtplib.SMTPException, OSError) as error:
        log.warning("a login code was not sent: %s", type(error).__name__)
