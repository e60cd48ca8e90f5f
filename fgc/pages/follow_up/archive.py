"""The end: taking everything along, and closing."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from fgc.access.can import Can
from fgc.pages.door import PageRequest, page, show
from fgc.pages.follow_up.forms import EndingForm
from fgc.pages.forms import typed
from fgc.pages.second_step.again import again_first
from fgc.plans import actions, queries

if TYPE_CHECKING:
    from fgc.families.models import Family


@page(read=Can.TAKE_ALONG)
def archive(request: PageRequest, family: "Family") -> HttpResponse:
    """What you can take along, and how you end."""
    return show(request, "follow_up/archive.html", {"can_close": queries.suggested_ending(family) is not None})


@again_first
@page(write=Can.TAKE_ALONG)
def take_along(request: PageRequest, family: "Family") -> HttpResponse:
    """Everything in one file."""
    box = actions.take_along(request.actor, family)
    # The name of the file says nothing about a family: it stays behind in a list of downloads.
    named = {"Content-Disposition": f'attachment; filename="{timezone.localdate():%Y-%m-%d}.zip"'}
    return HttpResponse(box, content_type="application/zip", headers=named)


@page(read=Can.CLOSE, write=Can.CLOSE)
def close(request: PageRequest, family: "Family") -> HttpResponse:
    """It is enough: the plan is finished, and everybody else's way in ends."""
    suggested = queries.suggested_ending(family)
    form = EndingForm(typed(request), initial={"ending": suggested})
    if request.method == "POST" and form.run(actions.finish, request.actor, family):
        messages.success(request, _("Done. It is closed. You can still take everything along."))
        return redirect("follow_up:archive", family.pk)
    happens = [
        _("Nobody but you can look in any more: not your circle, not the coordinator, no professional."),
        _("Nobody gets messages any more."),
        _("You can still read everything, take it along and erase it."),
    ]
    return show(request, "follow_up/close.html", {"form": form, "happens": happens})
