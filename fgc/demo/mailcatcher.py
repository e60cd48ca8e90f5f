"""The demo's post office: a real SMTP server that keeps every message instead of sending it on."""

import logging
import mailbox
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings

LONGEST_MESSAGE_BYTES = 10_000_000


@dataclass(frozen=True)
class Message:
    """One message as it really went out."""

    key: str
    sender: str
    recipients: tuple[str, ...]
    subject: str
    text: str
    sent_at: datetime


class Keeper:
    """Puts each message that arrives into a folder of files."""

    def __init__(self, box: mailbox.Maildir) -> None:
        self.box = box

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's name
        """Keep one message, with the addresses it was really handed to."""
        content = envelope.content
        assert isinstance(content, bytes)
        letter = message_from_bytes(content, policy=policy.SMTP)
        letter["X-Handed-In-By"] = envelope.mail_from or ""
        letter["X-Handed-To"] = ", ".join(envelope.rcpt_tos)
        self.box.add(letter.as_bytes())
        return "250 OK"


def open_box(folder: Path) -> mailbox.Maildir:
    """The box in which messages are kept, made if it is not there."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for part in ("tmp", "new", "cur"):
        (folder / part).mkdir(mode=0o700, exist_ok=True)
    return mailbox.Maildir(str(folder))


def serve(folder: Path, *, host: str, port: int) -> Controller:
    """Start catching; the caller stops what is returned."""
    # It would log the addresses of everybody who writes and is written to.
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    keeper = Keeper(open_box(folder))
    catcher = Controller(keeper, hostname=host, port=port, data_size_limit=LONGEST_MESSAGE_BYTES, enable_SMTPUTF8=True)
    catcher.start()
    return catcher


def messages(folder: Path | None = None, *, to: str = "") -> list[Message]:
    """The messages that went out, newest first.

    Args:
        folder: The box; FGC_MAIL_DIR when left out.
        to: Only those handed to this address.
    """
    box = open_box(folder or settings.DEMO_MAIL_DIR)
    kept = [_as_message(key, box.get_bytes(key)) for key in sorted(box.keys(), reverse=True)]
    wanted = [message for message in kept if not to or to in message.recipients]
    return sorted(wanted, key=lambda message: message.sent_at, reverse=True)


def _as_message(key: str, content: bytes) -> Message:
    letter = message_from_bytes(content, policy=policy.default)
    body = letter.get_body(preferencelist=("plain", "html"))
    handed_to = str(letter.get("X-Handed-To", letter.get("To", "")))
    return Message(
        key=key,
        sender=str(letter.get("From", "")),
        recipients=tuple(address.strip() for address in handed_to.split(",") if address.strip()),
        subject=str(letter.get("Subject", "")),
        text=body.get_content() if body else "",
        sent_at=_sent_at(letter),
    )


def _sent_at(letter: EmailMessage) -> datetime:
    try:
        said = parsedate_to_datetime(str(letter["Date"]))
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    # "-0000" is universal time by a sender that does not tell where it is (RFC 5322, 3.3).
    return said.astimezone(UTC) if said.tzinfo else said.replace(tzinfo=UTC)
