"""What a provider says afterwards: a message arrived, came back, or was not wanted.

Each thing said is kept once, by the provider's own number for it, with a hash in the place of the address: nothing of a
mail that came back. What follows depends on what was said and not on the order in which it came.
"""

import hashlib
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from fgc.outbox.models import Channel, Receipt

# So long an address at which nobody lives is left alone, and so long three failures that may pass count together.
HARD_HOLDS, SOFT_HOLDS = timedelta(days=365), timedelta(days=30)
MOST_SOFT = 3


class Said(StrEnum):
    """What a provider said of one message to one address."""

    ARRIVED = "arrived"
    SOFT = "soft"  # not now: a full mailbox, a telephone that is off
    HARD = "hard"  # never: nobody lives there
    UNWANTED = "unwanted"  # its reader calls it spam, or wants no more
    PROVEN = "proven"  # said by its reader: a code that went there was typed here, so it does arrive


@dataclass(frozen=True)
class Word:
    """One thing that a provider said."""

    # The provider's own number for it, or what sets it apart from all others.
    event_id: str
    channel: Channel
    address: str
    said: Said
    at: datetime
    # The message that it is about, where it is one of ours.
    message_id: uuid.UUID | None = None
    # This message will not arrive any more.
    is_over: bool = False


def is_heard(channel: Channel) -> bool:
    """Did the operator set up that the provider of this way says what became of a message?"""
    known = {Channel.MAIL: settings.ANYMAIL["MAILGUN_WEBHOOK_SIGNING_KEY"], Channel.SMS: settings.SMS_REPORT_TOKEN}
    return bool(known.get(channel))


TAKE_IN = "SELECT wall.take_in(%s, %s, %s, %s, %s, %s, %s)"


def take_in(word: Word) -> bool:
    """Writes it down and settles its message; False when it was said before, and then nothing is done.

    By a function of the wall: who brings it is nobody, and sees no message.
    """
    event = hashlib.sha256(f"{word.channel}:{word.event_id}".encode()).hexdigest()
    address = hash_of(word.channel, word.address)
    values = (event, word.channel, address, word.said, word.at, word.message_id, word.is_over)
    with connection.cursor() as cursor:
        cursor.execute(TAKE_IN, values)
        return bool(cursor.fetchone()[0])


def hash_of(channel: str, address: str, *, secret: str | None = None) -> str:
    """What stands for an address in what is kept: who reads the table can't tell whose it is."""
    return salted_hmac(f"fgc.outbox.{channel}", address.strip().lower(), secret=secret, algorithm="sha256").hexdigest()


def prove(channel: Channel, address: str) -> None:
    """A code that went to this address was typed here: what a provider said of it before counts no more."""
    if dead_among(channel, [address]):
        now = timezone.now()
        take_in(Word(f"proven {address} {now.isoformat()}", channel, address, Said.PROVEN, now))


def closed_among(channel: Channel, addresses: Collection[str]) -> set[str]:
    """The addresses to which no message goes any more: nothing arrives there, or it is not wanted (two queries)."""
    return _found(channel, addresses, Q(said=Said.UNWANTED))


def dead_among(channel: Channel, addresses: Collection[str]) -> set[str]:
    """The addresses at which nothing arrives: one hard failure, or three soft ones (two queries).

    Who does not want our messages may still ask for a code.
    """
    return _found(channel, addresses, Q(pk__in=[]))


def _found(channel: Channel, addresses: Collection[str], also: Q) -> set[str]:
    if not is_heard(channel):
        return set()
    keys = (None, *settings.SECRET_KEY_FALLBACKS)
    known = {hash_of(channel, one, secret=key): one for one in addresses if one for key in keys}
    now, rows = timezone.now(), Receipt.objects.filter(channel=channel, address_hash__in=known)
    later = rows.filter(said=Said.PROVEN, address_hash=OuterRef("address_hash"), at__gte=OuterRef("at"))
    arrived = rows.filter(said=Said.ARRIVED).exclude(message_id=None).values("message_id")
    soft = rows.filter(~Exists(later), said=Said.SOFT, at__gt=now - SOFT_HOLDS).exclude(message_id__in=arrived)
    many = soft.values("address_hash").annotate(times=Count("message_id", distinct=True)).filter(times__gte=MOST_SOFT)
    at_once = rows.filter(also | Q(~Exists(later), said=Said.HARD, at__gt=now - HARD_HOLDS))
    found = {*at_once.values_list("address_hash", flat=True), *many.values_list("address_hash", flat=True)}
    return {known[one] for one in found}
