"""Asking a machine of somebody else over HTTP: one that the operator wrote down, once, and never for long.

A redirect is not followed, an answer that is too long or too slow is dropped, and nothing of what the environment says
about proxies and passwords is believed. Nothing is tried again here: who asks knows whether that does harm.
"""

import json
import time
from dataclasses import dataclass
from typing import Any

import requests

LONGEST = 64 * 1024
PIECE = 8 * 1024


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: bytes

    def read(self) -> Any:
        """The body as JSON.

        Raises:
            NoAnswer: it is something else.
        """
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            raise NoAnswer("not_json", arrived=True) from None


class NoAnswer(Exception):
    """Nothing came back that can be used; the reason is one word, and holds nothing of what was asked."""

    def __init__(self, reason: str, *, arrived: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        # Perhaps the other side got what we sent, and did it.
        self.arrived = arrived


def ask(method: str, url: str, *, seconds: float, **sent: Any) -> Answer:
    """Asks once, and waits so many seconds at most for all of the answer.

    Args:
        sent: `headers`, `json`, `data` or `auth`, as requests knows them.

    Raises:
        NoAnswer: nobody is there, it is not who it should be, or the answer took too long or was too long.
    """
    until = time.monotonic() + seconds
    headers = {"Accept": "application/json", "Accept-Encoding": "identity", **sent.pop("headers", {})}
    with requests.Session() as asking:
        asking.trust_env = False
        try:
            answer = asking.request(
                method, url, headers=headers, timeout=seconds, allow_redirects=False, stream=True, **sent
            )
            with answer:
                return Answer(answer.status_code, _body(answer, until))
        except (requests.exceptions.ConnectTimeout, requests.exceptions.SSLError) as error:
            raise NoAnswer(type(error).__name__, arrived=False) from None
        except requests.exceptions.ConnectionError as error:
            raise NoAnswer(type(error).__name__, arrived=not _nobody_is_there(error)) from None
        except (requests.exceptions.RequestException, OSError, ValueError) as error:
            raise NoAnswer(type(error).__name__, arrived=True) from None


def _nobody_is_there(error: requests.exceptions.ConnectionError) -> bool:
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return type(reason).__name__ in {"NewConnectionError", "NameResolutionError"}


def _body(answer: requests.Response, until: float) -> bytes:
    found = b""
    while piece := answer.raw.read1(PIECE):
        found += piece
        if len(found) > LONGEST:
            raise NoAnswer("too_long", arrived=True)
        if time.monotonic() > until:
            raise NoAnswer("too_slow", arrived=True)
    return found
