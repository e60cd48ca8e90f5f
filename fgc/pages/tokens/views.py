"""Tokens by which a program comes in with one's own rights: making one, seeing which there are, taking one back."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from fgc.accounts.tokens import make_token, take_back_token, tokens_of
from fgc.pages.door import PageRequest, own_page, show
from fgc.pages.forms import ButtonForm, typed
from fgc.pages.tokens.forms import TokenForm


@own_page("GET", "POST")
def mine(request: PageRequest) -> HttpResponse:
    """The tokens of this account; a new one is shown once, and never again."""
    form = TokenForm(typed(request))
    if request.method == "POST" and form.run(make_token, request.user):
        return show(request, "tokens/made.html", {"token": form.result})
    return show(request, "tokens/mine.html", {"form": form, "tokens": tokens_of(request.user)})


@own_page("GET", "POST")
def take_back(request: PageRequest, public_id: uuid.UUID) -> HttpResponse:
    """Takes one token back, after asking."""
    token = next((token for token in tokens_of(request.user) if token.public_id == public_id), None)
    if request.method == "POST" and ButtonForm(request.POST).run(take_back_token, request.user, public_id):
        messages.success(request, _("Done. That program can't come in any more."))
        return redirect("tokens:mine")
    if token is None:
        raise Http404
    return show(request, "tokens/take_back.html", {"token": token})
