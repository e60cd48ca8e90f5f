"""On which device a personal link is opened: the first one is remembered; on another one a fresh code comes first.

So a link that was forwarded opens nothing by itself. What is remembered is a hash of a random sign in that browser: no
address and no kind of device.
"""

import hashlib
import secrets
from typing import NamedTuple

from django.contrib.auth.hashers import check_password
from django.utils import timezone

from fgc.access.walls import acting
from fgc.networks import links, rules
from fgc.networks.models import AccessLink, ContactCard
from fgc.outbox import sms


def new_sign() -> str:
    """A sign by which a browser is known again; it opens nothing by itself."""
    return secrets.token_urlsafe(32)


def is_at_home(link: AccessLink, sign: str) -> bool:
    """Were this person's links opened in this browser before, or never in any?"""
    with acting(links.by(link)):
        known = AccessLink.objects.filter(person_id=link.person_id).exclude(device_hash="")
        hashes = set(known.values_list("device_hash", flat=True))
    return not hashes or (bool(sign) and _hash(sign) in hashes)


def was_at_home(link: AccessLink, sign: str) -> bool:
    """Was this very link opened in this browser? Asked of a link that works no more: it knows of no other one."""
    return bool(link.device_hash and sign) and _hash(sign) == link.device_hash


def remember(link: AccessLink, sign: str) -> None:
    """This person's links open in this browser from now on."""
    with acting(links.by(link)):
        AccessLink.objects.filter(pk=link.pk).update(device_hash=_hash(sign), elsewhere_at=None)


def note_elsewhere(link: AccessLink) -> None:
    """Somebody tried it on a device that we do not know: the coordinator hears that, and no more."""
    with acting(links.by(link)):
        AccessLink.objects.filter(pk=link.pk, elsewhere_at=None).update(elsewhere_at=timezone.now())


class Follows(NamedTuple):
    """Where a link went and a code can follow: an address or a number, or neither."""

    email: str = ""
    phone: str = ""


def where_a_code_goes(link: AccessLink) -> Follows:
    """Where this link went and a code can follow; nowhere for a letter, and for who wants no messages."""
    if link.person.no_messages:
        return Follows()
    with acting(links.by(link)):
        card = ContactCard.objects.filter(person_id=link.person_id).first()
    if card and link.sent_via == rules.Way.MAIL:
        return Follows(email=card.email)
    can_text = card and link.sent_via == rules.Way.SMS and sms.is_on() and card.phone and sms.can_reach(card.phone)
    return Follows(phone=str(card.phone)) if card and can_text else Follows()


def was_told(link: AccessLink, number: str) -> bool:
    """Is this the number that the coordinator told beside the letter?"""
    return bool(link.told_hash) and check_password("".join(sign for sign in number if sign.isdigit()), link.told_hash)


def _hash(sign: str) -> str:
    return hashlib.sha256(sign.encode()).hexdigest()
