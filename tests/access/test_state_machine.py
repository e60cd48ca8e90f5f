"""Any row of grants, ends, links, releases, private time, pauses, stops and erasures of two families, of splits, joins
and plans for the children between them, with the clock moving on: both walls agree with the small model after every
step, for everybody, in every family."""

from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from fgc.access.actors import UserActor
from fgc.access.roles import Role
from fgc.families.models import Family
from fgc.plans import queries as plan_queries
from tests.access.small_model import KINDS, House, actor_of, by_the_code, by_the_wall
from tests.access.steps_of_two import StepsOfTwo


class Doors(StepsOfTwo):
    """After every step: does everybody see what the model says, and nothing else?"""

    @invariant()
    def both_walls_agree_with_the_model(self) -> None:
        """For every account, in every family: all or nothing of each kind, and of one's own no more than the own."""
        # A step for which it was not the moment changed nothing, so nobody sees anything else than before.
        if not self.has_changed:
            return
        for name, user in self.people.items():
            shown = by_the_wall(UserActor(user))
            # Only who coordinates both knows of both, and only while neither circle is in its private time.
            known = {pk for kind, pk in shown if kind == "split"}
            assert known == {row.id for row in self.beside if row.is_known_to(user)}, name
            for house in self.everywhere:
                sees = house.seen_by(user)
                assert by_the_code(UserActor(user), house.family) == sees, (name, house.family.name)
                if "plan" in sees:
                    closed = plan_queries.closed_to(UserActor(user), house.family).lines
                    assert bool(closed) != house.reads_all_lines(user), (name, house.family.name)
                self._wall_shows(name, house, shown, sees, user)
        self._links_open_the_own_things_and_nothing_else()
        self.has_changed = False

    def _wall_shows(self, name: str, house: House, shown: Any, sees: frozenset[str], user: Any) -> None:
        today = timezone.localdate()
        is_read = house.asleep is None
        readable = [until for until, agreed in house.releases.values() if is_read and agreed and until >= today]
        own = {
            # The row of the family itself is seen by whoever has anything to do with it.
            "family": bool(house.roles_of(user)) or (self._reads(user) and bool(readable)) or house.is_asked(user),
            # Whoever is asked to decide on a plan for the children stands there, and nobody else is read of.
            "names": int(Role.PARENT in house.roles_of(user)),
            "releases": len(readable) if self._reads(user) else 0,
        }
        for kind in KINDS:
            many = shown.get((kind, house.family.pk), 0)
            if kind in sees and kind in ("plan", "copies"):
                expected = house.lines_for(user) if kind == "plan" else len(house.copies)
                assert many == expected, (name, house.family.name, kind, many)
            elif kind in sees and kind != "family" and kind not in house.holds:
                assert many == 0 or kind in ("list", "releases"), (name, house.family.name, kind)
            elif kind in sees:
                assert many > 0 or kind in ("list", "releases"), (name, house.family.name, kind)
            else:
                assert many == own.get(kind, 0), (name, house.family.name, kind, many)

    def _reads(self, user: Any) -> bool:
        return bool(user == self.people["professional"] and user.is_active)

    def _links_open_the_own_things_and_nothing_else(self) -> None:
        """One person, one line of the plan, while it works; otherwise nothing at all."""
        for house in self.everywhere:
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
