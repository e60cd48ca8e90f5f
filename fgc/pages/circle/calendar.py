"""The own days in the own calendar, for who comes in by an account."""

import uuid
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.urls import reverse

from fgc.access.can import Can
from fgc.networks import queries
from fgc.pages.door import PageRequest, page
from fgc.pages.links.calendar import answer

if TYPE_CHECKING:
    from fgc.families.models import Family


@page(read=Can.CHANGE_OWN_CONTACT, write=Can.CHANGE_OWN_CONTACT, own=True, quiet=True)
def calendar(request: PageRequest, family: "Family", person_id: uuid.UUID) -> HttpResponse:
    """The address of the own calendar; for everybody else, the coordinator too, there is no such page."""
    me = queries.me_in(request.actor, family)
    if me is None or me.pk != person_id:
        raise Http404
    return answer(request, me, "circle/calendar.html", back=reverse("circle:calendar", args=[family.pk, me.pk]))
