"""A device with passkeys, for tests that need no browser: it answers what a page asks, rightly or not."""

import hashlib
import html
import json
import re
import secrets
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from fgc.accounts.models import User

SITE = "https://mijnafspraken.example"
PRESENT, VERIFIED = AuthenticatorData.FLAG.UP, AuthenticatorData.FLAG.UV


def question_on(page: Any) -> dict[str, Any]:
    """What a page asks of a device."""
    found = re.search(r'data-question="([^"]*)"', page.content.decode())
    assert found, page.content.decode()
    question: dict[str, Any] = json.loads(html.unescape(found.group(1)))["publicKey"]
    return question


def passkey_of(user: User, name: str) -> int:
    """Gives an account a passkey without asking anything; returns its number."""
    credential = json.loads(Device().makes({"challenge": websafe_encode(b"x" * 32), "user": {"id": user.pk.hex}}))
    return int(
        Authenticator.objects.create(user=user, type="webauthn", data={"name": name, "credential": credential}).pk
    )


class Device:
    """Keeps one passkey.

    Args:
        site: the site that it thinks it is at.
        knows_owner: does it get the finger, the face or the code of its owner?
    """

    def __init__(self, *, site: str = SITE, knows_owner: bool = True) -> None:
        self.site = site
        self.flags = PRESENT | (VERIFIED if knows_owner else AuthenticatorData.FLAG(0))
        self.id = secrets.token_bytes(16)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.owner = b""

    def _site_mark(self) -> bytes:
        return hashlib.sha256(self.site.removeprefix("https://").encode()).digest()

    def _said(self, kind: str, question: dict[str, Any]) -> CollectedClientData:
        return CollectedClientData.create(kind, question["challenge"], self.site)

    def makes(self, question: dict[str, Any]) -> str:
        """A new passkey."""
        self.owner = question["user"]["id"].encode()
        made = AttestedCredentialData.create(Aaguid.NONE, self.id, ES256.from_cryptography_key(self.key.public_key()))
        about = AuthenticatorData.create(self._site_mark(), self.flags | AuthenticatorData.FLAG.AT, 0, made)
        return self._answer(
            clientDataJSON=self._said("webauthn.create", question),
            attestationObject=AttestationObject.create("none", about, {}),
        )

    def answers(self, question: dict[str, Any]) -> str:
        """The passkey that it has."""
        said = self._said("webauthn.get", question)
        about = AuthenticatorData.create(self._site_mark(), self.flags, 1)
        signed = self.key.sign(about + said.hash, ec.ECDSA(hashes.SHA256()))
        return self._answer(clientDataJSON=said, authenticatorData=about, signature=signed)

    def _answer(self, **parts: bytes) -> str:
        name = websafe_encode(self.id)
        response = {part: websafe_encode(value) for part, value in parts.items()}
        if "signature" in response:
            response["userHandle"] = self.owner.decode()
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})
