"""The rules of who helps for a while: an interpreter, a volunteer. Source: roles and rights 3.1, hard case 15."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from fgc.errors import RuleBroken
from fgc.networks.rules import CHILDREN, CircleRole


def must_be_a_while(role: str, until: date | None, *, before: date | None, today: date) -> None:
    """Who helps for a while has a last day that is still to come; who lives at home is always there.

    Args:
        before: the last day as it was; it may have passed.

    Raises:
        RuleBroken: the day has passed, or this person lives at home.
    """
    if until is None:
        return
    if role in {*CHILDREN, CircleRole.PARENT}:
        raise RuleBroken(_("Who lives at home is not here for a while only."), code="at_home", field="here_until")
    if until < today and until != before:
        sentence = _("This day has passed. Choose a day that is still to come.")
        raise RuleBroken(sentence, code="past", field="here_until")


def is_over(here_until: date | None, today: date) -> bool:
    """Was the last day of who helped for a while?"""
    return here_until is not None and here_until < today
