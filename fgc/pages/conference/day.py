"""The day: the run sheet, private time, and who was there."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from fgc.access.can import Can
from fgc.conferences import actions, queries
from fgc.conferences.rules import Moment, Phase
from fgc.families import queries as families
from fgc.pages.conference.forms import AttendanceForm, PaperForm
from fgc.pages.conference.next import is_the_day
from fgc.pages.conference.overview import meeting_or_404, question_of, when_of_mine
from fgc.pages.door import PageRequest, page, show
from fgc.pages.forms import ButtonForm, typed

if TYPE_CHECKING:
    from fgc.conferences.models import Conference
    from fgc.families.models import Family

WITH_PAPER = (Moment.PRIVATE, Moment.AGREEING)


@page(read=Can.SEE_DAY, write=Can.WRITE_PRIVATELY)
def day(request: PageRequest, family: "Family") -> HttpResponse:
    """The run sheet. In private time a coordinator sees only that it runs; the circle writes on its own sheet."""
    if families.waits_outside(request.actor, family.pk):
        return show(request, "conference/outside.html", {"since": family.private_since})
    meeting = meeting_or_404(family)
    paper = _paper(request, meeting)
    if request.method == "POST" and paper and paper.run(actions.write_privately, request.actor, meeting):
        messages.success(request, _("Kept. Only your own people can read this."))
        return redirect("conference:day", family.pk)
    return show(request, "conference/day.html", _the_day(request, meeting, paper))


def _paper(request: PageRequest, meeting: "Conference") -> PaperForm | None:
    if Can.WRITE_PRIVATELY not in request.rights or meeting.moment not in WITH_PAPER:
        return None
    written = queries.private_paper_of(request.actor, meeting)
    return PaperForm(typed(request), initial={"text": written.text} if written else {})


def _the_day(
    request: PageRequest, meeting: "Conference", paper: PaperForm | None, button: ButtonForm | None = None
) -> dict[str, Any]:
    return {
        "meeting": meeting,
        "when": when_of_mine(request, request.family, meeting),
        "day": queries.day_of(meeting),
        "paper": paper,
        "readings": queries.messages_of(request.actor, meeting) if paper else [],
        "button": button,
        "may_start": is_the_day(meeting),
        "leads": Can.LEAD_DAY in request.rights,
        "is_private": meeting.moment == Moment.PRIVATE,
        "ends": Can.END_PRIVATE_TIME in request.rights,
    }


@page(write=Can.LEAD_DAY)
def start(request: PageRequest, family: "Family") -> HttpResponse:
    """The coordinator opens part 1."""
    meeting, form = meeting_or_404(family), ButtonForm(request.POST)
    if form.run(actions.start_day, request.actor, meeting):
        return redirect("conference:day", family.pk)
    return show(request, "conference/day.html", _the_day(request, meeting, None, form))


@page(read=Can.LEAD_DAY, write=Can.LEAD_DAY)
def leave_them(request: PageRequest, family: "Family") -> HttpResponse:
    """The coordinator leaves the family alone: what happens then, and yes or no."""
    meeting = meeting_or_404(family)
    form = ButtonForm(typed(request))
    if request.method == "POST" and form.run(actions.start_private_time, request.actor, meeting):
        return redirect("conference:day", family.pk)
    happens = [
        _("You and everybody from outside leave the room. The interpreter may stay."),
        _("From now on you see nothing of this family, until they say that they are ready."),
        _("You can't undo this. Only somebody of the circle can end private time."),
    ]
    return show(request, "conference/start_private.html", {"form": form, "happens": happens})


@page(read=Can.END_PRIVATE_TIME, write=Can.END_PRIVATE_TIME)
def ready(request: PageRequest, family: "Family") -> HttpResponse:
    """The family is ready: what happens then, and yes or not yet."""
    meeting = meeting_or_404(family)
    form = ButtonForm(typed(request))
    if request.method == "POST" and form.run(actions.end_private_time, request.actor, meeting):
        messages.success(request, _("Done. Call the coordinator in."))
        return redirect("conference:day", family.pk)
    happens = [
        _("Your coordinator can come in again, here and in the room."),
        _("What you wrote on your own sheet stays yours. The coordinator can't read it."),
        _("You tell your plan in your own words."),
    ]
    return show(request, "conference/end_private.html", {"form": form, "happens": happens})


@page(write=Can.LEAD_DAY)
def end(request: PageRequest, family: "Family") -> HttpResponse:
    """The meeting is over."""
    meeting, form = meeting_or_404(family), ButtonForm(request.POST)
    if form.run(actions.end_day, request.actor, meeting):
        messages.success(request, _("Done. The meeting is over. Now the plan can be written down."))
        return redirect("conference:conference", family.pk)
    return show(request, "conference/day.html", _the_day(request, meeting, None, form))


@page(read=Can.LEAD_DAY, write=Can.LEAD_DAY)
def who(request: PageRequest, family: "Family", phase: str) -> HttpResponse:
    """Who was there in one part of the day."""
    meeting = meeting_or_404(family)
    part = next((part for part in queries.day_of(meeting).parts if part.phase == phase and part.row), None)
    if part is None:
        raise Http404
    people = queries.expected_in(meeting, Phase(phase))
    form = AttendanceForm(typed(request), people=people, there=queries.how_each_is_there(meeting, part))
    if request.method == "POST" and form.run(actions.record_attendance, request.actor, meeting, phase=phase):
        messages.success(request, _("Done. It is noted who was there."))
        return redirect("conference:day", family.pk)
    return show(request, "conference/attendance.html", {"form": form, "part": part, "people": people})


@page(read=Can.SEE_QUESTION)
def sheet(request: PageRequest, family: "Family") -> HttpResponse:
    """A sheet of paper for private time: our question, our ideas, what we agree on."""
    return show(request, "conference/sheet.html", {"question": question_of(family), "rows": range(8)})
