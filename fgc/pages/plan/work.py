"""What a professional is asked of a plan: the own promise, a change of it, and a verdict on the own bottom line."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from fgc.access.can import Can
from fgc.pages.door import PageRequest, note_read, own_page, show
from fgc.pages.forms import thank, typed
from fgc.pages.plan.forms import ChangeForm, PromiseForm, VerdictForm
from fgc.plans import actions, queries


@own_page(read=Can.SEE_WORK, write=Can.SEE_WORK)
def promise(request: PageRequest, commitment_id: uuid.UUID) -> HttpResponse:
    """A professional's own promise."""
    asked = queries.work_promise(request.actor, commitment_id)
    form = PromiseForm(typed(request), initial={"note": asked.promise.note})
    if request.method == "POST" and form.run(actions.confirm_commitment, request.actor, asked.promise):
        said, to = _("Thank you. Your answer is kept."), redirect("released:work")
        return thank(request, form, said, stays=form.says_less, to=to)
    note_read(request, asked.promise, Can.CONFIRM)
    return show(request, "plan/work_promise.html", {"form": form, "asked": asked})


@own_page(read=Can.SEE_WORK, write=Can.SEE_WORK)
def amendment(request: PageRequest, consent_id: uuid.UUID) -> HttpResponse:
    """A change of a professional's own promise."""
    asked = queries.work_consent(request.actor, consent_id)
    form = ChangeForm(typed(request))
    if request.method == "POST" and form.run(actions.answer_amendment, request.actor, asked.consent):
        messages.success(request, _("Thank you. Your answer is kept."))
        return redirect("plan:work_amendment", consent_id)
    note_read(request, asked.consent, Can.AGREE_AMENDMENT)
    return show(request, "plan/work_amendment.html", {"form": form, "asked": asked})


@own_page(read=Can.SEE_WORK, write=Can.SEE_WORK)
def verdict(request: PageRequest, bottom_line_id: uuid.UUID) -> HttpResponse:
    """The own bottom line, the lines that the family tied to it, and three answers."""
    judgement = queries.judgement_for(request.actor, bottom_line_id)
    given = judgement.verdict
    initial = {"verdict": given.verdict, "reason": given.reason} if given else None
    form = VerdictForm(typed(request), initial=initial)
    if request.method == "POST" and form.run(actions.judge_bottom_line, request.actor, judgement.bottom_line):
        messages.success(request, _("Thank you. The family reads your answer."))
        return redirect("plan:verdict", bottom_line_id)
    note_read(request, judgement.bottom_line, Can.JUDGE_BOTTOM_LINE)
    return show(request, "plan/verdict.html", {"form": form, "judgement": judgement})
