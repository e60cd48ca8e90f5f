"""Whose yes a release needs, and when it may be read: plain values in, an answer out. Source: consent table 2.3."""

import re
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from fgc.accounts.profiles import Terms
from fgc.errors import RuleBroken
from fgc.families.rules import decides_alone, decides_along

# The parents as one voice: any of them who gave the commission speaks, and any of them can take a release back.
PARENTS = None
Voice = uuid.UUID | None


@dataclass(frozen=True)
class Asked:
    """One voice about a release: what it said, and for a child its date of birth and whether a part is its own."""

    said_yes: bool | None = None
    birth: date | None = None
    has_own: bool = False


def whose_words(for_whom: str, names: Mapping[uuid.UUID, str]) -> frozenset[uuid.UUID]:
    """The children whose names stand in what the family wrote behind "for whom"."""
    return frozenset(
        child for child, name in names.items() if re.search(rf"\b{re.escape(name)}\b", for_whom, re.IGNORECASE)
    )


def whose_voices(
    parts: Collection[frozenset[uuid.UUID]], *, births: Mapping[uuid.UUID, date]
) -> tuple[dict[Voice, Asked], bool]:
    """Whom the chosen parts concern: each part those whose own it is, and a part of nobody's own every child.

    Args:
        parts: per part the children whose own it is.
        births: all children whom it is about.

    Returns:
        The children with what they bring along, and whether something is everybody's.
    """
    owners: frozenset[uuid.UUID] = frozenset().union(*parts)
    is_shared = not all(parts)
    concerned = births.keys() if is_shared else owners
    return {child: Asked(birth=births[child], has_own=child in owners) for child in concerned}, is_shared


def who_is_awaited(voices: Mapping[Voice, Asked], *, is_shared: bool, day: date, terms: Terms) -> list[Voice]:
    """Who must still say yes on this day: under 12 the parents, from 12 both, from 16 the young person alone.

    What is everybody's needs the parents at every age, and every young person from 12.
    """
    children = {child: asked for child, asked in voices.items() if child is not PARENTS}
    needs_parents = is_shared or any(
        asked.has_own and asked.birth and not decides_alone(asked.birth, day, terms) for asked in children.values()
    )
    needed: list[Voice] = [
        child for child, asked in children.items() if asked.birth and decides_along(asked.birth, day, terms)
    ]
    if needs_parents or not children:
        needed.insert(0, PARENTS)
    return [voice for voice in needed if not voices.get(voice, Asked()).said_yes]


def may_be_read(
    *,
    agreed_at: datetime | None,
    revoked_at: datetime | None,
    until: date,
    is_open: bool,
    rests_on_a_no: bool,
    today: date,
) -> bool:
    """Every yes is there, it was not taken back, its last day is not past, and the family goes on.

    Args:
        rests_on_a_no: somebody whose yes opened it says no to the whole by now. Source: table 2.8.
    """
    return agreed_at is not None and revoked_at is None and until >= today and is_open and not rests_on_a_no


def is_answered(*, said_yes: bool | None, asked_at: datetime, now: datetime, terms: Terms) -> bool | None:
    """What the family said to a question for more: no answer in time is a no, and nobody has to press for it.

    Returns:
        None while the question waits. Source: hard case 22.
    """
    if said_yes is None and now >= asked_at + timedelta(days=terms.unanswered_days):
        return False
    return said_yes


def must_not_press(last_asked_at: datetime | None, *, now: datetime, terms: Terms) -> None:
    """One question at a time, and after it none for as long as an answer may take: a family is not pressed.

    Raises:
        RuleBroken: it was asked not long ago.
    """
    if last_asked_at is not None and now < last_asked_at + timedelta(days=terms.unanswered_days):
        sentence = _("You asked this family not long ago. You can ask again after %(days)s days.")
        raise RuleBroken(sentence % {"days": terms.unanswered_days}, code="too_soon")
