"""A field of the entrance that other areas ask for as well."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from phonenumber_field.phonenumber import to_python

from fgc.outbox import sms


class MobileField(forms.CharField):
    """A number that a text message can go to, however it was typed; "+31612345678" comes out."""

    default_error_messages = {
        "invalid": _("This is not a mobile number. It looks like 06 12 34 56 78."),
        "unreachable": _("We can't send a text message to this number. Fill in a mobile number of this country."),
    }

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
        super().__init__(**{"max_length": 40, "widget": widget, **kwargs})

    def clean(self, value: Any) -> str:
        """The number in its international form, or nothing where nothing was typed."""
        typed: str = super().clean(value)
        number = to_python(typed) if typed else None
        if number is None:
            return ""
        if not number.is_valid():
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if not sms.can_reach(number):
            raise ValidationError(self.error_messages["unreachable"], code="unreachable")
        return str(number.as_e164)
