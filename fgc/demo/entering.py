"""Entering the demo as a person of a story: who there is to be, and how that person comes in."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from fgc.access.walls import acting
from fgc.accounts.opening import account_with
from fgc.demo import people
from fgc.demo.people import Somebody, Worker
from fgc.demo.stage import Stage
from fgc.errors import RuleBroken
from fgc.networks import links

if TYPE_CHECKING:
    from fgc.networks.models import AccessLink

FAMILY = (people.SASKIA, people.NOOR, people.KEMAL, people.MARLEEN)
CIRCLE = (people.TRUUS, people.CEM, people.YARA)
WORK = (people.MIRJAM, people.ERIK, people.HANNEKE, people.JOOST)


@dataclass(frozen=True)
class Entry:
    """Somebody whom a visitor may be for a while."""

    key: str
    name: str
    words: str


def entries() -> list[tuple[str, list[Entry]]]:
    """Whom a visitor may be, by the kind of user."""
    return [
        (_("The family"), [Entry(one.key, one.call_name, one.tie) for one in FAMILY]),
        (_("The circle, by a personal link"), [Entry(one.key, one.call_name, one.tie) for one in CIRCLE]),
        (_("Coordinator and manager"), [_worker(people.MIRJAM, _("coordinator")), _worker(people.ERIK, _("manager"))]),
        (_("Professionals"), [_worker(one, one.function) for one in (people.HANNEKE, people.JOOST)]),
    ]


def _worker(one: Worker, words: str) -> Entry:
    return Entry(one.key, one.call_name, words)


def somebody(key: str) -> Somebody | Worker:
    """The person of the story with this key.

    Raises:
        RuleBroken: there is nobody like that, or the story has not been told.
    """
    for one in (*FAMILY, *CIRCLE, *WORK):
        if one.key == key:
            return one
    raise RuleBroken(_("There is nobody of this name in the story."), code="unknown")


def link_of(one: Somebody) -> "AccessLink":
    """The personal link for somebody without an account that was kept when the story was told.

    Raises:
        RuleBroken: the story has not been told (wholly).
    """
    stage = Stage()
    with acting(stage.as_(stage.commissioner)):
        link = links.newest_of(stage.person(one))
    if link is None:
        raise RuleBroken(_("There is nobody of this name in the story."), code="unknown")
    return link


def has_account(one: Somebody | Worker) -> bool:
    """Does this person log in, or come by a link?"""
    return isinstance(one, Worker) or one.has_account


__all__ = ["Somebody", "account_with", "entries", "has_account", "link_of", "somebody"]
