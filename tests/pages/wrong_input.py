"""What a person would type in a form, and everything that can be typed wrongly in it."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from fgc.demo import people
from fgc.pages.links.robots import number_for
from tests.pages.forms_on_pages import CHOICES, DAYS, FormOnPage, Input

Body = dict[str, list[str]]

BSN = "111222333"
SCRIPT = "<script>alert(1)</script> & <i>"
# Right-to-left with the sign that turns the direction, signs of four bytes, and words from a database.
FROM_AFAR = "مرحبا \u202e om \U0001f469\u200d\U0001f467 \U0001d546\U0001d55c '; DROP TABLE x; --"
TWO_LIVES = timedelta(days=200 * 365)
VERY_LONG = 20_001


@dataclass(frozen=True)
class Wrong:
    """One thing typed wrongly.

    Args:
        said: what is sent for the input.
        is_refused: it must be refused; otherwise it may also be taken.
        is_kept: when it is taken, it is kept sign by sign.
    """

    what: str
    said: list[str]
    is_refused: bool = True
    is_kept: bool = False


def in_days(days: int) -> str:
    """A day from now, as a browser sends it."""
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def at_hour(days: int, hour: int) -> str:
    """A day and an hour from now, as a browser sends it."""
    return f"{in_days(days)}T{hour:02}:00"


BY_KIND: dict[str, Callable[[], str]] = {
    "email": lambda: "nieuw@post.example",
    "tel": lambda: "06 12345678",
    "date": lambda: in_days(0),
    "checkbox": lambda: "on",
    "hidden": lambda: "",
}
# Where the kind of input does not say enough.
BY_NAME: dict[str, Callable[[], str]] = {
    "fingerprint": lambda: "0" * 64,
    "version": lambda: "1",
    "lines": lambda: "1",
    "email": lambda: "nieuw@post.example",
    "phone": lambda: "06 12345678",
    "birth_date": lambda: "2016-03-04",
    "starts_at": lambda: at_hour(30, 10),
    "ends_at": lambda: at_hour(30, 16),
    "starts_on": lambda: in_days(3),
    "ends_on": lambda: in_days(60),
    "due_on": lambda: in_days(1),
    "valid_until": lambda: in_days(90),
    "until": lambda: in_days(60),
    # The first Tuesday of every second month.
    "repeats": lambda: "monthly",
    "weekdays": lambda: "TU",
    "which": lambda: "1",
    "every": lambda: "2",
    "comes": lambda: "13:40",
    "goes": lambda: "15:10",
    "typed_name": lambda: people.FAMILY,
}


# What is filled in whatever stands there: a day of now, and the days of a rule, which go together.
OURS = ("starts_at", "ends_at", "repeats", "weekdays", "which", "every")
# Where one answer is not enough: somebody of each of two circles, by name in the one and then in the other.
OF_BOTH = ("giver_ids",)


def plausible(one: Input) -> list[str]:
    """What somebody might fill in here: what stands there already, or something that fits."""
    if any(one.values) and one.kind != "hidden" and one.name not in OURS:
        return one.values
    if one.name in BY_NAME:
        return [BY_NAME[one.name]()]
    if one.kind in CHOICES:
        answers = [value for value in one.options if value]
        return answers[-2:] if one.name in OF_BOTH else answers[:1]
    return one.values if any(one.values) else [BY_KIND.get(one.kind, lambda: "In eigen woorden")()]


def bodies(form: FormOnPage) -> Iterator[Body]:
    """Sensible ways to fill in a form, from all of it to only what stands there."""
    everything = {one.name: plausible(one) for one in form.inputs.values()}
    if {"token", "number"} <= everything.keys():
        everything["number"] = [number_for(everything["token"][0])]
    yield everything
    yield {name: said for name, said in everything.items() if form.inputs[name].kind != "checkbox"}
    yield {name: said for name, said in everything.items() if form.inputs[name].values or name in BY_NAME}
    yield form.typed()


NO_SUCH = {
    "number": {"words for a number": "veel", "less than nothing": "-3"},
    "time": {"words for a time": "straks", "a time that is not there": "25:61"},
}


def wrongs(one: Input, *, required: bool, foreign: uuid.UUID) -> Iterator[Wrong]:
    """Everything that can be wrong with one input."""
    if one.kind != "checkbox" or required:
        yield Wrong("nothing", [], is_refused=required and one.kind != "hidden")
    if one.is_text:
        yield from _of_text(one)
    if one.kind in DAYS:
        yield from _of_day(one)
    for what, said in NO_SUCH.get(one.kind, {}).items():
        yield Wrong(what, [said])
    if one.kind in CHOICES:
        yield Wrong("an answer that is not on the list", ["\u202equeen<i>"])
        yield Wrong("something of another family", [str(foreign)])
    if one.kind == "hidden":
        yield Wrong("something made up", ["x\x00'<i>"], is_refused=False)


def _of_text(one: Input) -> Iterator[Wrong]:
    yield Wrong("too long a text", ["x" * ((one.most or VERY_LONG - 1) + 1)])
    yield Wrong("a citizen service number", [BSN])
    yield Wrong("a sign that ends a text", ["a\x00b"], is_refused=False)
    yield Wrong("HTML and script", [f"{one.name[:6]} {SCRIPT}"], is_refused=False, is_kept=True)
    yield Wrong("signs from afar", [f"{one.name[:6]} {FROM_AFAR}"], is_refused=False, is_kept=True)


def _of_day(one: Input) -> Iterator[Wrong]:
    today, clock = timezone.localdate(), "T10:00" if one.kind == "datetime-local" else ""
    yield Wrong("words for a day", ["geen dag"])
    yield Wrong("a day that is not there", [f"2026-02-30{clock}"])
    for what, day in (("long ago", today - TWO_LIVES), ("far away", today + TWO_LIVES)):
        yield Wrong(f"a day {what}", [f"{day.isoformat()}{clock}"])
    yield Wrong("the first day of all", [f"0001-01-01{clock}"])


def wrong_order(form: FormOnPage) -> Iterator[tuple[str, Body]]:
    """An end before its beginning, for each pair of them in a form."""
    for name, one in form.inputs.items():
        last = name.replace("starts_", "ends_")
        if last != name and last in form.inputs:
            is_moment = one.kind == "datetime-local"
            first, then = (at_hour(30, 16), at_hour(30, 10)) if is_moment else (in_days(30), in_days(20))
            yield last, {name: [first], last: [then]}


def another(one: Input, said: list[str]) -> list[list[str]]:
    """Two other things that may be said in the place of this one, where there are as many."""
    if one.kind in ("text", "textarea"):
        return [["Eerst dit."], ["Toen dat."]]
    if one.kind in ("radio", "select"):
        others = [[value] for value in one.options if value and [value] != said]
        return others[:2] if len(others) > 1 else []
    return []
