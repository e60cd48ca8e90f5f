"""For a professional, by name: one page of information, and bottom lines. Nothing else of the family is here."""

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from fgc.access.can import Can
from fgc.conferences import actions, queries
from fgc.pages.conference.forms import BottomLineForm, RenewForm, SheetForm
from fgc.pages.door import PageRequest, note_read, own_page, show
from fgc.pages.forms import ButtonForm, typed

if TYPE_CHECKING:
    from fgc.conferences.models import BottomLine, InformationSheet

FIELDS = ("facts", "strengths", "worries", "offers")


@own_page(read=Can.SEE_WORK, write=Can.SEE_WORK)
def asked(request: PageRequest, sheet_id: uuid.UUID) -> HttpResponse:
    """What was asked, until when, and the page to hand in; later what the family says back."""
    sheet = queries.sheet_for(request.actor, sheet_id)
    note_read(request, sheet, Can.INFORM)
    start_with = {name: getattr(sheet, name) for name in FIELDS}
    form = SheetForm(typed(request), initial=start_with)
    if request.method == "POST" and form.run(actions.hand_in_information, request.actor, sheet):
        messages.success(request, _("Thank you. The coordinator gives it to the family before the day."))
        return redirect("conference:asked", sheet.pk)
    context = {
        "sheet": sheet,
        "form": form,
        "about": queries.about_of(sheet),
        "lines": queries.lines_on(sheet),
        "may_change": queries.may_change(sheet),
        "in_time": queries.is_before_the_day(sheet),
    }
    return show(request, "conference/asked.html", context)


@own_page(read=Can.SEE_WORK, write=Can.SEE_WORK)
def bottom_line(request: PageRequest, sheet_id: uuid.UUID) -> HttpResponse:
    """One bottom line: what must in any case be arranged, and why."""
    sheet = _with_a_task(request, sheet_id)
    children = queries.children_of(sheet)
    form = BottomLineForm(typed(request), children=children)
    if request.method == "POST" and form.run(actions.set_bottom_line, request.actor, sheet):
        messages.success(request, _("Done. The family reads it before the day, and may reply."))
        return redirect("conference:asked", sheet.pk)
    return show(request, "conference/bottom_line.html", {"sheet": sheet, "form": form})


def _with_a_task(request: PageRequest, sheet_id: uuid.UUID) -> "InformationSheet":
    sheet = queries.sheet_for(request.actor, sheet_id)
    if not sheet.person.has_legal_task:
        raise Http404
    note_read(request, sheet, Can.SET_BOTTOM_LINE)
    return sheet


def _line_of(request: PageRequest, sheet_id: uuid.UUID, line_id: uuid.UUID) -> "tuple[InformationSheet, BottomLine]":
    sheet = _with_a_task(request, sheet_id)
    line = queries.line_on(sheet, line_id)
    if line is None:
        raise Http404
    return sheet, line


@own_page(read=Can.SEE_WORK, write=Can.SEE_WORK)
def renew(request: PageRequest, sheet_id: uuid.UUID, line_id: uuid.UUID) -> HttpResponse:
    """A bottom line counts longer: until when, and why?"""
    sheet, line = _line_of(request, sheet_id, line_id)
    form = RenewForm(typed(request))
    if request.method == "POST" and form.run(actions.renew_bottom_line, request.actor, line):
        messages.success(request, _("Done. The family gets a message, and may reply."))
        return redirect("conference:asked", sheet.pk)
    return show(request, "conference/renew.html", {"form": form, "sheet": sheet, "line": line})


@own_page(read=Can.SEE_WORK, write=Can.SEE_WORK)
def withdraw(request: PageRequest, sheet_id: uuid.UUID, line_id: uuid.UUID) -> HttpResponse:
    """Takes a bottom line back: what happens then, and yes or no."""
    sheet, line = _line_of(request, sheet_id, line_id)
    form = ButtonForm(typed(request))
    if request.method == "POST" and form.run(actions.withdraw_bottom_line, request.actor, line):
        messages.success(request, _("Done. It no longer counts."))
        return redirect("conference:asked", sheet.pk)
    happens = [_("This bottom line no longer counts."), _("The family does not see it any more.")]
    return show(request, "conference/withdraw.html", {"form": form, "sheet": sheet, "line": line, "happens": happens})
