"""A token of the server: signed by it, for us, now, and of the kind that we asked for."""

import time
from typing import Any

import jwt

from fgc.accounts.models import LoginServer
from fgc.accounts.oidc.server import Endpoints, NotProven, fetched

# Keys of two halves only: with a shared one, who knows the public half could sign.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
LEEWAY_S, FRESH_S = 60, 600
SMALLEST_RSA_BITS, LONGEST_SUBJECT = 2048, 255


def signed_by(server: LoginServer, there: Endpoints, token: str, *, kind: str = "JWT") -> dict[str, Any]:
    """What the server signed, for us and now.

    Args:
        kind: what the token calls itself; a token of another kind proves nothing here.
    """
    try:
        header = jwt.get_unverified_header(token)
        _must_be_a_head(header, kind)
        claims: dict[str, Any] = jwt.decode(
            token,
            _key(fetched(there.keys), header),
            algorithms=[header["alg"]],
            audience=server.client_id,
            issuer=server.issuer,
            leeway=LEEWAY_S,
            options={"require": ["iss", "aud", "exp", "iat"], "strict_aud": False},
        )
    except (jwt.PyJWTError, ValueError, TypeError, LookupError, AttributeError) as error:
        raise NotProven(type(error).__name__) from None
    _must_be_for_us_and_new(server, claims)
    return claims


def _must_be_a_head(header: dict[str, Any], kind: str) -> None:
    if header.get("alg") not in ALGORITHMS or "crit" in header:
        raise NotProven("other_algorithm")
    if str(header.get("typ", "JWT")).lower() != kind.lower():
        raise NotProven("other_kind")


def _key(said: dict[str, Any], header: dict[str, Any]) -> Any:
    named = header.get("kid")
    fit = [
        one
        for one in said.get("keys", [])
        if (one.get("kid") == named if named else True)
        and one.get("kty") != "oct"
        and one.get("use", "sig") == "sig"
        and one.get("alg", header["alg"]) == header["alg"]
    ]
    if len(fit) != 1:
        raise NotProven("unknown_key")
    key = jwt.PyJWK(fit[0], algorithm=header["alg"]).key
    if fit[0]["kty"] == "RSA" and key.key_size < SMALLEST_RSA_BITS:
        raise NotProven("weak_key")
    return key


def _must_be_for_us_and_new(server: LoginServer, claims: dict[str, Any]) -> None:
    audience = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    if claims.get("azp", server.client_id if len(audience) == 1 else "") != server.client_id:
        raise NotProven("for_somebody_else")
    if time.time() - claims["iat"] > FRESH_S:
        raise NotProven("old_token")


def subject_of(claims: dict[str, Any]) -> str:
    """The number of a person at this server: what stays the same when a name or an address changes."""
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT or not subject.isprintable():
        raise NotProven("no_subject")
    return subject
