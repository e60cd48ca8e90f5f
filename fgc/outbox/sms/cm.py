"""The provider: CM.com's Business Messaging API, one POST of JSON for each message.

https://developers.cm.com/messaging/docs/integration
"""

from http import HTTPStatus
from typing import Any

from django.conf import settings

from fgc import elsewhere
from fgc.outbox.outcome import Outcome

SECONDS = 5
ACCEPTED = "accepted"
# What the provider says of a number or a text that will never do: `messageErrorCode` of one message.
NEVER = (302, 303, 304, 402, 403)


def send(number: str, words: str, *, key: str = "") -> Outcome:
    """Hands one message to the provider."""
    message = {
        "from": settings.SMS_SENDER,
        "to": [{"number": number.replace("+", "00", 1)}],
        "body": {"type": "auto", "content": words},
        "allowedChannels": ["SMS"],
        "minimumNumberOfMessageParts": 1,
        "maximumNumberOfMessageParts": 2,
        **({"reference": key} if key else {}),
    }
    try:
        answer = elsewhere.ask(
            "POST",
            settings.SMS_URL,
            seconds=SECONDS,
            headers={"X-CM-PRODUCTTOKEN": settings.SMS_TOKEN},
            json={"messages": {"msg": [message]}},
        )
        return _outcome(answer)
    except elsewhere.NoAnswer as none:
        return Outcome.UNCERTAIN if none.arrived else Outcome.SHUT


def _outcome(answer: elsewhere.Answer) -> Outcome:
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Outcome.UNCERTAIN
    if answer.status in (HTTPStatus.OK, HTTPStatus.BAD_REQUEST):
        return _said_of_the_message(answer)
    # Not who they take us for, too many, or elsewhere: nothing was taken.
    return Outcome.SHUT if answer.status >= HTTPStatus.MULTIPLE_CHOICES else Outcome.UNCERTAIN


def _said_of_the_message(answer: elsewhere.Answer) -> Outcome:
    said: Any = answer.read()
    messages = said.get("messages") if isinstance(said, dict) else None
    one = messages[0] if isinstance(messages, list) and len(messages) == 1 else None
    fault = one.get("messageErrorCode") if isinstance(one, dict) else None
    if fault in NEVER:
        return Outcome.REFUSED
    if answer.status == HTTPStatus.BAD_REQUEST or fault:
        return Outcome.LATER
    was_taken = isinstance(one, dict) and str(one.get("status")).lower() == ACCEPTED
    return Outcome.SENT if was_taken else Outcome.UNCERTAIN
