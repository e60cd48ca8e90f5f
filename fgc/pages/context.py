"""What every template knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from fgc.access.can import Can
from fgc.pages.staying import idle_seconds, is_in
from fgc.pages.voice import speaks_by_name


def house(request: HttpRequest) -> dict[str, Any]:
    """The neutral way out, whether this is the demo, and the family and the rights of the page where it has them."""
    rights: frozenset[Can] = getattr(request, "rights", frozenset())
    return {
        "neutral_url": settings.NEUTRAL_URL,
        "is_demo": settings.DEMO,
        "session_seconds": idle_seconds(request) if is_in(request) else 0,
        "family": getattr(request, "family", None),
        "rights": rights,
        "by_name": speaks_by_name(rights),
    }
