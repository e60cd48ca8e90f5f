"""The own corner: notes for nobody, or for one reader. No line, count or message tells others that there is one."""

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from fgc.access.can import Can
from fgc.networks import actions, queries
from fgc.pages.circle.forms import NoteForm, NoteReaderForm
from fgc.pages.door import PageRequest, note_read, page, show
from fgc.pages.forms import typed

if TYPE_CHECKING:
    from fgc.families.models import Family
    from fgc.networks.models import PrivateNote


@page(read=Can.OWN_CORNER, write=Can.OWN_CORNER, own=True, quiet=True)
def corner(request: PageRequest, family: "Family") -> HttpResponse:
    """What I keep for myself or for one person, and what somebody wrote for me."""
    me = queries.me_in(request.actor, family)
    writes = me is not None and family.is_open and request.actor.may(Can.WRITE_NOTES, me)
    form = NoteForm(typed(request), readers=queries.note_readers(me)) if me and writes else None
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.run(actions.write_note, request.actor, me):
            messages.success(request, _("Kept. You can always take it away."))
            return redirect("circle:corner", family.pk)
    context = {
        "form": form,
        "me": me,
        "notes": queries.own_notes(request.actor, family),
        "for_me": queries.notes_for(request.actor, family),
        "may_draw": Can.DRAW_CIRCLE in request.rights,
        "tells_safety": me is not None and request.actor.may(Can.TELL_SAFETY, me),
    }
    return show(request, "circle/corner.html", context)


def _note(request: PageRequest, family: "Family", note_id: uuid.UUID) -> "PrivateNote":
    found = queries.note_for(request.actor, family, note_id)
    if found is None:
        raise Http404
    return found


@page(read=Can.OWN_CORNER, write=Can.OWN_CORNER, own=True, quiet=True)
def note(request: PageRequest, family: "Family", note_id: uuid.UUID) -> HttpResponse:
    """One note; its author chooses here who reads it, and reads in the own list who did."""
    found = _note(request, family, note_id)
    is_mine = request.actor.may(Can.OWN_CORNER, found)
    readers = list(found.readers.all())
    form = NoteReaderForm(typed(request), readers=queries.note_readers(found.author), now=readers) if is_mine else None
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.run(actions.choose_note_reader, request.actor, found):
            messages.success(request, _("Done. It counts from now on."))
            return redirect("circle:note", family.pk, found.pk)
    note_read(request, found, Can.OWN_CORNER, only_for=found.author_id)
    return show(request, "circle/note.html", {"form": form, "note": found, "is_mine": is_mine})


@page(read=Can.OWN_CORNER, write=Can.OWN_CORNER, own=True, quiet=True)
def remove_note(request: PageRequest, family: "Family", note_id: uuid.UUID) -> HttpResponse:
    """Taking a note away: yes or no."""
    found = _note(request, family, note_id)
    request.actor.must_see(Can.OWN_CORNER, found)
    if request.method == "POST":
        actions.remove_note(request.actor, found)
        messages.success(request, _("It is gone."))
        return redirect("circle:corner", family.pk)
    happens = [_("Nobody can read it any more: not you, and not whom you chose.")]
    return show(request, "circle/note_remove.html", {"note": found, "happens": happens})
