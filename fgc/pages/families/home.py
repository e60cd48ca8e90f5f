"""The family's own page: what now?"""

from typing import TYPE_CHECKING

from django.http import HttpResponse

from fgc.access.can import Can
from fgc.families import queries
from fgc.networks import queries as networks
from fgc.pages.door import PageRequest, page, show
from fgc.pages.families import steps
from fgc.plans import queries as plans

if TYPE_CHECKING:
    from fgc.families.models import Family


@page(read=Can.SEE_FAMILY)
def home(request: PageRequest, family: "Family") -> HttpResponse:
    """One card with one next step; below it the doors."""
    person = networks.me_in(request.actor, family)
    return show(
        request,
        "families/home.html",
        {
            "asked": steps.asked_of(family, person),
            "answered": steps.answered_by(family, person),
            "stalled": plans.stalled_for(request.actor, person) if person else [],
            "watched": plans.watched_by(request.actor, person) if person else [],
            "step": steps.next_step(request.actor, family),
            "standing": queries.standing_of(request.actor, family),
            "coordinator": queries.coordinator_of(family),
            "is_young": queries.is_young_here(request.actor, family),
        },
    )
