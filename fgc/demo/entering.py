"""Entering the demo as a person of a story: who there is to be, and how that person comes in."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from fgc.access.walls import acting
from fgc.accounts.opening import account_with, is_known
from fgc.demo import people
from fgc.demo import selam_people as selam
from fgc.demo.people import Somebody, Worker
from fgc.demo.stage import Stage
from fgc.errors import RuleBroken
from fgc.networks import links

if TYPE_CHECKING:
    from fgc.networks.models import AccessLink


@dataclass(frozen=True)
class Story:
    """Whom a visitor may be in one story; the circle by a link, each with who began the family that it is of."""

    name: str
    family: tuple[Somebody, ...]
    circle: tuple[tuple[Somebody, Somebody], ...]
    work: tuple[Worker, ...]


NOOR = Story(
    people.FAMILY,
    family=(people.SASKIA, people.NOOR, people.KEMAL, people.MARLEEN),
    circle=((people.TRUUS, people.SASKIA), (people.CEM, people.SASKIA), (people.YARA, people.SASKIA)),
    work=(people.MIRJAM, people.ERIK, people.HANNEKE, people.JOOST),
)
SELAM = Story(
    selam.FAMILY,
    family=(selam.SELAM, selam.DENNIS, selam.ABEBA),
    circle=((selam.LIES, selam.SELAM), (selam.FREWEYNI, selam.SELAM), (selam.MARCO, selam.DENNIS)),
    work=(selam.ANOUK, selam.MARIT, selam.TILLY),
)
STORIES = (NOOR, SELAM)


@dataclass(frozen=True)
class Entry:
    """Somebody whom a visitor may be for a while."""

    key: str
    name: str
    words: str


def entries() -> list[tuple[str, list[tuple[str, list[Entry]]]]]:
    """Whom a visitor may be, story by story, and in each by the kind of user."""
    return [(story.name, _entries_of(story)) for story in STORIES]


def _entries_of(story: Story) -> list[tuple[str, list[Entry]]]:
    return [
        (_("The family"), [Entry(one.key, one.call_name, one.tie) for one in story.family]),
        (_("The circle, by a personal link"), [Entry(one.key, one.call_name, one.tie) for one, _of in story.circle]),
        (_("Here for work"), [Entry(one.key, one.call_name, _work_of(one)) for one in story.work]),
    ]


def _work_of(one: Worker) -> str:
    return one.function or {"coordinator": _("coordinator"), "manager": _("manager")}[one.work]


def somebody(key: str) -> Somebody | Worker:
    """The person of a story with this key.

    Raises:
        RuleBroken: there is nobody like that.
    """
    for story in STORIES:
        known: list[Somebody | Worker] = [*story.family, *(guest for guest, _of in story.circle), *story.work]
        for one in known:
            if one.key == key:
                return one
    raise RuleBroken(_("There is nobody of this name in the story."), code="unknown")


def guests() -> list[tuple[Somebody, Somebody]]:
    """Everybody who comes by a link, each with who began the family, as far as the stories were told."""
    return [(one, of) for story in STORIES for one, of in story.circle if is_known(of.email)]


def link_of(one: Somebody) -> "AccessLink":
    """The personal link for somebody without an account that was kept when the story was told.

    Raises:
        RuleBroken: the story has not been told (wholly).
    """
    stage = next((Stage(commissioner=of) for guest, of in guests() if guest is one), None)
    link = None
    if stage:
        with acting(stage.as_(stage.commissioner)):
            link = links.newest_of(stage.person(one))
    if link is None:
        raise RuleBroken(_("There is nobody of this name in the story."), code="unknown")
    return link


def has_account(one: Somebody | Worker) -> bool:
    """Does this person log in, or come by a link?"""
    return isinstance(one, Worker) or one.has_account


__all__ = ["Somebody", "account_with", "entries", "guests", "has_account", "link_of", "somebody"]
