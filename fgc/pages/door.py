"""Door 1. Every page says here who may come in; fetching the family is the check.

@page(read=Can.SEE_PLAN, write=Can.RECORD_PLAN)   a family's page:  view(request, family, …)
@own_page(Can.SEE_DESK)                           a page of one's own, without a family:  view(request, …)
@link_page(read=Can.ANSWER_POLL, write=…)         a page behind a personal link:  view(request, person, …)
@public_page                                      anybody's page:  view(request, …)
@hook_page                                        for a machine of a provider:  view(request, …)
@watch_page                                       for who watches the house, before anything else:  view(request)
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt

from fgc import limits
from fgc.access.actors import Actor, LinkActor, UserActor, Visitor
from fgc.access.can import Can
from fgc.access.walls import tell_database
from fgc.audit.record import Read
from fgc.families import queries as families
from fgc.networks import links
from fgc.pages.forms import status_of

if TYPE_CHECKING:
    from fgc.accounts.models import User
    from fgc.families.models import Family
    from fgc.networks.models import Person

READING = ("GET", "HEAD")


@dataclass(frozen=True)
class Door:
    """What a view requires of who comes in."""

    kind: str
    read: Can | None = None
    write: Can | None = None
    verbs: tuple[str, ...] = field(default=("GET",))
    # What a professional was asked or may read: whoever has no work here yet hears first what that means.
    is_for_work: bool = False


class PageRequest(HttpRequest):
    """A request that came through a door: it knows who acts, and what it showed."""

    user: "User"
    actor: Actor
    family: "Family"
    person: "Person"
    rights: frozenset[Can]
    reads: list[Read]


View = Callable[..., HttpResponse]


def _who_came(account: "User", request: HttpRequest) -> UserActor:
    return UserActor(account, only_reads=getattr(request, "only_reads", False))


def _verbs(read: Can | None, write: Can | None) -> tuple[str, ...]:
    return (("GET",) if read else ()) + (("POST",) if write else ())


def page(
    *, read: Can | None = None, write: Can | None = None, own: bool = False, quiet: bool = False
) -> Callable[[View], View]:
    """A page of one family. Without the right to read it, it does not exist.

    Args:
        own: also opens for roles that hold the right only for what is their own; the query or action asks which.
        quiet: nobody else reads in the list of who looked that somebody was here.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def door(request: PageRequest, family_id: uuid.UUID, **rest: Any) -> HttpResponse:
            can = read if request.method in READING else write if request.method == "POST" else None
            if can is None:
                return HttpResponseNotAllowed(_verbs(read, write))
            request.actor = _who_came(request.user, request)
            tell_database(request.actor)
            family = families.family_for(request.actor, can, family_id, own=own)
            if family is None:
                return _refuse(request, read if request.method == "POST" else None, family_id, own)
            request.family = family
            request.rights = families.rights_in(family)
            request.reads = [_shown(request, family.pk, read or can, quiet=quiet)]
            return view(request, family, **rest)

        door.door = Door("family", read, write, _verbs(read, write))  # type: ignore[attr-defined]
        return door

    return mark


def _refuse(request: PageRequest, read: Can | None, family_id: uuid.UUID, own: bool) -> HttpResponse:
    """Who may read the page but not change it hears so, a coordinator outside waits; for others it does not exist."""
    if families.waits_outside(request.actor, family_id):
        return redirect("conference:day", family_id)
    if read and families.family_for(request.actor, read, family_id, own=own):
        raise PermissionDenied
    raise Http404


def _shown(request: PageRequest, family_id: uuid.UUID, can: Can, *, quiet: bool = False) -> Read:
    return Read(family_id, _name(request), None, can.value, request.user.pk if quiet else None)


def _name(request: HttpRequest) -> str:
    assert request.resolver_match is not None
    return request.resolver_match.view_name[:60]


