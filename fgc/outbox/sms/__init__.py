"""Text messages: what may be said in one, to whom one can go, and by which provider it goes.

A text message is for who has no e-mail. It is as neutral as our mail, and goes at most once: whatever can't be known
for sure is not tried again, since a code that comes twice frightens, and a reminder that comes twice annoys.
"""

import logging

import phonenumbers
from django.conf import settings
from phonenumber_field.phonenumber import PhoneNumber

from fgc.outbox.outcome import Outcome
from fgc.outbox.sms import cm

__all__ = ["Outcome", "can_reach", "is_on", "send"]

log = logging.getLogger(__name__)

# A number that can be a mobile one: where a country does not tell them apart, both.
MOBILE = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)


def is_on() -> bool:
    """Did the operator set up a provider? Without one nobody is offered a text message."""
    return bool(settings.SMS_URL)


def can_reach(number: PhoneNumber) -> bool:
    """Can a text message go to this number: a mobile one, in a country that the operator named?

    It looks at the number alone, so that the answer tells nothing about who has an account.
    """
    is_mobile = phonenumbers.number_type(number) in MOBILE
    return is_mobile and phonenumbers.region_code_for_number(number) in settings.SMS_COUNTRIES


def send(number: str, words: str, *, key: str = "") -> Outcome:
    """Sends one text message, once; the log gets the outcome, never the number or a word of it.

    Args:
        number: in its international form, "+31612345678".
        words: what stands in it: no name, nothing about a family.
        key: what the provider repeats when it says what became of it.
    """
    outcome = cm.send(number, words, key=key)
    if outcome is not Outcome.SENT:
        log.warning("a text message was not sent for sure: %s", outcome)
    return outcome
