"""The meeting: when, where, who comes, and what must still be done."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from fgc.access.can import Can
from fgc.conferences import actions, queries
from fgc.conferences.calendar import appointment
from fgc.families import queries as families
from fgc.networks import queries as networks
from fgc.pages.conference.forms import SafetyForm
from fgc.pages.conference.next import next_step, still_to_do
from fgc.pages.door import PageRequest, page, show
from fgc.pages.forms import typed

if TYPE_CHECKING:
    from fgc.conferences.models import Conference
    from fgc.families.models import Family


def meeting_or_404(family: "Family") -> "Conference":
    """The meeting that counts now; without one the page is not there."""
    conference = queries.conference_of(family)
    if conference is None:
        raise Http404
    return conference


@page(read=Can.SEE_CONFERENCE)
def conference(request: PageRequest, family: "Family") -> HttpResponse:
    """When, where, who comes; each reader finds the own next step."""
    meeting = queries.conference_of(family)
    if meeting is None:
        return show(request, "conference/none.html")
    me = networks.me_in(request.actor, family)
    own = queries.invitation_of(meeting, frozenset({me.pk})) if me else None
    sees_all = Can.INVITE in request.rights
    invitations = queries.invitations_of(meeting) if sees_all else []
    lacks = queries.missing_before_day([family.pk]).get(family.pk, {}) if Can.PREPARE in request.rights else {}
    context = {
        "meeting": meeting,
        "when": queries.when_for(request.actor, me, meeting),
        "own": own,
        "me": me,
        "invitations": invitations,
        "missing": still_to_do(family.pk, lacks),
        "next": next_step(meeting, rights=request.rights, own=own, lacks=lacks),
    }
    return show(request, "conference/conference.html", context)


@page(write=Can.ORGANISE)
def start(request: PageRequest, family: "Family") -> HttpResponse:
    """The coordinator begins with a meeting."""
    actions.plan_conference(request.actor, family)
    return redirect("conference:dates", family.pk)


@page(read=Can.PREPARE, write=Can.PREPARE)
def safety(request: PageRequest, family: "Family") -> HttpResponse:
    """The coordinator notes that everybody was asked apart whether a meeting is safe."""
    meeting = meeting_or_404(family)
    start_with = {"on": meeting.safety_checked_on or timezone.localdate()}
    form = SafetyForm(typed(request), initial=start_with)
    if request.method == "POST" and form.run(actions.record_safety_check, request.actor, meeting):
        messages.success(request, _("Done. Only that it was done is kept, not what was said."))
        return redirect("conference:conference", family.pk)
    return show(request, "conference/safety.html", {"form": form, "meeting": meeting})


@page(read=Can.SEE_CONFERENCE)
def calendar(request: PageRequest, family: "Family") -> HttpResponse:
    """A neutral appointment for one's own calendar."""
    return calendar_file(when_of_mine(request, family, meeting_or_404(family)))


def when_of_mine(request: PageRequest, family: "Family", meeting: "Conference") -> queries.When:
    """When the visitor comes to this meeting."""
    return queries.when_for(request.actor, networks.me_in(request.actor, family), meeting)


def calendar_file(when: queries.When) -> HttpResponse:
    """The appointment as a file; without a date there is none."""
    if when.meeting.starts_at is None:
        raise Http404
    name = _("appointment")
    headers = {"Content-Disposition": f'attachment; filename="{name}.ics"'}
    return HttpResponse(appointment(when), content_type="text/calendar; charset=utf-8", headers=headers)


def question_of(family: "Family") -> str:
    """The main question in the family's words, or nothing."""
    question = families.question_now(family)
    return question.text if question else ""
