"""Lists in pieces: a link to the next and the former piece, in an order that does not change by asking."""

import base64
import binascii
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.utils.urls import remove_query_param, replace_query_param

SIZE, MOST = 50, 100


class Piece:
    """One piece of a list.

    A cursor names the place and the row that stood there, so that a row that is added or removed elsewhere in the
    list neither hides another one nor shows it twice.
    """

    def __init__(self, request: Request, things: Sequence[Any]) -> None:
        self.request = request
        self.size = _size(request.query_params.get("pageSize"))
        self.start = _start(request.query_params.get("cursor"), things)
        self.things = things[self.start : self.start + self.size]
        self._all = things

    @property
    def next(self) -> str | None:
        """The address of the piece after this one."""
        end = self.start + self.size
        return self._address(end) if end < len(self._all) else None

    @property
    def previous(self) -> str | None:
        """The address of the piece before this one."""
        return self._address(max(self.start - self.size, 0)) if self.start else None

    def _address(self, place: int) -> str:
        here = self.request.build_absolute_uri()
        if place == 0:
            return remove_query_param(here, "cursor")
        cursor = f"{place}.{_key(self._all[place])}"
        return replace_query_param(here, "cursor", base64.urlsafe_b64encode(cursor.encode()).decode().rstrip("="))


def _key(thing: Any) -> str:
    said = thing if isinstance(thing, dict) else vars(thing)
    return next((str(said[name]) for name in ("id", "family_id", "user_id", "number", "key") if said.get(name)), "")


def _size(asked: str | None) -> int:
    if asked is None:
        return SIZE
    if not asked.isascii() or not asked.isdigit() or len(asked) > 4 or int(asked) == 0:
        raise ValidationError({"pageSize": [_("Ask for a number of rows, for example 50.")]})
    return min(int(asked), MOST)


def _start(cursor: str | None, things: Sequence[Any]) -> int:
    if cursor is None:
        return 0
    try:
        read = base64.b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        place, _dot, key = read.decode("ascii").partition(".")
        known = int(place)
    except (binascii.Error, UnicodeError, ValueError):
        raise ValidationError({"cursor": [_("Take the cursor from a link of the list.")]}) from None
    found = (at for at, thing in enumerate(things) if key and _key(thing) == key)
    return next(found, min(max(known, 0), len(things)))
