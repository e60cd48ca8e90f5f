"""Whether somebody wants to be reminded of one promise: behind a personal link, with an account, or from work."""

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from fgc.access.can import Can
from fgc.networks import queries as networks
from fgc.pages.door import PageRequest, link_page, note_read, own_page, page, show
from fgc.pages.forms import typed
from fgc.pages.plan.ladder_forms import RemindersForm
from fgc.plans import actions, queries

if TYPE_CHECKING:
    from fgc.families.models import Family
    from fgc.networks.models import Person
    from fgc.plans.queries import AskedPromise


@link_page(read=Can.CHOOSE_REMINDERS, write=Can.CHOOSE_REMINDERS)
def link_reminders(request: PageRequest, person: "Person", commitment_id: uuid.UUID) -> HttpResponse:
    """Reminders of the own promise, without an account."""
    asked = queries.promise_of(request.actor, person, commitment_id)
    return _answered(request, asked, back=reverse("links:mine"))


@page(read=Can.SEE_OWN_PROMISE, write=Can.SEE_OWN_PROMISE, own=True)
def person_reminders(
    request: PageRequest, family: "Family", person_id: uuid.UUID, commitment_id: uuid.UUID
) -> HttpResponse:
    """Reminders of a promise, chosen by its person, or written down by the coordinator."""
    person = networks.person_of(family, person_id)
    if person is None:
        raise Http404
    asked = queries.promise_of(request.actor, person, commitment_id)
    for_whom = "" if request.actor.may(Can.CONFIRM, asked.promise) else person.call_name
    back = reverse("plan:person_promise", args=[family.pk, person_id, commitment_id])
    return _answered(request, asked, back=back, for_whom=for_whom)


@own_page(read=Can.SEE_WORK, write=Can.SEE_WORK)
def work_reminders(request: PageRequest, commitment_id: uuid.UUID) -> HttpResponse:
    """Reminders of a professional's own promise."""
    asked = queries.work_promise(request.actor, commitment_id)
    note_read(request, asked.promise, Can.CHOOSE_REMINDERS)
    return _answered(request, asked, back=reverse("released:work"))


def _answered(request: PageRequest, asked: "AskedPromise", *, back: str, for_whom: str = "") -> HttpResponse:
    form = RemindersForm(typed(request), initial={"wanted": asked.has_reminders})
    if request.method == "POST" and form.run(actions.choose_reminders, request.actor, asked.promise):
        said = _("Done. The promise itself stays.") if form.result.is_quiet else _("Done. The reminders come again.")
        messages.success(request, said)
        return redirect(back)
    return show(request, "plan/reminders.html", {"form": form, "asked": asked, "back": back, "for_whom": for_whom})
