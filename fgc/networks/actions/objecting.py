"""Somebody wanted to be gone from a circle: nobody puts that person in it again by accident. Source: table 2.5, HC27.

Kept are hashes under the key of the house, of this family alone: they say nothing by themselves, and nothing elsewhere.
"""

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.errors import RuleBroken
from fgc.families.models import Family
from fgc.networks.models import ContactCard, Objection, Person


def keep_out(person: Person) -> None:
    """Remembers how this person was known and reached, before both are forgotten. Part of an action."""
    card = ContactCard.objects.filter(person=person).first()
    said = _said(person.call_name, card.email if card else "", str(card.phone or "") if card else "")
    Objection.objects.bulk_create(
        [
            Objection(family_id=person.family_id, mark=_mark(person.family_id, word, settings.SECRET_KEY))
            for word in said
        ],
        ignore_conflicts=True,
    )


def must_not_have_objected(
    actor: Actor, family: Family, *, call_name: str, email: str = "", phone: str = "", has_agreed: bool = False
) -> None:
    """Whoever wanted to be gone comes back only when the coordinator heard it from that person.

    Args:
        has_agreed: the coordinator heard so; nobody else can say it.

    Raises:
        RuleBroken: this name, address or number is that of somebody who asked to be left out; others than the
            coordinator are not told why.
    """
    said = _said(call_name, email, phone)
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    rows = Objection.objects.filter(
        family=family, mark__in=[_mark(family.pk, word, key) for word in said for key in keys]
    )
    if not rows.exists():
        return
    if not actor.may(Can.CONFIRM_ON_BEHALF, family):
        sentence = _("Speak with your coordinator before you put %(name)s in the circle.")
        raise RuleBroken(sentence % {"name": call_name}, code="ask_coordinator", field="call_name")
    if not has_agreed:
        sentence = _("%(name)s asked to be left out of this circle. Does he or she want to be in it now?")
        raise RuleBroken(sentence % {"name": call_name}, code="objected", field="call_name")
    rows.delete()


def _said(call_name: str, email: str, phone: str) -> set[str]:
    return {word for word in (" ".join(call_name.casefold().split()), email.casefold(), phone) if word}


def _mark(family_id: object, word: str, key: str | bytes) -> str:
    return salted_hmac(f"fgc.networks.objection.{family_id}", word, secret=key, algorithm="sha256").hexdigest()