def own_page(
    *any_user: str, read: Can | None = None, write: Can | None = None, for_work: bool = False
) -> Callable[[View], View]:
    """A page of somebody's own work or account, without a family in its address.

    Args:
        any_user: the verbs for which everybody who is logged in may come in; the page shows only what is theirs.
        for_work: it shows a professional what names that professional.
    """

    def mark(view: View) -> View:
        verbs = any_user or _verbs(read, write)

        @wraps(view)
        def door(request: PageRequest, **rest: Any) -> HttpResponse:
            if request.method not in (*verbs, "HEAD"):
                return HttpResponseNotAllowed(verbs)
            can = read if request.method in READING else write
            request.actor = _who_came(request.user, request)
            tell_database(request.actor)
            if not any_user and (can is None or not request.actor.may(can)):
                raise Http404
            request.reads = []
            return view(request, **rest)

        is_for_work = for_work or read is Can.SEE_WORK
        door.door = Door("own", read, write, verbs, is_for_work)  # type: ignore[attr-defined]
        return door

    return mark


def link_page(*, read: Can, write: Can | None = None) -> Callable[[View], View]:
    """A page behind a personal link: one person's own things, without an account."""

    def mark(view: View) -> View:
        @wraps(view)
        def door(request: PageRequest, **rest: Any) -> HttpResponse:
            can = read if request.method in READING else write if request.method == "POST" else None
            if can is None:
                return HttpResponseNotAllowed(_verbs(read, write))
            found = links.actor_of(request.session)
            if found is None:
                return redirect("links:ended")
            request.actor, request.person = found
            tell_database(request.actor)
            assert isinstance(request.actor, LinkActor)
            if not request.actor.may(can, request.person):
                raise Http404
            request.reads = [_shown(request, request.actor.family_id, can)]
            return view(request, request.person, **rest)

        door.door = Door("link", read, write, _verbs(read, write))  # type: ignore[attr-defined]
        return login_not_required(door)

    return mark


def public_page(*verbs: str) -> Callable[[View], View]:
    """A page for anybody.

    Args:
        verbs: what it answers to; GET when nothing is said.
    """
    allowed = verbs or ("GET",)

    def mark(view: View) -> View:
        @wraps(view)
        def door(request: PageRequest, **rest: Any) -> HttpResponse:
            if request.method not in (*allowed, "HEAD"):
                return HttpResponseNotAllowed(allowed)
            visitor: Any = request.user
            request.actor = _who_came(visitor, request) if visitor.is_authenticated else Visitor()
            tell_database(request.actor)
            request.reads = []
            return view(request, **rest)

        door.door = Door("public", verbs=allowed)  # type: ignore[attr-defined]
        return login_not_required(door)

    return mark


def watch_page(view: View) -> View:
    """For a machine that watches the house: nobody comes in, and nothing of anybody is shown.

    Its address stands in `fgc/pages/watch/first.py` as well, so that it answers while the database is away.
    """

    @wraps(view)
    def door(request: HttpRequest) -> HttpResponse:
        return view(request) if request.method in READING else HttpResponseNotAllowed(READING)

    door.door = Door("watch")  # type: ignore[attr-defined]
    return login_not_required(door)


def hook_page(view: View) -> View:
    """For a machine of a provider: nobody comes in, and it proves what it is by what it sends."""

    @wraps(view)
    def door(request: PageRequest, **rest: Any) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(("POST",))
        request.actor = Visitor()
        tell_database(request.actor)
        request.reads = []
        return view(request, **rest)

    door.door = Door("hook", verbs=("POST",))  # type: ignore[attr-defined]
    return csrf_exempt(login_not_required(door))


def note_read(request: PageRequest, thing: Any, ground: Can, *, only_for: uuid.UUID | None = None) -> None:
    """Adds a line to the list of who looked, for a page that shows something beside its own family.

    Args:
        only_for: the account or the person whom alone the line concerns.
    """
    request.reads.append(Read(thing.family_id, _name(request), thing.pk, ground.value, only_for))


def show(request: HttpRequest, template: str, context: dict[str, Any] | None = None) -> HttpResponse:
    """A page as answer; the status says whether a form in it was refused, so that programs and tests see it too."""
    context = context or {}
    return render(request, template, context, status=status_of(context.values()))


def place_of(request: HttpRequest) -> str:
    """The place where a visitor is, for the limits on what may be tried."""
    return limits.place_of(get_adapter().get_client_ip(request))
