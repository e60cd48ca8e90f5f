"""Who reads a line that is only about some of the children. Source: consent table 2.3, hard cases 17 and 26."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext_lazy as _

from fgc.accounts.profiles import Terms
from fgc.errors import RuleBroken
from fgc.families.rules import decides_alone


@dataclass(frozen=True)
class Eyes:
    """As whom somebody reads: as which of the children, and as a parent of which.

    `decides_for` is empty for a parent who decides for all, None for who is no parent.
    """

    as_child: frozenset[uuid.UUID] = field(default_factory=frozenset)
    decides_for: frozenset[uuid.UUID] | None = None


@dataclass(frozen=True)
class About:
    """One child that a line, or a copy that was let out, is about, and whether that child opened it."""

    child_id: uuid.UUID
    birth: date
    is_open: bool = False


def is_closed(about: Iterable[About], eyes: Eyes, *, day: date, terms: Terms) -> bool:
    """Not read by somebody for whom none of the children opens it; what names no child is everybody's.

    A child opens it to itself; to a parent when that parent decides for the child; and to nobody else of the family
    while the child decides alone and did not open it.
    """
    named = list(about)
    return bool(named) and not any(_opens(one, eyes, day, terms) for one in named)


def _opens(one: About, eyes: Eyes, day: date, terms: Terms) -> bool:
    if one.child_id in eyes.as_child:
        return True
    if eyes.decides_for and one.child_id not in eyes.decides_for:
        return False
    return one.is_open or not decides_alone(one.birth, day, terms)


def must_decide_alone(birth: date, day: date, terms: Terms, *, is_own: bool = True) -> None:
    """Until then the parents read all that is about the child.

    Args:
        is_own: the young person asks it, and not who writes it down.

    Raises:
        RuleBroken: the child is younger.
    """
    if not decides_alone(birth, day, terms):
        sentence = (
            _("From %(age)s on you decide this. Until then your parents read what is about you.")
            if is_own
            else _("A young person decides this from %(age)s on. Until then the parents read it.")
        )
        raise RuleBroken(sentence % {"age": terms.alone_from}, code="too_young")


def must_leave_in(taken: Iterable[uuid.UUID], *, alone: Iterable[uuid.UUID], eyes: Eyes, coordinates: bool) -> None:
    """Who decides alone is taken off a line by nobody else: then the parents would read it for good.

    Raises:
        RuleBroken: such a young person was taken off by somebody else than that person or the coordinator.
    """
    if not coordinates and set(taken) & set(alone) - eyes.as_child:
        sentence = _("Only the young person can take the own name off a line.")
        raise RuleBroken(sentence, code="not_yours", field="child_ids")


def must_stand_apart(*, keeps: bool, asks_parents: bool) -> None:
    """What the parents do not read is not let out together with what needs their yes: they read that to say it.

    Raises:
        RuleBroken: both were chosen.
    """
    if keeps and asks_parents:
        sentence = _("Your parents do not read one of these lines. Let it be read apart, or open it for them first.")
        raise RuleBroken(sentence, code="kept_apart", field="parts")
