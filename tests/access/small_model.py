"""A small model of who may see what, written without a look at the table of rights, and two families to try it on.

What each sort of person sees is said here once more, in words of its own: an error in `fgc/access/roles.py` or in the
wall shows as a difference between the two, after some row of steps that nobody thought of.
"""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from fgc.access.actors import Actor, LinkActor, UserActor
from fgc.access.can import Can
from fgc.access.roles import Role
from fgc.access.walls import acting
from fgc.accounts.models import User, Work
from fgc.conferences.models import PhaseOfDay, PrivatePaper
from fgc.conferences.rules import Moment, Phase
from fgc.families.models import Commission, CoordinatorOffer, Family
from fgc.families.rules import Giver, OfferState, Yes
from fgc.networks.models import Person, Tie
from fgc.plans.models import LineAbout
from tests import factories
from tests.plans.running import promised, running_plan

# What there is to see: the right that the code asks, and the table that the wall stands around.
KINDS = {
    "family": (Can.SEE_FAMILY, "families_family"),
    "names": (Can.SEE_NAMES, "networks_person"),
    "circle": (Can.SEE_CIRCLE, "networks_tie"),
    "plan": (Can.SEE_PLAN, "plans_wording"),
    "list": (Can.SEE_WHO_LOOKED, "audit_line"),
    "releases": (Can.SEE_RELEASES, "plans_release"),
    "paper": (Can.WRITE_PRIVATELY, "conferences_privatepaper"),
    # What a circle reads of a plan for its children that was agreed elsewhere.
    "copies": (Can.SEE_PLAN, "plans_childrensplancopy"),
}
EVERYTHING = frozenset(KINDS)
SEES = {
    Role.COMMISSIONER: EVERYTHING,
    Role.YOUNG: EVERYTHING - {"list"},  # only what concerns the own data
    Role.PARENT: frozenset({"family"}),
    Role.MEMBER: frozenset({"family", "names", "plan", "copies", "paper"}),
    Role.SUPPORTER: frozenset({"family", "names", "plan", "copies", "paper"}),
    Role.COORDINATOR: frozenset({"family", "names", "circle", "plan", "copies", "releases", "list"}),
    Role.JOINT: frozenset({"family", "names", "plan", "copies"}),
}
NOTHING: frozenset[str] = frozenset()
OF_NOBODY = "object_type NOT IN ('networks.person', 'plans.commitment') AND on_behalf_of IS NULL"
COUNTS = " UNION ALL ".join(
    f"SELECT '{kind}', {'id' if table == 'families_family' else 'family_id'}, count(*) FROM {table} "  # our own tables
    # What was done about somebody's own row, or on somebody's behalf, that somebody may read.
    + (f"WHERE actor_kind <> 'user' AND {OF_NOBODY} " if table == "audit_line" else "")
    + "GROUP BY 2"
    for kind, (_can, table) in KINDS.items()
)
# What connects two circles stands beside both of them.
COUNTS += " UNION ALL SELECT 'split', id, count(*) FROM families_split GROUP BY 2"
# The child of each family becomes 12 some weeks after the beginning: from then on nothing is let out without its yes,
# and (in this organisation the age for both is 12) a line that is only about it is its own.
BORN = date(2014, 3, 30)
TWELVE = BORN.replace(year=BORN.year + 12)
AGES = {"along_from": 12, "alone_from": 12}


