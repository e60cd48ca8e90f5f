"""The stage of a story: who acts, whom it is about, and the clock that is moved along.

A story is told through the same actions, queries and links as the pages use, so that it obeys every rule of the house.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils import timezone

from fgc.access.actors import LinkActor, SystemActor, UserActor, Visitor
from fgc.access.walls import acting
from fgc.accounts.opening import account_with, is_known
from fgc.conferences import queries as conferences
from fgc.demo.people import SASKIA, Somebody, Worker
from fgc.families import queries as families
from fgc.families.rules import Kind
from fgc.networks import actions as network_actions
from fgc.networks import links
from fgc.networks import queries as networks
from fgc.outbox import deliver
from fgc.plans import actions as plan_actions

if TYPE_CHECKING:
    from fgc.accounts.models import User
    from fgc.conferences.models import Conference
    from fgc.families.models import Family
    from fgc.networks.models import Person

HERE = ZoneInfo("Europe/Amsterdam")
VISITOR = Visitor()


def at(day: int, month: int, hour: int = 10, minute: int = 0) -> datetime:
    """A moment in the year of the story, as people there read it from the wall."""
    return datetime(2026, month, day, hour, minute, tzinfo=HERE)


def on(day: int, month: int) -> date:
    """A day in the year of the story."""
    return date(2026, month, day)


@dataclass(frozen=True)
class Scene:
    """Something that happened at one moment; in a story of more families, in one of them."""

    moment: datetime
    play: Callable[["Stage"], None]
    where: str = ""


@dataclass
class Stage:
    """Finds who and what a scene is about; each actor is asked for anew, so that it holds the rights of that moment."""

    commissioner: Somebody = SASKIA
    kind: str = Kind.CIRCLE.value
    delivered: int = field(default=0)

    def account(self, somebody: Somebody | Worker) -> "User":
        """The account of somebody who can log in."""
        return account_with(somebody.email)

    def as_(self, somebody: Somebody | Worker) -> UserActor:
        """Somebody who is logged in."""
        return UserActor(self.account(somebody))

    def by_link(self, somebody: Somebody) -> LinkActor:
        """Somebody without an account, who opened the personal link of a message."""
        person = self.person(somebody)
        link = links.exchange(links.open_for(SystemActor("deliver", person.family_id), person, via=somebody.way))
        assert link is not None, "a link that was just made works"
        return LinkActor(link_id=link.pk, family_id=link.family_id, own_person_id=person.pk)

    def narrated(self) -> AbstractContextManager[None]:
        """Whoever tells the story sees all of its family, once there is one; who acts in it, only his or her own."""
        if not is_known(self.commissioner.email):
            return nullcontext()
        with acting(self.as_(self.commissioner)):
            found = self._families()
        return acting(SystemActor("story", found[0].pk)) if found else nullcontext()

    def _families(self) -> "list[Family]":
        return [one for one in families.my_families(self.as_(self.commissioner)) if one.kind == self.kind]

    @property
    def family(self) -> "Family":
        """The family of the story."""
        [family] = self._families()
        return family

    @property
    def conference(self) -> "Conference":
        """The meeting of the story."""
        conference = conferences.conference_of(self.family)
        assert conference is not None
        return conference

    def person(self, somebody: Somebody | Worker) -> "Person":
        """Somebody as a person of the circle."""
        people = networks.people_of(self.family)
        return next(person for person in people if person.call_name == somebody.call_name)

    def post(self) -> None:
        """Everything that is due goes out, over real SMTP."""
        plan_actions.plan_follow_up(SystemActor("follow_up"))
        plan_actions.carry_childrens_plans(SystemActor("childrens_plan"))
        network_actions.erase_old_safety(SystemActor("old_safety"))
        self.delivered += deliver.deliver_due(now=timezone.now())
