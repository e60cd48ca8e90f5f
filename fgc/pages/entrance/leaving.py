"""Leaving fast: nothing stays in this browser, and for a while this site only leads to a page that everybody reads."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth import logout as end_session
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt

from fgc.pages.door import PageRequest, public_page
from fgc.pages.entrance import device

# Named after nothing; it says for ten minutes that whoever comes here sees the neutral page.
COOKIE, QUIET_SECONDS = "v", 600


@csrf_exempt
@public_page("POST")
def leave(request: PageRequest) -> HttpResponse:
    """Ends every session at once and goes elsewhere; it must work whatever the state of the page was."""
    end_session(request)
    response = redirect(settings.NEUTRAL_URL)
    # Not "cookies": the one that keeps it quiet must stay.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME):
        response.delete_cookie(name)
    device.forget(request, response)
    response.set_cookie(COOKIE, "1", max_age=QUIET_SECONDS, httponly=True, samesite="Lax", secure=request.is_secure())
    return response


def quiet_after_leaving(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The pages where one begins show nothing for ten minutes after somebody left fast."""

    @wraps(view)
    def quiet(request: PageRequest, **rest: str) -> HttpResponse:
        if COOKIE in request.COOKIES:
            return redirect(settings.NEUTRAL_URL)
        return view(request, **rest)

    return quiet
