"""Actors: who is asking. Every action and every query that shows family data begins with one.

There is no "no user, no check": the clock is an actor with a short list of rights, a personal link is an actor that
reaches one person's own things, a visitor may only begin.
"""

import uuid
from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist

from fgc.access import grants
from fgc.access.can import Can
from fgc.access.roles import BY_THE_CLOCK, BY_VISITING, BY_WORK, Reach, Role, reach
from fgc.accounts.models import User, Work
from fgc.errors import NotAllowed


class Channel(StrEnum):
    """By which way somebody came, for the list of who looked."""

    PAGE = "page"
    API = "api"
    LINK = "link"
    CLOCK = "clock"


Answer = TypeVar("Answer")
# For the clock's work on what belongs to no family (yet): a proposal.
NO_FAMILY = uuid.UUID(int=0)


class Actor:
    """Who acts. `must` is the first statement of every action."""

    kind: str = "nobody"
    channel: Channel = Channel.PAGE
    user: User | None = None

    @property
    def ident(self) -> str:
        """What the log writes down: an id, never a name."""
        return ""

    def may(self, can: Can, thing: Any = None) -> bool:
        """May this actor do this, to this thing, at this moment?

        Args:
            thing: a family, or something of a family (it has `family_id`); None for what stands apart from families.
                Something has an owner when it says so: `person_id` (a person of the circle) or `named_user_id`
                (an account).
        """
        raise NotImplementedError

    def must(self, can: Can, thing: Any = None) -> None:
        """The question with which every change begins; no is an end.

        The family is held from before the question until the change is done: nobody is shut out, and nothing ends,
        between the two.

        Raises:
            NotAllowed: the actor may not.
        """
        if (family_id := family_id_of(thing)) and not isinstance(self, SystemActor):
            grants.hold(family_id)
        self.must_see(can, thing)

    def must_see(self, can: Can, thing: Any = None) -> None:
        """The same question before something is only shown: it waits for nobody.

        Raises:
            NotAllowed: the actor may not.
        """
        if not self.may(can, thing):
            raise NotAllowed(can)

    def role_in(self, family_id: uuid.UUID) -> str:
        """The role for the log line; empty when there is none."""
        return ""

    def roles_in(self, family_ids: set[uuid.UUID]) -> dict[uuid.UUID, str]:
        """The same for many families at once; where this visit was already asked, as what it came in."""
        return {family_id: self.role_in(family_id) for family_id in family_ids}

    def selves_in(self, family_id: uuid.UUID) -> set[uuid.UUID]:
        """The ids by which this actor is known in a family: the account, and the persons of the circle."""
        return set()

    def stands_in_for(self, thing: Any) -> User | None:
        """The account that writes down somebody else's answer, to be shown as "on behalf of"; None for one's own.

        Args:
            thing: something with an owner (`person_id`) or with a named account (`named_user_id`).
        """
        return None

    def once(self, question: Hashable, ask: Callable[[], Answer]) -> Answer:
        """The answer that this visit got before, where it changes nothing; otherwise it is asked anew.

        Args:
            question: tells it from every other question.
        """
        return ask()

    @property
    def person_id(self) -> uuid.UUID | None:
        """The person of the circle whom this actor is, where the actor is exactly one."""
        return None


def family_id_of(thing: Any) -> uuid.UUID | None:
    """The family that a thing belongs to; a family belongs to itself."""
    if thing is None:
        return None
    found: uuid.UUID | None = getattr(thing, "family_id", None)
    return thing.pk if thing._meta.label == "families.Family" else found


def named_in(thing: Any) -> object:
    """The account that a thing names; none for who may not even see whom it names."""
    try:
        return getattr(thing, "named_user_id", None)
    except ObjectDoesNotExist:
        return None


