"""What one person answers to a promise or a change: behind a personal link, with an account, or on behalf of."""

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from fgc.access.can import Can
from fgc.networks import queries as networks
from fgc.pages.door import PageRequest, link_page, page, show
from fgc.pages.forms import thank, typed
from fgc.pages.plan.forms import ChangeForm, OnBehalfForm, PromiseForm
from fgc.plans import actions, queries
from fgc.plans.rules import AmendmentState

if TYPE_CHECKING:
    from fgc.families.models import Family
    from fgc.networks.models import Person
    from fgc.plans.models import Amendment


def _person_or_404(family: "Family", person_id: uuid.UUID) -> "Person":
    person = networks.person_of(family, person_id)
    if person is None:
        raise Http404
    return person


@link_page(read=Can.CONFIRM, write=Can.CONFIRM)
def link_promise(request: PageRequest, person: "Person", commitment_id: uuid.UUID) -> HttpResponse:
    """The own promise, behind a personal link: yes, less, rather not."""
    asked = queries.promise_of(request.actor, person, commitment_id)
    form = PromiseForm(typed(request), initial={"note": asked.promise.note})
    if request.method == "POST" and form.run(actions.confirm_commitment, request.actor, asked.promise):
        return thank(
            request, form, _("Thank you. Your answer is kept."), stays=form.says_less, to=redirect("links:mine")
        )
    return show(request, "plan/link_promise.html", {"form": form, "asked": asked, "person": person})


@page(read=Can.SEE_OWN_PROMISE, write=Can.SEE_OWN_PROMISE, own=True)
def person_promise(
    request: PageRequest, family: "Family", person_id: uuid.UUID, commitment_id: uuid.UUID
) -> HttpResponse:
    """A promise, answered by the person, or written down by the coordinator on behalf of him or her."""
    person = _person_or_404(family, person_id)
    asked = queries.promise_of(request.actor, person, commitment_id)
    is_own = request.actor.may(Can.CONFIRM, asked.promise)
    kind, action = (PromiseForm, actions.confirm_commitment) if is_own else (OnBehalfForm, actions.confirm_on_behalf)
    form = kind(typed(request), initial={"note": asked.promise.note})
    if request.method == "POST" and form.run(action, request.actor, asked.promise):
        to = redirect("families:home" if is_own else "plan:plan", family.pk)
        return thank(request, form, _("Done. The answer is in the plan."), stays=is_own and form.says_less, to=to)
    context = {"form": form, "asked": asked, "person": person, "is_own": is_own}
    return show(request, "plan/person_promise.html", context)


def _after(amendment: "Amendment") -> str:
    """What became of a change with this answer."""
    if amendment.state == AmendmentState.REFUSED:
        return _("Thank you. All stays as it was.")
    if amendment.state == AmendmentState.PROPOSED:
        return _("Thank you. It waits for the answer of somebody else. Until then all stays as it is.")
    return _("Thank you. It is in the plan now.")


@link_page(read=Can.AGREE_AMENDMENT, write=Can.AGREE_AMENDMENT)
def link_amendment(request: PageRequest, person: "Person", consent_id: uuid.UUID) -> HttpResponse:
    """A change of the own task, behind a personal link: yes or no."""
    asked = queries.consent_of(request.actor, person, consent_id)
    form = ChangeForm(typed(request))
    if request.method == "POST" and form.run(actions.answer_amendment, request.actor, asked.consent):
        messages.success(request, _after(form.result))
        return redirect("links:mine")
    return show(request, "plan/link_amendment.html", {"form": form, "asked": asked, "person": person})


@page(read=Can.SEE_OWN_PROMISE, write=Can.SEE_OWN_PROMISE, own=True)
def person_amendment(
    request: PageRequest, family: "Family", person_id: uuid.UUID, consent_id: uuid.UUID
) -> HttpResponse:
    """A change, answered by the person, or written down by the coordinator on behalf of him or her."""
    person = _person_or_404(family, person_id)
    asked = queries.consent_of(request.actor, person, consent_id)
    is_own = request.actor.may(Can.AGREE_AMENDMENT, asked.consent)
    action = actions.answer_amendment if is_own else actions.answer_amendment_on_behalf
    form = ChangeForm(typed(request))
    if request.method == "POST" and form.run(action, request.actor, asked.consent):
        messages.success(request, _after(form.result))
        return redirect("families:home" if is_own else "plan:plan", family.pk)
    context = {"form": form, "asked": asked, "person": person, "is_own": is_own}
    return show(request, "plan/person_amendment.html", context)
