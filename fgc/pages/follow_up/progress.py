"""How it goes with one promise: behind a personal link, with an account, on behalf of, or from work."""

import uuid
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from fgc.access.can import Can
from fgc.networks import queries as networks
from fgc.pages.door import PageRequest, link_page, note_read, own_page, page, show
from fgc.pages.follow_up.forms import ProgressForm
from fgc.pages.forms import thank, typed
from fgc.plans import actions, queries
from fgc.plans.rules import Runs

if TYPE_CHECKING:
    from fgc.families.models import Family
    from fgc.networks.models import Person


WORDS_HELP = (Runs.PARTLY, Runs.NOT, Runs.CHANGED)


def _form(request: PageRequest, line: "queries.Line") -> ProgressForm:
    said = {"note": line.last_note} if line.said_today else None
    return ProgressForm(typed(request), initial=said)


def _thank(request: PageRequest, form: ProgressForm, said: str, to: HttpResponse) -> HttpResponse:
    """One press is enough; where a word about it would help, the page stays and asks for one."""
    return thank(request, form, said, stays=form.cleaned_data["runs"] in WORDS_HELP, to=to)


@link_page(read=Can.REPORT, write=Can.REPORT)
def link_progress(request: PageRequest, person: "Person", commitment_id: uuid.UUID) -> HttpResponse:
    """How the own promise goes, without an account."""
    line = queries.promise_to_report(person.family_id, commitment_id, person)
    form = _form(request, line)
    if request.method == "POST" and form.run(actions.report_progress, request.actor, line.commitment):
        return _thank(request, form, _("Thank you. Your answer is kept."), redirect("links:mine"))
    context = {"form": form, "line": line, "person": person, "answers": Runs.choices}
    return show(request, "follow_up/link_progress.html", context)


@page(read=Can.SEE_OWN_PROMISE, write=Can.SEE_OWN_PROMISE, own=True)
def person_progress(
    request: PageRequest, family: "Family", person_id: uuid.UUID, commitment_id: uuid.UUID
) -> HttpResponse:
    """How a promise goes, said by its person with an account, or written down by the coordinator on behalf of."""
    person = networks.person_of(family, person_id)
    if person is None:
        raise Http404
    line = queries.promise_to_report(family.pk, commitment_id, person)
    is_own = request.actor.may(Can.REPORT, line.commitment)
    if not is_own:
        request.actor.must_see(Can.REPORT_ON_BEHALF, line.commitment)
    form = _form(request, line)
    if request.method == "POST" and form.run(actions.report_progress, request.actor, line.commitment):
        to = redirect("families:home" if is_own else "follow_up:follow_up", family.pk)
        return _thank(request, form, _("Done. The answer is kept."), to)
    context = {"form": form, "line": line, "person": person, "is_own": is_own, "answers": Runs.choices}
    return show(request, "follow_up/person_progress.html", context)


@own_page(read=Can.SEE_WORK, write=Can.SEE_WORK)
def work_progress(request: PageRequest, commitment_id: uuid.UUID) -> HttpResponse:
    """How a professional's own promise goes."""
    line = queries.work_progress(request.actor, commitment_id)
    form = _form(request, line)
    if request.method == "POST" and form.run(actions.report_progress, request.actor, line.commitment):
        return _thank(request, form, _("Thank you. The family reads your answer."), redirect("released:work"))
    note_read(request, line.commitment, Can.REPORT)
    return show(request, "follow_up/work_progress.html", {"form": form, "line": line, "answers": Runs.choices})
