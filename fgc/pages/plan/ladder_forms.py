"""The forms of who hears, who keeps an eye on a line, and who wants no reminder."""

import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fgc.pages.forms import Form
from fgc.pages.plan.forms import OneOf, is_yes, named

if TYPE_CHECKING:
    from fgc.networks.models import Person
    from fgc.plans.queries import Ladder


class LadderForm(Form):
    """Who hears one after the other; each rung may be left out."""

    watcher_hears = forms.BooleanField(
        label=_("First who keeps an eye on the agreement"),
        help_text=_("If you named somebody with it."),
        required=False,
    )
    contact_hears = forms.BooleanField(label=_("Then your contact person"), required=False)
    work_hears_id = OneOf(
        label=_("Then a professional?"),
        help_text=_("Hears that something does not run, and not what. Only if you want that."),
        required=False,
    )

    def __init__(self, *args: Any, ladder: "Ladder", at_work: "list[Person]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plan, work = ladder.plan, ladder.work
        self.initial.update(watcher_hears=plan.watcher_hears, contact_hears=plan.contact_hears)
        self.initial["work_hears_id"] = str(work.pk) if work else ""
        if ladder.contact:
            label = _("Then %(name)s, your contact person") % {"name": ladder.contact.call_name}
            self.fields["contact_hears"].label = label
        if at_work and not plan.family.is_for_children:
            _offer(self.fields["work_hears_id"], _("no professional"), at_work)
        else:
            del self.fields["work_hears_id"]


class WatcherForm(Form):
    """Who keeps an eye on one line."""

    person_id = OneOf(label=_("Who keeps an eye on it?"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, people: "list[Person]", watcher_id: uuid.UUID | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["person_id"] = str(watcher_id) if watcher_id else ""
        _offer(self.fields["person_id"], _("nobody"), people)


def _offer(field: forms.Field, nobody: Any, people: "list[Person]") -> None:
    """Nobody first, and then people by name."""
    assert isinstance(field, forms.ChoiceField), "declared above"
    field.choices = [("", nobody), *((str(person.pk), named(person)) for person in people)]


NO_MORE = ("no", _("No more reminders of this"))
AGAIN = ("yes", _("Remind me of this again"))


class RemindersForm(Form):
    """One press: no more reminders of one promise, or reminders again."""

    wanted = forms.TypedChoiceField(choices=[NO_MORE, AGAIN], coerce=is_yes)

    @property
    def answers(self) -> list[tuple[str, Any]]:
        """What can be pressed now: the other of the two."""
        return [NO_MORE if self.initial["wanted"] else AGAIN]
