"""What can be filled in on the way to the day, and on the day itself."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _

from fgc.conferences.rules import Coming, DateAnswer, Place, Presence, TalkBy
from fgc.conferences.rules.arrivals import ENTRANCE_LENGTH
from fgc.networks.rules import Need
from fgc.pages.forms import ChoiceButtons, DateField, Form, MomentField, TextField, as_id, relabel
from fgc.pages.links.forms import HourField

if TYPE_CHECKING:
    from fgc.conferences.queries import OwnChoice
    from fgc.families.models import Child
    from fgc.networks.models import Person

# In the first person: whoever answers says it of himself or herself.
ANSWERS = [
    (Coming.IN_PERSON, _("I come")),
    (Coming.VIDEO, _("I join by video")),
    (Coming.MESSAGE, _("I only send a message")),
    (Coming.NOT, _("I do not come")),
]
WRITE = {"required": _("Write something here.")}
CHOOSE = {"required": _("Choose one of the answers.")}
NOT_THERE = ("", _("not there"))


def when(starts_at: datetime, ends_at: datetime) -> str:
    """A moment in words: Saturday 21 February, 11:00 to 16:00."""
    begin, end = timezone.localtime(starts_at), timezone.localtime(ends_at)
    return f"{formats.date_format(begin, 'l j F, H:i')} – {formats.date_format(end, 'H:i')}"


def _named(person: "Person") -> str:
    return f"{person.call_name} ({person.tie_label})" if person.tie_label else person.call_name


class PeopleField(forms.TypedMultipleChoiceField):
    """Some people of the circle, all in sight."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, people: "Iterable[Person]", **kwargs: Any) -> None:
        choices = [(str(person.pk), _named(person)) for person in people]
        super().__init__(choices=choices, coerce=as_id, **kwargs)


class OptionForm(Form):
    """A possible moment."""

    starts_at = MomentField(label=_("It begins"))
    ends_at = MomentField(label=_("It ends"))
    place = forms.CharField(label=_("Place"), required=False, max_length=280)


