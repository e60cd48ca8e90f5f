"""One circle that holds people of both sides: the mother's with her own, and of the father's side he and two others."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from fgc.access.roles import Role
from fgc.accounts.models import User
from fgc.families import actions
from fgc.families.models import Child, Commission, Family, Split
from fgc.families.rules import Yes
from fgc.networks.models import Person
from fgc.networks.rules import CircleRole
from fgc.plans.actions import split_circle
from fgc.plans.models import Commitment
from tests import factories
from tests.conftest import acting
from tests.plans.running import promised, running_plan


@dataclass(frozen=True)
class Joint:
    """Who is in it, and what was promised there."""

    family: Family
    coordinator: User
    dennis: User
    marco: User
    persons: dict[str, Person]
    painting: Commitment

    @property
    def goes(self) -> list[Any]:
        """The ids of those of his side."""
        return [self.persons[name].pk for name in ("Dennis", "Marco", "Stef")]

    def split(self, **said: Any) -> Split:
        """The coordinator opens a circle for Dennis, with those of his side."""
        words = {"name": "Dennis Kuiper", "email": "dennis@post.example", "person_ids": self.goes}
        return split_circle(acting(self.coordinator), self.family, **{**words, **said})


def joint_circle(family: Family, mother: User, coordinator: User) -> Joint:
    """Both parents said yes; the plan runs; Marco has an account, Stef comes by a link and promised to paint."""
    child = factories.ChildFactory(family=family, call_name="Natnael", birth_date=date(2017, 5, 6))
    plan = running_plan(family)
    persons = {
        name: factories.PersonFactory(family=family, call_name=name, tie_label=tie, role=role)
        for name, tie, role in (
            ("Dennis", "papa", CircleRole.PARENT),
            ("Marco", "oom", CircleRole.OTHER_FAMILY),
            ("Stef", "vriend", CircleRole.FRIEND),
        )
    }
    dennis = factories.UserFactory(name="Dennis Kuiper", email="dennis@post.example")
    marco = factories.UserFactory(name="Marco Kuiper", email="marco@post.example")
    factories.let_in(dennis, Role.COMMISSIONER, family, persons["Dennis"])
    factories.let_in(marco, Role.MEMBER, family, persons["Marco"])
    for giver in (mother, dennis):
        said = Commission.objects.create(family=family, giver=giver, giver_as="parent", answer=Yes.YES)
        said.children.create(family=family, child=child)
    painting = promised(plan, persons["Stef"], text="Stef verft de kamer.")
    return Joint(family, coordinator, dennis, marco, persons, painting)


def takes_back(joint: Joint) -> Joint:
    """Dennis took back his own yes, in his own account."""
    actions.withdraw_commission(acting(joint.dennis), joint.family)
    joint.family.refresh_from_db()
    return joint


def names_of(family: Family) -> list[str]:
    """The children of a circle by name."""
    return sorted(Child.objects.filter(family=family).values_list("call_name", flat=True))
