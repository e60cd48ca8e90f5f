"""What a professional sees: the one page of what was asked or released, and a released summary, also as PDF."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fgc.access.can import Can
from fgc.families import queries as families
from fgc.pages.door import PageRequest, note_read, own_page, show
from fgc.pages.forms import typed
from fgc.pages.released.forms import MoreForm
from fgc.plans import actions, queries
from fgc.plans.papers import release_pdf

ON_A_PAGE = 50


@own_page(read=Can.SEE_WORK)
def work(request: PageRequest) -> HttpResponse:
    """Everything that was asked of this professional or released to him or her, and nothing else."""
    return show(request, "released/work.html", {"work": queries.work_of(request.user)})


@own_page(read=Can.SEE_WORK)
def seen(request: PageRequest) -> HttpResponse:
    """What I looked at myself, and which version of a plan I may read."""
    lines = Paginator(families.reads_of(request.actor), ON_A_PAGE).get_page(request.GET.get("page"))
    return show(request, "released/seen.html", {"lines": lines, "releases": queries.released_to(request.user)})


@own_page("GET", for_work=True)
def release(request: PageRequest, release_id: uuid.UUID) -> HttpResponse:
    """The frozen copy, for the one who is named in it and as long as it may be read."""
    found = queries.release_for(request.actor, release_id)
    note_read(request, found.release, Can.READ_RELEASE)
    context = {
        "found": found,
        "release": found.release,
        "about": queries.about(found.release),
        "sections": queries.in_words(found.release.content),
        "today": queries.in_full(timezone.localdate()),
        "different": queries.different_bottom_lines(request.actor, found.release),
        "version_now": found.release.plan.version,
        "questions": queries.more_of(found.release),
        "has_two_hats": request.user.pk in queries.with_two_hats(found.release.family),
    }
    return show(request, "released/release.html", context)


@own_page("GET", "POST", for_work=True)
def ask_more(request: PageRequest, release_id: uuid.UUID) -> HttpResponse:
    """Asks the family for more than it released."""
    found = queries.release_for(request.actor, release_id)
    form = MoreForm(typed(request))
    if request.method == "POST" and form.run(actions.ask_for_more, request.actor, found.release):
        messages.success(request, _("Thank you. You hear whether the family says yes or no."))
        return redirect("released:release", release_id)
    note_read(request, found.release, Can.READ_RELEASE)
    days = found.release.family.works_by.unanswered_days
    return show(request, "released/ask_more.html", {"form": form, "release": found.release, "days": days})


@own_page("POST", for_work=True)
def give_up(request: PageRequest, release_id: uuid.UUID) -> HttpResponse:
    """The reader changes jobs: what was released to this person is readable by nobody any more."""
    actions.give_up_release(request.actor, queries.release_for(request.actor, release_id).release)
    messages.success(request, _("Thank you. You can't read this any more, and the family knows."))
    return redirect("released:work")


@own_page("GET", for_work=True)
def pdf(request: PageRequest, release_id: uuid.UUID) -> HttpResponse:
    """The same on paper, with the reader's name over every page."""
    found = queries.release_for(request.actor, release_id)
    note_read(request, found.release, Can.READ_RELEASE)
    paper = release_pdf(found.release, language=get_language() or "nl")
    # The name of the file says nothing about a family: it stays behind in a list of downloads.
    named = {"Content-Disposition": f'attachment; filename="{found.release.released_at:%Y-%m-%d}.pdf"'}
    return HttpResponse(paper, content_type="application/pdf", headers=named)
