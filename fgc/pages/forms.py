"""Forms check the shape of what somebody typed; the action asks the rule, and its sentence stands beside the field."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from fgc.errors import TOO_OFTEN, RuleBroken


class Form(forms.Form):
    """A form that hands what it collected to one action."""

    result: Any = None
    error_css_class = "has-error"
    # With it the browser paints an empty field as a mistake before anybody typed; what may stay empty says so in words.
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # A field that has no sentence of its own gets ours, which blames nobody.
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _("Fill this in, or go back.")

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


class ButtonForm(Form):
    """A form of one button: it has nothing to fill in."""


class TextField(forms.CharField):
    """A text in somebody's own words, on more than one line."""

    widget = forms.Textarea

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs["rows"] = rows


class DateField(forms.DateField):
    """A day, with the calendar of the browser."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        kwargs.setdefault("error_messages", {"invalid": _("Choose a day, for example 3-3-2026.")})
        super().__init__(**kwargs)


class MomentField(forms.DateTimeField):
    """A day and a time, with the calendar of the browser."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
        kwargs.setdefault("widget", widget)
        kwargs.setdefault("input_formats", ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])
        kwargs.setdefault("error_messages", {"invalid": _("Choose a day and a time.")})
        super().__init__(**kwargs)


class ChoiceButtons(forms.ChoiceField):
    """A few answers, all in sight, of equal weight."""

    widget = forms.RadioSelect
