"""How often something may be tried: counted in the shared cache, before anything is looked at.

When the counter can't be reached nobody comes through: what is counted is only safe because the number of tries is
small.
"""

import ipaddress
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from fgc.errors import RuleBroken

# All addresses of one connection at home count as one place.
HOME_NETWORK = 64


@dataclass(frozen=True)
class Limit:
    """So many tries in so many seconds, for each key apart."""

    name: str
    most: int
    seconds: int

    def allows_one_more(self, key: str = "") -> bool:
        """Counts one try, the good ones too; False when there were too many.

        Args:
            key: who or what is counted: a place, an address; kept only as a hash.

        Raises:
            RuleBroken: nobody can count now.
        """
        spot = f"limit:{self.name}:{salted_hmac('fgc.limits', key).hexdigest()[:32]}"
        try:
            cache.add(spot, 0, timeout=self.seconds)
            return bool(cache.incr(spot) <= self.most)
        except Exception:  # noqa: BLE001  # each cache has errors of its own; whatever it is, nobody counted
            sentence = _("This does not work for a moment. Try again in a few minutes.")
            raise RuleBroken(sentence, code="unavailable") from None


def place_of(address: str) -> str:
    """The place where a browser is, from its address on the internet."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((found, HOME_NETWORK), strict=False))
