"""The two forms of a release: which parts, and then to whom, what for and until when."""

import uuid
from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fgc.pages.forms import ChoiceButtons, DateField, Form, TextField
from fgc.plans.queries import Part, Reader

if TYPE_CHECKING:
    from fgc.plans.models import Release

HEADINGS = {
    "question": _("Your question"),
    "child": _("The child's own question"),
    "agreement": _("Your agreements"),
    "bottom_line": _("Bottom lines, with the answer"),
}
SOMEBODY_ELSE = "somebody_else"
BY_ADDRESS = ("name", "function", "employer", "email")


class ChooseForm(Form):
    """What this person may read; nothing is ticked beforehand."""

    parts = forms.MultipleChoiceField(
        label=_("Choose the parts"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one part."), "invalid_choice": _("Choose again.")},
    )

    def __init__(self, *args: Any, parts: list[Part], again: "Release | None" = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["parts"]
        assert isinstance(field, forms.MultipleChoiceField), "declared above"
        field.choices = [
            (str(words), _of(parts, section)) for section, words in HEADINGS.items() if _of(parts, section)
        ]
        self.initial["parts"] = again.content["parts"] if again else []


def _of(parts: Iterable[Part], section: str) -> list[tuple[str, str]]:
    return [(part.key, _words(part.line)) for part in parts if part.section == section]


def _words(line: dict[str, Any]) -> str:
    before = line.get("number") or line.get("name")
    return f"{before}. {line['text']}" if before else str(line["text"])


class MoreForm(Form):
    """What the reader of a release would like to read as well."""

    words = TextField(
        label=_("What would you like to know, and what for?"),
        help_text=_("In plain words: the family reads this. One question."),
        rows=3,
    )


class YesForm(Form):
    """Yes or no, by the button that was pressed."""

    answer = forms.ChoiceField(
        choices=[("yes", _("Yes")), ("no", _("No"))], error_messages={"required": _("Choose one of the answers.")}
    )

    def clean(self) -> dict[str, Any]:
        """The answer as the action takes it."""
        said = dict(self.cleaned_data)
        return {"said_yes": said["answer"] == "yes"} if "answer" in said else said


class ReleaseForm(Form):
    """Who may read it, what for, and until when."""

    recipient_id = ChoiceButtons(label=_("Who may read it?"), error_messages={"required": _("Choose who may read it.")})
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    function = forms.CharField(
        label=_("Function"), max_length=120, required=False, help_text=_("For example: youth worker.")
    )
    employer = forms.CharField(label=_("Works for"), max_length=120, required=False)
    email = forms.CharField(
        label=_("E-mail address at work"),
        max_length=254,
        required=False,
        widget=forms.EmailInput,
        help_text=_("The address of this one person, not of a team."),
    )
    purpose = forms.CharField(
        label=_("What is it for?"),
        max_length=280,
        help_text=_("For example: so that you can think along with us about school."),
        error_messages={"required": _("Say what it is for. This person reads it too.")},
    )
    until = DateField(label=_("Until which day?"), help_text=_("Not longer than needed. You can let it be read again."))
    parts = forms.MultipleChoiceField(widget=forms.MultipleHiddenInput)
    preview_hash = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        readers: list[Reader],
        parts: list[str],
        usual_days: int,
        again: "Release | None" = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(reader.recipient_id), reader.in_full) for reader in readers]
        who, chosen = self.fields["recipient_id"], self.fields["parts"]
        assert isinstance(who, forms.ChoiceField), "declared above"
        assert isinstance(chosen, forms.MultipleChoiceField), "declared above"
        who.choices = [*named, (SOMEBODY_ELSE, _("Somebody else: fill in below"))]
        chosen.choices = [(key, key) for key in parts]
        if not named:
            del self.fields["recipient_id"]
            for field in BY_ADDRESS:
                self.fields[field].required = True
        self.initial["recipient_id"] = str(again.recipient_id) if again else SOMEBODY_ELSE
        self.initial["purpose"] = again.purpose if again else ""
        self.initial["until"] = timezone.localdate() + timedelta(days=usual_days)

    def clean(self) -> dict[str, Any]:
        """The reader is one thing for the action."""
        said = dict(self.cleaned_data)
        known = said.pop("recipient_id", SOMEBODY_ELSE)
        words = {key: said.pop(key, "") for key in BY_ADDRESS}
        reader = Reader(**words) if known == SOMEBODY_ELSE else Reader(recipient_id=uuid.UUID(known))
        return {**said, "reader": reader}
