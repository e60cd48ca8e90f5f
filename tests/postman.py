"""A mail server for tests: it keeps what it gets, and says what the test wants it to say."""

import asyncio
import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from django.conf import settings


class Postman:
    """Keeps every letter; `says` is its answer to a recipient, and the others to what goes before and after."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        # When each of them came, in seconds since 1970.
        self.came_at: list[float] = []
        self.says = "250 OK"
        self.says_of_sender = "250 OK"
        self.says_of_text = "250 OK"
        # So long it thinks after it kept the text; and whether it hangs up instead of answering.
        self.thinks_s = 0.0
        self.hangs_up = False
        # The same, for some addresses only; and those that it has met.
        self.says_to: Callable[[str], str] = lambda address: self.says
        self.hangs_up_for: Callable[[str], bool] = lambda address: self.hangs_up
        self.seen: set[str] = set()
        # How many lines were opened to it.
        self.lines = 0
        self.port = 0

    async def handle_EHLO(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        self.lines += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if self.says_of_sender.startswith("250"):
            envelope.mail_from = address
        return self.says_of_sender

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        answer = self.says_to(address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.says_of_text.startswith("250"):
            self.letters.append(BytesParser(policy=default).parsebytes(envelope.content))  # type: ignore[arg-type]
            self.came_at.append(time.time())
        address = envelope.rcpt_tos[0]
        if self.hangs_up_for(address):
            server.transport.abort()
        self.seen.add(address)
        await asyncio.sleep(self.thinks_s)
        return self.says_of_text

    def to(self, address: str) -> list[EmailMessage]:
        """The letters to one address, oldest first."""
        return [letter for letter in self.letters if address in letter["To"]]

    def last_address_in(self, letter: EmailMessage) -> str:
        """The page that a letter leads to."""
        return re.findall(r"https?://\S+", letter.get_content())[-1]

    def address_in(self, letter: EmailMessage) -> str:
        """The same, or nothing when it leads nowhere."""
        found = re.search(r"https?://\S+", letter.get_content())
        return found.group() if found else ""


# Whoever reads along in a mailbox must not learn from a message who, what or why.
TELLING = re.compile(
    r"noor|saskia|kemal|deniz|marleen|truus|fatma|cem|jolanda|ineke|wendy|yara|mirjam|erik|petra|hanneke|bas\b|joost"
    r"|selam|dennis|abeba|freweyni|lies\b|patrick|marco|stef\b|hatice|anouk|marit\b|tilly|carla|kuiper|tesfay|oosterkolk"
    r"|verhulst|aydin|zilverdam|kring|plan|gezin|familie|kind|school|hulp|zorg|jeugd|vergadering|bijeenkomst|belofte"
    r"|family|child|circle|meeting|promise|help|conference",
    re.IGNORECASE,
)


def assert_neutral(letter: EmailMessage) -> None:
    """Subject, sender and text hold no name of the story and no word of what it is about."""
    text = re.sub(r"https?://\S+", "", letter.get_content())
    for part in (letter["Subject"], letter["From"], text):
        assert not TELLING.search(part), f"this tells too much: {part}"


def in_words(head: str) -> str:
    """A subject as its reader sees it."""
    return str(make_header(decode_header(head)))


def assert_one_text(texts: set[str]) -> None:
    """One text for everybody; who reads another language than ours gets it in both, and that is all it says."""
    dutch = min(texts, key=len)
    assert len(texts) <= len(settings.LANGUAGES)
    assert all(text.startswith(dutch.splitlines()[0]) for text in texts)


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def at_work() -> Iterator[Postman]:
    """A postman who listens on a port of his own, until the end of the block."""
    keeper = Postman()
    keeper.port = free_port()
    controller = Controller(keeper, hostname="127.0.0.1", port=keeper.port)
    controller.start()
    try:
        yield keeper
    finally:
        controller.stop()
