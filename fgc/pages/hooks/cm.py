"""CM.com: what became of a text message. It signs nothing: it knows an address that nobody else knows.

https://developers.cm.com/messaging/docs/incoming-status-report
"""

import uuid

from django.http import HttpRequest
from django.utils import timezone

from fgc.outbox.queue import Channel
from fgc.outbox.returned import Said, Word
from fgc.pages.hooks.reading import BAD, NotTaken, json_of, part, text

# Taken by the company, refused, arrived, given up, read.
MEANS = {"0": None, "1": Said.SOFT, "2": Said.ARRIVED, "3": Said.SOFT, "4": Said.ARRIVED}


def word_in(request: HttpRequest) -> Word | None:
    """What CM.com says here; None while the message is only on its way.

    Raises:
        NotTaken: it is not whole.
    """
    message = part(part(json_of(request), "messages"), "msg")
    status = part(message, "status")
    code, number, reference = text(status, "code"), text(message, "to"), text(message, "reference")
    if code not in MEANS:
        raise NotTaken(BAD)
    said = MEANS[code]
    if said is None:
        return None
    return Word(
        # There is no number of its own: one report of a kind for one message.
        event_id=f"{reference}:{number}:{code}",
        channel=Channel.SMS,
        address=f"+{number.removeprefix('00').removeprefix('+')}",
        said=said,
        at=timezone.now(),
        message_id=_id_of(reference),
        # Nobody tries again: a telephone that was off for days, or a number that takes none.
        is_over=said is Said.SOFT,
    )


def _id_of(reference: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(reference)
    except ValueError:
        return None
