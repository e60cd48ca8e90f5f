"""What the coordinator fills in at the desk."""

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fgc.pages.forms import Form, as_id

if TYPE_CHECKING:
    from fgc.families.models import Child


class _Ticks(forms.TypedMultipleChoiceField):
    """Some of a few, all in sight."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=as_id, **kwargs)


class OtherCircleForm(Form):
    """For whom a circle of his or her own is opened, and how this person is reached."""

    by_rule = ("email", "phone")

    name = forms.CharField(
        label=_("For whom is it?"), max_length=80, error_messages={"required": _("Fill in a name here.")}
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=254,
        help_text=_("The message says nothing of this circle. Without an address the manager calls."),
        error_messages={"invalid": _("This is not a complete e-mail address. It looks like name@example.nl.")},
    )
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=40)
    child_ids = _Ticks(label=_("Which children is it about?"), required=False)

    def __init__(self, *args: Any, children: "Iterable[Child]", **kwargs: Any) -> None:
        choices = [(str(child.pk), child.call_name) for child in children]
        super().__init__(*args, initial={"child_ids": [key for key, _name in choices]}, **kwargs)
        ticks: Any = self.fields["child_ids"]
        ticks.choices = choices
        if not choices:
            del self.fields["child_ids"]


class ChildrensPlanForm(Form):
    """Who decides together."""

    giver_ids = _Ticks(label=_("Who decides on it?"), error_messages={"required": _("Choose somebody of each circle.")})

    def __init__(self, *args: Any, people: "Iterable[tuple[uuid.UUID, str]]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ticks: Any = self.fields["giver_ids"]
        ticks.choices = [(str(pk), name) for pk, name in people]
