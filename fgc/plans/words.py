"""The words of one agreement: what they hold, and what must be right about them."""

from datetime import date
from typing import Any, TypedDict

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _

from fgc import texts
from fgc.errors import RuleBroken
from fgc.plans.rules import Kind, Repeats, one_of, recurrence

NEAR_PAST, NEAR_FUTURE = relativedelta(years=2), relativedelta(years=5)


class Words(TypedDict, total=False):
    """The words of an agreement. Only the text is compulsory: the law leaves the form free."""

    text: str
    for_whom: str
    why: str
    starts_on: date | None
    repeats: str
    rule: str
    ends_on: date | None
    sign_it_works: str
    what_if: str


def only_words(said: Words) -> Words:
    """The words of a line without what stands beside them."""
    kept: Any = {key: value for key, value in said.items() if key in Words.__annotations__}
    words: Words = kept
    return words


def must_have_an_end(kind: Kind, ends_on: date | None) -> None:
    """Temporary extra help always has an end date.

    Raises:
        RuleBroken: more help for a while, without saying until when.
    """
    if kind == Kind.SCALE_UP and ends_on is None:
        raise RuleBroken(_("More help for a while needs an end date. Until when?"), code="required", field="ends_on")


def must_be_in_order(starts_on: date | None, ends_on: date | None) -> None:
    """An end lies after its beginning.

    Raises:
        RuleBroken: the dates are the wrong way round.
    """
    if starts_on and ends_on and ends_on < starts_on:
        raise RuleBroken(_("The end lies before the beginning."), code="wrong_order", field="ends_on")


def must_be_near(starts_on: date | None, ends_on: date | None, *, today: date) -> None:
    """The days of an agreement are days of now: a slip of the pen in a year is caught.

    Raises:
        RuleBroken: the beginning is years away, or the end is past or years away.
    """
    if starts_on and not today - NEAR_PAST <= starts_on <= today + NEAR_FUTURE:
        raise RuleBroken(_("This day is years away. Is the year right?"), code="too_far", field="starts_on")
    if ends_on and ends_on < today:
        raise RuleBroken(_("This day is past. Choose a later day."), code="in_past", field="ends_on")
    if ends_on and ends_on > today + NEAR_FUTURE:
        raise RuleBroken(_("This day is years away. Is the year right?"), code="too_far", field="ends_on")


def must_hang_on_family(*, has_doers: bool, all_from_outside: bool, hangs: bool) -> None:
    """What a professional does supports something that the family does. Source: data elements 4.6, "supports".

    Raises:
        RuleBroken: only professionals do it, and it hangs on nothing of the family.
    """
    if has_doers and all_from_outside and not hangs:
        sentence = _("Only people from outside do this. Which agreement of your own does it help?")
        raise RuleBroken(sentence, code="required", field="supports_id")


MOST = {"text": texts.LINE, "for_whom": 120, "why": texts.LINE, "sign_it_works": texts.LINE, "what_if": texts.LINE}


def checked(words: Words, *, kind: Kind, today: date, stood: date | None = None) -> Words:
    """The words as they may be stored; what was not said is empty.

    Args:
        kind: what sort of agreement it is; more help for a while needs an end date.
        stood: the end date as it stood in the plan already; it may be past by now.

    Raises:
        RuleBroken: the text is missing, something is too long or holds a citizen number, or the days can't be right.
    """
    starts_on, ends_on = words.get("starts_on"), words.get("ends_on")
    must_have_an_end(kind, ends_on)
    must_be_in_order(starts_on, ends_on)
    must_be_near(starts_on, None if ends_on == stood else ends_on, today=today)
    repeats = one_of(Repeats, words.get("repeats", Repeats.AS_NEEDED), field="repeats")
    rule = recurrence.checked(words.get("rule", ""), starts_on=starts_on, today=today)
    plain = {
        field: texts.plain(str(words.get(field, "")), field=field, most=most, required=field == "text")
        for field, most in MOST.items()
    }
    return Words(
        text=plain["text"],
        for_whom=plain["for_whom"],
        why=plain["why"],
        sign_it_works=plain["sign_it_works"],
        what_if=plain["what_if"],
        starts_on=starts_on,
        ends_on=ends_on,
        repeats=recurrence.simple_of(rule) if rule else repeats,
        rule=rule,
    )
