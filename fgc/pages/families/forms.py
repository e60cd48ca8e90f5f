"""The forms of a family's own decisions."""

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fgc.access.roles import Role
from fgc.families.rules import Giver, How, StopReason
from fgc.outbox import sms
from fgc.pages.entrance.fields import MobileField
from fgc.pages.forms import ChoiceButtons, DateField, Form, TextField

if TYPE_CHECKING:
    from fgc.accounts.models import User
    from fgc.families.models import Child
    from fgc.networks.models import Person

NO_EMAIL = _("This is not a complete e-mail address. It looks like name@example.nl.")


def _ids(values: Sequence[str]) -> list[uuid.UUID]:
    return [uuid.UUID(value) for value in values]


class _OfChildren(Form):
    """A form that names children of the family."""

    def __init__(self, *args: Any, children: Sequence["Child"], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(child.pk), child.call_name) for child in children]
        for name in ("child_ids", "child_id"):
            if name in self.fields:
                self.fields[name].choices = choices  # type: ignore[attr-defined]  # both are fields of choices

    def clean_child_ids(self) -> list[uuid.UUID]:
        """The chosen children as ids."""
        return _ids(self.cleaned_data["child_ids"])


class CommissionForm(_OfChildren):
    """For which children, and as what."""

    by_rule = ("child_ids",)

    child_ids = forms.MultipleChoiceField(
        label=_("For which children do you say yes?"),
        help_text=_("Is it about yourself? Then tick nobody."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose a child of this family.")},
    )
    giver_as = ChoiceButtons(
        label=_("As what do you say yes?"),
        choices=[pair for pair in Giver.choices if pair[0] != Giver.YOUNG],
        error_messages={"required": _("Choose as what you say yes.")},
    )


class YoungForm(Form):
    """A young person says yes for himself or herself: nothing to fill in."""


class ChildForm(Form):
    """A child whom it is about."""

    call_name = forms.CharField(
        label=_("First name"),
        max_length=80,
        error_messages={"required": _("Fill in the name that you use at home.")},
    )
    birth_date = DateField(
        label=_("Date of birth"),
        help_text=_("From 12 years a child decides along, from 16 alone. That is why we ask."),
        error_messages={
            "required": _("Fill in the date of birth."),
            "invalid": _("Choose a day, for example 3-3-2016."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["birth_date"].widget.attrs["max"] = timezone.localdate().isoformat()


class AskForm(_OfChildren):
    """Another person who decides along."""

    giver_as = ChoiceButtons(
        label=_("Who is this?"),
        choices=[
            (Giver.PARENT, _("the other parent, with authority")),
            (Giver.GUARDIAN, _("the guardian")),
            (Giver.YOUNG, _("a child of 12 years or older")),
        ],
        error_messages={"required": _("Choose who this is.")},
    )
    child_id = forms.ChoiceField(label=_("Which child?"), required=False)
    name = forms.CharField(
        label=_("Name"), max_length=80, error_messages={"required": _("Fill in a name here. Then we know whom we ask.")}
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Without an address the yes is spoken, and written down by a witness."),
        required=False,
        max_length=254,
        error_messages={"invalid": NO_EMAIL},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["child_id"]
        field.choices = [("", _("Not a child")), *field.choices]  # type: ignore[attr-defined]  # a field of choices

    def clean_child_id(self) -> uuid.UUID | None:
        """The child as an id, or none."""
        chosen = self.cleaned_data["child_id"]
        return uuid.UUID(chosen) if chosen else None


class SpokenForm(_OfChildren):
    """A yes that was spoken, or stands on paper."""

    how = ChoiceButtons(
        label=_("How was it given?"),
        choices=[pair for pair in How.choices if pair[0] != How.WRITTEN],
        error_messages={"required": _("Choose: spoken, or on paper.")},
    )
    witness = forms.CharField(
        label=_("Who heard it, or where is the paper?"),
        max_length=120,
        error_messages={"required": _("Write who heard it, or where the paper is kept.")},
    )
    child_ids = forms.MultipleChoiceField(
        label=_("For which children?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose a child of this family.")},
    )


class WishesForm(Form):
    """What the family wishes of a coordinator."""

    language = forms.CharField(label=_("Which language should the coordinator speak?"), required=False, max_length=80)
    gender = forms.CharField(label=_("Rather a man or a woman?"), required=False, max_length=80)
    culture = TextField(
        label=_("Is there something that the coordinator should know of your habits?"),
        help_text=_("For example: food, faith, holidays. Write nothing about what is going on."),
        required=False,
        rows=3,
        max_length=280,
    )


class QuestionForm(Form):
    """A wording of the main question."""

    text = TextField(
        label=_("What do you want to make a plan about?"),
        help_text=_("In your own words, as a question. For example: how do we make sure that …?"),
        max_length=1000,
        error_messages={"required": _("Write your question here. It may be changed later.")},
    )


class OutsideQuestionForm(QuestionForm):
    """The same for the coordinator, who may write down words of somebody else."""

    proposed_by = forms.CharField(label=_("Whose words are these?"), required=False, max_length=120)
    from_outside = forms.BooleanField(label=_("These words come from a professional"), required=False)


class ChildQuestionForm(Form):
    """A child's own question."""

    by_rule = ("text",)

    text = TextField(
        label=_("The question"),
        help_text=_("In the child's own words. Does the child want none? Then tick that below."),
        required=False,
        rows=3,
        max_length=1000,
    )
    did_not_want = forms.BooleanField(label=_("I asked, and the child does not want a question"), required=False)


class LetInForm(Form):
    """Who may log in."""

    person_id = forms.ChoiceField(label=_("Who of your circle is this?"), required=False)
    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        error_messages={"required": _("Fill in a name here. Then you know who looks in.")},
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        error_messages={"required": _("Fill in the address. The code goes there."), "invalid": NO_EMAIL},
    )
    phone = MobileField(
        label=_("Or a mobile number"),
        help_text=_("Only if this person has no e-mail. The code goes there as a text message."),
        required=False,
    )
    role = ChoiceButtons(
        label=_("As what?"),
        choices=[(Role.MEMBER.value, _("circle member")), (Role.SUPPORTER.value, _("support person of a child"))],
        error_messages={"required": _("Choose circle member or support person.")},
    )

    def __init__(self, *args: Any, people: Sequence["Person"], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = [(str(person.pk), person.call_name) for person in people if person.account_id is None]
        self.fields["person_id"].choices = [("", _("Not in the list yet")), *free]  # type: ignore[attr-defined]
        if sms.is_on():
            self.fields["email"].required = False
        else:
            del self.fields["phone"]

    def clean_person_id(self) -> uuid.UUID | None:
        """The person as an id, or none."""
        chosen = self.cleaned_data["person_id"]
        return uuid.UUID(chosen) if chosen else None


class StopForm(Form):
    """Why, if one wants to say so."""

    reason = ChoiceButtons(
        label=_("Do you want to say why?"),
        choices=StopReason.choices,
        required=False,
        initial=StopReason.NOT_SAID.value,
    )
    words = TextField(label=_("In your own words"), required=False, rows=3, max_length=2000)


class EraseForm(Form):
    """The name typed over, so that nobody erases by mistake."""

    typed_name = forms.CharField(
        label=_("Type the name over"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Type the name that stands above.")},
    )


class OfferForm(Form):
    """Whom the manager asks."""

    coordinator_id = ChoiceButtons(
        label=_("Whom do you ask?"), error_messages={"required": _("Choose a coordinator from the list.")}
    )

    def __init__(self, *args: Any, candidates: Sequence["User"], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["coordinator_id"].choices = [  # type: ignore[attr-defined]  # a field of choices
            (str(user.pk), f"{user.name} · {user.spoken_languages}" if user.spoken_languages else user.name)
            for user in candidates
        ]

    def clean_coordinator_id(self) -> uuid.UUID:
        """The coordinator as an id."""
        return uuid.UUID(self.cleaned_data["coordinator_id"])


class CallForm(Form):
    """The address that was given by telephone."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        error_messages={"required": _("Fill in the address that was given to you."), "invalid": NO_EMAIL},
    )


class DeclarationForm(Form):
    """Every sentence of the declaration is true."""

    agrees = forms.BooleanField(
        label=_("Every sentence above is true of me"),
        error_messages={"required": _("You can only do this when every sentence is true.")},
    )
