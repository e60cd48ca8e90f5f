"""On which device a personal link is opened: the first one is remembered; on another one a fresh code comes first.

So a link that was forwarded opens nothing by itself. What is remembered is a hash of a random sign in that browser: no
address and no kind of device.
"""

import hashlib
import secrets

from django.contrib.auth.hashers import check_password
from django.utils import timezone

from fgc.access.walls import acting
from fgc.networks import links, rules
from fgc.networks.models import AccessLink, ContactCard


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


def address_for_a_code(link: AccessLink) -> str:
    """Where this link went and a code can follow; nowhere for a letter, and for who wants no messages."""
    if link.sent_via != rules.Way.MAIL or link.person.no_messages:
        return ""
    with acting(links.by(link)):
        card = ContactCard.objects.filter(person_id=link.person_id).first()
    return card.email if card else ""


def was_told(link: AccessLink, number: str) -> bool:
    """Is this the number that the coordinator told beside the letter?"""
    return bool(link.told_hash) and check_password("".join(sign for sign in number if sign.isdigit()), link.told_hash)


def _hash(sign: str) -> str:
    return hashlib.sha256(sign.encode()).hexdigest()
