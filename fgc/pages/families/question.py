"""The pages of the question: the family's words, and each child's own."""

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from fgc.access.can import Can
from fgc.families import actions, queries
from fgc.pages.door import PageRequest, page, show
from fgc.pages.families.forms import ChildQuestionForm, OutsideQuestionForm, QuestionForm
from fgc.pages.forms import said_yes, typed

if TYPE_CHECKING:
    from fgc.families.models import Family
    from fgc.pages.forms import Form


@page(read=Can.SEE_QUESTION, write=Can.WORD_QUESTION)
def question(request: PageRequest, family: "Family") -> HttpResponse:
    """What is it about? The words that count, those that are proposed, and all earlier ones."""
    form = _form(request)
    if request.method == "POST" and form.run(actions.propose_question, request.actor, family):
        return _proposed(request, family)
    history = queries.question_history(family)
    return show(
        request,
        "families/question.html",
        {
            "form": form,
            "now": next((row for row in history if row.state == "confirmed"), None),
            "proposed": next((row for row in history if row.state == "proposed"), None),
            "history": history,
            "children": queries.children_of(family),
        },
    )


def _form(request: PageRequest) -> "Form":
    kind = QuestionForm if Can.CONFIRM_QUESTION in request.rights else OutsideQuestionForm
    return kind(typed(request))


def _proposed(request: PageRequest, family: "Family") -> HttpResponse:
    messages.success(request, _("Done. Now somebody who decides says: these are our words."))
    return redirect("families:question", family.pk)


@page(write=Can.CONFIRM_QUESTION)
def answer(request: PageRequest, family: "Family", question_id: uuid.UUID) -> HttpResponse:
    """These are our words, or they are not."""
    asked = queries.question_for(family, question_id)
    if asked is None:
        raise Http404
    if said_yes(request):
        actions.confirm_question(request.actor, asked)
        messages.success(request, _("Done. This is your question now."))
    else:
        actions.refuse_question(request.actor, asked)
        messages.success(request, _("Done. These words do not count. You can write your own."))
    return redirect("families:question", family.pk)


@page(read=Can.ASK_CHILD, write=Can.ASK_CHILD)
def child_question(request: PageRequest, family: "Family", child_id: uuid.UUID) -> HttpResponse:
    """What does this child want to know?"""
    child = queries.child_for(family, child_id)
    if child is None:
        raise Http404
    form = ChildQuestionForm(typed(request), initial={"text": child.question, "did_not_want": child.did_not_want})
    if request.method == "POST" and form.run(actions.record_child_question, request.actor, child):
        messages.success(request, _("Done. The question is kept in these words."))
        return redirect("families:question", family.pk)
    return show(request, "families/child_question.html", {"form": form, "child": child})
