"""Every no of the API in one shape: application/problem+json (RFC 9457)."""

import sys
from typing import Any

from django.core.exceptions import PermissionDenied as DjangoDenied
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views import defaults
from redis.exceptions import RedisError
from rest_framework import exceptions

from fgc.errors import TOO_OFTEN, NotAllowed, RuleBroken

TYPE = "application/problem+json"
VERSION = "1.0.0"
# The database, or what counts tries: not there, full, or too busy. A moment later it works.
AWAY = (OperationalError, InterfaceError, RedisError)


class TooLarge(exceptions.APIException):
    """More than anybody types."""

    status_code = 413
    default_detail = "This is too much at once."
    default_code = "too_large"


class Stale(exceptions.APIException):
    """Somebody else changed it in the meantime."""

    status_code = 412
    default_detail = "It was changed in the meantime. Fetch it again."
    default_code = "stale"


class NeedsVersion(exceptions.APIException):
    """A change must say on which version it is based."""

    status_code = 428
    default_detail = "Say with If-Match which version you change."
    default_code = "needs_version"


class Waits(exceptions.PermissionDenied):
    """The coordinator waits outside while the family has its private time."""

    default_code = "private_time"


def problem(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """The answer for an error; None for what nobody foresaw, which becomes a plain 500."""
    if isinstance(error, NotAllowed | Http404):
        error = exceptions.NotFound(_("This does not exist, or is not for you."))
    elif isinstance(error, DjangoDenied):
        error = exceptions.PermissionDenied(_("You may read this, but not change it."))
    elif isinstance(error, RequestDataTooBig):
        error = TooLarge(_("This is too much at once."))
    if isinstance(error, RuleBroken):
        errors = {error.field: [str(error.message)]} if error.field else {}
        status = 429 if error.code == TOO_OFTEN else 422 if error.field else 409
        return _answer(status, error.code, str(error.message), errors)
    if isinstance(error, exceptions.ValidationError):
        return _answer(422, "invalid", _("Some of this could not be accepted."), error.detail)
    return _refusal(error) if isinstance(error, exceptions.APIException) else None


def unforeseen(request: HttpRequest) -> HttpResponse:
    """What nobody foresaw, said without anything of what happened; on a page it is Django's own page for it.

    Where the database is away it says so to programs: 503, try again.
    """
    is_away = isinstance(sys.exc_info()[1], AWAY)
    if not request.path.startswith("/api/"):
        page = defaults.server_error(request)
        page.status_code = 503 if is_away else 500
        return page
    if is_away:
        answer = _answer(503, "unavailable", _("This does not work for a moment. Try again in a few minutes."), {})
    else:
        answer = _answer(500, "server_error", _("Something went wrong here. Nothing was stored."), {})
    answer["API-Version"] = VERSION
    return answer


def _refusal(error: exceptions.APIException) -> HttpResponse:
    code = error.get_codes()
    response = _answer(error.status_code, code if isinstance(code, str) else error.default_code, str(error.detail), {})
    if error.status_code == 401:
        response["WWW-Authenticate"] = "Bearer"
    if wait := getattr(error, "wait", None):
        response["Retry-After"] = str(int(wait) + 1)
    return response


def _answer(status: int, code: str, detail: str, errors: Any) -> HttpResponse:
    body: dict[str, Any] = {"type": "about:blank", "title": code, "status": status, "code": code, "detail": detail}
    if errors:
        body["errors"] = errors
    return JsonResponse(body, status=status, content_type=TYPE, json_dumps_params={"ensure_ascii": False})
