"""What the family does: choose parts, see exactly what somebody would read, release, and take back."""

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
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


@page(read=Can.SEE_RELEASES)
def releases(request: PageRequest, family: "Family") -> HttpResponse:
    """Who may read what, until when, and when it was read."""
    rows = queries.releases_of(family)
    context = {
        "readable": [row for row in rows if row.is_readable],
        "past": [row for row in rows if not row.is_readable],
        "can_start": queries.running_plan_of(family) is not None,
    }
    return show(request, "released/releases.html", context)


@again_first
@page(read=Can.RELEASE, write=Can.RELEASE)
def prepare(request: PageRequest, family: "Family") -> HttpResponse:
    """First the parts, then exactly what this person would read, and then the person, the purpose and the last day."""
    plan = queries.running_plan_of(family)
    if plan is None:
        return redirect("released:releases", family.pk)
    again = queries.released_before(family, request.GET.get("again", ""))
    chosen = request.POST.getlist("parts") or request.GET.getlist("parts")
    choose = ChooseForm({"parts": chosen} if chosen else None, parts=queries.parts_of(family), again=again)
    if not choose.run(queries.release_preview, family):
        return show(request, "released/choose.html", {"form": choose, "again": again})
    preview = choose.result
    readers = queries.known_readers(family)
    form = ReleaseForm(typed(request), readers=readers, parts=chosen, again=again)
    if request.method == "POST" and form.run(actions.release, request.actor, plan):
        messages.success(request, _("Done. %(name)s gets a message.") % {"name": form.result.recipient_name})
        return redirect("released:releases", family.pk)
    context = {"form": form, "preview": preview, "parts": chosen, "sections": queries.in_words(preview.content)}
    return show(request, "released/prepare.html", context)


@page(read=Can.SEE_RELEASES)
def shown(request: PageRequest, family: "Family", release_id: uuid.UUID) -> HttpResponse:
    """What this one person reads, as he or she sees it."""
    release = queries.release_of(family, release_id)
    context = {"release": release, "sections": queries.in_words(release.content)}
    return show(request, "released/shown.html", context)


@page(read=Can.RELEASE, write=Can.RELEASE)
def revoke(request: PageRequest, family: "Family", release_id: uuid.UUID) -> HttpResponse:
    """Taking back: from that moment on it is not there any more for its reader."""
    release = queries.release_of(family, release_id)
    form = ButtonForm(typed(request))
    if request.method == "POST" and form.run(actions.revoke_release, request.actor, release):
        messages.success(request, _("Done. %(name)s cannot read it any more.") % {"name": release.recipient_name})
        return redirect("released:releases", family.pk)
    happens = [
        _("%(name)s cannot read it any more, from now on.") % {"name": release.recipient_name},
        _("What was copied into a professional's own file stays there."),
    ]
    return show(request, "released/revoke.html", {"release": release, "happens": happens})
