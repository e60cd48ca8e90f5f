"""The operator's page: how the sending goes, in words. No content, no names, no families."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fgc.outbox.health import Health
from fgc.outbox.queue import Channel, State

if TYPE_CHECKING:
    from fgc.outbox.models import LifeSign

WAYS: dict[str, Promise] = {
    Channel.MAIL: _("e-mail"),
    Channel.SMS: _("text message"),
    Channel.PAPER: _("letter"),
    Channel.CALL: _("telephone call"),
}
STATES: dict[str, Promise] = {
    State.PENDING: _("waits"),
    State.CLAIMED: _("goes out now"),
    State.RETRY: _("is tried again later"),
    State.SENT: _("went out"),
    State.BY_HAND: _("waits for the coordinator"),
    State.DONE_BY_HAND: _("done by the coordinator"),
    State.UNCERTAIN: _("perhaps it went out"),
    State.SKIPPED: _("no longer wanted"),
    State.FAILED: _("could not be delivered"),
    State.EXPIRED: _("too late to be of use"),
    State.DEAD: _("could not be written"),
}
# What each loop does; one that does not stand here is called by its own name.
LOOPS: dict[str, Promise] = {
    "deliver": _("sending"),
    "deliver_due": _("sending, when the clock rings"),
    "plan_follow_up": _("planning reminders"),
    "call_off_ended": _("calling off what ended"),
    "end_forgotten_private_time": _("ending private time that was forgotten"),
    "carry_childrens_plans": _("bringing plans for children up to date"),
    "tell_of_birthdays": _("telling of birthdays"),
    "erase_due": _("erasing what a family wants erased"),
    "keep_terms": _("erasing what is past its term"),
    "shorten_lists": _("shortening the lists of who looked"),
    "forget_loops": _("forgetting loops that are gone"),
    "erase_old_arrivals": _("erasing when somebody was to come to a meeting"),
    "erase_old_safety": _("erasing old sheets about safety"),
}


@dataclass(frozen=True)
class Round:
    """One loop of the house: when it last came round, if ever."""

    words: str
    at: datetime | None
    is_silent: bool
    clock_off: int


@dataclass(frozen=True)
class Pile:
    """How many messages of one way stand at one state."""

    way: str
    state: str
    number: int


def piles(sending: Health) -> list[Pile]:
    """All that waits, and what was settled in the last day, in the order of the ways and of a message's road."""
    found = sorted(sending.counts, key=lambda count: (_place(count.channel, WAYS), _place(count.state, STATES)))
    return [Pile(_said(count.channel, WAYS), _said(count.state, STATES), count.number) for count in found]


def _place(name: str, known: dict[str, Promise]) -> int:
    return list(known).index(name) if name in known else len(known)


def _said(name: str, known: dict[str, Promise]) -> str:
    """In words; by its own name what a newer version wrote, which is coming in at this moment."""
    return str(known.get(name, name))


def rounds(sending: Health) -> list[Round]:
    """Every loop that is known, those that are silent first."""
    heard = {loop.loop: loop for loop in sending.loops}
    names = [*sending.silent, *(name for name in heard if name not in sending.silent)]
    return [_round(name, heard, is_silent=name in sending.silent) for name in names]


def _round(name: str, heard: dict[str, "LifeSign"], *, is_silent: bool) -> Round:
    sign = heard.get(name)
    words = _said(name, LOOPS)
    return Round(words, sign.at, is_silent, sign.clock_off) if sign else Round(words, None, is_silent, 0)


def shut_ways(sending: Health) -> list[tuple[str, datetime | None]]:
    """The ways by which nothing goes out, and since when."""
    return [(_said(way.channel, WAYS), way.shut_since) for way in sending.shut]