@dataclass
class House:
    """One family as the model knows it."""

    family: Family
    # Who decides alone; of a plan for the children nobody does.
    decides: User | None
    persons: dict[str, Person]
    # Who holds which seat, until when; None is without an end.
    seats: dict[tuple[uuid.UUID, Role], datetime | None] = field(default_factory=dict)
    # Links by id: whose they are, until when they open, and whether they are of paper.
    links: dict[uuid.UUID, tuple[Person, datetime, bool]] = field(default_factory=dict)
    # What a professional was let read, until and with which day, and whether every yes was there.
    releases: dict[uuid.UUID, tuple[date, bool]] = field(default_factory=dict)
    private: bool = False
    # The seats of everybody else while the family has a pause; None when it has none.
    asleep: dict[tuple[uuid.UUID, Role], datetime | None] | None = None
    ended: bool = False
    erases_at: datetime | None = None
    is_gone: bool = False
    # Did the child open its own line?
    is_open: bool = False
    # What there is at least one row of, beside the family itself.
    holds: frozenset[str] = frozenset({"names", "circle", "plan", "paper"})
    # Lines of the plan that the whole circle reads, and lines that are about the child only.
    lines: int = 1
    of_the_child: int = 1
    # Who is asked to coordinate it and was not answered yet, and whether each who decides said yes.
    asked: User | None = None
    is_commissioned: bool = True
    # Did the neighbour go along with who got a circle of the own?
    has_left: bool = False
    # Of a plan for the children: who said yes to its words as they stand, and did it begin?
    yeses: set[uuid.UUID] = field(default_factory=set)
    version: int = 0
    # From where it reads something about its children.
    copies: set[uuid.UUID] = field(default_factory=set)

    @property
    def is_open_now(self) -> bool:
        """It did not end, and has no pause."""
        return not (self.ended or self.is_gone or self.asleep is not None)

    def is_asked(self, user: User) -> bool:
        """Is this account asked to coordinate, and may it come in?"""
        return self.asked == user and user.is_active

    def is_coordinated_by(self, user: User) -> bool:
        """Does this account coordinate here, and is it let in now?"""
        return Role.COORDINATOR in self.roles_of(user) and not self.private

    def reads_all_lines(self, user: User) -> bool:
        """Who coordinates reads every line; for all others that of the child is closed from its birthday on."""
        is_young = timezone.localdate() < TWELVE
        return not self.of_the_child or is_young or self.is_open or self.is_coordinated_by(user)

    def lines_for(self, user: User) -> int:
        """How many lines of the plan somebody reads who reads the plan."""
        return self.lines + (self.of_the_child if self.reads_all_lines(user) else 0)

    def roles_of(self, user: User) -> set[Role]:
        """What somebody holds here now, by the model."""
        if self.is_gone or not user.is_active:
            return set()
        now = timezone.now()
        held = {role for (who, role), until in self.seats.items() if who == user.pk and (until is None or until > now)}
        return held | ({Role.COMMISSIONER} if user == self.decides else set())

    def seen_by(self, user: User) -> frozenset[str]:
        """What somebody sees of all of this family now, by the model."""
        roles = self.roles_of(user)
        if self.private:
            roles -= {Role.COORDINATOR}
        return NOTHING.union(*(SEES[role] for role in roles))

    def ends(self) -> None:
        """Everybody is out but those who decide."""
        self.seats = {key: until for key, until in self.seats.items() if key[1] == Role.JOINT}
        self.asleep, self.releases, self.private, self.ended, self.asked = None, {}, False, True, None

    def loses_its_neighbour(self) -> None:
        """Who goes to another circle comes in by no link of this one any more."""
        self.has_left = True
        self._closes_its_links()

    def _closes_its_links(self) -> None:
        now = timezone.now()
        self.links = {link: (person, now, paper) for link, (person, _until, paper) in self.links.items()}

    def sleeps(self) -> None:
        """A pause: all seats but those of who decides wait, and every link is gone."""
        self.asleep, self.seats = self.seats, {}
        self._closes_its_links()

    def wakes(self) -> None:
        """Each seat is there again, until its own end."""
        self.seats, self.asleep = self.asleep or {}, None

    def opens(self, link_id: uuid.UUID) -> bool:
        """Does this link open the one person's own things now?"""
        _person, until, _is_paper = self.links[link_id]
        return not self.is_gone and not self.ended and until > timezone.now()


