"""What a letter is, and where the apps hand in theirs: one function per kind, called at the moment of delivery."""

import uuid
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import groupby
from typing import Any, TypeVar

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from fgc.outbox.models import Channel, Kind, Message

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Letter:
    """A message as its reader gets it: no names, no content, one address to go to."""

    to: str
    subject: str
    text: str
    # The address in the text, the only thing in it that differs from one reader to the next.
    place: str = ""
    # The page behind the address in the text, where that address itself says nothing.
    leads_to: str = ""


@dataclass(frozen=True)
class Skip:
    """Not wanted any more; the reason is a word for the list of messages."""

    reason: str


@dataclass(frozen=True)
class Wait:
    """Wanted, and not now: its reader sleeps, or must not be disturbed at this hour.

    The reason is a word for the list of messages.
    """

    until: datetime
    reason: str


LetterWriter = Callable[[Message], Letter | Skip | Wait]
WRITERS: dict[Kind, LetterWriter] = {}


def letter(*kinds: Kind) -> Callable[[LetterWriter], LetterWriter]:
    """Hands in the writer of these kinds: it asks once more whether the message is still wanted, then writes it."""

    def keep(writer: LetterWriter) -> LetterWriter:
        for kind in kinds:
            assert kind not in WRITERS, f"{kind} has a letter already"
            WRITERS[kind] = writer
        return writer

    return keep


class Pile:
    """What letters of one family that are written together share: each question is asked once, each row stored once."""

    def __init__(self) -> None:
        self._answers: dict[Hashable, Any] = {}
        self._rows: list[models.Model] = []

    def once(self, question: Hashable, ask: Callable[[], Answer]) -> Answer:
        """The answer of the first letter that asked this."""
        if question not in self._answers:
            self._answers[question] = ask()
        answer: Answer = self._answers[question]
        return answer

    def remember(self, question: Hashable, answer: Any) -> None:
        """Keeps an answer that was looked up for all of them."""
        self._answers[question] = answer

    def keep(self, row: models.Model) -> None:
        """Takes in a row that goes with a letter, until all of them are written."""
        self._rows.append(row)

    def store(self) -> None:
        """Stores what was taken in, each kind in one journey to the database."""
        rows, self._rows = self._rows, []
        for kind, alike in groupby(sorted(rows, key=_kind_of), key=_kind_of):
            apps.get_model(kind)._default_manager.bulk_create(alike)


def _kind_of(row: models.Model) -> str:
    return row._meta.label


def once(message: Message, question: Hashable, ask: Callable[[], Answer]) -> Answer:
    """What a letter asks that others of its pile ask as well; a letter by itself asks it anew.

    Args:
        question: tells it from every other question about this family.
    """
    pile: Pile | None = message.pile
    return ask() if pile is None else pile.once(question, ask)


Searcher = Callable[[list[Message]], None]
_search: list[Searcher] = []


def looks_up(searcher: Searcher) -> Searcher:
    """Hands in who knows what the letters of one family will ask for, and looks it up for all of them at once."""
    _search.append(searcher)
    return searcher


def look_up(messages: list[Message]) -> Pile:
    """Gets ready what the letters of these messages, all of one family, will ask for; returns what they share."""
    prefetch_related_objects(messages, "to_user", "family")
    pile = Pile()
    for message in messages:
        message.pile = pile
    for search in _search if messages else ():
        search(messages)
    return pile


WhenAsker = Callable[[Message, datetime], Wait | None]
_ask_hours: list[WhenAsker] = []


def asks_hours(asker: WhenAsker) -> WhenAsker:
    """Hands in who knows the hours of the readers: it is asked before a letter is written that would go out now."""
    _ask_hours.append(asker)
    return asker


def not_now(message: Message, moment: datetime) -> Wait | None:
    """Until when this message must wait for the hours of its reader, if it must.

    Args:
        moment: now, by the database's clock.
    """
    return next((wait for ask in _ask_hours if (wait := ask(message, moment))), None)


def neutral(*, to: str, language: str, path: str, channel: str = Channel.MAIL) -> Letter:
    """The one text that goes out: something is ready, here. Whoever reads along learns nothing.

    Args:
        to: an address for mail, or a number for a text message.
        path: where it is ready, an address below the site's own.
        channel: by mail, or in one line as a text message.
    """
    subject, text = _neutral_words(language, channel)
    place = f"{settings.SITE_URL}{path}"
    return Letter(to=to, subject=subject, text=text.replace(HERE, place), place=place)


# Where the address goes in the text, which is the same for everybody and made once for each language.
HERE = "https://here.invalid/"


@cache
def _neutral_words(language: str, channel: str) -> tuple[str, str]:
    if channel == Channel.SMS:
        return "", " ".join([*in_each(language, lambda: _("There is a message for you.")), HERE])
    texts = in_each(language, lambda: render_to_string("outbox/letters/neutral.txt", {"url": HERE}))
    return _subject(language), "\n".join(texts)


def _subject(language: str) -> str:
    return " / ".join(in_each(language, lambda: _("There is a message for you")))


def in_each(language: str, words: Callable[[], str]) -> list[str]:
    """These words in the reader's language; in each that we have, where we have no text in that one."""
    ours = [code for code, _name in settings.LANGUAGES]
    found = []
    for one in [language] if language in ours else ours:
        with translation.override(one):
            found.append(words())
    return found


def called_off(*, to: str, language: str) -> Letter:
    """What is left to say when everything is closed: that nobody need come. There is no page to go to any more."""
    texts = in_each(language, lambda: render_to_string("outbox/letters/called_off.txt"))
    return Letter(to=to, subject=_subject(language), text="\n".join(texts))


def place_of(user_id: uuid.UUID, message_id: uuid.UUID) -> str:
    """The page that a message to this account leads to today; empty when it is not theirs, or no longer wanted.

    Empty as well when it told of more than one thing: then the own page does.
    """
    message = Message.objects.filter(pk=message_id, to_user_id=user_id).select_related("to_user").first()
    if message is None or Message.objects.filter(along_with=message_id).exists():
        return ""
    if message.kind not in WRITERS:
        return ""  # of a newer version, which is coming in at this moment
    written = WRITERS[Kind(message.kind)](message)
    return written.leads_to if isinstance(written, Letter) else ""
