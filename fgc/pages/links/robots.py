"""Before a link does anything somebody types two figures from the page: a robot presses buttons, and types nothing.

Mail scanners open links, run what is on the page, and send its forms. The figures follow from the token, so that
nothing is kept of a visit that was none.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fgc.pages.forms import Form


def number_for(token: str) -> str:
    """The two figures on the page of this token; also where no such token is known, so that all pages are alike."""
    return str(10 + int(salted_hmac("fgc.links.number", token).hexdigest(), 16) % 90)


class HereForm(Form):
    """Is somebody there?"""

    number = forms.CharField(
        label=gettext_lazy("Type this number here"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        error_messages={"required": gettext_lazy("Type the number that stands above.")},
    )

    def __init__(self, *args: Any, token: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = number_for(token)

    def clean_number(self) -> str:
        """The figures on the page, with or without spaces."""
        typed = "".join(self.cleaned_data["number"].split())
        if typed != self.asked:
            raise ValidationError(_("This is another number. Type the number that stands above."), code="wrong")
        return typed
