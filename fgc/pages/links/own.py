"""After leaving: the own words and promises, to take along for a while, by the way in that somebody had."""

import json
import time
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from fgc.access.walls import acting
from fgc.networks import devices, links
from fgc.networks.rules import LINK_SESSION
from fgc.pages.door import PageRequest, own_page, public_page, show
from fgc.pages.links.elsewhere import COOKIE
from fgc.plans import queries

if TYPE_CHECKING:
    from fgc.plans.models import OwnCopy

# In the session: by which link somebody came who left, and when; for as long as a visit by a link lives.
KEY = "left_by"
SEE_OTHER = 303


def remember(request: PageRequest) -> None:
    """Whoever leaves by a link may look at the own copy in the same visit."""
    _keep(request, str(request.actor.ident))


def _keep(request: PageRequest, link_id: str) -> None:
    request.session[KEY] = {"id": link_id, "at": time.time()}


def enter_after(request: PageRequest, token: str) -> HttpResponse | None:
    """A link of somebody who left opens the own copy for a while, on the device on which it was used; nothing else."""
    link = links.of_token(token)
    if link is None or not devices.was_at_home(link, request.COOKIES.get(COOKIE, "")):
        return None
    _keep(request, str(link.pk))
    if not copies_of(request):
        del request.session[KEY]
        return None
    response = redirect("links:own")
    response.status_code = SEE_OTHER
    return response


def copies_of(request: PageRequest) -> "list[OwnCopy]":
    """What who left by this link may still take along."""
    kept = request.session.get(KEY)
    is_fresh = kept and time.time() - kept["at"] <= LINK_SESSION.total_seconds()
    link = links.of_id(kept["id"]) if kept and is_fresh else None
    if link is None:
        return []
    with acting(links.by(link)):
        return queries.own_copies(links.by(link))


@public_page("GET")
def own(request: PageRequest) -> HttpResponse:
    """What was mine, for who came by a personal link."""
    return _shown(request, copies_of(request))


@own_page("GET")
def own_by_account(request: PageRequest) -> HttpResponse:
    """What was mine, for who came with an account."""
    return _shown(request, queries.own_copies(request.actor))


def _shown(request: PageRequest, copies: "list[OwnCopy]") -> HttpResponse:
    if not copies:
        raise Http404
    if wanted := request.GET.get("file"):
        return _file(copies, wanted)
    return show(request, "links/own.html", {"copies": copies})


def _file(copies: "list[OwnCopy]", wanted: str) -> HttpResponse:
    found = next((one for one in copies if str(one.pk) == wanted), None)
    if found is None:
        raise Http404
    # The name of the file says nothing about a family: it stays behind in a list of downloads.
    named = {"Content-Disposition": f'attachment; filename="{timezone.localdate():%Y-%m-%d}.json"'}
    words = json.dumps(found.content, ensure_ascii=False, indent=1)
    return HttpResponse(words, content_type="application/json", headers=named)
