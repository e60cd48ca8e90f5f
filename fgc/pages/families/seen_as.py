"""Looking at the own record through the eyes of somebody whom the family let in: to look at, and nothing more."""

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from fgc.access.can import Can
from fgc.families import queries
from fgc.networks import links
from fgc.networks import queries as networks
from fgc.pages.door import PageRequest, page, show
from fgc.pages.mirror import seen_by
from fgc.plans import queries as plans

if TYPE_CHECKING:
    from fgc.families.models import Family

PAGES = ("families:home", "plan:plan", "circle:circle", "conference:conference", "families:question",
         "released:releases")  # fmt: skip


@page(read=Can.SEE_AS)
def whose_eyes(request: PageRequest, family: "Family") -> HttpResponse:
    """Through whose eyes?"""
    released = plans.releases_of(request.actor, family) if Can.SEE_RELEASES in request.rights else []
    decides = queries.who_decides(family)
    context = {
        "seats": queries.others_who_see(family),
        "people": [one for one in networks.who_have_a_link(family) if one.account_id not in decides],
        "readers": [row for row in released if row.is_readable],
    }
    return show(request, "families/whose_eyes.html", context)


@page(read=Can.SEE_AS)
def account(request: PageRequest, family: "Family", user_id: uuid.UUID) -> HttpResponse:
    """As somebody with an account: the coordinator, an aunt, a parent who was asked."""
    seat = next((seat for seat in queries.others_who_see(family) if seat.user_id == user_id), None)
    if seat is None:
        raise Http404
    names = _names()
    wanted = request.GET.get("page", "")
    name = wanted if wanted in names else PAGES[0]
    tabs = [(key, words, key == name) for key, words in names.items()]
    sees = seen_by(request, reverse(name, args=[family.pk]), user=queries.account_of(seat), session={})
    return _shown(request, seat.user_id, {"who": seat.name, "role": seat.role.words, "sees": sees, "tabs": tabs})


def _names() -> dict[str, str]:
    words = (_("The start"), _("The plan"), _("The circle"), _("The meeting"), _("The question"), _("What was let out"))
    return dict(zip(PAGES, words, strict=True))


@page(read=Can.SEE_AS)
def person(request: PageRequest, family: "Family", person_id: uuid.UUID) -> HttpResponse:
    """As somebody of the circle who comes in by a personal link: grandmother."""
    found = networks.person_of(family, person_id)
    link = links.newest_of(found) if found else None
    if found is None or link is None or found.account_id in queries.who_decides(family):
        raise Http404
    sees = seen_by(request, reverse("links:mine"), user=AnonymousUser(), session=links.visit_of(link))
    return _shown(request, found.pk, {"who": found.call_name, "role": found.tie_label, "sees": sees})


@page(read=Can.SEE_AS)
def reader(request: PageRequest, family: "Family", release_id: uuid.UUID) -> HttpResponse:
    """As the professional who may read a release: the school."""
    if Can.SEE_RELEASES not in request.rights:
        raise Http404
    release = plans.release_of(request.actor, family, release_id)
    path = reverse("released:release", args=[release.pk])
    sees = seen_by(request, path, user=release.recipient, session={})
    context = {"who": release.recipient_name, "role": release.recipient_function, "sees": sees}
    return _shown(request, release.pk, context)


def _shown(request: PageRequest, who_id: uuid.UUID, context: dict[str, Any]) -> HttpResponse:
    """The line in the list says who looked, and through whose eyes; that person did not look."""
    [read] = request.reads
    request.reads = [read._replace(object_id=who_id)]
    return show(request, "families/seen_as.html", context)
