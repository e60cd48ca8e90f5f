"""Paper and telephone: letters to print, people to call."""

import uuid
from typing import TYPE_CHECKING, NamedTuple

import segno
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from fgc.access.can import Can
from fgc.conferences import actions as conferences
from fgc.conferences import queries as conference_queries
from fgc.networks import links, queries
from fgc.outbox import queue
from fgc.pages.circle import why
from fgc.pages.circle.views import one_of
from fgc.pages.conference.arrivals import arrivals_on
from fgc.pages.door import PageRequest, note_read, page, show
from fgc.pages.links import routes

if TYPE_CHECKING:
    from fgc.families.models import Family
    from fgc.networks.models import Person
    from fgc.networks.queries import ByHand, Undelivered
    from fgc.outbox.models import Message


class Visit(NamedTuple):
    """One call, visit or letter: to whom, and what is asked with it."""

    person: "Person"
    is_paper: bool
    # Comes to the meeting at another time than the others.
    own_time: "conference_queries.When | None"
    asks: "list[tuple[Message, routes.Asked]]"


@page(read=Can.SEND_LINK)
def by_hand(request: PageRequest, family: "Family") -> HttpResponse:
    """What waits for the coordinator's hand in this family, with what to ask."""
    waiting = queries.by_hand(request.actor, family)
    own_times = _own_times(request, family) if waiting else {}
    for person in {item.person.pk: item.person for item in waiting}.values():
        note_read(request, person, Can.SEE_CONTACT)
    missed = queries.undelivered(request.actor, family)
    for person in {item.person.pk: item.person for item in missed if item.person}.values():
        note_read(request, person, Can.SEE_CONTACT)
    shown = {
        "visits": _visits(waiting, own_times),
        "elsewhere": queries.opened_elsewhere(request.actor, family),
        "missed": [(item, routes.for_who_was_missed(item), why.in_words(item.message)) for item in missed],
    }
    return show(request, "circle/by_hand.html", shown)


def _visits(waiting: "list[ByHand]", own_times: "dict[uuid.UUID, conference_queries.When]") -> list[Visit]:
    """Each person once for each way, with all that waits for that person: one call says all of it."""
    found: dict[tuple[uuid.UUID, bool], Visit] = {}
    for item in waiting:
        key = item.person.pk, item.is_paper
        found.setdefault(key, Visit(item.person, item.is_paper, own_times.get(item.person.pk), []))
        found[key].asks.append((item.message, routes.by_hand(item)))
    return list(found.values())


def _own_times(request: PageRequest, family: "Family") -> "dict[uuid.UUID, conference_queries.When]":
    """Who comes to the meeting at another time than the others: whoever calls says that time."""
    meeting = conference_queries.conference_of(family)
    return {one.arrival.person_id: one for one in arrivals_on(request, meeting) if one.arrival}


@page(write=Can.SEND_LINK)
def done(request: PageRequest, family: "Family", message_id: uuid.UUID) -> HttpResponse:
    """The letter is printed, or the call is made; also in the place of what did not arrive."""
    item = queries.by_hand_item(request.actor, family, message_id) or _missed(request, family, message_id)
    conferences.done_by_hand(request.actor, item.message)
    messages.success(request, _("Done. That is off your list."))
    return redirect("circle:by_hand", family.pk)


@page(write=Can.SEND_LINK)
def again(request: PageRequest, family: "Family", message_id: uuid.UUID) -> HttpResponse:
    """Let it be tried once more: the address was mended, or somebody asked for it."""
    queue.send_again(request.actor, _missed(request, family, message_id).message)
    messages.success(request, _("Done. It is tried again."))
    return redirect("circle:by_hand", family.pk)


def _missed(request: PageRequest, family: "Family", message_id: uuid.UUID) -> "Undelivered":
    item = queries.undelivered_item(request.actor, family, message_id)
    if item is None:
        raise Http404
    return item


@page(read=Can.SEND_LINK, write=Can.SEND_LINK)
def letter(request: PageRequest, family: "Family", person_id: uuid.UUID) -> HttpResponse:
    """A letter with a code. The code is made at the press and shown this once; after that only the paper knows it."""
    found = one_of(request, family, person_id)
    if request.method != "POST":
        return show(request, "circle/letter_ask.html", {"person": found})
    address = f"{settings.SITE_URL}{reverse('links:code')}"
    code = links.code_for(request.actor, found)
    context = {
        "person": found,
        "number": links.number_to_tell(request.actor, found),
        "sender": request.user.name,
        "place_and_day": date_format(timezone.localdate(), "j F Y"),
        "to_lines": [found.call_name, *found.card.address.splitlines()],
        "code": _in_groups(code),
        "address": address.partition("://")[2],
        "paragraphs": [
            _("There is something for you. You can see it and answer with the code in this letter."),
            _("You do not need an account. The code is only for you."),
        ],
        "qr": mark_safe(segno.make(address).svg_inline(omitsize=True)),  # noqa: S308  # made here, of our own address
        "phone": str(request.user.phone.as_national) if request.user.phone else "",
    }
    return show(request, "circle/letter.html", context)


def _in_groups(code: str) -> str:
    """A code is read more easily in parts: ABCDE FGHJK."""
    return f"{code[:5]} {code[5:]}"
