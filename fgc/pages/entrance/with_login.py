"""Coming in with the login of one's own organisation."""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, perform_login, record_authentication
from allauth.account.models import Login
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from fgc.accounts import login_servers, oidc
from fgc.errors import TOO_OFTEN, RuleBroken
from fgc.limits import Limit
from fgc.pages.door import PageRequest, place_of, public_page, show
from fgc.pages.entrance.leaving import quiet_after_leaving

# In the session: what was asked of a server, until the browser comes back; and for whom, where it is to be tied.
WAITING, TIED = "asked_elsewhere", "to_tie"
FROM_ONE_PLACE = Limit("enter-with", most=30, seconds=15 * 60)
LOGGING_OUT = Limit("logged-out-with", most=300, seconds=60)
# How the session says that somebody came in with a login elsewhere.
ELSEWHERE = "elsewhere"


class SecondStepStage(AuthenticateStage):
    """Our own second step, but for who took one elsewhere just now, by the word of a server that we believe in it."""

    def _should_handle(self, request: HttpRequest) -> bool:
        return super()._should_handle(request) and not is_proven_elsewhere(request, self.login.user)


def is_elsewhere(request: HttpRequest, user: Any) -> bool:
    """Did this user come with a login elsewhere, in this session?"""
    return any(one.get("type") == ELSEWHERE for one in get_authentication_records(request, user))


def is_proven_elsewhere(request: HttpRequest, user: Any) -> bool:
    """And took a second step there?"""
    records = get_authentication_records(request, user)
    return any(one.get("type") == ELSEWHERE and one["method"] == "mfa" for one in records)


def count(request: PageRequest) -> None:
    """Each try counts, the good ones too: every one of them asks another machine something.

    Raises:
        RuleBroken: there were too many from one place.
    """
    if not FROM_ONE_PLACE.allows_one_more(place_of(request)):
        raise RuleBroken(_("That was tried too often. Wait a few minutes, then try again."), code=TOO_OFTEN)


def server_or_none(slug: str) -> Any:
    """The login of this name.

    Raises:
        Http404: there is none, or it was closed.
    """
    server = login_servers.server_called(slug)
    if server is None:
        raise Http404
    return server


@public_page("GET")
@quiet_after_leaving
def which(request: PageRequest) -> HttpResponse:
    """With which login?"""
    return show(request, "entrance/with.html", {"servers": login_servers.open_servers()})


@public_page("GET")
@quiet_after_leaving
def begin(request: PageRequest, slug: str) -> HttpResponse:
    """To the login of the organisation. Nothing counts that does not come back to this very browser."""
    server = server_or_none(slug)
    count(request)
    address, kept = oidc.beginning(server, at_most=settings.STAYS["work"]["most"])
    request.session[WAITING] = kept
    return redirect(address)


@public_page("GET")
@quiet_after_leaving
def back(request: PageRequest, slug: str) -> HttpResponse:
    """Back from there: who is it?"""
    server = server_or_none(slug)
    count(request)
    kept = request.session.pop(WAITING, None)
    if kept is None:
        raise oidc.no(server, "nothing_asked")
    proven = oidc.proven(server, kept, request.GET.dict())
    if "user" in kept:
        request.session[TIED] = {"user": kept["user"], "server": slug, "subject": proven.subject, "as": proven.shown_as}
        return redirect("second_step_tie")
    return _come_in(request, server, proven)


def _come_in(request: PageRequest, server: Any, proven: oidc.Proven) -> HttpResponse:
    visitor: Any = request.user
    user = login_servers.account_behind(server, proven.subject)
    if user is None or (visitor.is_authenticated and visitor.pk != user.pk):
        raise RuleBroken(_("This login opens nothing here yet. Come in with a code, and add it there."), code="unknown")
    request.session.cycle_key()
    record_authentication(
        request, user, "mfa" if proven.by_second_step else ELSEWHERE, type=ELSEWHERE, id=server.slug, at=proven.at
    )
    return perform_login(request, Login(user=user))


# The framework holds a GET to reading; coming in writes down when.
back.writes_on_get = True  # type: ignore[attr-defined]  # a mark for FamilyTransaction


@csrf_exempt
@public_page("POST")
def log_out(request: PageRequest, slug: str) -> HttpResponse:
    """The server itself tells that somebody logged out there; it has no session here, and signs what it says."""
    server = server_or_none(slug)
    if not LOGGING_OUT.allows_one_more(slug):
        return HttpResponse(status=429)
    try:
        login_servers.log_out_as(server, request.POST.get("logout_token", ""))
    except RuleBroken:
        return HttpResponse(status=400)
    return HttpResponse(status=200)
