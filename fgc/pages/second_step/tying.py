"""Tying the login of one's own organisation to the account that one is in with, and taking it away again."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from fgc.accounts import login_servers, oidc, second_step
from fgc.pages.door import PageRequest, show
from fgc.pages.entrance import with_login
from fgc.pages.forms import ButtonForm, typed
from fgc.pages.second_step.views import others_are_out, step_page


@step_page("GET", again=True)
def add_login(request: PageRequest, slug: str) -> HttpResponse:
    """To the login of the organisation, after the own second step: who comes back is asked to press once more."""
    server = with_login.server_or_none(slug)
    if not second_step.can_take_it(request.user):
        return redirect("second_step")
    with_login.count(request)
    address, kept = oidc.beginning(server, at_most=settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)
    request.session[with_login.WAITING] = {**kept, "user": str(request.user.pk)}
    return redirect(address)


@step_page("GET", "POST", again=True)
def tie(request: PageRequest) -> HttpResponse:
    """Is this your login? Without this press, who lures a browser there could tie a login of his own."""
    kept = request.session.get(with_login.TIED, {})
    server = login_servers.server_called(kept.get("server", ""))
    if server is None or kept["user"] != str(request.user.pk):
        return redirect("second_step")
    form = ButtonForm(typed(request))
    if request.method == "POST" and form.run(_tie, request, server, kept):
        others_are_out(request)
        messages.success(request, _("Done. From now on you can also come in with this."))
        return redirect("second_step")
    return show(request, "second_step/tie.html", {"form": form, "server": server, "shown_as": kept["as"]})


def _tie(request: PageRequest, server: Any, kept: dict[str, Any]) -> None:
    login_servers.tie(request.user, server, kept["subject"])
    del request.session[with_login.TIED]


@step_page("GET", "POST", again=True)
def untie(request: PageRequest) -> HttpResponse:
    """Takes the login away, after asking."""
    login = login_servers.login_of(request.user)
    if login is None:
        return redirect("second_step")
    if request.method == "POST" and ButtonForm(request.POST).is_valid():
        login_servers.untie(request.user)
        others_are_out(request)
        messages.success(request, _("Done. Nobody comes in with that any more."))
        return redirect("second_step")
    return show(request, "second_step/untie.html", {"server": login.server})
