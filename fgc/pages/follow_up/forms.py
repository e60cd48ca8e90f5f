"""The forms of follow-up: how it goes, looking back, another day, and the end."""

import uuid
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fgc.families.rules import Ending
from fgc.pages.forms import ChoiceButtons, DateField, Form, TextField
from fgc.plans.rules import Runs

if TYPE_CHECKING:
    from fgc.plans.models import Look
    from fgc.plans.queries import Line

NOT_SPOKEN_OF = ""
CHOOSE = _("Choose one of the answers.")


class ProgressForm(Form):
    """How it goes with one promise; one press is enough, words may be added."""

    # More than one line, so that the enter key writes and never presses the first answer.
    note = TextField(label=_("Do you want to say something about it?"), max_length=280, required=False, rows=2)
    runs = forms.ChoiceField(choices=Runs.choices, error_messages={"required": CHOOSE, "invalid_choice": CHOOSE})


class LookForm(Form):
    """Looking back, or the call: per promise how it goes, and what the family wants to remember."""

    held_on = DateField(label=_("On which day?"))

    def __init__(self, *args: Any, lines: "list[Line]", is_call: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["held_on"] = timezone.localdate()
        self._lines = lines
        for line in lines:
            self.fields[_name(line)] = _how_it_goes(line)
        if not is_call:
            self.fields["words"] = TextField(
                label=_("What do you want to remember?"),
                max_length=2000,
                required=False,
                help_text=_("In your own words."),
            )

    @property
    def agreements(self) -> list[tuple[str, list[BoundField]]]:
        """Each agreement with the question for everybody who promised it, to be opened one at a time."""
        by_agreement = groupby(self._lines, key=lambda line: line.commitment.agreement_id)
        found = [list(lines) for _agreement, lines in by_agreement]
        return [(lines[0].text, [self[_name(line)] for line in lines]) for lines in found]

    def clean(self) -> dict[str, Any]:
        """The answers are one thing for the action: per promise how it goes."""
        said = dict(self.cleaned_data)
        answers = {key.removeprefix("runs-"): said.pop(key) for key in list(said) if key.startswith("runs-")}
        return {**said, "reports": {uuid.UUID(key): runs for key, runs in answers.items() if runs}}


def _name(line: "Line") -> str:
    return f"runs-{line.commitment.pk}"


def _how_it_goes(line: "Line") -> ChoiceButtons:
    answers = [*Runs.choices, (NOT_SPOKEN_OF, _("not spoken of"))]
    label = _("How does it go for %(name)s?") % {"name": line.commitment.person.call_name}
    short = forms.RadioSelect(attrs={"class": "choices-short"})
    return ChoiceButtons(label=label, choices=answers, required=False, initial=NOT_SPOKEN_OF, widget=short)


class DayForm(Form):
    """On which day, and where."""

    due_on = DateField(label=_("On which day do you look back?"))
    place = forms.CharField(label=_("Where?"), max_length=120, required=False)

    def __init__(self, *args: Any, look: "Look | None" = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if look:
            self.initial["due_on"], self.initial["place"] = look.due_on, look.place


class EndingForm(Form):
    """How it ended; the likely answer stands there already."""

    ending = ChoiceButtons(
        label=_("How did it end?"), choices=[(e.value, e.label) for e in Ending if e is not Ending.STOPPED]
    )
