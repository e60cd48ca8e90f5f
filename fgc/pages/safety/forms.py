"""What is asked about safety: one question on one screen."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fgc.networks.rules import safety as rules
from fgc.pages.forms import ChoiceButtons, DateField, Form, TextField

LONG = rules.WORDS_LENGTH


class UnsafeForm(Form):
    """What makes it unsafe."""

    unsafe = TextField(
        label=_("What makes it unsafe, and for whom?"),
        help_text=_("Write down what you saw and what was said. No guesses."),
        rows=6,
        max_length=LONG,
        required=False,
    )


class ArrangedForm(Form):
    """How people meet, or do not."""

    mode = ChoiceButtons(
        label=_("How do they meet?"), choices=[("", _("not known yet")), *rules.SafetyMode.choices], required=False
    )
    arranged = TextField(
        label=_("What did you arrange?"),
        help_text=_("For example: where somebody can sit alone, who stays near, who brings the children."),
        max_length=LONG,
        required=False,
    )


class LeavingForm(Form):
    """How somebody gets away from a meeting unharmed."""

    leaving = TextField(
        label=_("How does somebody get away safely?"),
        help_text=_("For example: who goes first, by which door, with whom, and whom you call."),
        max_length=LONG,
        required=False,
    )


class CodeWordForm(Form):
    """A word with which somebody asks for help."""

    code_word = forms.CharField(
        label=_("Which word means: help me now?"),
        help_text=_("A plain word that nobody else notices."),
        max_length=80,
        required=False,
    )


class ToldForm(Form):
    """Who was told what."""

    told = TextField(label=_("Whom did you tell what, and when?"), max_length=LONG, required=False)


QUESTIONS: dict[str, type[Form]] = {
    "unsafe": UnsafeForm,
    "arranged": ArrangedForm,
    "leaving": LeavingForm,
    "code-word": CodeWordForm,
    "told": ToldForm,
}


class StepForm(Form):
    """One step of the reporting code."""

    on = DateField(label=_("When was it?"), error_messages={"required": _("Choose the day on which you did this.")})
    is_waived = forms.BooleanField(label=_("I do not talk about it now: that would make it less safe"), required=False)
    decision = ChoiceButtons(
        label=_("What did you decide?"), choices=[("", _("nothing yet")), *rules.Decision.choices], required=False
    )
    words = TextField(label=_("In a few words"), max_length=LONG, required=False)
    by_rule = ("words",)

    def __init__(self, *args: Any, step: rules.MeldStep, **kwargs: Any) -> None:
        kwargs["initial"] = {"on": timezone.localdate(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        hints = {
            rules.MeldStep.CONSULT: _("Leave names out. The number of the agency stands above."),
            rules.MeldStep.TALK: _("If you do not talk about it now, say why. Otherwise this may stay empty."),
        }
        self.fields["words"].help_text = hints.get(step, _("This may stay empty."))
        if step is not rules.MeldStep.TALK:
            del self.fields["is_waived"]
        if step is not rules.MeldStep.DECIDE:
            del self.fields["decision"]


class LongerForm(Form):
    """Keeping it longer than the task."""

    until = DateField(
        label=_("Until when must this stay?"),
        help_text=_("At most a year. Leave it empty, and it goes when your task ends."),
        required=False,
    )
    reason = forms.CharField(label=_("Why?"), help_text=_("Only needed with a day."), max_length=280, required=False)
    by_rule = ("reason",)


class TellForm(Form):
    """What somebody tells in the own words."""

    text = TextField(
        label=_("What is not safe for you, or for somebody else?"),
        help_text=_("In your own words. What would help you?"),
        rows=6,
        max_length=LONG,
        error_messages={"required": _("Write something, or go back.")},
    )
    goes_along = forms.BooleanField(
        label=_("Is there another coordinator later? Then he or she may read this too"), required=False
    )
