"""The date: possible moments, who can, and the choice."""

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from fgc.access.can import Can
from fgc.conferences import actions, queries
from fgc.networks import queries as networks
from fgc.pages.conference.forms import MoveForm, OptionForm, PeopleForm, PlaceForm
from fgc.pages.conference.overview import meeting_or_404
from fgc.pages.door import PageRequest, page, show
from fgc.pages.forms import ButtonForm, typed

if TYPE_CHECKING:
    from fgc.conferences.models import Conference, DateOption
    from fgc.families.models import Family


@page(read=Can.CHOOSE_DATE, write=Can.ORGANISE)
def dates(request: PageRequest, family: "Family") -> HttpResponse:
    """The possible moments, best first; the coordinator adds one, and alone sees who answered what."""
    meeting = meeting_or_404(family)
    form = OptionForm(typed(request))
    if request.method == "POST" and form.run(actions.add_date_option, request.actor, meeting):
        messages.success(request, _("Done. This moment is on the list."))
        return redirect("conference:dates", family.pk)
    context = {
        "form": form,
        "meeting": meeting,
        "poll": queries.poll_of(meeting),
        "me": networks.me_in(request.actor, family),
        "organises": Can.ORGANISE in request.rights,
    }
    return show(request, "conference/dates.html", context)


def _option(family: "Family", option_id: uuid.UUID) -> "DateOption":
    option = queries.option_in(family, option_id)
    if option is None:
        raise Http404
    return option


@page(read=Can.ORGANISE, write=Can.ORGANISE)
def ask(request: PageRequest, family: "Family") -> HttpResponse:
    """Whom to ask which moments would do."""
    meeting = meeting_or_404(family)
    form = PeopleForm(
        typed(request),
        people=queries.askable_of(meeting),
        label=_("Whom do you ask?"),
        initial={"person_ids": [str(pk) for pk in queries.asked_ids(meeting)]},
    )
    if request.method == "POST" and form.run(actions.ask_for_dates, request.actor, meeting):
        messages.success(request, _("Done. Everybody hears it in the own way: by mail, letter or telephone."))
        return redirect("conference:dates", family.pk)
    return show(request, "conference/ask_dates.html", {"form": form})


@page(write=Can.ORGANISE)
def remove(request: PageRequest, family: "Family", option_id: uuid.UUID) -> HttpResponse:
    """Takes a moment off the list."""
    actions.remove_date_option(request.actor, _option(family, option_id))
    messages.success(request, _("Done. This moment is off the list."))
    return redirect("conference:dates", family.pk)


@page(read=Can.CHOOSE_DATE, write=Can.CHOOSE_DATE)
def choose(request: PageRequest, family: "Family", option_id: uuid.UUID) -> HttpResponse:
    """This moment is the one; where will it be?"""
    option = _option(family, option_id)
    form = PlaceForm(typed(request), initial={"place": option.place})
    if request.method == "POST" and form.run(actions.choose_date, request.actor, option.conference, option):
        messages.success(request, _("Done. The date is set. Whoever was asked hears it."))
        return redirect("conference:conference", family.pk)
    near = queries.holidays_near(timezone.localdate(option.starts_at))
    return show(request, "conference/choose_date.html", {"form": form, "option": option, "holidays": near})


@page(read=Can.CHOOSE_DATE, write=Can.CHOOSE_DATE)
def move(request: PageRequest, family: "Family") -> HttpResponse:
    """The meeting goes to another moment or place."""
    meeting = meeting_or_404(family)
    form = MoveForm(typed(request), initial=_as_it_is(meeting))
    if request.method == "POST" and form.run(actions.move_conference, request.actor, meeting):
        messages.success(request, _("Done. Everybody who was invited is asked again."))
        return redirect("conference:conference", family.pk)
    return show(request, "conference/move.html", {"form": form, "meeting": meeting})


def _as_it_is(meeting: "Conference") -> dict[str, Any]:
    names = ("starts_at", "ends_at", "place_kind", "place")
    return {name: getattr(meeting, name) for name in names}


@page(read=Can.CHOOSE_DATE, write=Can.CHOOSE_DATE)
def cancel(request: PageRequest, family: "Family") -> HttpResponse:
    """The meeting is called off: what happens then, and yes or no."""
    meeting = meeting_or_404(family)
    form = ButtonForm(typed(request))
    if request.method == "POST" and form.run(actions.cancel_conference, request.actor, meeting):
        messages.success(request, _("The meeting is called off. You can begin with a new one at any time."))
        return redirect("conference:conference", family.pk)
    happens = [
        _("Whoever was asked or invited gets a neutral message. It does not say why."),
        _("Answers to the invitation no longer count."),
        _("The question, the circle and what was written stay."),
    ]
    return show(request, "conference/cancel.html", {"form": form, "happens": happens})
