"""Mailgun: what became of a mail, signed with a key that only Mailgun and this house know.

https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/
"""

import re
import uuid
from datetime import UTC, datetime, timedelta

from anymail.exceptions import AnymailWebhookValidationFailure
from anymail.signals import AnymailTrackingEvent, EventType
from anymail.webhooks.mailgun import MailgunTrackingWebhookView
from django.http import HttpRequest
from django.utils import timezone

from fgc.outbox.queue import Channel
from fgc.outbox.returned import Said, Word
from fgc.pages.hooks.reading import BAD, FORGED, NotTaken, json_of, part, text

MEANS = {
    EventType.DELIVERED: Said.ARRIVED,
    EventType.DEFERRED: Said.SOFT,
    EventType.BOUNCED: Said.HARD,
    EventType.REJECTED: Said.HARD,
    EventType.COMPLAINED: Said.UNWANTED,
    EventType.UNSUBSCRIBED: Said.UNWANTED,
}
# Mailgun tries for eight hours; who shows an old one again kept it.
FRESH = timedelta(days=1)
OURS = re.compile(r"<([0-9a-f-]{36})@[^>]+>")


def word_in(request: HttpRequest) -> Word | None:
    """What Mailgun says here; None for what does not matter to us: opened, clicked.

    Raises:
        NotTaken: it is forged, old, or not whole.
    """
    said = json_of(request)
    signature, event = part(said, "signature"), part(said, "event-data")
    signed_at = _moment(text(signature, "timestamp"))
    for name in ("token", "signature"):
        text(signature, name)
    reader = MailgunTrackingWebhookView()
    try:
        reader.run_validators(request)
    except AnymailWebhookValidationFailure as forged:
        raise NotTaken(FORGED) from forged
    if abs(timezone.now() - signed_at) > FRESH:
        raise NotTaken(FORGED)
    text(event, "event")
    return _word(_read(reader, request), signed_at)


def _read(reader: MailgunTrackingWebhookView, request: HttpRequest) -> AnymailTrackingEvent:
    found: AnymailTrackingEvent
    try:
        [found] = reader.parse_events(request)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as broken:
        raise NotTaken(BAD) from broken
    return found


def _word(event: AnymailTrackingEvent, signed_at: datetime) -> Word | None:
    said = MEANS.get(event.event_type)
    if said is None:
        return None
    if not isinstance(event.recipient, str) or not event.recipient:
        raise NotTaken(BAD)
    ours = OURS.fullmatch(event.message_id or "")
    return Word(
        event_id=event.event_id,
        channel=Channel.MAIL,
        address=event.recipient,
        said=said,
        at=event.timestamp or signed_at,
        message_id=_id_of(ours[1]) if ours else None,
        is_over=said is Said.HARD,
    )


def _id_of(words: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(words)
    except ValueError:
        return None


def _moment(seconds: str) -> datetime:
    try:
        return datetime.fromtimestamp(int(seconds), tz=UTC)
    except (ValueError, OverflowError, OSError) as broken:
        raise NotTaken(BAD) from broken
