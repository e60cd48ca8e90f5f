"""What may be said of a person and of a contact card, checked value by value."""

from datetime import date
from typing import Any, TypedDict

import phonenumbers
from django.db.models import TextChoices
from django.utils.translation import gettext as _

from fgc import texts
from fgc.errors import RuleBroken
from fgc.families.contact import email_of, mobile_of
from fgc.networks import rules
from fgc.networks.models import ContactCard
from fgc.networks.rules import hours


class PersonWords(TypedDict, total=False):
    """How a person is known in the circle."""

    call_name: str
    tie_label: str
    role: str
    side: str
    ring: str
    life_stage: str
    language: str
    here_until: date | None


class CardWords(TypedDict, total=False):
    """How a person is reached: the way, which the house must know, and what stands on the contact card."""

    way: str
    no_messages: bool
    email: str
    phone: str
    address: str
    keep_no_address: bool
    is_masked: bool
    safe_from: str
    safe_until: str
    quiet_from: str
    quiet_until: str
    time_zone: str
    call_note: str
    safe_word: str


class NewPerson(PersonWords, CardWords, total=False):
    """Everything that may be said at once of somebody new; only the name must be."""

    # The coordinator heard from somebody who asked to be left out that this changed.
    has_agreed: bool


CHOICES: dict[str, type[TextChoices]] = {
    "role": rules.CircleRole,
    "side": rules.Side,
    "ring": rules.Ring,
    "life_stage": rules.LifeStage,
    "language": rules.Language,
}
CARD_SWITCHES = ("keep_no_address", "is_masked")
CARD_TEXTS = {"address": texts.LINE, "call_note": 120, "safe_word": 40}
CARD_TIMES = ("safe_from", "safe_until", "quiet_from", "quiet_until")


def person_values(said: PersonWords | NewPerson) -> dict[str, Any]:
    """The words about a person as they may be stored; what was not said is left out.

    Raises:
        RuleBroken: a name is missing or too long, or an answer is not one of those that there are.
    """
    given: dict[str, Any] = dict(said)
    values: dict[str, Any] = {}
    if "call_name" in given:
        values["call_name"] = " ".join(texts.plain(given["call_name"], field="call_name", most=80).split())
    if "tie_label" in given:
        values["tie_label"] = texts.plain(given["tie_label"], field="tie_label", most=80, required=False)
    for field, choices in CHOICES.items():
        if field in given:
            values[field] = rules.chosen(choices, given[field], field=field)
    if "here_until" in given:
        values["here_until"] = given["here_until"]
    return values


def way_values(said: CardWords | NewPerson) -> dict[str, Any]:
    """The way to reach somebody as it may be stored; what was not said is left out.

    Raises:
        RuleBroken: it is not one of the ways that there are.
    """
    given: dict[str, Any] = dict(said)
    values: dict[str, Any] = {}
    if "way" in given:
        values["way"] = rules.chosen(rules.Way, given["way"], field="way")
    if "no_messages" in given:
        values["no_messages"] = bool(given["no_messages"])
    return values


def card_values(said: CardWords | NewPerson) -> dict[str, Any]:
    """The words on a contact card as they may be stored; what was not said is left out.

    Raises:
        RuleBroken: an address, a number or a time can't be one.
    """
    given: dict[str, Any] = dict(said)
    values: dict[str, Any] = {field: bool(given[field]) for field in CARD_SWITCHES if field in given}
    if "email" in given:
        values["email"] = email_of(given["email"])
    if "phone" in given:
        values["phone"] = phone_number(str(given["phone"] or ""))
    if "time_zone" in given:
        values["time_zone"] = rules.chosen(hours.Zone, given["time_zone"], field="time_zone")
    values |= {field: hours.time_of(given[field], field=field) for field in CARD_TIMES if field in given}
    for field, most in CARD_TEXTS.items():
        if field in given:
            values[field] = texts.plain(given[field], field=field, most=most, required=False)
    return values


def must_be_reachable(way: str, *, email: str, phone: str) -> None:
    """The way that was chosen can work, with what stands on the card.

    Raises:
        RuleBroken: there is no address or number for it, or no text message can go to this number.
    """
    rules.must_be_reachable(way, email=email, phone=phone)
    if way == rules.Way.SMS:
        mobile_of(phone)


def must_be_windows(card: ContactCard) -> None:
    """The hours on this card begin and end.

    Raises:
        RuleBroken: one of two times is missing, or there is no safe hour at all.
    """
    hours.must_be_windows(quiet=(card.quiet_from, card.quiet_until), safe=(card.safe_from, card.safe_until))


def phone_number(value: str) -> str:
    """A telephone number in its international form, or nothing.

    Raises:
        RuleBroken: it is not a number that can be called.
    """
    typed = texts.plain(value, field="phone", most=40, required=False)
    if not typed:
        return ""
    try:
        number = phonenumbers.parse(typed, "NL")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise RuleBroken(_("This is not a telephone number. Look at it again."), code="not_a_number", field="phone")
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
