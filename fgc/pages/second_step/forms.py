"""The forms of the second step."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fgc.pages.entrance.device import DeviceField
from fgc.pages.forms import Form
from fgc.pages.second_step.setting_up import LONGEST_NAME


class CodeForm(Form):
    """A code of the app, or one for an emergency."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
        error_messages={"required": _("Fill in the code.")},
    )


class AppForm(CodeForm):
    """The first code that the app shows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("The code in your app now")


class EnrolForm(CodeForm):
    """The code from the letter of the organisation, or that was told."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("The code that you got")
        self.fields["code"].help_text = _("10 letters and figures. Capitals and spaces do not matter.")


class PasskeyForm(Form):
    """What a device answers; a script fills it in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # It may stand beside a form for a code, and no two things of a page have the same id.
        super().__init__(*args, auto_id="passkey_%s", **kwargs)

    credential = forms.JSONField(
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Your device gave no answer. Try again, or take another way."),
            "invalid": _("Your device gave no answer. Try again, or take another way."),
        },
    )


class EnterByPasskeyForm(PasskeyForm):
    """A passkey at the entrance: is this a shared device?"""

    device = DeviceField()


class NewPasskeyForm(PasskeyForm):
    """A new passkey, with a name by which its owner knows it."""

    name = forms.CharField(
        label=_("What do you call this device?"),
        help_text=_("For example: my telephone."),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Give it a name. Then you know later which one it is.")},
    )
