"""Keeping a secret in the database so that who reads the database can't use it: sealed with the key of the house."""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext as _

from fgc.errors import RuleBroken

# Sets this key apart from whatever else is made of the same secret.
PURPOSE = b"fgc.accounts.sealing"


def seal(text: str) -> str:
    """The secret, as it may stand in the database."""
    return _keys().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The secret itself.

    Raises:
        RuleBroken: it was sealed with a key that is not ours any more, or somebody changed it.
    """
    try:
        return _keys().decrypt(sealed.encode()).decode()
    except InvalidToken:
        sentence = _(
            "This second step does not work any more. Ask the organisation behind this site to set it up anew."
        )
        raise RuleBroken(sentence, code="unreadable") from None


def seal_anew(sealed: str) -> str:
    """The same secret, sealed with the newest key, so that an older one can go.

    Raises:
        InvalidToken: none of our keys opens it.
    """
    return _keys().rotate(sealed.encode()).decode()


def _keys() -> MultiFernet:
    """One key for each secret of the house: the newest seals, the older ones still open."""
    return MultiFernet([Fernet(_key_of(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key_of(secret: str) -> bytes:
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return base64.urlsafe_b64encode(made)
