"""Ways to reach somebody, as they may be stored."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from phonenumber_field.phonenumber import PhoneNumber, to_python

from fgc import texts
from fgc.errors import RuleBroken
from fgc.outbox import sms


def email_of(value: str, *, field: str = "email", required: bool = False) -> str:
    """An e-mail address as it may be stored, or nothing where nothing was typed.

    Args:
        field: the name of the input, for the message.

    Raises:
        RuleBroken: this is no address, or nothing was typed where there must be one.
    """
    kept = texts.plain(value, field=field, most=254, required=required, is_address=True).lower()
    try:
        if kept:
            validate_email(kept)
    except ValidationError:
        sentence = _("This is not a complete e-mail address. It looks like name@example.nl.")
        raise RuleBroken(sentence, code="invalid", field=field) from None
    return kept


def phone_of(value: str, *, field: str = "phone") -> PhoneNumber | None:
    """A telephone number as it may be stored, or nothing where nothing was typed.

    Args:
        field: the name of the input, for the message.

    Raises:
        RuleBroken: nobody can be called at this number.
    """
    typed = texts.plain(value, field=field, most=40, required=False)
    kept = to_python(typed) if typed else None
    if kept is not None and not kept.is_valid():
        sentence = _("This is not a telephone number that can be called. It looks like 06 12 34 56 78.")
        raise RuleBroken(sentence, code="invalid", field=field)
    return kept


def mobile_of(value: str, *, field: str = "phone") -> PhoneNumber | None:
    """A number that a code can be sent to, or nothing where nothing was typed.

    Raises:
        RuleBroken: no text message can go to this number, or nobody here sends any.
    """
    kept = phone_of(value, field=field)
    if kept is not None and not (sms.is_on() and sms.can_reach(kept)):
        sentence = _("We can't send a text message to this number. Fill in a mobile number of this country.")
        raise RuleBroken(sentence, code="unreachable", field=field)
    return kept


def must_get_a_code(*, email: str, phone: PhoneNumber | None) -> None:
    """A code goes to one place: to an address, or to the number of who has none.

    Raises:
        RuleBroken: neither is filled in, or both.
    """
    if email and phone is not None:
        raise RuleBroken(_("Fill in one of the two: the code goes there."), code="one_of_two", field="phone")
    if not email and phone is None:
        raise RuleBroken(_("Fill in the address. The code goes there."), code="required", field="email")


def must_reach(*, email: str, phone: PhoneNumber | None) -> None:
    """One way to reach somebody is enough, none is too few.

    Raises:
        RuleBroken: neither is filled in.
    """
    if not email and phone is None:
        raise RuleBroken(
            _("Fill in an e-mail address or a telephone number. One is enough."), code="required", field="email"
        )
