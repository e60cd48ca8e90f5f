"""The own days in one's own calendar: the address, its page, and what a calendar reads there."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from fgc.access.can import Can
from fgc.limits import Limit
from fgc.networks import actions
from fgc.networks.queries import calendar_address_of
from fgc.pages.door import PageRequest, link_page, note_read, place_of, public_page, show
from fgc.plans.calendar import own_days

if TYPE_CHECKING:
    from fgc.networks.models import Person

# A calendar looks a few times an hour at most; many of them may ask from the place of one company.
OF_ONE_ADDRESS = Limit("calendar", most=30, seconds=60 * 60)
OF_ONE_PLACE = Limit("calendar-place", most=600, seconds=60 * 60)
# That it was read stands in the list once a day.
A_DAY = Limit("calendar-noted", most=1, seconds=24 * 60 * 60)
NOT_FOUND, TOO_MANY = 404, 429


@public_page("GET")
def feed(request: PageRequest, token: str) -> HttpResponse:
    """What a calendar reads: days without a word, for whom the address is; for every other address nothing is there."""
    if not (OF_ONE_PLACE.allows_one_more(place_of(request)) and OF_ONE_ADDRESS.allows_one_more(token)):
        return HttpResponse(status=TOO_MANY, headers={"Retry-After": "3600"})
    found = own_days(token)
    if found is None:
        return HttpResponse(status=NOT_FOUND)
    days, request.actor, person = found
    if A_DAY.allows_one_more(token):
        note_read(request, person, Can.SEE_OWN_PROMISE, only_for=person.pk)
    headers = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow, noarchive"}
    return HttpResponse(days, content_type="text/calendar; charset=utf-8", headers=headers)


@link_page(read=Can.CHANGE_OWN_CONTACT, write=Can.CHANGE_OWN_CONTACT)
def calendar(request: PageRequest, person: "Person") -> HttpResponse:
    """The address of the own calendar: to make, to see that it is there, and to end."""
    return answer(request, person, "links/calendar.html", back=reverse("links:calendar"))


def answer(request: PageRequest, person: "Person", template: str, *, back: str) -> HttpResponse:
    """The page, after what was pressed on it; a new address is shown once, and never comes back."""
    address = ""
    if request.method == "POST" and "end" in request.POST:
        actions.end_calendar_address(request.actor, person)
        return redirect(back)
    if request.method == "POST":
        token = actions.make_calendar_address(request.actor, person)
        address = f"{settings.SITE_URL}{reverse('links:feed', args=[token])}"
    return show(request, template, {"person": person, "address": address, "now": calendar_address_of(person)})
