"""Setting up what the second step is taken with: an app that shows codes, or a passkey."""

from typing import Any

import segno
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from fgc import texts
from fgc.accounts import second_step
from fgc.accounts.sealing import seal, unseal
from fgc.errors import TOO_OFTEN, RuleBroken
from fgc.pages.entrance import adapter
from fgc.pages.second_step.proving import NO_ANSWER_OF_A_DEVICE

# Where a secret waits until the app shows that it has it; sealed, since sessions are kept in the database.
WAITING, LONGEST_NAME = "second_step_waiting", 40


def secret_for(request: HttpRequest, *, anew: bool) -> str:
    """The secret that the app gets; the same one until the code of it was typed."""
    if anew or WAITING not in request.session:
        request.session[WAITING] = seal(totp.generate_totp_secret())
    return unseal(request.session[WAITING])


def square_of(user: Any, secret: str) -> SafeString:
    """The secret as a square that the camera of a telephone reads."""
    address = get_adapter().build_totp_url(user, secret)
    return mark_safe(segno.make(address).svg_inline(omitsize=True))  # noqa: S308  # made here, of our own words


def add_app(request: HttpRequest, *, code: str) -> Authenticator:
    """The app shows a code of the secret, so it has it.

    Raises:
        RuleBroken: the code is not right, or there were too many tries.
    """
    user: Any = request.user
    try:
        forget_tries = check_rate_limit(user)
    except ValidationError:
        sentence = adapter.Entrance.error_messages[adapter.TOO_OFTEN]
        raise RuleBroken(sentence, code=TOO_OFTEN, field="code") from None
    secret = secret_for(request, anew=False)
    if not totp.validate_totp_code(secret, code) or second_step.used_before(user, code):
        raise RuleBroken(_("This code is not right. Look at your app, and type the code of now."), field="code")
    forget_tries()
    del request.session[WAITING]
    app: Authenticator = totp.TOTP.activate(user, secret).instance
    return app


def offer_of_passkey(user: Any) -> dict[str, Any]:
    """What a browser asks of a device that is to make a passkey."""
    offer: dict[str, Any] = webauthn.begin_registration(user, True)
    return offer


def add_passkey(user: Any, *, credential: Any, name: str) -> Authenticator:
    """The device made a passkey, and keeps it.

    Raises:
        RuleBroken: it is no answer to what we asked, or there are as many as one can look after.
    """
    called = texts.plain(name, field="name", most=LONGEST_NAME)
    if len(second_step.means_of(user)) >= second_step.MOST:
        raise RuleBroken(_("You have as many as you can look after. First take one away."), code="too_many")
    try:
        answer = webauthn.parse_registration_response(credential)
        webauthn.complete_registration(credential)
    except NO_ANSWER_OF_A_DEVICE:
        raise RuleBroken(_("That did not work. Try again, or take another way."), code="wrong") from None
    # As the library read it: what else was sent is not kept.
    response = {name: answer.response[name] for name in ("clientDataJSON", "attestationObject")}
    kept = {"rawId": answer["rawId"], "type": answer["type"], "response": response}
    passkey: Authenticator = webauthn.WebAuthn.add(user, called, kept).instance
    return passkey
