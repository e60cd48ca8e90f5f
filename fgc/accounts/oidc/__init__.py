"""OpenID Connect: what we ask of the login of an organisation, and what must be true of its answer.

The organisation is believed about one thing: that whoever came back from there is its person with this number. So
every field that could be somebody else's is looked at, and anything odd ends in one sentence for the person and one
word in the log. Nothing is fetched from another machine than that of the issuer that the operator wrote down.
"""

from fgc.accounts.oidc.server import address_to_come_back, endpoints_of, may_be_an_issuer, no
from fgc.accounts.oidc.token import LEEWAY_S
from fgc.accounts.oidc.visit import Proven, beginning, logged_out, proven

__all__ = [
    "LEEWAY_S",
    "Proven",
    "address_to_come_back",
    "beginning",
    "endpoints_of",
    "logged_out",
    "may_be_an_issuer",
    "no",
    "proven",
]
