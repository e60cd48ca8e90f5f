"""What comes in from a machine of a provider, before anything in it is believed: small, and of the right form."""

import json
from typing import Any

from django.http import HttpRequest

MOST_BYTES = 64 * 1024
TOO_LARGE, NOT_JSON, BAD, FORGED = 413, 415, 400, 403


class NotTaken(Exception):
    """Nothing was done with it, and why, as a status."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def json_of(request: HttpRequest) -> dict[str, Any]:
    """The object that came in.

    Raises:
        NotTaken: it is too large, not whole, or no object.
    """
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        raise NotTaken(TOO_LARGE)
    if request.content_type != "application/json":
        raise NotTaken(NOT_JSON)
    try:
        read = json.loads(request.body)
    except (ValueError, RecursionError) as broken:
        raise NotTaken(BAD) from broken
    if not isinstance(read, dict):
        raise NotTaken(BAD)
    return read


def part(of: dict[str, Any], name: str) -> dict[str, Any]:
    """An object inside it.

    Raises:
        NotTaken: there is none.
    """
    found = of.get(name)
    if not isinstance(found, dict):
        raise NotTaken(BAD)
    return found


def text(of: dict[str, Any], name: str) -> str:
    """Some plain words inside it.

    Raises:
        NotTaken: there are none, or more than any provider sends.
    """
    found = of.get(name)
    if not isinstance(found, str) or not found.isascii() or len(found) > 500:
        raise NotTaken(BAD)
    return found
