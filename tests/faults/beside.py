"""Real processes beside a test, on its own database: what they are told, and what became of its messages."""

import os
from urllib.parse import urlsplit, urlunsplit

from django.db import connection

from fgc.outbox.models import Message
from tests.faults.yard import Judgement, Row, judge
from tests.postman import Postman


def as_the(role: str, *, redis: str, mail_port: int = 1, **more: str) -> dict[str, str]:
    """The environment of a process that logs in to the database of this test.

    Args:
        role: "APP" for the web, "CLOCK" for who sends and rings.
        redis: where it finds Redis, as the cache and as the broker.
    """
    login = urlsplit(os.environ[f"DATABASE_URL_{role}"])
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "fgc.settings.test",
        "DATABASE_URL": urlunsplit(login._replace(path=f"/{connection.settings_dict['NAME']}")),
        "REDIS_URL": redis,
        "FGC_TEST_BROKER": redis,
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        **more,
    }


def judged(postman: Postman) -> Judgement:
    """What the oracle says of all messages of this test."""
    found = Message.objects.values_list("pk", "state", "reason")
    return judge([Row(str(pk), state, reason) for pk, state, reason in found], postman)
