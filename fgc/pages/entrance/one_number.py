"""A household that shares one telephone: after the right code, the question who of them it is."""

import time
from typing import TYPE_CHECKING, Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from fgc.accounts.numbers import accounts_with
from fgc.pages.door import PageRequest, public_page, show
from fgc.pages.entrance.leaving import quiet_after_leaving
from fgc.pages.forms import ChoiceButtons, Form, typed

if TYPE_CHECKING:
    from fgc.accounts.models import User

# In the session: the number to which a right code was sent, and when that code was filled in.
PROVEN, LIVES_S = "proven_number", 600


class WhoForm(Form):
    """Which of those who share a telephone it is."""

    who = ChoiceButtons(label=_("Who are you?"), error_messages={"required": _("Choose your name.")})

    def __init__(self, *args: Any, here: "list[User]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["who"]
        choices.choices = [(str(user.pk), user.name) for user in here]


def is_shared(number: str) -> bool:
    """Do several people come in with this number?"""
    return len(accounts_with(number)) > 1


def remember(request: HttpRequest, number: str) -> None:
    """The right code for this number was filled in, in this browser, now."""
    request.session.cycle_key()
    request.session[PROVEN] = {"number": number, "at": time.time()}


@public_page("GET", "POST")
@quiet_after_leaving
def who(request: PageRequest) -> HttpResponse:
    """Who are you?"""
    visitor: Any = request.user
    proven = request.session.get(PROVEN)
    if visitor.is_authenticated or not proven or time.time() - proven["at"] > LIVES_S:
        return redirect("mine" if visitor.is_authenticated else "enter")
    form = WhoForm(typed(request), here=accounts_with(proven["number"]))
    if request.method != "POST" or not form.is_valid():
        return show(request, "entrance/enter_who.html", {"form": form})
    del request.session[PROVEN]
    user = next(one for one in accounts_with(proven["number"]) if str(one.pk) == form.cleaned_data["who"])
    record_authentication(request, user, "code", phone=proven["number"])
    wanted = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return perform_login(request, Login(user=user, redirect_url=wanted if is_ours else None))
