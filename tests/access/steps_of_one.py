"""Everything that opens or shuts a door of one family, as steps that come in any order beside the small model."""

from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from fgc.access import grants
from fgc.access.actors import SystemActor, UserActor
from fgc.access.roles import Role
from fgc.accounts.models import User
from fgc.conferences import actions as conferences
from fgc.conferences.models import Conference, PhaseOfDay
from fgc.conferences.rules import Moment, Phase
from fgc.families import actions as families
from fgc.networks import actions as networks
from fgc.networks import links
from fgc.networks.models import AccessLink
from fgc.plans import actions as plans
from fgc.plans import queries as plan_queries
from fgc.plans.models import LineAbout, Plan, Release, ReleaseYes
from fgc.plans.queries import Reader
from tests import factories
from tests.access.small_model import TWELVE, Beside, House, accept, build, people

BEGIN = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
# The two families of the beginning; and with those, the circle that one of them was split into and the last plan for
# the children.
WHICH = st.sampled_from((0, 1))
PLAN = 3
ANY = st.sampled_from((0, 1, 2, PLAN))
SEAT = st.sampled_from((Role.MEMBER, Role.SUPPORTER))
GUEST = st.sampled_from(("friend", "decides in one", "decides in two"))
HOURS = st.integers(min_value=1, max_value=400)


class StepsOfOne(RuleBasedStateMachine):
    """Two families, seven accounts, and everything that opens or shuts a door; a child that becomes 12 in between."""

    def __init__(self) -> None:
        super().__init__()
        self.around = ExitStack()
        self.has_changed = True

    @initialize(begun=st.sampled_from(("apart", "split", "joined", "with a plan")))
    def everybody_is_there(self, begun: str) -> None:
        """Two families, on a Tuesday in March; what takes many steps to come to is begun with as well."""
        self.around.enter_context(transaction.atomic())
        self.hand = self.around.enter_context(time_machine.travel(BEGIN, tick=True))
        self.around.callback(transaction.set_rollback, True)
        self.around.enter_context(connection.execute_wrapper(self._notices))
        self.beside: list[Beside] = []
        # Plans for the children of two of them, the newest last; an ended one stays with who decided on it.
        self.plans: list[House] = []
        self.people = people()
        self.houses = [
            build("De ene kring", self.people["decides in one"]),
            build("De andere kring", self.people["decides in two"]),
        ]
        self.begin(begun)

    def begin(self, begun: str) -> None:
        """How far it is at the beginning, by the same steps."""

    def _notices(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.has_changed |= sql.lstrip().startswith(("INSERT", "UPDATE", "DELETE", "SELECT wall."))
        return execute(sql, params, many, context)

    def teardown(self) -> None:
        """Nothing of it stays."""
        self.around.close()

    def _house(self, which: int) -> House | None:
        """A family by its place; the third, and at the fourth place a plan for the children, are not always there."""
        there = self.plans[-1:] if which == PLAN else self.houses[which : which + 1]
        return next((house for house in there if not house.is_gone), None)

    @property
    def everywhere(self) -> list[House]:
        """Every circle, and every plan for the children."""
        return [*self.houses, *self.plans]

    def _open(self, which: int) -> House | None:
        house = self._house(which)
        return house if house and house.is_open_now else None

    def _decides(self, house: House) -> UserActor:
        """Who decides alone, or one of those who decide together; nobody whose account is closed."""
        together = (who for who, role in house.seats if role == Role.JOINT)
        user = house.decides or User.objects.get(pk=next(together))
        return UserActor(user)

    def _is_decided(self, house: House) -> bool:
        """Is there anybody who decides, and may that account come in?"""
        if house.decides:
            return house.decides.is_active
        joint = [who for who, role in house.seats if role == Role.JOINT]
        return bool(joint) and User.objects.get(pk=joint[0]).is_active

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
            # As often as it comes: the day stands in part 1 again.
            PhaseOfDay.objects.filter(conference=day).exclude(phase=Phase.INFORMATION).delete()
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
        house = self._open(which)
        if not house or house.has_left:
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

    @rule(which=WHICH)
    def takes_a_release_back(self, which: int) -> None:
        """All that was let out is taken back."""
        house = self.houses[which]
        if not house.is_gone:
            for made in Release.objects.filter(pk__in=house.releases):
                plans.revoke_release(self._decides(house), made)
            house.releases = {}

    @rule(which=ANY)
    def has_a_pause(self, which: int) -> None:
        """Everybody else is out until the family goes on."""
        house = self._open(which)
        if house and house.decides and self._is_decided(house) and house.is_commissioned and not house.private:
            networks.pause_family(self._decides(house), house.family)
            house.sleeps()

    @rule(which=ANY)
    def goes_on(self, which: int) -> None:
        """The pause is over: whoever had a seat has it again, if it did not end meanwhile."""
        house = self._house(which)
        if house and house.asleep is not None and self._is_decided(house):
            networks.go_on(self._decides(house), house.family)
            house.wakes()

    @rule(which=ANY)
    def stops(self, which: int) -> None:
        """The family stops, also from a pause: everybody else is out at once."""
        house = self._house(which)
        if house and not house.ended and self._is_decided(house):
            families.stop_family(self._decides(house), house.family)
            self._ends(house)

    @rule(which=ANY)
    def erases(self, which: int) -> None:
        """The family wants everything gone, in a week."""
        house = self._house(which)
        if house and house.erases_at is None and self._is_decided(house):
            families.erase_family(self._decides(house), house.family, typed_name=house.family.name)
            house.erases_at = timezone.now() + timedelta(days=7)
            self._ends(house)

    @rule(which=ANY)
    def keeps(self, which: int) -> None:
        """It stays after all, closed for everybody else."""
        house = self._house(which)
        if house and house.erases_at and self._is_decided(house):
            families.keep_family(self._decides(house), house.family)
            house.erases_at = None

    def _ends(self, house: House) -> None:
        house.ends()
        for row in self.beside:
            row.plan = None if row.plan is house else row.plan

    @rule(hours=HOURS)
    def time_goes_by(self, hours: int) -> None:
        """Hours or days; the clock's own work is done late, or not at all."""
        # Never at the very moment at which something ends.
        self.hand.shift(timedelta(hours=hours, seconds=1))
        self.has_changed = True

    @rule()
    def the_clock_works(self) -> None:
        """What should be erased is erased."""
        families.erase_due(SystemActor("erase"))
        for house in self.everywhere:
            house.is_gone |= bool(house.erases_at and house.erases_at <= timezone.now())
        self.beside = [row for row in self.beside if not (row.one.is_gone or row.other.is_gone)]
        # Whose account went along with the only family that named it comes back with a new one.
        there = set(User.objects.values_list("pk", flat=True))
        for name in [name for name, user in self.people.items() if user.pk not in there]:
            self.people[name] = factories.UserFactory(name=self.people[name].name, email=self.people[name].email)

    @precondition(lambda self: all(not house.is_gone for house in self.houses))
    @rule(who=st.sampled_from(("friend", "coordinator", "professional")), is_active=st.booleans())
    def an_account_is_closed_or_opened(self, who: str, *, is_active: bool) -> None:
        """An operator closes an account, or opens it again."""
        self.people[who].is_active = is_active
        self.people[who].save(update_fields=["is_active"])
