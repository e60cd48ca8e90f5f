"""The forms of the plan. What must be right is asked in the actions; here is only the shape."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from fgc.conferences.rules import Verdict
from fgc.errors import RuleBroken
from fgc.pages.forms import ChoiceButtons, DateField, Form, TextField, as_id
from fgc.plans.rules import Answer, ConfirmedHow, Kind, Repeats, often
from fgc.plans.rules.recurrence import Weekday, Which

if TYPE_CHECKING:
    from fgc.conferences.models import BottomLine
    from fgc.families.models import Child
    from fgc.networks.models import Person
    from fgc.plans.models import Agreement, Wording
    from fgc.plans.queries import LineView

NOTHING = ("", _("nothing"))
SEVERAL = ("person_ids", "child_ids")
TICKED = ("weekdays", "which", "every")


def named(person: "Person") -> str:
    """A person as a list to choose from names him or her."""
    return f"{person.call_name} ({person.tie_label})" if person.tie_label else person.call_name


class OneOf(forms.TypedChoiceField):
    """One thing from a list, by its id; nothing is an answer too."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=as_id, empty_value=None, **kwargs)


class WordsForm(Form):
    """The words of a line: few fields first, the rest is there for who wants it."""

    first_names: tuple[str, ...] = ("text", "starts_on", "repeats", "weekdays", "which", "ends_on")

    text = TextField(
        label=_("What do you agree?"),
        help_text=_("In your own words, as you say it at home. For example: “Grandma cooks on Tuesdays.”"),
        rows=3,
    )
    starts_on = DateField(label=_("From when?"), required=False)
    repeats = forms.ChoiceField(label=_("How often?"), choices=Repeats.choices, initial=Repeats.AS_NEEDED)
    weekdays = forms.MultipleChoiceField(
        label=_("On which days?"),
        help_text=_("Only if it has fixed days."),
        choices=Weekday.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    which = forms.ChoiceField(
        label=_("Which one of the month?"),
        help_text=_("Only with “every month”: for example the first Tuesday."),
        choices=[("", _("not by the month")), *Which.choices],
        required=False,
    )
    ends_on = DateField(label=_("Until when?"), required=False)
    every = forms.IntegerField(
        label=_("Less often than that?"),
        help_text=_("For example 3: once in three weeks, days or months."),
        min_value=1,
        max_value=52,
        required=False,
    )
    for_whom = forms.CharField(label=_("For whom?"), required=False)
    why = forms.CharField(label=_("Why is it important to you?"), required=False)
    sign_it_works = forms.CharField(label=_("How do you notice that it works?"), required=False)
    what_if = forms.CharField(label=_("And if it does not work, what then?"), required=False)

    # What stood there already: it may say what nobody can tick here.
    rule = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        """What was ticked becomes one rule; where nobody touched it, it stays as it stood."""
        super().clean()
        said = {name: self.cleaned_data.pop(name, None) for name in TICKED}
        is_touched = bool({"repeats", *TICKED} & set(self.changed_data))
        if "repeats" in self.cleaned_data and (is_touched or not self.cleaned_data.get("rule")):
            try:
                self.cleaned_data["rule"] = often.rule_from(self.cleaned_data["repeats"], **said)
            except RuleBroken as no:
                self.add_error(no.field, forms.ValidationError(str(no.message), code=no.code))
        return self.cleaned_data

    @property
    def first(self) -> list[BoundField]:
        """What is asked at first sight."""
        return [self[name] for name in self.first_names if name in self.fields]

    @property
    def more(self) -> list[BoundField]:
        """What may be added."""
        return [field for field in self.visible_fields() if field.name not in self.first_names]

    @property
    def more_is_open(self) -> bool:
        """True when something in the rest must be looked at again, or is filled in already."""
        return any(field.errors or (field.value() and field.name in (*WORDS, "every")) for field in self.more)


WORDS = ("for_whom", "why", "sign_it_works", "what_if")


def words_of(words: "Wording") -> dict[str, Any]:
    """The words of a line as a form begins with them."""
    kept = {name: getattr(words, name) for name in ("text", "starts_on", "ends_on", "rule", *WORDS)}
    return {**kept, **often.ticked(words.repeats, words.rule)}


class LineForm(WordsForm):
    """A line of the plan: what, who, from when, how often, until when; and what may be added."""

    first_names = ("text", "person_ids", "starts_on", "repeats", "weekdays", "which", "ends_on")

    person_ids = forms.TypedMultipleChoiceField(
        label=_("Who does this?"),
        help_text=_("Each person is asked and says yes, less or rather not. No name: you do it together."),
        required=False,
        coerce=as_id,
        widget=forms.CheckboxSelectMultiple,
    )
    kind = forms.ChoiceField(label=_("What sort of agreement is it?"), choices=Kind.choices, initial=Kind.DO)
    bottom_line_id = OneOf(
        label=_("Does it answer a bottom line?"),
        help_text=_(
            "Who set the bottom line reads this line after you say yes to the plan. Nothing else of your plan."
        ),
        required=False,
    )
    supports_id = OneOf(
        label=_("Which agreement of your own does it help?"),
        help_text=_("For what only people from outside do."),
        required=False,
    )
    is_for_circle = forms.BooleanField(label=_("The whole circle may read this"), required=False, initial=True)
    child_ids = forms.TypedMultipleChoiceField(
        label=_("Which child is it about?"),
        help_text=_("Nobody: it is about the whole family."),
        required=False,
        coerce=as_id,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        *args: Any,
        people: "list[Person]",
        bottom_lines: "list[BottomLine]",
        lines: "list[Agreement]",
        children: "list[Child]",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._choices("person_ids", [(str(person.pk), named(person)) for person in people])
        self._choices("bottom_line_id", [(str(line.pk), f"{line.number}. {line.text}") for line in bottom_lines])
        self._choices("supports_id", [(str(line.pk), f"{line.number}. {_newest(line)}") for line in lines])
        self._choices("child_ids", [(str(child.pk), child.call_name) for child in children])

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        if not choices:
            del self.fields[name]
        else:
            field.choices = choices if name in SEVERAL else [NOTHING, *choices]


def _newest(line: "Agreement") -> str:
    return max(line.wordings.all(), key=lambda words: words.version or 0).text


class AmendForm(WordsForm):
    """Another wording of a line that runs, or another person."""

    first_names = ("text", "new_person_id", "old_person_id", "starts_on", "repeats", "weekdays", "which", "ends_on")

    new_person_id = OneOf(label=_("Does somebody else do it from now on?"), required=False)
    old_person_id = OneOf(label=_("In whose place?"), required=False)
    reason = forms.CharField(
        label=_("Why do you change it?"), help_text=_("Only if you want to say it."), required=False
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: "list[Person]", doers: "list[Person]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [(str(person.pk), named(person)) for person in people if person not in doers]
        self._choices("new_person_id", [("", _("no, that stays")), *others])
        if len(doers) > 1:
            now = [(str(person.pk), named(person)) for person in doers]
            self._choices("old_person_id", [("", _("choose somebody")), *now])
        else:
            del self.fields["old_person_id"]

    def _choices(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class DropForm(Form):
    """A line goes."""

    based_on = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why do you stop with it?"), help_text=_("Only if you want to say it."), required=False
    )


class TakeForm(Form):
    """Who takes a task that is free."""

    person_id = forms.TypedChoiceField(label=_("Who takes it over?"), coerce=as_id, widget=forms.RadioSelect)

    def __init__(self, *args: Any, people: "list[Person]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person_id"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(person.pk), named(person)) for person in people]


class PromiseForm(Form):
    """The own answer to a promise."""

    answer = ChoiceButtons(label=_("Will you do this?"), choices=Answer.choices)
    # More than one line, so that the enter key writes and never presses the first answer.
    note = TextField(
        label=_("Do you want to say something with it?"),
        help_text=_("For example: “One Tuesday in two.”"),
        required=False,
        rows=2,
    )

    @property
    def says_less(self) -> bool:
        """Then the family would like to know how much."""
        return bool(self.cleaned_data["answer"] == Answer.LESS)


class OnBehalfForm(PromiseForm):
    """An answer that somebody gave on paper, aloud or in the meeting."""

    field_order = ("answer", "how", "note", "spoken_in")
    answer = ChoiceButtons(label=_("What was the answer?"), choices=Answer.choices)
    note = TextField(
        label=_("What was said with it?"), help_text=_("In the person's own words."), required=False, rows=2
    )
    how = ChoiceButtons(
        label=_("How was the answer given?"),
        choices=[choice for choice in ConfirmedHow.choices if choice[0] != ConfirmedHow.SELF],
    )
    spoken_in = forms.CharField(
        label=_("In which language did you read it out?"), help_text=_("For example: Turkish."), required=False
    )


def is_yes(value: str) -> bool:
    """The answer of two as a program understands it."""
    return value == "yes"


class ChangeForm(Form):
    """Yes or no to a change of the own task."""

    said_yes = forms.TypedChoiceField(
        choices=[("yes", _("Yes, I agree")), ("no", _("No, rather as it was"))], coerce=is_yes
    )


class VerdictForm(Form):
    """All that a professional may say of the plan."""

    verdict = ChoiceButtons(label=_("Is your bottom line met?"), choices=Verdict.choices)
    reason = TextField(
        label=_("What is missing, or on which condition?"),
        help_text=_("Not needed if it is met. In plain words: the family reads this."),
        required=False,
        rows=3,
    )


def answered(line: "LineView") -> dict[str, Any]:
    """A line of a draft as its form begins with it."""
    return {
        **words_of(line.words),
        "person_ids": [str(promise.person_id) for promise in line.promises],
        "kind": line.kind,
        "bottom_line_id": line.bottom_line_id,
        "supports_id": line.supports_id,
        "is_for_circle": line.is_for_circle,
        "child_ids": [str(child) for child in line.about],
    }
