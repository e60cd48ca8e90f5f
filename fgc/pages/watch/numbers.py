"""How the sending goes as numbers for Prometheus: no content, no names, no families."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily as Gauge
from prometheus_client.registry import Collector

from fgc.outbox.health import Health
from fgc.pages.watch.looking import Seen


class _Sheet(Collector):
    """One look, as a collector of the library."""

    def __init__(self, seen: Seen) -> None:
        self.seen = seen

    def collect(self) -> Iterator[Gauge]:
        """What is there; of a database that is away only that."""
        yield Gauge("fgc_database_up", "Does the database answer?", value=self.seen.sending is not None)
        yield Gauge("fgc_redis_up", "Does Redis answer?", value=self.seen.is_redis_there)
        if self.seen.sending is not None:
            yield from _of_messages(self.seen.sending)
            yield from _of_ways(self.seen.sending)
            yield from _of_loops(self.seen.sending)


def _of_messages(sending: Health) -> Iterator[Gauge]:
    messages = Gauge("fgc_messages", "Messages that wait, and those settled in the last day.", labels=("way", "state"))
    for count in sending.counts:
        messages.add_metric((count.channel, count.state), count.number)
    yield messages
    oldest = sending.oldest_waits.total_seconds()
    yield Gauge("fgc_oldest_due_seconds", "How long the oldest message waits that is due.", value=oldest)


def _of_ways(sending: Health) -> Iterator[Gauge]:
    shut = Gauge("fgc_way_shut", "Is nothing going out by this way now?", labels=("way",))
    since = Gauge("fgc_way_shut_seconds", "For how long nothing has gone out by this way.", labels=("way",))
    for way in sending.ways:
        shut.add_metric((way.channel,), way.shut_since is not None)
        seconds = (sending.moment - way.shut_since).total_seconds() if way.shut_since else 0
        since.add_metric((way.channel,), seconds)
    yield from (shut, since)


def _of_loops(sending: Health) -> Iterator[Gauge]:
    last = Gauge("fgc_loop_last_sign_seconds", "When this loop last came round, since 1970.", labels=("loop",))
    silent = Gauge("fgc_loop_silent", "Is this loop silent for too long?", labels=("loop",))
    off = Gauge("fgc_loop_clock_off_seconds", "How far the clock of its machine was off.", labels=("loop",))
    for loop in sending.loops:
        last.add_metric((loop.loop,), loop.at.timestamp())
        off.add_metric((loop.loop,), loop.clock_off)
    for name in sorted({*sending.silent, *(loop.loop for loop in sending.loops)}):
        silent.add_metric((name,), name in sending.silent)
    yield from (last, silent, off)


def sheet(seen: Seen) -> bytes:
    """One look in the form that Prometheus reads."""
    registry = CollectorRegistry()
    registry.register(_Sheet(seen))
    return generate_latest(registry)
