"""For who watches the house: whether all goes well in four words, and numbers for a machine that draws lines."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from prometheus_client import CONTENT_TYPE_LATEST

from fgc.access.can import Can
from fgc.outbox.health import Health, health
from fgc.pages.door import PageRequest, own_page, show, watch_page
from fgc.pages.watch import board
from fgc.pages.watch.looking import look
from fgc.pages.watch.numbers import sheet

OK, AWAY, UNKNOWN = "ok", "away", "unknown"


@watch_page
def healthz(request: HttpRequest) -> HttpResponse:
    """Does everything go well? No names, no numbers; 503 when something does not."""
    seen = look()
    found = {
        "database": OK if seen.sending else AWAY,
        "redis": OK if seen.is_redis_there else AWAY,
        "sending": _of_sending(seen.sending),
        "loops": _of_loops(seen.sending),
    }
    answer = JsonResponse(found, status=200 if set(found.values()) == {OK} else 503)
    # Who watches asks again and again: the log need not repeat each time what it heard.
    answer._has_been_logged = True  # type: ignore[attr-defined]  # Django's own mark
    return answer


def _of_sending(sending: Health | None) -> str:
    if sending is None:
        return UNKNOWN
    return "late" if sending.is_late else OK


def _of_loops(sending: Health | None) -> str:
    if sending is None:
        return UNKNOWN
    return "silent" if sending.silent else OK


@own_page(read=Can.SEE_SENDING)
def sending(request: PageRequest) -> HttpResponse:
    """For who keeps the house running: what waits, by which way, and whether every loop comes round."""
    seen = health()
    shown = {
        "is_late": seen.is_late,
        "oldest_since": seen.moment - seen.oldest_waits if seen.oldest_waits else None,
        "shut": board.shut_ways(seen),
        "piles": board.piles(seen),
        "rounds": board.rounds(seen),
    }
    return show(request, "watch/sending.html", shown)


@watch_page
def metrics(request: HttpRequest) -> HttpResponse:
    """Numbers for Prometheus, for who knows the token; without one in the settings they do not exist."""
    if not settings.METRICS_TOKEN:
        return HttpResponse(status=404)
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not constant_time_compare(token, settings.METRICS_TOKEN):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    return HttpResponse(sheet(look()), content_type=CONTENT_TYPE_LATEST)
