"""The ways out: whether one is shut, and how many messages a minute its provider takes. Known to all processes."""

import logging
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import connection

from fgc.access.actors import SystemActor
from fgc.access.walls import acting
from fgc.outbox.models import Channel, Way

log = logging.getLogger(__name__)

CLOCK = SystemActor("deliver")
# After a way was found shut: the next look; each time after a longer while, the last one from then on.
LOOK_AGAIN = (60, 120, 300, 600, 900)
BY_HAND = (Channel.PAPER, Channel.CALL)


class Allowed(NamedTuple):
    """How many messages may go by a way now."""

    number: int
    moment: datetime
    is_counted: bool


def clock(now: datetime | None = None) -> datetime:
    """The moment by the database's clock: the only one that all processes share."""
    if now is not None:
        return now
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.clock()")
        moment: datetime = cursor.fetchone()[0]
    return moment


def allowance(channel: Channel, *, most: int, now: datetime | None) -> Allowed:
    """How many messages may be claimed for this way: none while it is shut, and no more than its provider takes.

    Inside the transaction of the claim, which then says how many it took with `take`.
    """
    moment, rate = clock(now), settings.PER_MINUTE.get(channel, 0)
    rows = Way.objects.filter(channel=channel)
    way = (rows.select_for_update() if rate else rows).first()
    if way and way.shut_until and way.shut_until > moment:
        return Allowed(0, moment, is_counted=False)
    if not rate:
        return Allowed(most, moment, is_counted=False)
    taken = way.taken if way and way.minute == _minute(moment) else 0
    return Allowed(max(0, min(most, rate - taken)), moment, is_counted=True)


def take(channel: Channel, number: int, allowed: Allowed) -> None:
    """Counts so many messages in this minute."""
    if not allowed.is_counted or not number:
        return
    minute = _minute(allowed.moment)
    way, _is_new = Way.objects.get_or_create(channel=channel)
    way.taken = number + (way.taken if way.minute == minute else 0)
    way.minute = minute
    way.save(update_fields=["taken", "minute"])


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def shut(channel: Channel, moment: datetime) -> None:
    """Nothing goes by this way for a while: its server is away, or takes nothing from us. An operator hears it once."""
    with acting(CLOCK):
        way, _is_new = Way.objects.select_for_update().get_or_create(channel=channel)
        if way.shut_since is None:
            log.error("nothing goes out by %s: it is tried again by itself", channel)
        seconds = LOOK_AGAIN[min(way.times, len(LOOK_AGAIN) - 1)]
        way.shut_since = way.shut_since or moment
        way.shut_until = moment + timedelta(seconds=seconds)
        way.times += 1
        way.save(update_fields=["shut_since", "shut_until", "times"])


def opened(channel: Channel) -> None:
    """Something went out by this way again."""
    with acting(CLOCK):
        was_shut = Way.objects.filter(channel=channel, shut_since__isnull=False)
        if was_shut.update(shut_since=None, shut_until=None, times=0):
            log.warning("messages go out by %s again", channel)
