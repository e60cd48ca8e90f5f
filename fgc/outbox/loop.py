"""Sending round after round, with a sign of life after each: what `manage.py deliver --loop` and the bell both do."""

import logging
import threading
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import Error, close_old_connections
from django.utils import timezone

from fgc.access.actors import SystemActor
from fgc.access.walls import acting
from fgc.outbox import deliver, ways
from fgc.outbox.health import SENDER, health
from fgc.outbox.models import SILENT, LifeSign

log = logging.getLogger(__name__)

CLOCK = SystemActor("deliver")
# A machine whose clock is further off than this writes wrong dates and asks grants and quiet hours at the wrong moment.
MOST_OFF = timedelta(minutes=1)
PAUSE = 5.0  # seconds between two rounds that found nothing


def sign_of_life(loop: str, *, every_s: int = 0) -> int:
    """Notes that this loop came round; returns how many seconds this machine's clock is off, to the database's.

    Args:
        every_s: how many seconds lie between two rounds, so that it is known when it is silent for too long.
    """
    with acting(CLOCK):
        moment = ways.clock()
        off = _seconds_off(moment)
        LifeSign.objects.update_or_create(loop=loop, defaults={"at": moment, "clock_off": off, "every_s": every_s})
    return off


def forget_others(rung: Collection[str]) -> int:
    """Takes away the signs of life of loops for which nobody rings any more, so that they are not missed for ever.

    Args:
        rung: the loops for which the clock of this release rings; the one that sends is always kept.

    Returns:
        How many went.
    """
    with acting(CLOCK):
        gone, _by_kind = LifeSign.objects.exclude(loop__in={SENDER, *rung}).delete()
    return gone


def _seconds_off(moment: datetime) -> int:
    return round((timezone.now() - moment).total_seconds())


def is_alive() -> bool:
    """Did a loop that sends come round lately, on whichever machine?"""
    with acting(CLOCK):
        return LifeSign.objects.filter(loop=SENDER, at__gt=ways.clock() - SILENT).exists()


def once(over: threading.Event | None = None) -> int:
    """One round: sends what is due, unless this machine's clock is off; returns how many rows were settled or put off.

    A machine that does not know the time sends nothing: its neighbours do, and the operator sees why.

    Args:
        over: set when it is time to stop; the message that goes out is finished first.
    """
    off = sign_of_life(SENDER)
    if abs(off) > MOST_OFF.total_seconds():
        log.error("the clock of this machine is %d seconds off: it sends nothing", off)
        return 0
    done = deliver.deliver_due(must_stop=over.is_set) if over else deliver.deliver_due()
    _touch()
    return done


def _touch() -> None:
    """The dead man's file: young as long as nothing is overdue."""
    if not settings.DEADMAN_FILE:
        return
    with acting(CLOCK):
        is_late = health().is_late
    if is_late:
        return
    try:
        Path(settings.DEADMAN_FILE).touch()
    except OSError as error:
        # It grows old, as it must when something is wrong; messages go out all the same.
        log.error("the dead man's file can't be touched: %s", type(error).__name__)  # noqa: TRY400  # as below


def knows_the_time(loop: str) -> bool:
    """Does this machine know the time? Who does not plans, sends and erases at a wrong moment, and must leave it.

    Args:
        loop: who asks: where it does not, the operator sees by how much.
    """
    with acting(CLOCK):
        off = _seconds_off(ways.clock())
        knows = abs(off) <= MOST_OFF.total_seconds()
        if not knows:
            LifeSign.objects.filter(loop=loop).update(clock_off=off)
            log.error("the clock of this machine is %d seconds off: it leaves %s to others", off, loop)
    return knows


def silent_among(loops: Mapping[str, int], *, since: datetime) -> list[str]:
    """Those of these loops that missed two rounds, as far as anybody saw.

    Args:
        loops: how many seconds lie between two rounds of each.
        since: from when one is counted that never came round.
    """
    with acting(CLOCK):
        moment = ways.clock()
        heard = {sign.loop: sign for sign in LifeSign.objects.filter(loop__in=loops)}
    signs = [heard.get(name, LifeSign(loop=name, at=since, every_s=every_s)) for name, every_s in loops.items()]
    return [sign.loop for sign in signs if sign.is_silent(moment)]


def until(over: threading.Event, *, also: Callable[[], None] | None = None) -> None:
    """Sends round after round, also without Redis; waits where the database is away, and comes back by itself.

    Args:
        over: set when it is time to stop; the message that goes out is finished first.
        also: what is done after each round.
    """
    while not over.is_set():
        try:
            done = once(over)
            if also and not over.is_set():
                also()
        except Error as error:
            log.error("the database is away: %s", type(error).__name__)  # noqa: TRY400  # a stack says nothing more
            done = 0
        close_old_connections()
        if not done:
            over.wait(PAUSE)
