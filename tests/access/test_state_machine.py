"""Any row of grants, ends, links, releases, private time, pauses, stops and erasures, in any order, with the clock
moving on: both walls agree with the small model after every step, for everybody, in both families."""

from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from fgc.access import grants
from fgc.access.actors import SystemActor, UserActor
from fgc.access.roles import Role
from fgc.conferences import actions as conferences
from fgc.conferences.models import Conference
from fgc.conferences.rules import Moment
from fgc.families import actions as families
from fgc.families.models import Family, Split
from fgc.networks import actions as networks
from fgc.networks import links
from fgc.networks.models import AccessLink
from fgc.plans import actions as plans
from fgc.plans import queries as plan_queries
from fgc.plans.models import LineAbout, Plan, Release, ReleaseYes
from fgc.plans.queries import Reader
from tests.access.small_model import BORN, KINDS, House, accept, actor_of, build, by_the_code, by_the_wall, people

TWELVE = BORN.replace(year=BORN.year + 12)
BEGIN = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
WHICH = st.sampled_from((0, 1))
SEAT = st.sampled_from((Role.MEMBER, Role.SUPPORTER))
GUEST = st.sampled_from(("friend", "decides in one", "decides in two"))
HOURS = st.integers(min_value=1, max_value=400)


class Doors(RuleBasedStateMachine):
    """Two families, seven accounts, and everything that opens or shuts a door; a child that becomes 12 in between."""

    def __init__(self) -> None:
        super().__init__()
        self.around = ExitStack()

    @initialize()
    def everybody_is_there(self) -> None:
        """Two families, on a Tuesday in March."""
        self.around.enter_context(transaction.atomic())
        self.hand = self.around.enter_context(time_machine.travel(BEGIN, tick=True))
        self.around.callback(transaction.set_rollback, True)
        self.is_split = False
        self.people = people()
        self.houses = [
            build("De ene kring", self.people["decides in one"]),
            build("De andere kring", self.people["decides in two"]),
        ]

    def teardown(self) -> None:
        """Nothing of it stays."""
        self.around.close()

    def _open(self, which: int) -> House | None:
        house = self.houses[which]
        return None if house.ended or house.is_gone or house.asleep is not None else house

    def _decides(self, house: House) -> UserActor:
        return UserActor(house.decides)

    @rule(which=WHICH, guest=GUEST, role=SEAT)
    def lets_in(self, which: int, guest: str, role: Role) -> None:
        """The family gives somebody a seat."""
        house, user = self._open(which), self.people[guest]
        if house and user.is_active:
            families.let_in(self._decides(house), house.family, name=user.name, email=user.email or "", role=role)
            # Who sits there already, for a while, goes on to do so.
            house.seats.setdefault((user.pk, role), None)
            if role not in house.roles_of(user):
                house.seats[user.pk, role] = None

    @rule(which=WHICH, guest=GUEST, role=SEAT, hours=HOURS)
    def lets_in_for_a_while(self, which: int, guest: str, role: Role, hours: int) -> None:
        """A seat that ends by itself; nothing cleans it up."""
        if house := self._open(which):
            until = timezone.now() + timedelta(hours=hours)
            grants.give(self.people[guest], role, house.family, until=until)
            house.seats[self.people[guest].pk, role] = until

    @rule(which=WHICH, guest=st.sampled_from(("friend", "decides in one", "decides in two", "coordinator")))
    def takes_back(self, which: int, guest: str) -> None:
        """The family ends somebody's seat."""
        house, user = self._open(which), self.people[guest]
        if house and house.roles_of(user) & {Role.MEMBER, Role.SUPPORTER, Role.COORDINATOR}:
            families.end_access(self._decides(house), house.family, user_id=user.pk)
            house.seats = {key: until for key, until in house.seats.items() if key[0] != user.pk}

    @rule(which=WHICH)
    def accepts_a_coordinator(self, which: int) -> None:
        """A coordinator begins."""
        house, user = self._open(which), self.people["coordinator"]
        if house and user.is_active:
            accept(house, user)
            house.seats[user.pk, Role.COORDINATOR] = None

    @rule(which=WHICH)
    def begins_private_time(self, which: int) -> None:
        """The coordinator leaves the room."""
        house, user = self._open(which), self.people["coordinator"]
        if house and not house.private and Role.COORDINATOR in house.roles_of(user):
            day = Conference.objects.get(family=house.family)
            Conference.objects.filter(pk=day.pk).update(moment=Moment.INFORMING)
            conferences.start_private_time(UserActor(user), day)
            house.private = True

    @rule(which=WHICH)
    def ends_private_time(self, which: int) -> None:
        """The family lets the coordinator in again."""
        house = self._open(which)
        if house and house.private:
            conferences.end_private_time(self._decides(house), Conference.objects.get(family=house.family))
            house.private = False

    @rule(which=WHICH, is_paper=st.booleans(), hours=HOURS)
    def sends_a_link(self, which: int, hours: int, *, is_paper: bool) -> None:
        """A personal link for the neighbour; a new letter ends the earlier ones."""
        if not (house := self._open(which)):
            return
        person, lives = house.persons["neighbour"], timedelta(hours=hours)
        clock = SystemActor("deliver", house.family.pk)
        if is_paper:
            links.code_for(clock, person, lives=lives)
            house.links = {key: (who, BEGIN if was else until, was) for key, (who, until, was) in house.links.items()}
        else:
            links.open_for(clock, person, via="mail", lives=lives)
        new = AccessLink.objects.filter(person=person).exclude(pk__in=house.links).get()
        house.links[new.pk] = (person, timezone.now() + lives, is_paper)

    @rule(which=WHICH, days=st.integers(min_value=0, max_value=20))
    def lets_a_professional_read(self, which: int, days: int) -> None:
        """A frozen copy for one reader, until a day."""
        house, reader = self._open(which), self.people["professional"]
        if not (house and reader.is_active):
            return
        plan = Plan.objects.get(family=house.family)
        [part, *_more] = [one.key for one in plan_queries.parts_of(house.family)]
        shown = plan_queries.release_preview(house.family, parts=[part])
        who = Reader(name=reader.name, email=reader.email or "", function="Leerplicht", employer="Gemeente")
        until = timezone.localdate() + timedelta(days=days)
        made = plans.release(
            self._decides(house), plan, reader=who, purpose="Om mee te denken", until=until, parts=[part],
            preview_hash=shown.hash,
        )  # fmt: skip
        house.releases.setdefault(made.pk, (until, timezone.localdate() < TWELVE))

    @rule(which=WHICH, says_yes=st.booleans())
    def the_child_says(self, which: int, *, says_yes: bool) -> None:
        """The coordinator writes down what the child answers to all that waits for it."""
        house, user = self._open(which), self.people["coordinator"]
        if not (house and not house.private and Role.COORDINATOR in house.roles_of(user)):
            return
        waiting = [pk for pk, (until, agreed) in house.releases.items() if not agreed and until >= timezone.localdate()]
        for yes in ReleaseYes.objects.filter(release__in=waiting, child__isnull=False):
            plans.record_yes_to_release(UserActor(user), yes, said_yes=says_yes)
            house.releases[yes.release_id] = (house.releases[yes.release_id][0], says_yes)
        house.releases = {pk: held for pk, held in house.releases.items() if pk not in waiting or says_yes}

    @rule(which=WHICH, is_open=st.booleans())
    def the_child_opens_or_closes_its_line(self, which: int, *, is_open: bool) -> None:
        """What is only about it, from its birthday on."""
        house = self.houses[which]
        if not house.is_gone:
            LineAbout.objects.filter(family=house.family).update(opened_at=timezone.now() if is_open else None)
            house.is_open = is_open

    @rule()
    def two_circles_are_connected(self) -> None:
        """Whoever coordinates both may be the coordinator of two circles of the same children."""
        one, two = self.houses
        if not (self.is_split or one.is_gone or two.is_gone):
            Split.objects.create(circle_a=one.family, circle_b=two.family)
            self.is_split = True

    @rule(which=WHICH)
    def takes_a_release_back(self, which: int) -> None:
        """All that was let out is taken back."""
        house = self.houses[which]
        if not house.is_gone:
            for made in Release.objects.filter(pk__in=house.releases):
                plans.revoke_release(self._decides(house), made)
            house.releases = {}

    @rule(which=WHICH)
    def has_a_pause(self, which: int) -> None:
        """Everybody else is out until the family goes on."""
        house = self._open(which)
        if house and not house.private:
            networks.pause_family(self._decides(house), house.family)
            house.sleeps()

    @rule(which=WHICH)
    def goes_on(self, which: int) -> None:
        """The pause is over: whoever had a seat has it again, if it did not end meanwhile."""
        house = self.houses[which]
        if house.asleep is not None:
            networks.go_on(self._decides(house), house.family)
            house.wakes()

    @rule(which=WHICH)
    def stops(self, which: int) -> None:
        """The family stops, also from a pause: everybody else is out at once."""
        house = self.houses[which]
        if not (house.ended or house.is_gone):
            families.stop_family(self._decides(house), house.family)
            self._ends(house)

    @rule(which=WHICH)
    def erases(self, which: int) -> None:
        """The family wants everything gone, in a week."""
        house = self.houses[which]
        if not house.is_gone and house.erases_at is None:
            families.erase_family(self._decides(house), house.family, typed_name=house.family.name)
            house.erases_at = timezone.now() + timedelta(days=7)
            self._ends(house)

    @rule(which=WHICH)
    def keeps(self, which: int) -> None:
        """It stays after all, closed for everybody else."""
        house = self.houses[which]
        if not house.is_gone and house.erases_at:
            families.keep_family(self._decides(house), house.family)
            house.erases_at = None

    def _ends(self, house: House) -> None:
        house.seats, house.asleep, house.releases, house.private, house.ended = {}, None, {}, False, True

    @rule(hours=HOURS)
    def time_goes_by(self, hours: int) -> None:
        """Hours or days; the clock's own work is done late, or not at all."""
        # Never at the very moment at which something ends.
        self.hand.shift(timedelta(hours=hours, seconds=1))

    @rule()
    def the_clock_works(self) -> None:
        """What should be erased is erased."""
        families.erase_due(SystemActor("erase"))
        for house in self.houses:
            house.is_gone |= bool(house.erases_at and house.erases_at <= timezone.now())
            self.is_split &= not house.is_gone

    @precondition(lambda self: all(not house.is_gone for house in self.houses))
    @rule(who=st.sampled_from(("friend", "coordinator", "professional")), is_active=st.booleans())
    def an_account_is_closed_or_opened(self, who: str, *, is_active: bool) -> None:
        """An operator closes an account, or opens it again."""
        self.people[who].is_active = is_active
        self.people[who].save(update_fields=["is_active"])

    @invariant()
    def both_walls_agree_with_the_model(self) -> None:
        """For every account, in every family: all or nothing of each kind, and of one's own no more than the own."""
        for name, user in self.people.items():
            shown = by_the_wall(UserActor(user))
            for house in self.houses:
                sees = house.seen_by(user)
                assert by_the_code(UserActor(user), house.family) == sees, (name, house.family.name)
                if "plan" in sees:
                    closed = plan_queries.closed_to(UserActor(user), house.family).lines
                    assert bool(closed) != house.reads_all_lines(user), (name, house.family.name)
                self._wall_shows(name, house, shown, sees, user)

    @invariant()
    def only_who_coordinates_both_knows_of_both(self) -> None:
        """And only while neither circle is in its private time."""
        _one, two = self.houses
        for name, user in self.people.items():
            knows = self.is_split and all(
                Role.COORDINATOR in house.roles_of(user) and not house.private for house in self.houses
            )
            assert by_the_wall(UserActor(user)).get(("split", two.family.pk), 0) == int(knows), name

    def _wall_shows(self, name: str, house: House, shown: Any, sees: frozenset[str], user: Any) -> None:
        today = timezone.localdate()
        is_read = house.asleep is None
        readable = [until for until, agreed in house.releases.values() if is_read and agreed and until >= today]
        own = {
            # The row of the family itself is seen by whoever has anything to do with it.
            "family": bool(house.roles_of(user)) or (self._reads(user) and bool(readable)),
            "names": 0,
            "releases": len(readable) if self._reads(user) else 0,
        }
        for kind in KINDS:
            many = shown.get((kind, house.family.pk), 0)
            if kind == "plan" and kind in sees:
                assert many == 1 + house.reads_all_lines(user), (name, house.family.name, many)
            elif kind in sees:
                assert many > 0 or kind in ("list", "releases"), (name, house.family.name, kind)
            else:
                assert many == own.get(kind, 0), (name, house.family.name, kind, many)

    def _reads(self, user: Any) -> bool:
        return bool(user == self.people["professional"] and user.is_active)

    @invariant()
    def a_link_opens_the_own_things_and_nothing_else(self) -> None:
        """One person, one line of the plan, while it works; otherwise nothing at all."""
        for house in self.houses:
            for link in house.links:
                shown = by_the_wall(actor_of(house, link))
                expected = {("family", house.family.pk): 1, ("names", house.family.pk): 1, ("plan", house.family.pk): 1}
                assert shown == (expected if house.opens(link) else {}), house.family.name
                assert by_the_code(actor_of(house, link), house.family) == frozenset()


def walk(examples: int, steps: int, *, is_long: bool = False) -> None:
    """Tries so many rows of so many steps; the long walk tries others each time, and seeks the shortest that fails."""
    assert Family.objects.count() == 0
    how = settings(
        max_examples=examples,
        stateful_step_count=steps,
        phases=[Phase.generate, Phase.shrink] if is_long else [Phase.generate],
        derandomize=not is_long,
        deadline=None,
        database=None,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Doors, settings=how)  # type: ignore[no-untyped-call]


@pytest.mark.django_db
def test_both_walls_agree_with_a_small_model_whatever_happens() -> None:
    walk(examples=8, steps=20)


@pytest.mark.faults
@pytest.mark.django_db
def test_both_walls_agree_with_a_small_model_for_long() -> None:
    walk(examples=200, steps=50, is_long=True)
