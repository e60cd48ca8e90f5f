"""The rules of what a coordinator hands over. Source: hard case HC9."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from fgc.errors import RuleBroken

WORDS_LENGTH = 4000


def must_say_something(texts: Iterable[str]) -> None:
    """An empty page hands nothing over.

    Raises:
        RuleBroken: nothing was written.
    """
    if not any(texts):
        raise RuleBroken(_("Write something in one of the three, or go back."), code="required", field="agreed")
