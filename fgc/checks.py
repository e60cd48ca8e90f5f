"""System checks of the house: every route came through a door, and the demo never stands beside real families."""

import re
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver

from fgc.pages.middleware import door_of


def routes(resolver: URLResolver | None = None, prefix: str = "", names: str = "") -> Iterator[tuple[str, str, Any]]:
    """Every route of the site as (address, name, view)."""
    for pattern in (resolver or get_resolver()).url_patterns:
        address = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            space = f"{names}{pattern.namespace}:" if pattern.namespace else names
            yield from routes(pattern, address, space)
        elif isinstance(pattern, URLPattern):
            yield address, f"{names}{pattern.name or ''}", pattern.callback


@register
def every_route_has_a_door(**_kwargs: Any) -> list[CheckMessage]:
    """A route that no door marks would not exist for anybody; somebody forgot to decide."""
    return [
        Error(
            f"The route {address} has no door.",
            hint="Mark its view: fgc/pages/door.py or api/door.py.",
            id="fgc.E001",
        )
        for address, _name, view in routes()
        if door_of(view) is None
    ]


@register
def demo_stands_alone(**_kwargs: Any) -> list[CheckMessage]:
    """In demo mode anybody enters as anybody."""
    if settings.DEMO and settings.PRODUCTION:
        return [Error("FGC_DEMO can't be on with production settings.", hint="Unset FGC_DEMO.", id="fgc.E002")]
    return []


@register
def visitors_are_told_apart(**_kwargs: Any) -> list[CheckMessage]:
    """Behind a proxy whose word does not count all visitors are one, and share the limits on asking and on codes."""
    if settings.PRODUCTION and settings.ALLAUTH_TRUSTED_PROXY_COUNT < 1:
        hint = "Set TRUSTED_PROXY_COUNT to the number of your own proxies before the site."
        return [Error("All visitors would come from one address.", hint=hint, id="fgc.E003")]
    return []


@register
def numbers_are_for_who_knows(**_kwargs: Any) -> list[CheckMessage]:
    """A token that can be guessed shows anybody how many messages go out, or lets anybody say what became of them."""
    return [
        Error(f"{name} is too short.", hint="Take 24 random signs or more.", id="fgc.E006")
        for name in ("METRICS_TOKEN", "SMS_REPORT_TOKEN")
        if 0 < len(getattr(settings, name)) < 24
    ]


@register
def nothing_goes_around_the_second_step(**_kwargs: Any) -> list[CheckMessage]:
    """The library knows two settings for trying things out, with which any code or any site would do."""
    ways = ("MFA_TOTP_INSECURE_BYPASS_CODE", "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN", "MFA_TRUST_ENABLED")
    return [
        Error(f"{way} lets somebody in without the second step.", hint="Take it out.", id="fgc.E004")
        for way in ways
        if getattr(settings, way, None)
    ]


@register
def text_messages_go_out_unseen(**_kwargs: Any) -> list[CheckMessage]:
    """A code and a number are sent along; and the sender, which is all that stands on a locked screen, says nothing."""
    if not settings.SMS_URL:
        return []
    wrong = {
        "SMS_URL must begin with https.": settings.PRODUCTION and not settings.SMS_URL.startswith("https://"),
        "SMS_TOKEN is missing.": not settings.SMS_TOKEN,
        "SMS_SENDER is at most 11 letters and figures.": not re.fullmatch(r"[A-Za-z0-9]{1,11}", settings.SMS_SENDER),
        "SMS_COUNTRIES names no country.": not settings.SMS_COUNTRIES,
    }
    hint = "See the variables in docs/guide/operators.md."
    return [Error(sentence, hint=hint, id="fgc.E005") for sentence, is_wrong in wrong.items() if is_wrong]
