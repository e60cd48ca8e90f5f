"""How often one may try a code from a letter: ten signs are only as strong as the number of tries is small.

Whoever has a letter also has the coordinator's telephone.
"""

from django.utils.translation import gettext as _

from fgc.errors import TOO_OFTEN, RuleBroken
from fgc.limits import Limit

FROM_ONE_PLACE = Limit("code", most=10, seconds=15 * 60)
TOGETHER = Limit("codes", most=600, seconds=15 * 60)


def count_try(place: str) -> None:
    """Counts one try, also the good ones.

    Args:
        place: where the try comes from, see `limits.place_of`.

    Raises:
        RuleBroken: there were too many, or nobody can count now.
    """
    allowed = FROM_ONE_PLACE.allows_one_more(place), TOGETHER.allows_one_more()
    if not all(allowed):
        sentence = _("That was tried too often. Wait a quarter of an hour, or call your coordinator.")
        raise RuleBroken(sentence, code=TOO_OFTEN, field="code")
