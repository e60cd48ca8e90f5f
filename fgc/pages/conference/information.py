"""What professionals tell the family before the day, and the family's reply."""

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from fgc.access.can import Can
from fgc.conferences import actions, queries
from fgc.pages.conference.forms import ReplyForm
from fgc.pages.door import PageRequest, page, show
from fgc.pages.forms import typed

if TYPE_CHECKING:
    from fgc.families.models import Family


@page(read=Can.SEE_INFORMATION)
def information(request: PageRequest, family: "Family") -> HttpResponse:
    """Each professional's page and bottom lines; the coordinator also sees what the family does not have yet."""
    told = queries.information_of(family, even_undelivered=Can.PREPARE in request.rights)
    return show(request, "conference/information.html", {"told": told})


@page(read=Can.REPLY_TO_BOTTOM_LINE, write=Can.REPLY_TO_BOTTOM_LINE)
def reply(request: PageRequest, family: "Family", line_id: uuid.UUID) -> HttpResponse:
    """The family says what it thinks of a bottom line."""
    line = queries.bottom_line_in(family, line_id)
    if line is None:
        raise Http404
    form = ReplyForm(typed(request), initial={"reply": line.family_reply})
    if request.method == "POST" and form.run(actions.reply_to_bottom_line, request.actor, line):
        messages.success(request, _("Done. Your words stand beside it."))
        return redirect("conference:information", family.pk)
    return show(request, "conference/reply.html", {"form": form, "line": line})
