"""How often one may try a code from a letter: counted in the shared cache, before the code is looked at.

When the counter can't be reached the door stays shut: ten signs are only as strong as the number of tries is small.
Whoever has a letter also has the coordinator's telephone.
"""

from django.core.cache import cache
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from fgc.errors import RuleBroken

WINDOW_SECONDS = 15 * 60
MOST_FROM_ONE_PLACE = 10
MOST_TOGETHER = 600


def count_try(place: str) -> None:
    """Counts one try, also the good ones.

    Args:
        place: where the try comes from, for example the address of the browser; kept only as a hash.

    Raises:
        RuleBroken: there were too many, or nobody can count now.
    """
    spot = salted_hmac("fgc.networks.guesses", place).hexdigest()[:32]
    try:
        counts = _add_one(f"guess:{spot}"), _add_one("guess:together")
    except Exception:  # noqa: BLE001  # each cache has errors of its own; whatever it is, nobody counted
        sentence = _("This does not work for a moment. Try again in a few minutes, or call your coordinator.")
        raise RuleBroken(sentence, code="unavailable", field="code") from None
    if counts[0] > MOST_FROM_ONE_PLACE or counts[1] > MOST_TOGETHER:
        sentence = _("That was tried too often. Wait a quarter of an hour, or call your coordinator.")
        raise RuleBroken(sentence, code="too_many_tries", field="code")


def _add_one(key: str) -> int:
    cache.add(key, 0, timeout=WINDOW_SECONDS)
    return cache.incr(key)
