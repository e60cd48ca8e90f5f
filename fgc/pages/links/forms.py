"""What a visitor by personal link can fill in."""

from datetime import time
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fgc.networks.rules import Way
from fgc.networks.rules.hours import Zone
from fgc.outbox import sms
from fgc.pages.forms import ChoiceButtons, Form, TextField, as_id, relabel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fgc.networks.models import ContactCard, NamedReader, Person


class HourField(forms.CharField):
    """A time of the day, on a quarter; whether it is one, the rule says."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"type": "time", "step": "900"})
        super().__init__(**{"required": False, "max_length": 5, "widget": widget, **kwargs})


class CodeForm(Form):
    """The code from a letter."""

    code = forms.CharField(
        label=_("The code from your letter"),
        help_text=_("10 letters and figures. Capitals and spaces do not matter."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Type the code that stands in your letter.")},
    )


class ContactForm(Form):
    """A contact card: one's own, or that of somebody who tells the coordinator."""

    OF_ANOTHER = {
        "way": _("Which way does this person like best?"),
        "keep_no_address": _("Do not keep the address"),
        "is_masked": _("Show number and address only after a tap"),
        "no_messages": _("Send no messages at all: call"),
    }

    OF_THE_PERSON = ("way", "no_messages")

    way = ChoiceButtons(label=_("Which way do you like best?"))
    email = forms.CharField(label=_("E-mail address"), required=False, max_length=254)
    phone = forms.CharField(label=_("Telephone number"), required=False, max_length=30)
    address = TextField(label=_("Address for letters"), required=False, rows=3, max_length=280)
    keep_no_address = forms.BooleanField(label=_("Do not keep my address"), required=False)
    is_masked = forms.BooleanField(
        label=_("Show my number and address only after a tap"),
        help_text=_("The coordinator then sees them only when needed. You can see in the list when that was."),
        required=False,
    )
    no_messages = forms.BooleanField(label=_("Send me no messages at all: call me"), required=False)

    def __init__(self, *args: Any, person: "Person", is_own: bool = True, **kwargs: Any) -> None:
        card = person.card
        now = {name: getattr(person if name in self.OF_THE_PERSON else card, name) for name in self.base_fields}
        kwargs["initial"] = {**now, "phone": card.phone.as_national if card.phone else ""}
        super().__init__(*args, **kwargs)
        self.fields["way"].choices = [pair for pair in Way.choices if _can_be_chosen(pair[0])]  # type: ignore[attr-defined]  # it is one of choices
        if not is_own:
            relabel(self, self.OF_ANOTHER)


class HoursForm(Form):
    """When something may be sent to somebody, and what who calls must know."""

    OF_ANOTHER = {
        "time_zone": _("What time is it where this person is?"),
        "safe_word": _("A word that only you and this person know"),
        "call_note": _("What must who calls this person know?"),
    }

    safe_from = HourField(
        label=_("Only safe from"),
        help_text=_("Outside these hours nothing comes: no mail, no text message. Always safe? Leave it empty."),
    )
    safe_until = HourField(label=_("Only safe until"))
    quiet_from = HourField(
        label=_("No messages at night from"),
        help_text=_("Leave it empty for the usual hours. Twice the same time: messages come at night too."),
    )
    quiet_until = HourField(label=_("No messages at night until"))
    time_zone = forms.ChoiceField(label=_("What time is it where you are?"), choices=Zone.choices, required=False)
    safe_word = forms.CharField(
        label=_("A word that only you and we know"),
        help_text=_("Who calls from us says this word. Does somebody not know it? Then you can hang up."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    call_note = forms.CharField(
        label=_("What must we know when we call?"),
        help_text=_("For example: do not leave a message on the answering machine."),
        required=False,
        max_length=120,
    )

    def __init__(self, *args: Any, card: "ContactCard", is_own: bool = True, **kwargs: Any) -> None:
        kwargs["initial"] = {name: _as_typed(getattr(card, name)) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        if not is_own:
            relabel(self, self.OF_ANOTHER)


def _as_typed(value: time | str | None) -> str:
    return f"{value:%H:%M}" if isinstance(value, time) else value or ""


def _can_be_chosen(way: str) -> bool:
    """Text messages only where the operator set up a provider."""
    return way != Way.NONE and (way != Way.SMS or sms.is_on())


class ReadersForm(Form):
    """Who may read a contact card."""

    readers = forms.TypedMultipleChoiceField(
        label=_("Who may read it?"), coerce=as_id, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, now: "list[NamedReader]", people: "Mapping[str, str]", **kwargs: Any) -> None:
        kwargs["initial"] = {"readers": [str(row.person_id) for row in now]}
        super().__init__(*args, **kwargs)
        # Who reads already can be left out, also where the names of the circle are not seen: by a personal link.
        called = {str(row.person_id): row.called for row in now}
        choices = (called | dict(people)).items()
        self.fields["readers"].choices = list(choices)  # type: ignore[attr-defined]  # it is one of choices


class LeaveForm(Form):
    """How somebody wants to stop."""

    quietly = forms.BooleanField(label=_("Do not tell the others that it was me"), required=False)
    erase = forms.BooleanField(label=_("Take my name away too"), required=False)
