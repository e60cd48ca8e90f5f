"""The forms of the entrance."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fgc.pages.forms import DateField, Form


class RequestForm(Form):
    """Who asks, and how to reach this person: as little as possible."""

    name = forms.CharField(
        label=_("How may we call you?"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Fill in a name here. Then we know whom we speak to.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("For a code to come in with. Only use an address that nobody else reads."),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("This is not a complete e-mail address. It looks like name@example.nl.")},
    )
    phone = forms.CharField(
        label=_("Or your telephone number"),
        help_text=_("Without an e-mail address we call you."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    region = forms.CharField(
        label=_("Where do you live?"), help_text=_("Only the town or the region."), required=False, max_length=80
    )


class ProposalForm(Form):
    """A way to reach a family that said yes to being reached."""

    call_name = forms.CharField(
        label=_("Whom do we write to?"),
        help_text=_("A first name is enough."),
        max_length=80,
        error_messages={"required": _("Fill in a name here. Then we know whom we speak to.")},
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=254,
        error_messages={"invalid": _("This is not a complete e-mail address. It looks like name@example.nl.")},
    )
    phone = forms.CharField(
        label=_("Or telephone number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    consent_on = DateField(
        label=_("When did this person say yes to being reached?"),
        error_messages={
            "required": _("Fill in the day. Without a yes we reach nobody."),
            "invalid": _("Choose a day, for example 3-3-2026."),
        },
    )
    consent_how = forms.CharField(
        label=_("How was the yes given?"),
        help_text=_("For example: at the kitchen table. Write nothing about the family."),
        max_length=280,
        error_messages={"required": _("Write in a few words how the yes was given.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consent_on"].widget.attrs["max"] = timezone.localdate().isoformat()
