"""The form of a new token."""

from django import forms
from django.utils.translation import gettext_lazy as _

from fgc.pages.forms import Form


class TokenForm(Form):
    """Which program it is for."""

    name = forms.CharField(
        label=_("Which program is it for?"),
        help_text=_("So that you know later which one to take back."),
        max_length=80,
    )
