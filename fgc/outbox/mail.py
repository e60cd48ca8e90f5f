"""Mail: one line to the mail server for many messages, and what the server's answers mean.

The line tells apart "not taken" and "perhaps taken": when it breaks after the text began to go over, nobody knows.
"""

import logging
import smtplib
from contextlib import suppress
from email.utils import parseaddr
from types import TracebackType
from typing import Any, Self

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend

from fgc.outbox.letters import Letter
from fgc.outbox.outcome import Outcome

log = logging.getLogger(__name__)

PERMANENT = 500
CLOSING = 421


class Unanswered(smtplib.SMTPException):
    """The text went over, and no answer came."""


class _Telling:
    """An SMTP line that says whether the text may have arrived."""

    def data(self, msg: Any) -> tuple[int, bytes]:
        """Hands over the text.

        Raises:
            Unanswered: the line broke meanwhile.
        """
        try:
            answer: tuple[int, bytes] = super().data(msg)  # type: ignore[misc]  # beside smtplib's own class
        except (OSError, smtplib.SMTPServerDisconnected) as lost:
            raise Unanswered from lost
        return answer


class _Plain(_Telling, smtplib.SMTP):
    """Without encryption, or with STARTTLS."""


class _Sealed(_Telling, smtplib.SMTP_SSL):
    """Encrypted from the first byte."""


class Backend(EmailBackend):
    """Django's own way to a mail server, with lines that tell."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """The class of a line to the mail server."""
        return _Sealed if self.use_ssl else _Plain


class MailLine:
    """A line to the mail server that is opened with the first message and serves the next ones as well."""

    def __init__(self) -> None:
        self._line: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._hang_up()

    def send(self, letter: Letter, *, key: str) -> Outcome:
        """Sends one letter.

        Args:
            key: its Message-ID says it, so that a double can be told from a second message.
        """
        is_fresh = self._line is None
        try:
            return self._send(_mail(letter, key))
        except smtplib.SMTPServerDisconnected:
            # A line that nobody used for a while is hung up by the other side; before any text went over.
            self._hang_up()
            return Outcome.SHUT if is_fresh else self.send(letter, key=key)

    def _send(self, mail: EmailMessage) -> Outcome:
        try:
            if self._line is None:
                line = get_connection()
                line.open()
                self._line = line
            self._line.send_messages([mail])
        except smtplib.SMTPServerDisconnected:
            raise
        except ValueError:  # an address that no mail server could be asked about
            return Outcome.REFUSED
        except (smtplib.SMTPException, OSError) as error:
            log.warning("a mail was not sent for sure: %s", type(error).__name__)
            outcome = meaning_of(error)
            if outcome not in (Outcome.REFUSED, Outcome.LATER):
                self._hang_up()
            return outcome
        return Outcome.SENT

    def _hang_up(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            with suppress(OSError, smtplib.SMTPException):  # there may be nobody left to say goodbye to
                line.close()


def meaning_of(error: Exception) -> Outcome:
    """What an error of a mail server says about one message."""
    if isinstance(error, Unanswered):
        return Outcome.UNCERTAIN
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _text in error.recipients.values()]
        if CLOSING in codes:
            return Outcome.SHUT
        return Outcome.REFUSED if any(code >= PERMANENT for code in codes) else Outcome.LATER
    if isinstance(error, smtplib.SMTPDataError):
        # About this text, or about all of ours: an operator has time to look before it is given up.
        return Outcome.SHUT if error.smtp_code == CLOSING else Outcome.LATER
    # Nobody there, not who they take us for, not from this sender: so for every other message as well.
    return Outcome.SHUT


def _mail(letter: Letter, key: str) -> EmailMessage:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return EmailMessage(
        subject=letter.subject,
        body=letter.text,
        to=[letter.to],
        headers={"Message-ID": f"<{key}@{domain}>", "Auto-Submitted": "auto-generated"},
    )