@dataclass(frozen=True)
class UserActor(Actor):
    """Somebody who is logged in."""

    account: User
    kind: str = "user"
    channel: Channel = Channel.PAGE
    # On a visit that changes nothing it is asked once what somebody is in a family.
    only_reads: bool = field(default=False, compare=False)
    # As what this visit came in, for the line that says who looked.
    came_as: dict[uuid.UUID, grants.Standing] = field(default_factory=dict, compare=False, repr=False)
    answers: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def user(self) -> User:  # type: ignore[override]  # always there, for this kind of actor
        """The account."""
        return self.account

    @property
    def ident(self) -> str:
        return str(self.account.pk)

    def may(self, can: Can, thing: Any = None) -> bool:
        """By work where there is no family; by what names the account; by the roles in force in the family."""
        if not self.account.is_active:
            return False
        if thing is None:
            return can in BY_WORK[self.account.work] or can in BY_VISITING
        named = named_in(thing)
        is_named = named and named == self.account.pk and self.account.work != Work.NONE
        if is_named and reach(Role.PROFESSIONAL, can) is Reach.OWN:
            return True
        family_id = family_id_of(thing)
        if family_id is None:
            return False
        return _reaches(self.standing_in(family_id), can, thing, user_id=self.account.pk)

    def standing_in(self, family_id: uuid.UUID) -> grants.Standing:
        """The roles and persons of this account in this family (at most one query)."""
        if not (self.only_reads and family_id in self.came_as):
            self.came_as[family_id] = grants.standing(self.account.pk, family_id)
        return self.came_as[family_id]

    def once(self, question: Hashable, ask: Callable[[], Answer]) -> Answer:
        if not self.only_reads:
            return ask()
        if question not in self.answers:
            self.answers[question] = ask()
        answer: Answer = self.answers[question]
        return answer

    def selves_in(self, family_id: uuid.UUID) -> set[uuid.UUID]:
        return {self.account.pk, *self.standing_in(family_id).persons}

    def stands_in_for(self, thing: Any) -> User | None:
        if named_in(thing) == self.account.pk:
            return None
        is_own = getattr(thing, "person_id", None) in self.standing_in(thing.family_id).persons
        return None if is_own else self.account

    def role_in(self, family_id: uuid.UUID) -> str:
        return self._as_role(self.standing_in(family_id).roles)

    def roles_in(self, family_ids: set[uuid.UUID]) -> dict[uuid.UUID, str]:
        found = {family_id: here.roles for family_id, here in self.came_as.items()}
        if unknown := family_ids - found.keys():
            found |= grants.roles_by_family(self.account.pk, unknown)
        return {family_id: self._as_role(found.get(family_id, ())) for family_id in family_ids}

    def _as_role(self, roles: Collection[str]) -> str:
        """Who holds no role in the family comes for work: it was named in what was asked or released."""
        if not roles and self.account.work == Work.PROFESSIONAL:
            return Role.PROFESSIONAL.value
        return ",".join(sorted(roles))


def _reaches(here: grants.Standing, can: Can, thing: Any, *, user_id: uuid.UUID) -> bool:
    far = {reach(role, can) for role in here.roles}
    if Reach.ALL in far:
        return True
    if Reach.OWN not in far:
        return False
    owner = getattr(thing, "person_id", None)
    named = named_in(thing)
    return (owner is not None and owner in here.persons) or (named is not None and named == user_id)


@dataclass(frozen=True)
class LinkActor(Actor):
    """Somebody of the circle who came in by a personal link: one person's own things, and nothing else."""

    link_id: uuid.UUID
    family_id: uuid.UUID
    own_person_id: uuid.UUID
    kind: str = "link"
    channel: Channel = Channel.LINK

    @property
    def ident(self) -> str:
        return str(self.link_id)

    @property
    def person_id(self) -> uuid.UUID:
        return self.own_person_id

    def selves_in(self, family_id: uuid.UUID) -> set[uuid.UUID]:
        return {self.own_person_id} if family_id == self.family_id else set()

    def may(self, can: Can, thing: Any = None) -> bool:
        """Only what is this person's own, in this one family."""
        if thing is None or family_id_of(thing) != self.family_id:
            return False
        owner = getattr(thing, "person_id", None)
        return reach(Role.LINK, can) is Reach.OWN and owner == self.own_person_id

    def role_in(self, family_id: uuid.UUID) -> str:
        return Role.LINK.value if family_id == self.family_id else ""


@dataclass(frozen=True)
class SystemActor(Actor):
    """The clock: a short, explicit list of rights, none of which shows anything to anybody; one family at a time."""

    job: str
    # Without it the clock only asks for which families there is something to do.
    family_id: uuid.UUID | None = None
    kind: str = "system"
    channel: Channel = Channel.CLOCK

    @property
    def ident(self) -> str:
        return self.job

    def may(self, can: Can, thing: Any = None) -> bool:
        """What the clock may do, in the family for which it works now."""
        return can in BY_THE_CLOCK and (thing is None or family_id_of(thing) == self.family_id)


@dataclass(frozen=True)
class Visitor(Actor):
    """Somebody whom we do not know: may begin, and nothing else."""

    kind: str = "visitor"

    def may(self, can: Can, thing: Any = None) -> bool:
        """A visitor may do what stands apart from every family."""
        return thing is None and can in BY_VISITING
