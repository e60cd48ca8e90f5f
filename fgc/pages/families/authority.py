"""The pages on which the coordinator writes down that somebody decides no longer, or took back the own yes."""

import uuid
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fgc.access.can import Can
from fgc.families import actions as family_actions
from fgc.families import queries
from fgc.families.rules import DECIDES_NO_LONGER, How
from fgc.pages.door import PageRequest, page, show
from fgc.pages.forms import ChoiceButtons, DateField, Form, typed
from fgc.plans import actions

if TYPE_CHECKING:
    from fgc.families.models import Family


class AuthorityForm(Form):
    """Somebody decides no longer."""

    because = ChoiceButtons(
        label=_("What happened?"),
        choices=[(one.value, one.label) for one in DECIDES_NO_LONGER],
        error_messages={"required": _("Choose what happened.")},
    )
    ended_on = DateField(label=_("Since which day?"), error_messages={"required": _("Fill in the day.")})
    witness = forms.CharField(
        label=_("Where does it stand, or who told you?"),
        max_length=120,
        error_messages={"required": _("Write where it stands, or who told you.")},
    )


class TakenBackForm(Form):
    """How and where somebody took back the own yes."""

    how = ChoiceButtons(
        label=_("How was it told?"),
        choices=[pair for pair in How.choices if pair[0] != How.WRITTEN],
        error_messages={"required": _("Choose: spoken, or on paper.")},
    )
    witness = forms.CharField(
        label=_("Who heard it, or where is the paper?"),
        max_length=120,
        error_messages={"required": _("Write who heard it, or where the paper is kept.")},
    )


@page(read=Can.RECORD_AUTHORITY, write=Can.RECORD_AUTHORITY)
def taken_back(request: PageRequest, family: "Family", commission_id: uuid.UUID) -> HttpResponse:
    """Did this person take back the own yes, told to the coordinator?"""
    given = queries.commission_for(family, commission_id)
    if given is None:
        raise Http404
    goes_on = queries.has_yes(family, but=given) and not family.is_for_children
    form = TakenBackForm(typed(request))
    if request.method == "POST" and form.run(family_actions.record_withdrawal, request.actor, given):
        messages.success(request, gettext("Done. Everybody who decides sees that you wrote it down."))
        # With the last yes everything stops, and with it the work of the coordinator.
        return redirect("families:deciders", family.pk) if goes_on else redirect("start")
    return show(request, "families/taken_back.html", {"form": form, "given": given, "has_other": goes_on})


@page(read=Can.RECORD_AUTHORITY, write=Can.RECORD_AUTHORITY)
def authority(request: PageRequest, family: "Family", commission_id: uuid.UUID) -> HttpResponse:
    """Why does this person not decide any more, since when, and who says so?"""
    given = queries.commission_for(family, commission_id)
    if given is None:
        raise Http404
    form = AuthorityForm(typed(request))
    if request.method == "POST" and form.run(actions.record_end_of_authority, request.actor, given):
        messages.success(request, gettext("Done. Everybody who decides sees that you wrote it down."))
        return redirect("families:deciders", family.pk)
    return show(request, "families/authority.html", {"form": form, "given": given})