@dataclass
class Beside:
    """Two circles that must not know of each other, and the plan for the children of both, if there is one."""

    id: uuid.UUID
    one: House
    other: House
    plan: House | None = None

    def is_known_to(self, user: User) -> bool:
        """Whoever coordinates the one and coordinates the other too, or is asked to; in private time nobody."""
        beside_it = self.other.is_coordinated_by(user) or self.other.is_asked(user)
        return self.one.is_coordinated_by(user) and beside_it

    def is_coordinated_by(self, user: User) -> bool:
        """Does this account coordinate both?"""
        return self.one.is_coordinated_by(user) and self.other.is_coordinated_by(user)


def build(name: str, decides: User) -> House:
    """A family whose plan runs: three persons, a tie, two lines of which one is promised, and a day that may begin."""
    family = factories.FamilyFactory(name=name)
    plan = running_plan(family)
    mother, aunt, neighbour = (
        factories.PersonFactory(family=family, call_name=one) for one in ("Mama", "Tante", "Buur")
    )
    factories.let_in(decides, Role.COMMISSIONER, family, mother)
    type(family.organisation).objects.update(terms=AGES)
    family.organisation.refresh_from_db()
    child = factories.ChildFactory(family=family, call_name="Kind", birth_date=BORN)
    said = Commission.objects.create(family=family, giver=decides, giver_as=Giver.PARENT, answer=Yes.YES)
    said.children.create(family=family, child=child)
    promised(plan, neighbour)
    own = promised(plan, aunt)
    LineAbout.objects.create(family=family, agreement=own.agreement, child=child)
    Tie.objects.create(family=family, a=mother, b=aunt)
    meeting(family)
    return House(family, decides, {"mother": mother, "aunt": aunt, "neighbour": neighbour})


def meeting(family: Family) -> Any:
    """Part 1 of a day goes on; the family has its paper."""
    now = timezone.now()
    conference = factories.ConferenceFactory(
        family=family, moment=Moment.INFORMING, starts_at=now, ends_at=now + timedelta(hours=5)
    )
    PhaseOfDay.objects.create(family=family, conference=conference, phase=Phase.INFORMATION, started_at=timezone.now())
    PrivatePaper.objects.create(family=family, conference=conference, text="Van ons.", changed_at=timezone.now())
    return conference


def accept(house: House, coordinator: User) -> None:
    """The family accepted this coordinator, as its row of an offer says too."""
    CoordinatorOffer.objects.update_or_create(
        family=house.family,
        coordinator=coordinator,
        defaults={"state": OfferState.ACCEPTED, "declared_at": timezone.now()},
    )
    factories.let_in(coordinator, Role.COORDINATOR, house.family)


def people() -> dict[str, User]:
    """Everybody who may hold something in either family, or nothing at all."""
    workers = {"coordinator": Work.COORDINATOR, "manager": Work.MANAGER, "professional": Work.PROFESSIONAL}
    names = ("decides in one", "decides in two", "friend", "stranger", *workers)
    return {
        name: factories.UserFactory(
            name=name.capitalize(), work=workers.get(name, Work.NONE), by_operator=name in workers
        )
        for name in names
    }


def by_the_wall(actor: Actor) -> dict[tuple[str, uuid.UUID], int]:
    """How many rows of each kind and family the database alone shows, to a question without any filter."""
    with acting(actor), connection.cursor() as cursor:
        cursor.execute(COUNTS)
        return {(kind, family_id): many for kind, family_id, many in cursor.fetchall()}


def by_the_code(actor: Actor, family: Family) -> frozenset[str]:
    """What the code alone would show of all of this family: as nobody says who acts, the database hides nothing."""
    rights = {can for can, _table in KINDS.values()}
    held = {can for can in rights if actor.may(can, family)}
    return frozenset(kind for kind, (can, _table) in KINDS.items() if can in held)


def actor_of(house: House, who: User | uuid.UUID) -> Actor:
    """An account, or somebody by a personal link."""
    if isinstance(who, User):
        return UserActor(who)
    return LinkActor(link_id=who, family_id=house.family.pk, own_person_id=house.links[who][0].pk)
