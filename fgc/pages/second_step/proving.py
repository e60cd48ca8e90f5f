"""Taking the second step: by a code of an app, by a code for an emergency, or by a passkey."""

import time
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm
from allauth.mfa.webauthn.internal import auth as webauthn
from cryptography.exceptions import InvalidSignature
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from fgc.accounts.second_step import APP, used_before
from fgc.errors import TOO_OFTEN, RuleBroken
from fgc.pages.entrance import adapter

# In the session: for whom the code on paper was filled in.
ENROLLED = "enrolled"
# What the library for passkeys says of an answer that a device never gives.
NO_ANSWER_OF_A_DEVICE = (
    ArithmeticError, AttributeError, LookupError, TypeError, ValueError, InvalidSignature, ValidationError,
)  # fmt: skip


def remember_code(request: HttpRequest) -> None:
    """In this browser the code on paper was filled in; here its owner may set up a second step."""
    request.session[ENROLLED] = str(request.user.pk)


def gave_code(request: HttpRequest) -> bool:
    """Was the code on paper filled in here, for the account that is in?"""
    return bool(request.session.get(ENROLLED) == str(request.user.pk))


def by_code(user: Any, *, code: str) -> Authenticator:
    """The app, or the list of codes for an emergency, that this code comes from.

    Raises:
        RuleBroken: it is not right, it was used before, or there were too many tries.
    """
    asked = AuthenticateForm(user=user, data={"code": code})
    if not asked.is_valid():
        raise _no(asked, "code")
    if asked.authenticator.type == APP and used_before(user, code):
        raise RuleBroken(_("This code is not right, or it was used before. Wait for the next one."), field="code")
    authenticator: Authenticator = asked.authenticator
    return authenticator


def by_passkey(user: Any, *, credential: Any) -> Authenticator:
    """The passkey that gave this answer to what we asked just now.

    Args:
        user: whose it must be; None where the passkey says who comes in.

    Raises:
        RuleBroken: it is no answer to that, or of somebody else.
    """
    asked = AuthenticateWebAuthnForm(user=user, data={"credential": credential})
    try:
        is_right = asked.is_valid()
    except NO_ANSWER_OF_A_DEVICE:
        is_right = False
    if not is_right:
        raise _no(asked, "")
    passkey: Authenticator = asked.cleaned_data["credential"]
    return passkey


def _no(asked: forms.Form, field: str) -> RuleBroken:
    if any(asked.has_error(name, adapter.TOO_OFTEN) for name in asked.errors):
        return RuleBroken(adapter.Entrance.error_messages[adapter.TOO_OFTEN], code=TOO_OFTEN, field=field)
    if field:
        sentence = _("This code is not right, or it was used before. Wait for the next one.")
    else:
        sentence = _("That did not work. Try again, or take another way.")
    return RuleBroken(sentence, code="wrong", field=field)


def question_for(user: Any) -> dict[str, Any]:
    """What a browser asks of a passkey; the answer fits only once, and only in this session.

    Args:
        user: whose passkeys may answer; None where the passkey says who comes in.
    """
    question: dict[str, Any] = webauthn.begin_authentication(user)
    return question


def remember(request: HttpRequest, authenticator: Authenticator, *, alone: bool = False) -> None:
    """Keeps in the session that the second step was taken, and when.

    Args:
        alone: a passkey that asked for a finger, a face or a code is both steps in one.
    """
    post_authentication(request, authenticator, reauthenticated=True, passwordless=alone)


def was_taken(request: HttpRequest) -> bool:
    """Was the second step taken in this session, by who is in it now?"""
    return bool(_times(request))


def was_taken_lately(request: HttpRequest) -> bool:
    """So short ago that nobody else can have sat down at this device meanwhile."""
    return any(time.time() - at < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT for at in _times(request))


def _times(request: HttpRequest) -> list[float]:
    user: Any = request.user
    return [one["at"] for one in get_authentication_records(request, user) if one.get("method") == "mfa"]
