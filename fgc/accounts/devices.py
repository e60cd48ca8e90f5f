"""The devices of an account: browsers in which its owner came in before, known by a sign that only they have.

What is kept is a hash of that sign. On a device that the owner calls the own one it takes the place of the code for a
while; anywhere else it only says that this is no new device.
"""

import hashlib
import secrets
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from fgc.accounts.models import Device, User, Work

LIVES = timedelta(days=30)
# As many browsers as somebody can have; the oldest makes room.
MOST = 20


def new_sign() -> str:
    """A sign for a browser, which nobody else can know."""
    return secrets.token_urlsafe(32)


def is_known(user: User, sign: str) -> bool:
    """Did this account come in with this browser before?"""
    return _known(user, sign) is not None


def may_skip_the_code(user: User, sign: str) -> bool:
    """Is this the own device of somebody of a family? Who works here is asked for everything each time."""
    device = _known(user, sign)
    return device is not None and device.is_own and user.work == Work.NONE


def knows(sign: str, *, reached: str) -> bool:
    """Did the account that is reached here, if there is one, come in with this browser before?

    One question to the database, whether there is such an account or not.

    Args:
        reached: an address, or a number of who has no address.
    """
    since = timezone.now() - LIVES
    behind = Q(account__email=User.objects.normalised(reached)) | Q(account__phone=reached, account__email=None)
    return bool(sign) and Device.objects.filter(behind, sign_hash=_hash(sign), proven_at__gt=since).exists()


def remember(user: User, before: str, *, is_own: bool) -> str:
    """This account came in with this browser now, by a code or by a key; what is too old is forgotten.

    Args:
        before: the sign that the browser had; somebody else may have read it there, or put it there.

    Returns:
        The sign that takes its place, for whoever else is known by this browser as well.
    """
    now, sign = timezone.now(), new_sign()
    Device.objects.filter(proven_at__lt=now - LIVES).delete()
    if before:
        Device.objects.filter(sign_hash=_hash(before)).update(sign_hash=_hash(sign))
    kept = {"is_own": is_own, "proven_at": now}
    Device.objects.update_or_create(account=user, sign_hash=_hash(sign), defaults=kept, create_defaults=kept)
    newest = Device.objects.filter(account=user).order_by("-proven_at").values("pk")[:MOST]
    Device.objects.filter(account=user).exclude(pk__in=newest).delete()
    return sign


def forget(sign: str) -> None:
    """Whoever leaves fast leaves nothing: nobody is known by this browser any more."""
    Device.objects.filter(sign_hash=_hash(sign)).delete()


def _known(user: User, sign: str) -> Device | None:
    since = timezone.now() - LIVES
    return Device.objects.filter(account=user, sign_hash=_hash(sign), proven_at__gt=since).first() if sign else None


def _hash(sign: str) -> str:
    return hashlib.sha256(sign.encode()).hexdigest()
