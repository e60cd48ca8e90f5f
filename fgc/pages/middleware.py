"""What surrounds every page: the transaction, the locked door, the quiet headers and the reader's language."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from fgc.access.walls import nobody_acting, only_reads
from fgc.audit import record as audit
from fgc.errors import NotAllowed, RuleBroken

Handler = Callable[[HttpRequest], HttpResponse]
SAFE = ("GET", "HEAD", "OPTIONS")
REFUSED_FORM = 422
# What can't be counted is not let through: nobody did something wrong, and a moment later it works.
AWAY = "unavailable"


class FamilyTransaction:
    """Owns the transaction of a request: it covers the view and the making of the page, and closes after both.

    A read is physically read-only; the line that says who looked is written after it, before the page goes out.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # The door tells the database who acts; until then nobody does.
        with nobody_acting():
            response = self.get_response(request)
            # A page that says no leaves nothing behind.
            if response.status_code >= 400:
                transaction.set_rollback(True)
        reads = getattr(request, "reads", [])
        if reads and _was_shown(request, response):
            try:
                audit.record_reads(request.actor, reads)  # type: ignore[attr-defined]  # the door sets both
            except NotAllowed as error:
                raise Http404 from error
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """A GET can't write, whatever the code does."""
        if request.method in SAFE and not getattr(view, "writes_on_get", False):
            only_reads()
            request.only_reads = True  # type: ignore[attr-defined]  # for the door

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Our two ways of saying no, in words; "not for you" is the same page as "does not exist"."""
        if isinstance(error, NotAllowed):
            raise Http404 from error
        if isinstance(error, RuleBroken):
            return render(request, "409.html", {"message": error.message}, status=503 if error.code == AWAY else 409)
        if isinstance(error, RedisError):
            # Without the cache there are no limits on guessing, so whoever needs them waits; all else goes on.
            sentence = _("This does not work for a moment. Try again in a few minutes.")
            return render(request, "409.html", {"message": sentence}, status=503)
        return None


def _was_shown(request: HttpRequest, response: HttpResponse) -> bool:
    """Did the visitor get to see the page? After a press only when it comes back, with a form that was refused."""
    if request.method in SAFE:
        return response.status_code < 400
    return response.status_code in (200, REFUSED_FORM)


class OnlyThroughADoor:
    """A route that no door marks does not exist."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Refuses what nobody has decided about."""
        if door_of(view) is None:
            raise Http404


def door_of(view: Any) -> Any:
    """What a view requires of its visitor, or None when nobody has decided."""
    return getattr(view, "door", None) or getattr(getattr(view, "cls", None), "door", None)


class QuietHeaders:
    """Nothing of a page stays behind: not in the browser's cache, not in a search engine."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith(f"/{settings.STATIC_URL.strip('/')}/"):
            response.setdefault("Cache-Control", "no-store")
            response.setdefault("X-Robots-Tag", "noindex, nofollow, noarchive")
            patch_vary_headers(response, ["Cookie"])
        return response


class ReadersLanguage:
    """The language that the reader chose here, or Dutch; not the browser's, so that a page is the same everywhere."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        wished = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = wished if wished in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            # An answer to a program says its own language.
            response.headers.setdefault("Content-Language", language)
            return response
