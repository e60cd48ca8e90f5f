"""Forms check the shape of what somebody typed; the action asks the rule, and its sentence stands beside the field."""

import hashlib
import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fgc.errors import TOO_OFTEN, RuleBroken

AS_READ = "as_read"
A_LIFE = timedelta(days=120 * 365)


class AsRead(forms.CharField):
    """What stood in each field when the page was made, as marks: nobody writes unseen over words of somebody else."""

    widget = forms.HiddenInput

    def bound_data(self, data: Any, initial: Any) -> Any:
        """The marks of now: whoever presses again after the warning has read it."""
        return initial


# Instead of the framework's, which say what is wrong and not what to do.
SENTENCES = {
    "required": _("Fill this in, or go back."),
    "max_length": _("This is too long: at most %(limit_value)d characters."),
    "null_characters_not_allowed": _("There is a sign in this that cannot be kept. Type it anew."),
    "invalid_choice": _("Choose one of the answers."),
    "invalid_list": _("Choose one of the answers."),
}


def _frameworks(field: forms.Field, code: str) -> Any:
    kinds = (getattr(kind, "default_error_messages", {}) for kind in type(field).__mro__)
    return next((said[code] for said in kinds if code in said), None)


def _say_it_ourselves(field: forms.Field) -> None:
    for code, sentence in SENTENCES.items():
        if field.error_messages.get(code) is _frameworks(field, code):
            field.error_messages[code] = sentence


def as_id(value: object) -> uuid.UUID:
    """What was chosen, as an id."""
    return uuid.UUID(str(value))


def _mark(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()[:8]


class Form(forms.Form):
    """A form that hands what it collected to one action."""

    result: Any = None
    # What a rule asks for in some cases does not say that it may stay empty; its hint says when.
    by_rule: tuple[str, ...] = ()
    error_css_class = "has-error"
    # With it the browser paints an empty field as a mistake before anybody typed; what may stay empty says so in words.
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[AS_READ] = AsRead(required=False)

    def __getitem__(self, name: str) -> BoundField:
        """A field with what was typed in it; one that has no sentences of its own gets ours, which blame nobody."""
        if name in self.fields:
            _say_it_ourselves(self.fields[name])
        return super().__getitem__(name)

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        """What stands in a field before anybody types; for the marks, one of each field."""
        if field_name != AS_READ:
            return super().get_initial_for_field(field, field_name)
        return " ".join(f"{name}={_mark(self[name].initial)}" for name in self.fields if name != AS_READ)

    def full_clean(self) -> None:
        """Looks at what was typed, and whether somebody else changed the same meanwhile."""
        super().full_clean()
        if self.is_bound:
            self.cleaned_data.pop(AS_READ, None)
            for name in self._changed_meanwhile():
                self.add_error(name, _("This was changed while you were reading. Press again to keep what you say."))

    def _changed_meanwhile(self) -> list[str]:
        """The fields in which now stands something else than was read, and than what was typed."""
        read = self.data.get(self.add_prefix(AS_READ), "").split()
        if not read:
            return []
        now = dict(mark.rsplit("=", 1) for mark in self[AS_READ].initial.split())
        return [name for name in self.changed_data if name in now and f"{name}={now[name]}" not in read]

    def run(self, action: Callable[..., Any], *args: Any, **extra: Any) -> bool:
        """Calls the action with the fields as keywords; true when it was done, and its answer is in `result`.

        What was typed stays in the form when the action says no.
        """
        if not self.is_valid():
            return False
        try:
            with transaction.atomic():
                self.result = action(*args, **self.cleaned_data, **extra)
        except RuleBroken as no:
            said = forms.ValidationError(str(no.message), code=no.code)
            self.add_error(no.field if no.field in self.fields else None, said)
            return False
        return True


def relabel(form: Form, labels: Mapping[str, Any]) -> None:
    """Asks the same about somebody else: who writes it down for another is not the one who is asked."""
    for name, label in labels.items():
        form.fields[name].label = label


def status_of(shown: Iterable[Any]) -> int:
    """The status of a page that shows these things: 422 with a form that was refused, 429 when waiting helps."""
    refused = [one for one in shown if isinstance(one, Form) and one.is_bound and one.errors]
    if any(form.has_error(field, TOO_OFTEN) for form in refused for field in form.errors):
        return 429
    return 422 if refused else 200


def typed(request: HttpRequest) -> QueryDict | None:
    """What was sent, also when it was nothing; None when the page is only read."""
    return request.POST if request.method == "POST" else None


def thank(request: HttpRequest, form: Form, said: str, *, stays: bool, to: HttpResponse) -> HttpResponse:
    """After an answer of one press: on to the next page, or back here when a word with it would help and is missing.

    Args:
        said: the sentence that says that the answer is kept.
        stays: true for an answer of which one would like to know more.
        to: the next page.
    """
    messages.success(request, said)
    if stays and not form.cleaned_data["note"]:
        messages.info(request, _("Do you want to say something with it? You may."))
        return redirect(request.path)
    return to


def said_yes(request: HttpRequest) -> bool:
    """Which of the two buttons of a question was pressed.

    Raises:
        RuleBroken: neither.
    """
    answer = request.POST.get("answer")
    if answer not in ("yes", "no"):
        raise RuleBroken(_("Choose one of the answers."), code="required", field="answer")
    return answer == "yes"


class ButtonForm(Form):
    """A form of one button: it has nothing to fill in."""


class TextField(forms.CharField):
    """A text in somebody's own words, on more than one line."""

    widget = forms.Textarea

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs["rows"] = rows


def is_in_a_life(day: date) -> bool:
    """True for a day that somebody who is there now can mean."""
    return abs(day - timezone.localdate()) < A_LIFE


class DateField(forms.DateField):
    """A day, with the calendar of the browser."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        kwargs.setdefault("error_messages", {"invalid": _("Choose a day, for example 3-3-2026.")})
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        """The day, when it is one that somebody can mean."""
        day = super().to_python(value)
        if day and not is_in_a_life(day):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class MomentField(forms.DateTimeField):
    """A day and a time, with the calendar of the browser."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
        kwargs.setdefault("widget", widget)
        kwargs.setdefault("input_formats", ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])
        kwargs.setdefault("error_messages", {"invalid": _("Choose a day and a time.")})
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> datetime | None:
        """The moment, when it is one that somebody can mean."""
        moment = super().to_python(value)
        if moment and not is_in_a_life(moment.date()):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return moment


class ChoiceButtons(forms.ChoiceField):
    """A few answers, all in sight, of equal weight."""

    widget = forms.RadioSelect
