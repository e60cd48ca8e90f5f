"""The loop that sends: claim one due row, build its text, send it, settle it. Safe to run in many processes at once.

A row is claimed with SKIP LOCKED and a lease by the database's clock, so that a crash loses nothing: the lease runs out
and another process takes it. Mail goes at least once; what is settled is settled once, by who holds the claim.
"""

import logging
import random
import smtplib
import uuid
from datetime import timedelta
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection
from django.utils import timezone

from fgc.access.actors import NO_FAMILY, SystemActor
from fgc.access.walls import acting
from fgc.outbox.letters import WRITERS, Letter, Skip
from fgc.outbox.models import Channel, Kind, Message, State

log = logging.getLogger(__name__)

CLOCK = SystemActor("deliver")
LEASE = timedelta(minutes=5)  # well above the longest time that sending one mail may take
RETRY_AFTER = (60, 300, 1800, 7200, 21600)  # seconds
CLAIM = """
UPDATE outbox_message SET state = 'claimed', claim = %(claim)s, attempts = attempts + 1,
       lease_until = clock_timestamp() + make_interval(secs => %(lease)s)
 WHERE id = (SELECT id FROM outbox_message
              WHERE (state IN ('pending', 'retry') AND next_at <= %(now)s)
                 OR (state = 'claimed' AND lease_until < clock_timestamp())
              ORDER BY next_at FOR UPDATE SKIP LOCKED LIMIT 1)
RETURNING id, family_id
"""


def deliver_due(*, most: int = 500) -> int:
    """Sends what is due, oldest first; returns how many rows were settled or put off."""
    done = 0
    while done < most and (message := _claim()):
        _deliver(message)
        done += 1
    return done


def _claim() -> Message | None:
    """As the clock, which sees no more of a message than when it is due; then for its one family."""
    with acting(CLOCK), connection.cursor() as cursor:
        cursor.execute(CLAIM, {"claim": uuid.uuid4(), "lease": LEASE.total_seconds(), "now": timezone.now()})
        row = cursor.fetchone()
    if row is None:
        return None
    message_id, family_id = row
    with acting(SystemActor(CLOCK.job, family_id or NO_FAMILY)):
        return Message.objects.get(pk=message_id)


def _worker(message: Message) -> SystemActor:
    return SystemActor(CLOCK.job, message.family_id or NO_FAMILY)


def _deliver(message: Message) -> None:
    if message.not_after and message.not_after < timezone.now():
        _settle(message, State.EXPIRED, "too_late")
        return
    try:
        with acting(_worker(message)):
            letter = WRITERS[Kind(message.kind)](message)
    except Exception:  # one row that can't be written must not stop the others
        log.exception("letter %s of kind %s could not be written", message.pk, message.kind)
        _put_off(message, "letter_failed", at_last=State.DEAD)
        return
    if isinstance(letter, Skip):
        _settle(message, State.SKIPPED, letter.reason)
    elif message.channel != Channel.MAIL:
        _settle(message, State.BY_HAND, "")
    else:
        _send(message, letter)


def _send(message: Message, letter: Letter) -> None:
    try:
        _mail(message, letter).send()
    except smtplib.SMTPRecipientsRefused as refused:
        permanent = any(code >= 500 for code, _text in refused.recipients.values())
        if permanent:
            _settle(message, State.FAILED, "address_refused")
        else:
            _put_off(message, "try_later", at_last=State.FAILED)
    except (smtplib.SMTPException, OSError) as error:
        log.warning("message %s waits: %s", message.pk, type(error).__name__)
        _put_off(message, "no_mail_server", at_last=State.FAILED)
    else:
        _settle(message, State.SENT, "")


def _mail(message: Message, letter: Letter) -> EmailMessage:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return EmailMessage(
        subject=letter.subject,
        body=letter.text,
        to=[letter.to],
        # The same row has the same Message-ID, so that a double after a crash can be told from a second message.
        headers={"Message-ID": f"<{message.pk}@{domain}>", "Auto-Submitted": "auto-generated"},
    )


def _settle(message: Message, state: State, reason: str) -> None:
    """Only the holder of the claim may settle, and only once."""
    _update(message, state=state, reason=reason, settled_at=timezone.now(), lease_until=None)


def _update(message: Message, **fields: Any) -> None:
    with acting(_worker(message)):
        Message.objects.filter(pk=message.pk, claim=message.claim, state=State.CLAIMED).update(**fields)


def _put_off(message: Message, reason: str, *, at_last: State) -> None:
    if message.attempts > len(RETRY_AFTER):
        _settle(message, at_last, reason)
        return
    wait = RETRY_AFTER[message.attempts - 1] * random.uniform(0.8, 1.2)  # noqa: S311  # spreads retries, hides nothing
    later = timezone.now() + timedelta(seconds=wait)
    _update(message, state=State.RETRY, reason=reason, next_at=later, lease_until=None)
