"""How allauth's part for the second step behaves in this house."""

from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fgc.accounts.sealing import seal, unseal


class SecondStep(DefaultMFAAdapter):
    """Secrets are sealed in the database, and what stands in an app or on a key names nothing."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("This code is not right, or it was used before. Wait for the next one."),
    }

    def encrypt(self, text: str) -> str:
        """As it stands in the database."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """As an app holds it."""
        return unseal(encrypted_text)

    def get_totp_issuer(self) -> str:
        """What an app calls us."""
        return _("My agreements")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """For which site a passkey is: the one of the settings, whatever a visitor says in the address."""
        return {"id": urlsplit(settings.SITE_URL).hostname or "", "name": _("My agreements")}

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        """How a device calls the account: by its own address, never by what somebody does here."""
        return {"id": user.pk.hex.encode(), "display_name": user.email or "", "name": user.email or ""}
