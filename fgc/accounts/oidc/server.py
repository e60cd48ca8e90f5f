"""The server of an organisation: what it says of itself, and how far it may send us."""

import logging
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from fgc import elsewhere
from fgc.accounts.models import LoginServer
from fgc.errors import RuleBroken

SECONDS = 4
HERE = ("127.0.0.1", "localhost")

log = logging.getLogger(__name__)


class NotProven(Exception):
    """The answer does not prove who came; the reason is one word for the log."""


@dataclass(frozen=True)
class Endpoints:
    """Where the server does what."""

    authorize: str
    token: str
    keys: str
    says_who_answers: bool
    takes_basic: bool


def address_to_come_back(server: LoginServer) -> str:
    """Where the server sends the browser back to, by our settings: whatever name a visitor types."""
    return f"{settings.SITE_URL}/enter/with/{server.slug}/back/"


def no(server: LoginServer, reason: object) -> RuleBroken:
    """The one sentence for everything that is wrong; what it was goes to the log, without a word of the answer."""
    log.warning("a login by %s was refused: %s", server.slug, reason)
    return RuleBroken(_("That login did not work. Try again, or come in with a code."), code="not_proven")


def may_be_an_issuer(address: str) -> bool:
    """An address of a server over TLS; plain only on the own machine, and never in production."""
    parts = urlsplit(address)
    plain_here = parts.scheme == "http" and parts.hostname in HERE and not settings.PRODUCTION
    is_bare = not (parts.query or parts.fragment or parts.username or parts.password)
    return bool((parts.scheme == "https" or plain_here) and parts.hostname and is_bare)


def endpoints_of(server: LoginServer) -> Endpoints:
    """What the server says of itself.

    Raises:
        RuleBroken: it gives no answer, or says that it is somebody else, or sends us elsewhere.
    """
    try:
        return _endpoints(server, fetched(f"{server.issuer.rstrip('/')}/.well-known/openid-configuration"))
    except (NotProven, elsewhere.NoAnswer) as reason:
        raise no(server, reason) from None


def _endpoints(server: LoginServer, said: dict[str, Any]) -> Endpoints:
    if said.get("issuer") != server.issuer:
        raise NotProven("other_issuer")
    places = [said.get(f"{what}_endpoint") for what in ("authorization", "token")] + [said.get("jwks_uri")]
    if not all(_is_of_the_same_house(server, place) for place in places):
        raise NotProven("another_house")
    authorize, token, keys = (str(place) for place in places)
    methods = said.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    takes_basic = not isinstance(methods, list) or "client_secret_basic" in methods
    says_who_answers = said.get("authorization_response_iss_parameter_supported") is True
    return Endpoints(authorize, token, keys, says_who_answers, takes_basic)


def fetched(address: str) -> dict[str, Any]:
    """A document of the server, as it is now.

    Raises:
        NotProven, NoAnswer: it is no document, or does not come.
    """
    answer = elsewhere.ask("GET", address, seconds=SECONDS)
    said = answer.read() if answer.status == 200 else None
    if not isinstance(said, dict):
        raise NotProven("no_document")
    return said


def _is_of_the_same_house(server: LoginServer, address: object) -> bool:
    if not isinstance(address, str) or not may_be_an_issuer(address.split("?")[0]):
        return False
    theirs, ours = urlsplit(address), urlsplit(server.issuer)
    return (theirs.scheme, theirs.netloc) == (ours.scheme, ours.netloc)