class PeopleForm(Form):
    """Whom to ask."""

    def __init__(self, *args: Any, people: "Iterable[Person]", label: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        empty = _("Choose at least one person.")
        self.fields["person_ids"] = PeopleField(people, label=label, error_messages={"required": empty})


class PlaceForm(Form):
    """Where it will be."""

    by_rule = ("place",)

    place_kind = ChoiceButtons(label=_("What kind of place is it?"), choices=Place.choices, error_messages=CHOOSE)
    place = forms.CharField(
        label=_("Where is it?"),
        required=False,
        max_length=280,
        help_text=_(
            "A place where everybody feels at ease, not the office of a service. Online only? Then nothing here."
        ),
    )


class MoveForm(PlaceForm):
    """Another moment, or another place."""

    starts_at = MomentField(label=_("It begins"))
    ends_at = MomentField(label=_("It ends"))
    field_order = ("starts_at", "ends_at", "place_kind", "place")


class OfEach(Form):
    """The same answers for each of some things; what was answered goes to the action in one word, by thing."""

    word: str
    thing: str

    def ask(self, things: "Iterable[tuple[uuid.UUID, str, str]]", answers: "Sequence[tuple[str, Any]]") -> None:
        """Asks for each thing: its id, its name on the page, and what was answered before."""
        self.things: dict[str, uuid.UUID] = {}
        for pk, label, was in things:
            name = f"{self.thing}_{pk}"
            self.things[name] = pk
            self.fields[name] = ChoiceButtons(label=label, choices=answers, required=False, initial=was)

    def clean(self) -> dict[str, Any]:
        """What was answered; what was left open is left out."""
        given = self.cleaned_data
        return {self.word: {pk: given[name] for name, pk in self.things.items() if given.get(name)}}


class DatesForm(OfEach):
    """For each possible moment: yes, if need be, or no."""

    word, thing = "answers", "option"

    def __init__(self, *args: Any, choices: "Iterable[OwnChoice]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        moments = ((own.option.pk, when(own.option.starts_at, own.option.ends_at), own.answer) for own in choices)
        self.ask(moments, DateAnswer.choices)


class InvitationForm(Form):
    """Does somebody come?"""

    coming = ChoiceButtons(label=_("Do you come?"), choices=ANSWERS, error_messages=CHOOSE)
    message = TextField(
        label=_("A message that we read out"),
        required=False,
        max_length=2000,
        help_text=_("For example when you can't be there yourself. Only the circle hears it."),
    )

    OF_ANOTHER = {"coming": _("What did this person say?")}

    def __init__(self, *args: Any, is_own: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_own:
            relabel(self, self.OF_ANOTHER)
            self.fields["coming"].choices = [(coming, Coming(coming).label) for coming, _own in ANSWERS]  # type: ignore[attr-defined]  # a field of choices
            self.fields["message"].help_text = _("Only the circle hears it.")


class SafetyForm(Form):
    """When the coordinator asked everybody apart."""

    on = DateField(label=_("On which day did you speak with everybody about it?"))


class TalkForm(Form):
    """A talk beforehand."""

    by = ChoiceButtons(label=_("How did you speak?"), choices=TalkBy.choices, error_messages=CHOOSE)
    held_on = DateField(label=_("On which day?"))
    needs = forms.MultipleChoiceField(
        label=_("What does this person need to take part?"),
        choices=Need.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    may_be_shared = TextField(
        label=_("What may the others know beforehand?"),
        required=False,
        rows=3,
        max_length=1000,
        help_text=_("Only what this person wants to tell. No opinion, no diagnosis."),
    )


class AskInformationForm(Form):
    """Whom to ask for information, and until when."""

    person = forms.ChoiceField(label=_("Who?"), widget=forms.RadioSelect, error_messages=CHOOSE)
    due_on = DateField(label=_("Until which day?"), help_text=_("A day before the meeting."))

    def __init__(self, *args: Any, people: "Iterable[Person]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        choices = [(pk, f"{person.call_name}, {person.function}") for pk, person in self.people.items()]
        self.fields["person"].choices = choices  # type: ignore[attr-defined]  # it is a field of choices

    def clean_person(self) -> "Person":
        """The person behind the choice."""
        return self.people[self.cleaned_data["person"]]


def _part(label: Any, help_text: Any, *, most: int = 2000, rows: int = 3, must: bool = False) -> TextField:
    return TextField(label=label, help_text=help_text, max_length=most, rows=rows, required=must, error_messages=WRITE)


class SheetForm(Form):
    """One page of information, in plain words."""

    facts = _part(
        _("What is going on?"),
        _("Facts, in plain words. What did you see or hear yourself, and when?"),
        most=4000,
        rows=6,
        must=True,
    )
    strengths = _part(_("What goes well?"), _("What can the family build on?"), must=True)
    worries = _part(_("What worries you?"), _("What are you afraid will happen when nothing changes?"))
    offers = _part(_("What can you offer?"), _("What could you or others do, if the family wants it?"))


class BottomLineForm(Form):
    """What must in any case be arranged."""

    text = _part(
        _("What must in any case be arranged?"),
        _("One sentence that one can check. Not how: that is for the family."),
        most=280,
        must=True,
    )
    reason = _part(_("Why?"), _("In plain words."), most=500, must=True)
    child_id = forms.TypedChoiceField(label=_("For whom?"), required=False, coerce=as_id, empty_value=None)
    valid_until = DateField(label=_("Until when does it count?"), required=False)

    def __init__(self, *args: Any, children: "Iterable[Child]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("for everybody")), *((str(child.pk), child.call_name) for child in children)]
        self.fields["child_id"].choices = choices  # type: ignore[attr-defined]  # it is a field of choices


class RenewForm(Form):
    """Until when a bottom line counts longer, and why."""

    until = DateField(
        label=_("Until when does it count now?"), error_messages={"required": _("Choose the new last day.")}
    )
    reason = _part(_("Why longer?"), _("In plain words. The family reads this."), most=500, must=True)


class ReplyForm(Form):
    """What the family says of a bottom line."""

    reply = TextField(
        label=_("What do you say to this?"),
        error_messages=WRITE,
        max_length=1000,
        help_text=_("Ask why, say what you think of it, or how you want it. Your words stand beside it."),
    )


class PaperForm(Form):
    """The family's own sheet."""

    text = TextField(label=_("What we think of and agree on"), required=False, rows=12, max_length=8000)


class AttendanceForm(OfEach):
    """Who was there, and how."""

    word, thing = "present", "person"

    def __init__(self, *args: Any, people: "Iterable[Person]", there: "Mapping[uuid.UUID, str]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask(((one.pk, _named(one), there.get(one.pk, "")) for one in people), [*Presence.choices, NOT_THERE])


class ArrivalForm(Form):
    """At what time one person comes, and by which door."""

    comes = HourField(
        label=_("At what time does this person come?"),
        required=True,
        widget=forms.TextInput(attrs={"type": "time"}),
        error_messages={"required": _("Fill in a time, for example 13:40.")},
    )
    goes = HourField(
        label=_("At what time does this person go?"),
        help_text=_("Leave it empty, and this person stays until the end."),
        widget=forms.TextInput(attrs={"type": "time"}),
    )
    entrance = forms.CharField(
        label=_("By which door, and where to wait?"),
        help_text=_("This person reads this too."),
        max_length=ENTRANCE_LENGTH,
        required=False,
    )
