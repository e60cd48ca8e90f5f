"""Every version on paper, each with a fingerprint, and the page that checks one."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from fgc.access.can import Can
from fgc.errors import RuleBroken
from fgc.pages.door import PageRequest, page, show
from fgc.pages.forms import typed
from fgc.pages.plan.reading_forms import CheckForm
from fgc.pages.second_step.again import again_first
from fgc.plans import actions, queries
from fgc.plans.rules.printed import typed_fingerprint, typed_numbers

if TYPE_CHECKING:
    from fgc.access.actors import Actor
    from fgc.families.models import Family


@again_first
@page(write=Can.APPROVE_PLAN)
def paper(request: PageRequest, family: "Family") -> HttpResponse:
    """All versions as one PDF."""
    try:
        made = actions.print_versions(request.actor, family)
    except RuleBroken as no:
        messages.error(request, str(no.message))
        return redirect("plan:versions", family.pk)
    # The name of the file says nothing about a family: it stays behind in a list of downloads.
    named = {"Content-Disposition": f'attachment; filename="{timezone.localdate():%Y-%m-%d}.pdf"'}
    return HttpResponse(made, content_type="application/pdf", headers=named)


@page(read=Can.SEE_PLAN, write=Can.SEE_PLAN)
def check(request: PageRequest, family: "Family") -> HttpResponse:
    """Is this paper the version in the record?"""
    form = CheckForm(typed(request))
    is_same = form.result if request.method == "POST" and form.run(_is_same, request.actor, family) else None
    return show(request, "plan/check.html", {"form": form, "is_same": is_same, "asked": is_same is not None})


def _is_same(actor: "Actor", family: "Family", *, version: int, lines: str, fingerprint: str) -> bool:
    kept, numbers = typed_fingerprint(fingerprint), typed_numbers(lines)
    return queries.paper_is_of(actor, family, version=version, numbers=numbers, typed=kept)
