"""Who may see what, who looked, and taking it back."""

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fgc.access.can import Can
from fgc.families import actions, queries
from fgc.networks import actions as circle
from fgc.networks import emergency
from fgc.networks import queries as networks
from fgc.pages.door import PageRequest, page, show
from fgc.pages.families.forms import LetInForm
from fgc.pages.forms import typed
from fgc.plans import queries as plans

if TYPE_CHECKING:
    from fgc.accounts.models import User
    from fgc.families.models import Family

ON_A_PAGE = 50
# Who decides, and the coordinator, also see who may look in; everybody else only the own lines.
WHOLE = frozenset({Can.SEE_WHO_LOOKED, Can.CHOOSE_COORDINATOR})
# There is no message without an address: the family tells it itself.
TELL_IT = gettext_lazy("Done. Tell %(name)s: come in with the mobile number, then a code follows.")


@page(read=Can.SEE_WHO_LOOKED, own=True)
def seen(request: PageRequest, family: "Family") -> HttpResponse:
    """Who may see what, and who looked? Whoever does not decide reads the lines about what is the own."""
    shown = Paginator(_by_person(_lines(request, family)), ON_A_PAGE).get_page(request.GET.get("page"))
    if not request.rights & WHOLE:
        return show(request, "families/seen_own.html", {"lines": shown})
    may_release = Can.SEE_RELEASES in request.rights
    released = plans.releases_of(request.actor, family) if may_release else []
    links = networks.ways_in(family) if may_release else []
    emergencies = emergency.emergencies_in(family) if Can.SEE_AS in request.rights else []
    context = {
        "seats": queries.who_may_see(family),
        "readers": [row for row in released if row.is_readable],
        "links": [link for link in links if link.works],
        # A plan for the children says of nobody who let whom in: its two sides need not know that of each other.
        "past_seats": [] if family.is_for_children else queries.who_could_see(family),
        "past_readers": [row for row in released if not row.is_readable],
        "past_links": [link for link in links if not link.works],
        "emergencies": [row for row in emergencies if row.allowed_at],
        "lines": shown,
    }
    return show(request, "families/seen.html", context)


def _lines(request: PageRequest, family: "Family") -> "list[queries.SeenLine]":
    by_name = Can.SEE_NAMES in request.rights
    return queries.seen_lines(
        request.actor,
        family,
        others=networks.names_by_link(family) | plans.names_at_work(family) if by_name else {},
        persons=networks.names_of(family) if by_name else {},
        own_only=Can.SEE_WHO_LOOKED not in request.rights,
        own_things=plans.own_promise_ids(request.actor, family),
        by_name=by_name,
        but=plans.things_closed_to(request.actor, family),
    )


def _by_person(lines: "list[queries.SeenLine]") -> "list[queries.SeenLine]":
    """Within a day what one person did stands together; days and persons stay in the order of the newest."""
    place: dict[tuple[object, ...], int] = {}
    for line in lines:
        place.setdefault((line.day, line.who, line.role), len(place))
    return sorted(lines, key=lambda line: place[line.day, line.who, line.role])


@page(read=Can.LET_IN, write=Can.LET_IN)
def let_in(request: PageRequest, family: "Family") -> HttpResponse:
    """Who may look in?"""
    form = LetInForm(typed(request), people=networks.circle_of(family))
    if request.method == "POST" and form.run(_let_in, request.actor, family):
        done = _("Done. %(name)s gets a message.") if form.cleaned_data["email"] else TELL_IT
        messages.success(request, done % {"name": form.cleaned_data["name"]})
        return redirect("families:seen", family.pk)
    return show(request, "families/let_in.html", {"form": form})


def _let_in(actor: Any, family: "Family", *, person_id: uuid.UUID | None, **typed: Any) -> "User":
    guest = actions.let_in(actor, family, person_id=person_id, **typed)
    person = networks.person_of(family, person_id) if person_id else None
    if person:
        circle.link_account(actor, person, account=guest)
    return guest


@page(read=Can.LET_IN, write=Can.LET_IN)
def end_access(request: PageRequest, family: "Family", user_id: uuid.UUID) -> HttpResponse:
    """Should this person not look in any more?"""
    seat = next((seat for seat in queries.who_may_see(family) if seat.user_id == user_id and seat.may_end), None)
    if seat is None:
        raise Http404
    if request.method == "POST":
        actions.end_access(request.actor, family, user_id=user_id)
        messages.success(request, _("Done. %(name)s can't look in any more.") % {"name": seat.name})
        return redirect("families:seen", family.pk)
    return show(request, "families/end_access.html", {"seat": seat})
