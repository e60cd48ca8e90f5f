"""Emergency access for two managers: ask with a reason, allow as another, read, and close."""

import re
import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fgc.access.can import Can
from fgc.networks import actions
from fgc.networks import emergency as queries
from fgc.pages.door import PageRequest, note_read, own_page, show
from fgc.pages.forms import Form, TextField, typed
from fgc.pages.second_step.again import again_first

ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class EmergencyForm(Form):
    """Which circle, and what is going on."""

    family_id = forms.CharField(
        label=gettext_lazy("The address of the circle's page"),
        max_length=200,
        help_text=gettext_lazy("The coordinator or the family can read it to you. There is no list of families here."),
    )
    reason = TextField(
        label=gettext_lazy("What is going on?"),
        max_length=500,
        help_text=gettext_lazy("The family reads this. Write no more than is needed."),
    )

    def clean(self) -> dict[str, Any]:
        """The id out of an address."""
        said = dict(self.cleaned_data)
        found = ID.search(said.get("family_id", ""))
        if "family_id" in said and not found:
            self.add_error("family_id", _("There is no circle with this address."))
        return {**said, "family_id": uuid.UUID(found[0])} if found else said


@again_first
@own_page(read=Can.OPEN_EMERGENCY, write=Can.OPEN_EMERGENCY)
def emergencies(request: PageRequest) -> HttpResponse:
    """Ask for it, and see what waits for a second manager."""
    form = EmergencyForm(typed(request))
    if request.method == "POST" and form.run(actions.ask_emergency, request.actor):
        messages.success(request, _("Asked. Another manager must allow it. Nothing is open yet."))
        return redirect("families:emergencies")
    rows = queries.emergencies_for(request.actor)
    return show(request, "families/emergencies.html", {"form": form, "rows": rows})


@again_first
@own_page(write=Can.OPEN_EMERGENCY)
def allow(request: PageRequest, emergency_id: uuid.UUID) -> HttpResponse:
    """The second manager allows it."""
    row = actions.allow_emergency(request.actor, queries.emergency_for(request.actor, emergency_id))
    messages.success(request, _("It is open. The family gets a message now."))
    return redirect("families:emergency", row.pk)


@own_page(write=Can.OPEN_EMERGENCY)
def end(request: PageRequest, emergency_id: uuid.UUID) -> HttpResponse:
    """It is closed before its hours are over."""
    actions.end_emergency(request.actor, queries.emergency_for(request.actor, emergency_id))
    messages.success(request, _("Closed."))
    return redirect("families:emergencies")


@own_page(read=Can.OPEN_EMERGENCY)
def opened(request: PageRequest, emergency_id: uuid.UUID) -> HttpResponse:
    """How the people of the circle are reached, and nothing else of the family."""
    row = queries.emergency_for(request.actor, emergency_id)
    reached = queries.reached_in(request.actor, row)
    note_read(request, row, Can.OPEN_EMERGENCY)
    return show(request, "families/emergency.html", {"row": row, "reached": reached})
