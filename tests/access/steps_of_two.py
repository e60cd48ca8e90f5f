"""Circles that must not know of each other: split, joined, parted, with a plan for the children that both read.

Each step is tried at any moment, and the model says beforehand whether it may be.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from fgc.access.actors import SystemActor, UserActor
from fgc.access.roles import Role
from fgc.accounts.models import User
from fgc.errors import NotAllowed, RuleBroken
from fgc.families import actions as families
from fgc.families import queries
from fgc.families.models import Child, Split
from fgc.networks import actions as networks
from fgc.networks.models import Person
from fgc.plans import actions as plans
from fgc.plans.models import Agreement, AmendmentConsent, Plan
from tests.access.small_model import TWELVE, Beside, House
from tests.access.steps_of_one import WHICH, StepsOfOne
from tests.splitting import chosen_is

PAIR = st.sampled_from(((0, 1), (1, 0), (0, 2), (1, 2), (2, 1)))
SIDE = st.sampled_from((0, 1))


@contextmanager
def goes(*, well: bool) -> Iterator[None]:
    """What is done here succeeds, or is refused in the house's own words; nothing else."""
    if well:
        yield
    else:
        with pytest.raises((RuleBroken, NotAllowed)):
            yield


class StepsOfTwo(StepsOfOne):
    """What a coordinator of two circles does with them, and those who decide on the plan for their children."""

    def begin(self, begun: str) -> None:
        """Apart, split, joined, or with a plan for the children that both read."""
        if begun == "apart":
            return
        self.accepts_a_coordinator(which=0)
        if begun == "split":
            self.is_split(which=0, goes_along=False)
            self.the_friend_says_yes_and_has_a_coordinator()
            return
        self.accepts_a_coordinator(which=1)
        self.two_circles_are_joined(pair=(0, 1))
        if begun == "with a plan":
            self.a_plan_for_the_children_is_made(place=0)
            for step in (self.one_says_yes_to_deciding_together, self.they_choose_its_coordinator):
                for side in (0, 1):
                    step(side=side)
            self.a_line_is_written_or_proposed()
            for side in (0, 1):
                self.one_says_yes_to_the_words(side=side)
            self.the_clock_carries()

    @precondition(lambda self: len(self.houses) == 2)
    @rule(which=WHICH, goes_along=st.booleans())
    def is_split(self, which: int, *, goes_along: bool) -> None:
        """The friend gets a circle of the own, and leaves this one; perhaps the neighbour too."""
        house, friend, coordinator = self.houses[which], self.people["friend"], self.people["coordinator"]
        if house.is_gone or not friend.is_active:
            return
        may = house.is_open_now and house.is_coordinated_by(coordinator)
        seated = bool(house.roles_of(friend))
        neighbour = [house.persons["neighbour"].pk] if goes_along else []
        with goes(well=may):
            row = plans.split_circle(
                UserActor(coordinator), house.family, name="Vriend", email=friend.email or "", person_ids=neighbour,
                account_ids=[friend.pk] if seated else [],
            )  # fmt: skip
        if may:
            house.seats = {key: until for key, until in house.seats.items() if key[0] != friend.pk}
            if goes_along:
                house.loses_its_neighbour()
            opened = House(
                row.circle_b, friend, {}, holds=frozenset(), lines=0, of_the_child=0, asked=coordinator,
                is_commissioned=False,
            )  # fmt: skip
            self.houses.append(opened)
            self.beside.append(Beside(row.pk, house, opened))

    @precondition(lambda self: len(self.houses) > 2)
    @rule()
    def the_friend_says_yes_and_has_a_coordinator(self) -> None:
        """In the circle of the own, to the same coordinator."""
        house, friend, coordinator = self.houses[2], self.people["friend"], self.people["coordinator"]
        if house.is_open_now and house.asked and friend.is_active and coordinator.is_active:
            self._says_yes(house, friend)
            # From its twelfth birthday on the child is asked as well, and here nobody asks it.
            house.is_commissioned |= timezone.localdate() < TWELVE
            with goes(well=house.is_commissioned):
                chosen_is(coordinator, house.family, by=friend)
            if house.is_commissioned:
                house.seats[coordinator.pk, Role.COORDINATOR], house.asked = None, None

    def _says_yes(self, house: House, user: User) -> None:
        children = list(Child.objects.filter(family=house.family).values_list("pk", flat=True))
        asked = queries.own_commission(UserActor(user), house.family)
        assert asked is not None
        families.give_commission(UserActor(user), asked, child_ids=children)

    @rule(pair=PAIR)
    def two_circles_are_joined(self, pair: tuple[int, int]) -> None:
        """About the same child, by who coordinates both; twice is once."""
        one, other = (self._house(place) for place in pair)
        coordinator = self.people["coordinator"]
        if not (one and other):
            return
        may = all(house.is_open_now and house.is_coordinated_by(coordinator) for house in (one, other))
        with goes(well=may):
            row = families.join_circles(UserActor(coordinator), one.family, other_id=other.family.pk)
        if may and row.pk not in {known.id for known in self.beside}:
            self.beside.append(Beside(row.pk, one, other))

    @precondition(lambda self: self.beside)
    @rule(place=SIDE)
    def two_circles_are_parted(self, place: int) -> None:
        """As long as no plan for the children goes on, and no copy of one is left."""
        row = self.beside[place % len(self.beside)]
        coordinator = self.people["coordinator"]
        copied = any(row.id in circle.copies for circle in (row.one, row.other))
        may = row.is_coordinated_by(coordinator) and row.plan is None and not copied
        with goes(well=may):
            plans.part_circles(UserActor(coordinator), self._row(row))
        if may:
            self.beside.remove(row)

    def _row(self, row: Beside) -> Split:
        return Split.objects.select_related("circle_a", "circle_b").get(pk=row.id)

    @precondition(lambda self: any(row.plan is None for row in self.beside))
    @rule(place=SIDE)
    def a_plan_for_the_children_is_made(self, place: int) -> None:
        """For who decides in each circle; from its twelfth birthday on not without the child."""
        row = self.beside[place % len(self.beside)]
        if row.plan:
            return
        coordinator, decide = self.people["coordinator"], [row.one.decides, row.other.decides]
        may = row.is_coordinated_by(coordinator) and timezone.localdate() < TWELVE
        may &= all(house.is_open_now and house.is_commissioned for house in (row.one, row.other))
        may &= all(user is not None and user.is_active for user in decide)
        givers = [user.pk for user in decide if user]
        with goes(well=may):
            family = networks.make_childrens_plan(UserActor(coordinator), self._row(row), giver_ids=givers)
        if may:
            row.plan = House(
                family, None, {}, seats={(pk, Role.PARENT): None for pk in givers}, holds=frozenset({"names"}), lines=0,
                of_the_child=0, asked=coordinator, is_commissioned=False,
            )  # fmt: skip
            self.plans.append(row.plan)

    @precondition(lambda self: any(row.plan for row in self.beside))
    @rule(side=SIDE)
    def one_says_yes_to_deciding_together(self, side: int) -> None:
        """From the own yes on, and not before, somebody reads it and decides along."""
        plan, user = self._plan(), self._decider(side)
        if plan.is_open_now and user.is_active and (user.pk, Role.PARENT) in plan.seats:
            self._says_yes(plan, user)
            del plan.seats[user.pk, Role.PARENT]
            plan.seats[user.pk, Role.JOINT] = None
            is_said = not any(role == Role.PARENT for _who, role in plan.seats)
            plan.is_commissioned = is_said and timezone.localdate() < TWELVE

    def _plan(self) -> House:
        return next(row.plan for row in self.beside if row.plan)

    def _decider(self, side: int) -> User:
        row = next(row for row in self.beside if row.plan)
        user = (row.one, row.other)[side].decides
        assert user is not None, "a circle"
        return user

    @precondition(lambda self: any(row.plan for row in self.beside))
    @rule(side=SIDE)
    def they_choose_its_coordinator(self, side: int) -> None:
        """The one who made it, by one of the two."""
        plan, user, coordinator = self._plan(), self._decider(side), self.people["coordinator"]
        if plan.asked and plan.is_commissioned and user.is_active and coordinator.is_active:
            chosen_is(coordinator, plan.family, by=user)
            plan.seats[coordinator.pk, Role.COORDINATOR], plan.asked = None, None

    @precondition(lambda self: any(row.plan for row in self.beside))
    @rule()
    def a_line_is_written_or_proposed(self) -> None:
        """By its coordinator: written while it is a draft, proposed when it runs."""
        plan, coordinator = self._plan(), UserActor(self.people["coordinator"])
        text = f"Afspraak {plan.lines + 1}."
        if not plan.is_coordinated_by(self.people["coordinator"]):
            return
        plan.family.refresh_from_db()
        sheet = plans.begin_plan(coordinator, plan.family)
        if plan.version:
            plans.add_line_to_running_plan(coordinator, sheet, text=text)
        else:
            somebody = Person.objects.get(family=plan.family, account=None, child=None)
            plans.record_agreement(coordinator, sheet, text=text, person_ids=[somebody.pk])
        plan.lines, plan.yeses, plan.holds = plan.lines + 1, set(), plan.holds | {"plan"}

    @precondition(lambda self: any(row.plan and row.plan.lines for row in self.beside))
    @rule(side=SIDE)
    def one_says_yes_to_the_words(self, side: int) -> None:
        """It begins with the yes of each to the same words, and so does each line that comes later."""
        plan, user = self._plan(), self._decider(side)
        if (user.pk, Role.JOINT) not in plan.seats or not user.is_active:
            return
        if plan.version:
            waiting = AmendmentConsent.objects.filter(
                amendment__agreement__in=Agreement.objects.filter(family=plan.family), person__account=user,
                amendment__state="proposed", said_yes=None,
            )  # fmt: skip
            for consent in waiting:
                plans.answer_amendment(UserActor(user), consent, said_yes=True)
        else:
            plans.approve_plan(UserActor(user), Plan.objects.get(family=plan.family))
            plan.yeses.add(user.pk)
            plan.version = int(plan.yeses >= {who for who, role in plan.seats if role == Role.JOINT})

    @rule()
    def the_clock_carries(self) -> None:
        """Each circle that did not end reads what is agreed for its children, and no more what ended."""
        plans.carry_childrens_plans(SystemActor("childrens_plan"))
        for row in self.beside:
            for circle in (row.one, row.other):
                if circle.ended:
                    continue
                if row.plan and row.plan.version:
                    circle.copies.add(row.id)
                elif row.plan is None:
                    circle.copies.discard(row.id)
