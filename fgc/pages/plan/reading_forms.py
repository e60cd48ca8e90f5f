"""The forms of who reads a line, and of a paper that is checked."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fgc.families.rules import How
from fgc.pages.forms import ChoiceButtons, Form, as_id

if TYPE_CHECKING:
    from fgc.families.models import Child
    from fgc.plans.queries import Own


class AboutForm(Form):
    """Which of the children a line is about."""

    child_ids = forms.TypedMultipleChoiceField(
        label=_("Which child is it about?"),
        help_text=_("Nobody: it is about the whole family."),
        required=False,
        coerce=as_id,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, children: "list[Child]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["child_ids"]
        assert isinstance(field, forms.MultipleChoiceField), "declared above"
        field.choices = [(str(child.pk), child.call_name) for child in children]


class ParentsForm(Form):
    """What a young person lets the parents read; one press opens or closes all of it."""

    open_ids = forms.TypedMultipleChoiceField(
        label=_("What may your parents read?"), required=False, coerce=as_id, widget=forms.CheckboxSelectMultiple
    )
    all = forms.ChoiceField(choices=[("open", ""), ("close", "")], required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, things: "list[Own]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["open_ids"] = [str(one.id) for one in things if one.is_open]
        field = self.fields["open_ids"]
        assert isinstance(field, forms.MultipleChoiceField), "declared above"
        field.choices = [(str(one.id), one.words) for one in things]

    def clean(self) -> dict[str, Any]:
        """The things that are open from now on."""
        said = dict(self.cleaned_data)
        everything = [as_id(key) for key, _words in self.fields["open_ids"].choices]  # type: ignore[attr-defined]  # set above
        at_once = {"open": everything, "close": []}
        return {"open_ids": at_once.get(said.get("all", ""), said.get("open_ids", []))}


class ToldForm(ParentsForm):
    """The same, told to the coordinator, who sees how it was told."""

    how = ChoiceButtons(
        label=_("How was it told?"),
        choices=[pair for pair in How.choices if pair[0] != How.WRITTEN],
        error_messages={"required": _("Choose: spoken, or on paper.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["open_ids"].label = _("What may the parents read?")
        self.order_fields(["open_ids", "how"])

    def clean(self) -> dict[str, Any]:
        """What is open from now on, and how that was told."""
        how = self.cleaned_data.get("how")
        return super().clean() | ({"how": how} if how else {})


class CheckForm(Form):
    """What stands on a paper, to see whether it is the one in the record."""

    version = forms.IntegerField(label=_("Which version?"), min_value=1, max_value=9999)
    lines = forms.CharField(
        label=_("Which lines stand on the paper?"),
        help_text=_("As printed, for example: 1, 2, 4. Nothing: all of them."),
        required=False,
        max_length=400,
    )
    fingerprint = forms.CharField(
        label=_("Fingerprint"), help_text=_("As printed, with or without spaces."), max_length=120
    )
