"""What goes out beside the pages: messages, the log of the program, what waits in Redis. No word of a family in it."""

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
import time_machine
from django.conf import settings as django_settings
from django.utils import timezone
from redis import Redis

from tests.access import canaries
from tests.access.house import STATES, callers, ids, told
from tests.access.test_canaries import pages, reader
from tests.postman import at_work

LATER = timedelta(days=21)


READ: dict[bytes, Callable[[Redis, bytes], Any]] = {
    b"string": lambda line, key: line.get(key),
    b"list": lambda line, key: line.lrange(key, 0, -1),
    b"hash": lambda line, key: line.hgetall(key),
    b"set": lambda line, key: line.smembers(key),
    b"zset": lambda line, key: line.zrange(key, 0, -1),
    # It ran out since its name was read; another process of the tests has keys there as well.
    b"none": lambda _line, _key: "",
}


def in_redis() -> str:
    """Every key and every value, of the cache and of the queue alike."""
    found = []
    for number in range(16):
        with Redis.from_url(f"{django_settings.REDIS_URL.rsplit('/', 1)[0]}/{number}") as line:
            found += [f"{key!r} {READ[line.type(key)](line, key)!r}" for key in line.scan_iter(count=1000)]
    return "\n".join(found)


@pytest.fixture
def told_and_sent(db: Any, settings: Any, caplog: Any) -> Iterator[tuple[list[EmailMessage], str]]:
    """Three weeks of follow-up went out, and three of the family read everything, while somebody listened.

    Returns:
        The letters, and what is in Redis.
    """
    caplog.set_level(logging.DEBUG)
    [runs] = [state for state in STATES if state.name == "plan_runs"]
    with told(runs) as stage, at_work() as postman:
        settings.EMAIL_BACKEND = "fgc.outbox.mail.Backend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", postman.port
        browsers, known = callers(stage), ids(stage)
        assert len(canaries.plant(stage.family)) > 100
        with time_machine.travel(timezone.now() + LATER, tick=True):
            stage.post()
        for who in ("commissioner", "coordinator", "link"):
            read = reader(browsers[who])
            for address in pages(known):
                read(address)
        yield postman.letters, in_redis()


def test_no_word_of_a_family_goes_out_beside_its_pages(told_and_sent: Any, caplog: Any) -> None:
    letters, kept = told_and_sent

    assert len(letters) > 2
    for letter in letters:
        assert not canaries.WORD.search(letter.as_string()), letter["Subject"]
    assert "limit" in kept
    assert not canaries.WORD.search(kept)
    said = caplog.get_records("setup")
    assert len(said) > 10
    assert not [line for line in said if canaries.WORD.search(line.getMessage())]
