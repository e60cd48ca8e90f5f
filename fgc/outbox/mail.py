"""Mail: one line to the mail server for many messages, and what the server's answers mean.

The line tells apart "not taken" and "perhaps taken": when it breaks after the text began to go over, nobody knows.
"""

import logging
import re
import smtplib
from collections.abc import Callable
from contextlib import suppress
from email.utils import formatdate, parseaddr
from functools import lru_cache
from types import TracebackType
from typing import Any, Self

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address

from fgc.outbox.letters import HERE, Letter
from fgc.outbox.outcome import Outcome

log = logging.getLogger(__name__)

# An address that can stand in a mail as it is; any other one is left to Django.
PLAIN = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@[A-Za-z0-9.-]{1,190}")
# What stands in a mail where each one differs.
READER, KEY, MOMENT = "reader@here.invalid", "key-of-this-mail", "moment-of-this-mail"
PERMANENT = 500
CLOSING = 421


class Unanswered(smtplib.SMTPException):
    """The text went over, and no answer came."""


class _Telling:
    """An SMTP line that says whether the text may have arrived, and asks before any text goes over."""

    # Set for each letter of the outbox; a code to come in has nothing to wait for.
    before_text: Callable[[], None] = staticmethod(lambda: None)

    def data(self, msg: Any) -> tuple[int, bytes]:
        """Hands over the text.

        Raises:
            Unanswered: the line broke meanwhile.
        """
        self.before_text()
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

    def hand_over(self, letter: Letter, key: str) -> None:
        """One letter to a plain address, over the open line."""
        assert self.connection is not None, "it was opened"
        self.connection.sendmail(_sender(settings.DEFAULT_FROM_EMAIL), [letter.to], _filled_in(letter, key))


def _at_once() -> None:
    """Nothing must be done first."""


class MailLine:
    """A line to the mail server that is opened with the first message and serves the next ones as well."""

    def __init__(self) -> None:
        self._line: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._hang_up()

    def send(self, letter: Letter, *, key: str, before_text: Callable[[], None] = _at_once) -> Outcome:
        """Sends one letter.

        Args:
            key: its Message-ID says it, so that a double can be told from a second message.
            before_text: what must be done before the text goes over; what it raises stops the letter.
        """
        is_fresh = self._line is None
        try:
            return self._send(letter, key, before_text)
        except smtplib.SMTPServerDisconnected:
            # A line that nobody used for a while is hung up by the other side; before any text went over.
            self._hang_up()
            return Outcome.SHUT if is_fresh else self.send(letter, key=key, before_text=before_text)

    def _send(self, letter: Letter, key: str, before_text: Callable[[], None]) -> Outcome:
        try:
            self._go_over(letter, key, before_text)
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

    def _go_over(self, letter: Letter, key: str, before_text: Callable[[], None]) -> None:
        if self._line is None:
            line = get_connection()
            line.open()
            self._line = line
        is_ours = isinstance(self._line, Backend)
        if is_ours:
            self._line.connection.before_text = before_text
        else:
            before_text()
        if is_ours and PLAIN.fullmatch(letter.to):
            self._line.hand_over(letter, key)
        else:
            self._line.send_messages([_mail(letter.to, letter.subject, letter.text, key)])

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


def _filled_in(letter: Letter, key: str) -> bytes:
    """A whole mail: made by Django once for each text, and filled in where it differs from one reader to the next."""
    words = letter.text.replace(letter.place, HERE) if letter.place else letter.text
    made = _made(letter.subject, words, settings.DEFAULT_FROM_EMAIL)
    # The address last: it is the one word that somebody else chose, and nothing is filled in inside of it.
    for mark, said in ((KEY, key), (MOMENT, formatdate()), (HERE, letter.place), (READER, letter.to)):
        made = made.replace(mark.encode(), said.encode())
    return made


@lru_cache(maxsize=64)
def _made(subject: str, words: str, _sender: str) -> bytes:
    mail = _mail(READER, subject, words, KEY)
    mail.extra_headers["Date"] = MOMENT
    whole: bytes = mail.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # a class of Django's own
    return whole


@lru_cache(maxsize=4)
def _sender(said: str) -> str:
    return str(sanitize_address(said, "utf-8"))


def _mail(to: str, subject: str, text: str, key: str) -> EmailMessage:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return EmailMessage(
        subject=subject,
        body=text,
        to=[to],
        headers={"Message-ID": f"<{key}@{domain}>", "Auto-Submitted": "auto-generated"},
    )
