"""What the coordinator fills in at the desk."""

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fgc.pages.forms import Form, as_id

if TYPE_CHECKING:
    from fgc.families.models import Child, Family
    from fgc.networks.models import Person

    Choices = Iterable[tuple[uuid.UUID, str]]


class _Ticks(forms.TypedMultipleChoiceField):
    """Some of a few, all in sight."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=as_id, **kwargs)


class OtherCircleForm(Form):
    """For whom a circle of his or her own is opened, how this person is reached, and who goes along."""

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
    person_ids = _Ticks(
        label=_("Who of this circle goes along?"),
        required=False,
        help_text=_(
            "Choose the person for whom it is too, when he or she is in this circle. For all of them it stops here at "
            "once, for good. Who decides along first takes back the own yes."
        ),
    )
    account_ids = _Ticks(
        label=_("Who can come in here and has no place in the circle yet?"),
        required=False,
        help_text=_("Choose who of them goes along."),
    )
    quietly = forms.BooleanField(label=_("Do not tell the others who stops"), required=False)

    def __init__(
        self, *args: Any, children: "Iterable[Child]", people: "Iterable[Person]", accounts: "Choices", **kwargs: Any
    ) -> None:
        choices = {
            "child_ids": [(child.pk, child.call_name) for child in children],
            "person_ids": [(one.pk, f"{one.call_name} ({one.tie_label or one.get_role_display()})") for one in people],
            "account_ids": list(accounts),
        }
        super().__init__(*args, initial={"child_ids": [str(key) for key, _name in choices["child_ids"]]}, **kwargs)
        for name, found in choices.items():
            self._offer(name, found)
        if not {"person_ids", "account_ids"} & self.fields.keys():
            del self.fields["quietly"]

    def _offer(self, name: str, choices: "Choices") -> None:
        """Some of these may be chosen; where there is nobody to choose it is not asked."""
        ticks: Any = self.fields[name]
        ticks.choices = [(str(key), called) for key, called in choices]
        if not ticks.choices:
            del self.fields[name]


class JoinForm(Form):
    """With which other circle of the coordinator."""

    other_id = forms.TypedChoiceField(
        label=_("Which circle?"),
        widget=forms.RadioSelect,
        coerce=as_id,
        error_messages={"required": _("Choose a circle.")},
    )

    def __init__(self, *args: Any, circles: "Iterable[Family]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["other_id"]
        chosen.choices = [(str(circle.pk), circle.name) for circle in circles]


class ChildrensPlanForm(Form):
    """Who decides together."""

    giver_ids = _Ticks(label=_("Who decides on it?"), error_messages={"required": _("Choose somebody of each circle.")})

    def __init__(self, *args: Any, people: "Choices", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ticks: Any = self.fields["giver_ids"]
        ticks.choices = [(str(pk), name) for pk, name in people]
