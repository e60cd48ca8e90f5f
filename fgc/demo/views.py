"""The demo's own pages: enter as somebody of the story, and the mailbox with what really went out."""

from django.contrib.auth import login, logout
from django.http import HttpResponse
from django.shortcuts import redirect

from fgc.demo import entering, mailcatcher
from fgc.networks import links
from fgc.pages import staying
from fgc.pages.door import PageRequest, public_page, show

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MOST_LETTERS = 60


@public_page("POST")
def enter(request: PageRequest, key: str) -> HttpResponse:
    """A visitor becomes somebody of the story: logged in, or by a personal link."""
    one = entering.somebody(key)
    logout(request)
    if entering.has_account(one):
        login(request, entering.account_with(one.email), backend=BACKEND)
        request.session[staying.BY_DEMO] = True
        return redirect("mine")
    assert isinstance(one, entering.Somebody)
    links.remember(request.session, entering.link_of(one))
    return redirect("links:mine")


@public_page("GET")
def mailbox(request: PageRequest) -> HttpResponse:
    """The messages that really went out, newest first."""
    to = request.GET.get("to", "")[:254]
    letters = mailcatcher.messages(to=to)[:MOST_LETTERS]
    return show(request, "demo/mailbox.html", {"letters": letters, "to": to})
