"""The coordinator's own sheet about safety: one question a screen. Nobody else has these pages."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from fgc.access.can import Can
from fgc.conferences import queries as conferences
from fgc.networks import actions, queries
from fgc.networks.rules.safety import MeldStep
from fgc.pages.door import PageRequest, note_read, page, show
from fgc.pages.forms import Form, typed
from fgc.pages.safety.forms import QUESTIONS, LongerForm, StepForm
from fgc.pages.safety.numbers import in_danger

if TYPE_CHECKING:
    from fgc.families.models import Family
    from fgc.networks.models import SafetySheet


def _sheet(request: PageRequest, family: "Family") -> "SafetySheet | None":
    """The sheet, if there is one yet; the family reads that somebody looked once it may know of the sheet."""
    found = queries.safety_sheet_for(request.actor, family)
    if found:
        note_read(request, found, Can.KEEP_SAFETY, only_for=found.pk)
    return found


@page(read=Can.KEEP_SAFETY, quiet=True)
def sheet(request: PageRequest, family: "Family") -> HttpResponse:
    """Everything on one page, with a way to each question."""
    found = _sheet(request, family)
    parts = queries.safety_parts_for(request.actor, family)
    for part in parts:
        note_read(request, part, Can.KEEP_SAFETY, only_for=part.author_id)
    context = {
        "sheet": found,
        "meeting": conferences.conference_of(family),
        "steps": queries.safety_steps(found),
        "parts": parts,
        "in_danger": in_danger(family),
    }
    return show(request, "safety/sheet.html", context)


def _done(family: "Family", request: PageRequest) -> HttpResponse:
    messages.success(request, _("Kept. Only you read this."))
    return redirect("safety:sheet", family.pk)


def _before(found: "SafetySheet | None", form: type[Form]) -> dict[str, object]:
    return {name: getattr(found, name) for name in form.base_fields} if found else {}


@page(read=Can.KEEP_SAFETY, write=Can.KEEP_SAFETY, quiet=True)
def ask(request: PageRequest, family: "Family", question: str) -> HttpResponse:
    """One question of the sheet."""
    if question not in QUESTIONS:
        raise Http404
    found = _sheet(request, family)
    asked = QUESTIONS[question]
    form = asked(typed(request), initial=_before(found, asked))
    if request.method == "POST" and form.run(actions.write_safety_sheet, request.actor, family):
        return _done(family, request)
    return show(request, "safety/ask.html", {"form": form, "in_danger": in_danger(family)})


@page(read=Can.KEEP_SAFETY, write=Can.KEEP_SAFETY, quiet=True)
def step(request: PageRequest, family: "Family", step: str) -> HttpResponse:
    """One step of the reporting code."""
    found = _sheet(request, family)
    line = next((one for one in queries.safety_steps(found) if one.step == step), None)
    if line is None:
        raise Http404
    before = (
        {"on": line.taken.taken_on, "words": line.taken.words, "decision": line.taken.decision,
         "is_waived": line.taken.is_waived}
        if line.taken else {}
    )  # fmt: skip
    form = StepForm(typed(request), step=line.step, initial=before)
    if request.method == "POST" and form.run(actions.note_safety_step, request.actor, family, step=step):
        return _done(family, request)
    context = {"form": form, "line": line, "is_talk": line.step is MeldStep.TALK, "in_danger": in_danger(family)}
    return show(request, "safety/step.html", context)


@page(read=Can.KEEP_SAFETY, write=Can.KEEP_SAFETY, quiet=True)
def longer(request: PageRequest, family: "Family") -> HttpResponse:
    """Keeping it longer than the own task, for a reason."""
    found = _sheet(request, family)
    before = {"until": found.kept_until, "reason": found.kept_because} if found else {}
    form = LongerForm(typed(request), initial=before)
    if request.method == "POST" and form.run(actions.keep_safety_sheet, request.actor, family):
        return _done(family, request)
    return show(request, "safety/longer.html", {"form": form})
