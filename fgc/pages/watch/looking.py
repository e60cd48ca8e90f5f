"""A look at the house that always ends in time: who does not answer within a moment is away."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.conf import settings
from django.db import Error, connection
from redis import Redis
from redis.exceptions import RedisError

from fgc.access.actors import Visitor
from fgc.access.walls import acting
from fgc.outbox.health import Health, health

SECONDS = 1.5
# A question that hangs for so long is left behind, and asked anew.
LEFT_BEHIND_S = 10.0
AWAY = (Error, RedisError, OSError)
Answer = TypeVar("Answer")


class Question(Generic[Answer]):
    """Something that is asked in a thread of its own, so that nobody waits for one that hangs.

    Who asks while it is underway waits for the same answer: however many strangers ask, it is asked once at a time.
    """

    def __init__(self, ask: Callable[[], Answer]) -> None:
        self.ask = ask
        self._lock = threading.Lock()
        self._asked: Future[Answer] | None = None
        self._since = 0.0

    def put(self) -> "Future[Answer]":
        """Asks it, unless somebody does so already."""
        with self._lock:
            if self._asked is None or self._asked.done() or time.monotonic() - self._since > LEFT_BEHIND_S:
                self._asked, self._since = Future(), time.monotonic()
                threading.Thread(target=self._find, args=(self._asked,), daemon=True).start()
            return self._asked

    def _find(self, asked: "Future[Answer]") -> None:
        try:
            asked.set_result(self.ask())
        except Exception as error:  # noqa: BLE001  # whoever asked hears of it, and decides what it means
            asked.set_exception(error)
        finally:
            connection.close()


@dataclass(frozen=True)
class Seen:
    """What there was to see: how the sending goes (None while the database is away), and whether Redis is there."""

    sending: Health | None
    is_redis_there: bool


def _how_it_goes() -> Health:
    with acting(Visitor()):
        return health()


def _ping() -> bool:
    with Redis.from_url(settings.REDIS_URL, socket_timeout=SECONDS, socket_connect_timeout=SECONDS) as line:
        return bool(line.ping())


DATABASE, REDIS = Question(_how_it_goes), Question(_ping)


def look() -> Seen:
    """Looks around, and is back within two seconds whatever hangs."""
    until = time.monotonic() + SECONDS
    database, redis = DATABASE.put(), REDIS.put()
    sending, is_there = _answer(database, until), _answer(redis, until)
    return Seen(sending, is_there is True)


def _answer(asked: "Future[Answer]", until: float) -> Answer | None:
    try:
        return asked.result(timeout=max(0.0, until - time.monotonic()))
    except (TimeoutError, *AWAY):
        return None
