"""A visit: the browser goes to the server of an organisation, and comes back with a code."""

import hashlib
import secrets
import time
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hmac import compare_digest
from typing import Any
from urllib.parse import quote, urlencode

from fgc import elsewhere
from fgc.accounts.models import LoginServer
from fgc.accounts.oidc import server as servers
from fgc.accounts.oidc.server import Endpoints, NotProven, address_to_come_back, endpoints_of, no
from fgc.accounts.oidc.token import LEEWAY_S, signed_by, subject_of
from fgc.accounts.sealing import unseal

LIVES_S, LONGEST_TOKEN = 600, 16_000
LOGOUT = "http://schemas.openid.net/event/backchannel-logout"


@dataclass(frozen=True)
class Proven:
    """Whom the server says that came, when that person last showed who he or she is, and whether in two steps."""

    subject: str
    at: int
    by_second_step: bool
    shown_as: str


def beginning(server: LoginServer, *, at_most: int) -> tuple[str, dict[str, Any]]:
    """Where the browser goes, and what must be kept in its session until it comes back.

    Args:
        at_most: how many seconds ago the person may have logged in there.
    """
    there = endpoints_of(server)
    state, nonce, verifier = (secrets.token_urlsafe(32) for _number in range(3))
    asked = {
        "response_type": "code",
        "client_id": server.client_id,
        "redirect_uri": address_to_come_back(server),
        "scope": "openid",
        "state": state,
        "nonce": nonce,
        "code_challenge": urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
        "max_age": str(at_most),
    }
    mark = "&" if "?" in there.authorize else "?"
    kept = {"server": str(server.pk), "state": state, "nonce": nonce, "verifier": verifier, "at_most": at_most}
    return f"{there.authorize}{mark}{urlencode(asked)}", {**kept, "at": time.time()}


def proven(server: LoginServer, kept: Mapping[str, Any], said: Mapping[str, str]) -> Proven:
    """Whom the server proves to have come back.

    Args:
        kept: what `beginning` gave; the caller has forgotten it by now, so that no answer counts twice.
        said: what stands in the address that the browser came back with.

    Raises:
        RuleBroken: anything of it is not as it must be.
    """
    there = endpoints_of(server)
    try:
        _must_be_an_answer_to(kept, said, server, there)
        token = _token_for(server, there, said["code"], kept["verifier"])
        claims = signed_by(server, there, token)
        return _person(server, claims, kept)
    except (NotProven, elsewhere.NoAnswer) as reason:
        raise no(server, reason) from None


def _must_be_an_answer_to(
    kept: Mapping[str, Any], said: Mapping[str, str], server: LoginServer, there: Endpoints
) -> None:
    if kept["server"] != str(server.pk) or not compare_digest(said.get("state", "").encode(), kept["state"].encode()):
        raise NotProven("other_state")
    if time.time() - kept["at"] > LIVES_S:
        raise NotProven("too_late")
    answers = said.get("iss", server.issuer if not there.says_who_answers else "")
    if answers != server.issuer:
        raise NotProven("other_server_answers")
    if "error" in said or not said.get("code"):
        raise NotProven("no_code")


def _token_for(server: LoginServer, there: Endpoints, code: str, verifier: str) -> str:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": address_to_come_back(server),
        "code_verifier": verifier,
    }
    secret = unseal(server.sealed_secret)
    if there.takes_basic:
        how: dict[str, Any] = {"data": form, "auth": (quote(server.client_id, safe=""), quote(secret, safe=""))}
    else:
        how = {"data": {**form, "client_id": server.client_id, "client_secret": secret}}
    answer = elsewhere.ask("POST", there.token, seconds=servers.SECONDS, **how)
    said = answer.read() if answer.status == 200 else None
    token = said.get("id_token") if isinstance(said, dict) else None
    if not isinstance(token, str) or len(token) > LONGEST_TOKEN:
        raise NotProven("no_token")
    return token


def _person(server: LoginServer, claims: dict[str, Any], kept: Mapping[str, Any]) -> Proven:
    nonce, at = claims.get("nonce"), claims.get("auth_time")
    if not isinstance(nonce, str) or not compare_digest(nonce.encode(), kept["nonce"].encode()):
        raise NotProven("other_nonce")
    if not isinstance(at, int) or isinstance(at, bool) or at > time.time() + LEEWAY_S:
        raise NotProven("no_auth_time")
    if time.time() - at > kept["at_most"] + LEEWAY_S:
        raise NotProven("stale_auth_time")
    ways = claims.get("amr")
    how = [claims.get("acr"), *(ways if isinstance(ways, list) else [])]
    by_second_step = any(one in server.second_step.split() for one in how)
    subject = subject_of(claims)
    shown = claims.get("preferred_username") or claims.get("email") or subject
    return Proven(subject, min(at, int(time.time())), by_second_step, str(shown)[:120])


def logged_out(server: LoginServer, token: str) -> tuple[str, str, float]:
    """Who logged out there, by a token of the server: the person, the token's own number, and until when it counts.

    Raises:
        RuleBroken: it is no such token, or not signed for us.
    """
    there = endpoints_of(server)
    try:
        claims = signed_by(server, there, token[:LONGEST_TOKEN], kind="logout+jwt")
        return subject_of(claims), _number_of_logout(claims), float(claims["exp"])
    except (NotProven, elsewhere.NoAnswer) as reason:
        raise no(server, reason) from None


def _number_of_logout(claims: dict[str, Any]) -> str:
    events, number = claims.get("events"), claims.get("jti")
    if not isinstance(events, dict) or not isinstance(events.get(LOGOUT), dict) or "nonce" in claims:
        raise NotProven("no_logout")
    if not isinstance(number, str) or not number:
        raise NotProven("no_number")
    return number
