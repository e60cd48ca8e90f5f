"""What the family does: choose parts, see exactly what somebody would read, release, and take back."""

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from fgc.access.can import Can
from fgc.pages.door import PageRequest, page, show
from fgc.pages.forms import ButtonForm, typed
from fgc.pages.released.forms import ChooseForm, ReleaseForm
from fgc.pages.second_step.again import again_first
from fgc.plans import actions, queries

if TYPE_CHECKING:
    from fgc.families.models import Family
    from fgc.plans.models import Release


@page(read=Can.SEE_RELEASES)
def releases(request: PageRequest, family: "Family") -> HttpResponse:
    """Who may read what, until when, and when it was read."""
    rows = queries.releases_of(request.actor, family)
    context = {
        "readable": [row for row in rows if row.is_readable],
        "waiting": [row for row in rows if row.awaited],
        "asked": {yes.release_id for yes in queries.open_yeses(request.actor, family)},
        "past": [row for row in rows if not row.is_readable and not row.awaited],
        "questions": queries.more_asked_in(request.actor, family),
        "to_answer": {one.id for one in queries.more_to_answer(request.actor, family)},
        "with_two_hats": queries.with_two_hats(family),
        "can_start": queries.running_plan_of(family) is not None,
        "without_code": queries.who_waits_for_a_code(family) if Can.DRAW_CIRCLE in request.rights else [],
    }
    return show(request, "released/releases.html", context)


@page(read=Can.DRAW_CIRCLE, write=Can.DRAW_CIRCLE)
def code(request: PageRequest, family: "Family", user_id: uuid.UUID) -> HttpResponse:
    """The code with which a professional comes in the first time: made at the press, and shown this once."""
    reader = next((one for one in queries.who_waits_for_a_code(family) if one.recipient_id == user_id), None)
    if reader is None:
        raise Http404
    made = actions.code_for_reader(request.actor, family, user_id=user_id) if request.method == "POST" else ""
    return show(request, "released/code.html", {"reader": reader, "code": made})


@again_first
@page(read=Can.RELEASE, write=Can.RELEASE)
def prepare(request: PageRequest, family: "Family") -> HttpResponse:
    """First the parts, then exactly what this person would read, and then the person, the purpose and the last day."""
    plan = queries.running_plan_of(family)
    if plan is None:
        return redirect("released:releases", family.pk)
    again = queries.released_before(request.actor, family, request.GET.get("again", ""))
    chosen = request.POST.getlist("parts") or request.GET.getlist("parts")
    closed = queries.closed_to(request.actor, family)
    parts = queries.parts_of(family, closed=closed)
    choose = ChooseForm({"parts": chosen} if chosen else None, parts=parts, again=again)
    if not choose.run(queries.release_preview, family, closed=closed):
        return show(request, "released/choose.html", {"form": choose, "again": again})
    preview = choose.result
    readers = queries.known_readers(family)
    usual = family.works_by.release_days
    form = ReleaseForm(typed(request), readers=readers, parts=chosen, usual_days=usual, again=again)
    if request.method == "POST" and form.run(actions.release, request.actor, plan):
        messages.success(request, _done(form.result))
        return redirect("released:releases", family.pk)
    context = {"form": form, "preview": preview, "parts": chosen, "sections": queries.in_words(preview.content)}
    return show(request, "released/prepare.html", context)


def _done(release: "Release") -> str:
    if release.agreed_at:
        return _("Done. %(name)s gets a message.") % {"name": release.recipient_name}
    sentence = _("Kept. %(name)s can read it once everybody who must say yes has done so.")
    return sentence % {"name": release.recipient_name}


@page(read=Can.SEE_RELEASES)
def shown(request: PageRequest, family: "Family", release_id: uuid.UUID) -> HttpResponse:
    """What this one person reads, as he or she sees it."""
    release = queries.release_of(request.actor, family, release_id)
    context = {"release": release, "sections": queries.in_words(release.content)}
    return show(request, "released/shown.html", context)


@page(read=Can.RELEASE, write=Can.RELEASE)
def revoke(request: PageRequest, family: "Family", release_id: uuid.UUID) -> HttpResponse:
    """Taking back: from that moment on it is not there any more for its reader."""
    release = queries.release_of(request.actor, family, release_id)
    form = ButtonForm(typed(request))
    if request.method == "POST" and form.run(actions.revoke_release, request.actor, release):
        messages.success(request, _("Done. %(name)s cannot read it any more.") % {"name": release.recipient_name})
        return redirect("released:releases", family.pk)
    happens = [
        _("%(name)s cannot read it any more, from now on.") % {"name": release.recipient_name},
        _("What was copied into a professional's own file stays there."),
    ]
    return show(request, "released/revoke.html", {"release": release, "happens": happens})
