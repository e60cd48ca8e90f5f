"""The sessions of an account: which browsers are in, how long each may stay, and ending one from another.

The table is the framework's, with the account beside it. No address is kept, and of the device one word.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.utils import timezone
from django.utils.crypto import salted_hmac

from fgc.accounts.models import Device, Session, User
from fgc.accounts.second_step import must_take_it

# In a session: when somebody came in, the last sign of life, the kind of device, and that nobody else uses it.
CAME_IN, LAST_SIGN, KIND, IS_OWN = "came_in_at", "last_sign_at", "kind_of_device", "is_own_device"


class SessionStore(DatabaseSessions):
    """The framework's sessions; a row says whose it is, so that its owner can end it from elsewhere."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Our own table."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row as it is saved; who visits by a link, or asks for a code, has no account in it."""
        row = super().create_model_instance(data)
        assert isinstance(row, Session)
        row.account_id = data.get(SESSION_KEY)
        return row


@dataclass(frozen=True)
class Stay:
    """A browser in which this account is in."""

    mark: str
    kind: str
    is_own: bool
    is_this: bool
    came_in_at: datetime
    last_sign_at: datetime


def terms_of(user: User, kept: Mapping[str, Any]) -> dict[str, int]:
    """How many seconds a session lives, without a sign of life and at most.

    Args:
        kept: what stands in the session.
    """
    whose = "work" if must_take_it(user) else "own" if kept.get(IS_OWN) else "family"
    return settings.STAYS[whose]


def is_over(user: User, kept: Mapping[str, Any]) -> bool:
    """Was this session left alone, or is it too old?"""
    now, terms = time.time(), terms_of(user, kept)
    return bool(now - kept.get(CAME_IN, now) >= terms["most"] or now - kept.get(LAST_SIGN, now) >= terms["idle"])


def stays_of(user: User, this_key: str | None) -> list[Stay]:
    """Where this account is logged in now; the browser that asks first, then the one that was used last."""
    rows = Session.objects.filter(account=user, expire_date__gt=timezone.now())
    stays = [_stay(row.session_key, kept, this_key) for row in rows if not is_over(user, kept := row.get_decoded())]
    return sorted(stays, key=lambda stay: (stay.is_this, stay.last_sign_at), reverse=True)


def _stay(key: str, kept: Mapping[str, Any], this_key: str | None) -> Stay:
    now = time.time()
    came_in, last_sign = (datetime.fromtimestamp(kept.get(name, now), UTC) for name in (CAME_IN, LAST_SIGN))
    return Stay(_mark(key), kept.get(KIND, ""), bool(kept.get(IS_OWN)), key == this_key, came_in, last_sign)


def end_stay(user: User, *, mark: str) -> bool:
    """Ends one session of this account, and no longer knows a device; what ended already stays ended.

    Which device the session was on is not kept, so with one session every device is asked for a code again.
    """
    keys = Session.objects.filter(account=user).values_list("session_key", flat=True)
    found = [key for key in keys if _mark(key) == mark]
    Session.objects.filter(session_key__in=found).delete()
    if found:
        Device.objects.filter(account=user).delete()
    return bool(found)


def end_other_stays(user: User, this_key: str | None) -> int:
    """Ends every session of this account but this one, and no longer knows a device; returns how many ended."""
    Device.objects.filter(account=user).delete()
    _all, by_table = Session.objects.filter(account=user).exclude(session_key=this_key).delete()
    return int(by_table.get(Session._meta.label, 0))


def _mark(key: str) -> str:
    """What a page calls a session: its key opens it, and is said to nobody."""
    return salted_hmac("fgc.sessions", key).hexdigest()[:32]
