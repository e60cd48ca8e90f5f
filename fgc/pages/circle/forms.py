"""What can be filled in about the circle."""

import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fgc.networks import rules
from fgc.networks.rules import NOTE_LENGTH
from fgc.pages.forms import ChoiceButtons, DateField, Form, TextField, as_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from fgc.accounts.models import User
    from fgc.networks.models import NamedReader, Person
    from fgc.networks.queries import Reader

ROLES = [pair for pair in rules.CircleRole.choices if pair[0] != rules.CircleRole.PROFESSIONAL]


def people_to_choose(persons: "Iterable[Person]") -> list[tuple[str, str]]:
    """Persons as answers to choose from: the name, with the tie where two have the same name."""
    return [
        (str(person.pk), f"{person.call_name} ({person.tie_label})" if person.tie_label else person.call_name)
        for person in persons
    ]


def _says(reader: "Reader") -> str:
    """A reader as an answer: by name, and why it can be this one."""
    words = gettext("%(name)s, your coordinator") if reader.is_coordinator else gettext("%(name)s, who sits beside you")
    return words % {"name": reader.name}


class LineForm(Form):
    """One person in one line."""

    line = forms.CharField(
        label=_("Who else?"),
        help_text=_("A name is enough. More may be: Truus oma moeder 06 12345678"),
        max_length=200,
        error_messages={"required": _("Fill in a name here.")},
    )
    has_agreed = forms.BooleanField(label=_("He or she told me: I want to be in this circle again"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._agreed = self.fields.pop("has_agreed")
        if "has_agreed" in self.data:
            self._ask_whether_it_changed()

    def run(self, action: "Callable[..., Any]", *args: Any, **extra: Any) -> bool:
        """Asks a coordinator once more about somebody who asked to be left out."""
        done = super().run(action, *args, **extra)
        if self.has_error("line", "objected"):
            self._ask_whether_it_changed()
        return done

    def _ask_whether_it_changed(self) -> None:
        self.fields["has_agreed"] = self._agreed


class PersonForm(Form):
    """How somebody is known in the circle."""

    call_name = forms.CharField(
        label=_("Name"), max_length=80, error_messages={"required": _("Fill in a name here. So we know whom we call.")}
    )
    tie_label = forms.CharField(
        label=_("Who is this for you?"), help_text=_("For example: oma"), required=False, max_length=80
    )
    role = forms.ChoiceField(label=_("What fits best?"), choices=ROLES)
    side = ChoiceButtons(label=_("Through whom does this person belong to you?"), choices=rules.Side.choices)
    ring = ChoiceButtons(label=_("How near?"), choices=rules.Ring.choices)
    life_stage = forms.ChoiceField(label=_("Age"), choices=rules.LifeStage.choices)
    language = forms.ChoiceField(label=_("Which language does this person speak best?"), choices=rules.Language.choices)
    here_until = DateField(
        label=_("Until which day does this person help?"),
        help_text=_("For example an interpreter. After that day nothing opens any more. Leave it empty for no end."),
        required=False,
    )

    def __init__(self, *args: Any, person: "Person", **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(person, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        if person.is_outsider:
            for name in ("role", "side", "ring", "life_stage"):
                del self.fields[name]
        if person.role in {*rules.CHILDREN, rules.CircleRole.PARENT}:
            del self.fields["here_until"]


class NeedsForm(Form):
    """What somebody needs to take part."""

    needs = forms.MultipleChoiceField(
        label=_("What is needed?"), choices=rules.Need.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    needs_note = forms.CharField(label=_("In your own words"), required=False, max_length=280)

    def __init__(self, *args: Any, person: "Person", **kwargs: Any) -> None:
        kwargs["initial"] = {"needs": person.needs, "needs_note": person.needs_note}
        super().__init__(*args, **kwargs)


class NoteReaderForm(Form):
    """Who may read a private note."""

    reader = ChoiceButtons(label=_("Who may read this?"), required=False)

    def __init__(
        self, *args: Any, readers: "Iterable[Reader]", now: "Iterable[NamedReader]" = (), **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"reader": next((str(row.person_id or row.account_id) for row in now), "")}
        super().__init__(*args, **kwargs)
        known = [(str(one.id), _says(one)) for one in readers]
        self.fields["reader"].choices = [("", _("nobody yet, only me")), *known]  # type: ignore[attr-defined]  # it is one of choices

    def clean_reader(self) -> uuid.UUID | None:
        """The one who was chosen, or nobody."""
        chosen = self.cleaned_data["reader"]
        return as_id(chosen) if chosen else None


class NoteForm(NoteReaderForm):
    """A private note."""

    text = TextField(
        label=_("What do you want to write?"),
        rows=6,
        max_length=NOTE_LENGTH,
        error_messages={"required": _("Write something, or go back.")},
    )
    field_order = ("text", "reader")


class SupporterForm(Form):
    """Who sits beside somebody."""

    supporter = forms.TypedChoiceField(
        label=_("Who sits beside this person?"), required=False, coerce=as_id, empty_value=None
    )

    def __init__(self, *args: Any, persons: "Iterable[Person]", chosen: uuid.UUID | None, **kwargs: Any) -> None:
        kwargs["initial"] = {"supporter": chosen}
        super().__init__(*args, **kwargs)
        self.fields["supporter"].choices = [("", _("nobody")), *people_to_choose(persons)]  # type: ignore[attr-defined]  # it is one of choices


class AccountForm(Form):
    """Which account somebody has."""

    account = forms.TypedChoiceField(label=_("Who is this?"), coerce=as_id)

    def __init__(self, *args: Any, users: "dict[uuid.UUID, tuple[User, str]]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.users = users
        self.fields["account"].choices = [  # type: ignore[attr-defined]  # it is one of choices
            (str(pk), name) for pk, (_user, name) in users.items()
        ]

    def clean_account(self) -> "User":
        """The account itself, of those from which could be chosen."""
        return self.users[self.cleaned_data["account"]][0]


class TieForm(Form):
    """How somebody is with somebody else."""

    kin = forms.ChoiceField(label=_("This person is"), choices=rules.Kin.choices)
    b = forms.TypedChoiceField(label=_("Of whom?"), coerce=as_id)
    bond = ChoiceButtons(label=_("How strong is the tie?"), choices=rules.Bond.choices, initial=rules.Bond.ORDINARY)

    def __init__(self, *args: Any, persons: "Iterable[Person]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["b"].choices = people_to_choose(persons)  # type: ignore[attr-defined]  # it is one of choices


class ProfessionalForm(Form):
    """Somebody who is here for work."""

    call_name = forms.CharField(label=_("Name"), max_length=80, error_messages={"required": _("Fill in a name here.")})
    function = forms.CharField(
        label=_("What is the work of this person?"),
        help_text=_("For example: attendance officer"),
        max_length=120,
        error_messages={"required": _("Fill in what this person does. It stands above his or her words.")},
    )
    employer = forms.CharField(label=_("For whom does this person work?"), required=False, max_length=120)
    email = forms.CharField(
        label=_("E-mail address for work"),
        max_length=254,
        error_messages={"required": _("Fill in an e-mail address. The code to log in goes there.")},
    )
    has_legal_task = forms.BooleanField(
        label=_("The law gives this person a task for the child"),
        help_text=_("Only then may this person say what must be arranged in any case."),
        required=False,
    )
