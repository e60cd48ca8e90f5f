"""How long somebody stays in, and how far somebody comes who has not taken the second step."""

import time
from typing import Any

from django.conf import settings
from django.contrib.auth import logout as end_session
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from fgc.accounts import second_step, working
from fgc.accounts.sessions import CAME_IN, LAST_SIGN, is_over, terms_of
from fgc.pages.door import Door
from fgc.pages.middleware import Handler, door_of
from fgc.pages.second_step import proving

# In the session: that somebody came in as a person of the demo.
BY_DEMO = "entered_by_demo"
# A sign of life is written down at most so often, so that not every page writes.
EVERY_S = 30
# What is open without the second step: what everybody may see, a personal link, and setting up the step itself.
OPEN = ("public", "link", "step", "watch", "hook")


class Staying:
    """Ends a session that was left alone or is too old; and leads to the second step whoever must take it.

    It looks at every page, so that no page has to remember it. Programs have no session: see `api/tokens.py`.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            if is_over(request.user, request.session):
                end_session(request)
            else:
                _note_sign_of_life(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Without the second step no page of a family opens, and none of the work."""
        door = door_of(view)
        user: Any = request.user
        if isinstance(door, Door) and user.is_authenticated and door.is_for_work and working.is_asked(user):
            return redirect("asked_to_work")
        if not isinstance(door, Door) or not user.is_authenticated or door.kind in OPEN or _is_all_the_way_in(request):
            return None
        if second_step.can_take_it(user):
            # It was set up elsewhere meanwhile: here it has to be taken first, at the entrance.
            end_session(request)
            return redirect("enter")
        return redirect("second_step")


def _is_all_the_way_in(request: HttpRequest) -> bool:
    user: Any = request.user
    return not second_step.must_take_it(user) or proving.was_taken(request) or is_in_by_demo(request)


def is_in_by_demo(request: HttpRequest) -> bool:
    """Did this session enter by the page of the demo, where everybody enters as everybody?"""
    return bool(settings.DEMO and request.session.get(BY_DEMO))


def is_in(request: HttpRequest) -> bool:
    """Is somebody logged in? An answer that was made before anybody looked says no."""
    return bool(getattr(request, "user", None) and request.user.is_authenticated)


def idle_seconds(request: HttpRequest) -> int:
    """How long this session lives without a sign of life."""
    user: Any = request.user
    return int(terms_of(user, request.session)["idle"])


def _note_sign_of_life(request: HttpRequest) -> None:
    now = time.time()
    request.session.setdefault(CAME_IN, now)
    if now - request.session.get(LAST_SIGN, 0) >= EVERY_S:
        request.session[LAST_SIGN] = now
