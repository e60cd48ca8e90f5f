"""Two circles that must not know of each other, ready for a plan for the children."""

from datetime import date, timedelta

from django.utils import timezone

from fgc.access.roles import Role
from fgc.accounts.models import User
from fgc.families import actions, queries
from fgc.families.models import Child, Commission, CoordinatorOffer, Family, Split
from fgc.families.rules import Yes
from fgc.plans.models import Agreement, LineAbout
from tests import factories
from tests.conftest import acting


def both_circles(family: Family, mother: User, coordinator: User) -> Split:
    """The circle of the mother, and one of his own for Dennis, with the same coordinator."""
    Commission.objects.create(family=family, giver=mother, giver_as="parent", answer=Yes.YES)
    return beside(family, coordinator)


def beside(family: Family, coordinator: User) -> Split:
    """A circle for Dennis beside one that is there, to which everybody said yes, with the same coordinator."""
    child = factories.ChildFactory(family=family, call_name="Natnael", birth_date=date(2017, 5, 6))
    words = {"name": "Dennis Kuiper", "email": "dennis@post.example"}
    split = actions.open_other_circle(acting(coordinator), family, **words, child_ids=[child.pk])
    everybody_says_yes(split.circle_b)
    chosen_is(coordinator, split.circle_b, by=User.objects.get(email="dennis@post.example"))
    split.refresh_from_db()
    return split


def apart(family: Family, coordinator: User, *, name: str) -> Family:
    """A circle that was asked for apart, about the same child, with the same coordinator."""
    other = factories.FamilyFactory(name=name)
    child = Child.objects.filter(family=family).order_by("pk")[0]
    factories.ChildFactory(family=other, call_name=child.call_name, birth_date=child.birth_date)
    factories.let_in(coordinator, Role.COORDINATOR, other)
    return other


def sixteen(family: Family) -> None:
    """The young person decides alone from now on, and a line of the plan is only about her."""
    Child.objects.filter(family=family).update(birth_date=timezone.localdate() - timedelta(days=17 * 365))
    child = Child.objects.filter(family=family).order_by("pk")[0]
    for line in Agreement.objects.filter(family=family).order_by("pk")[:1]:
        LineAbout.objects.get_or_create(family=family, agreement=line, child=child)


def everybody_says_yes(family: Family, *, but: User | None = None) -> None:
    """Each who is asked for a yes to this gives it."""
    children = [child.pk for child in Child.objects.filter(family=family)]
    for row in Commission.objects.filter(family=family, answer=Yes.ASKED).select_related("giver").exclude(giver=but):
        asked = queries.own_commission(acting(row.giver), family)
        assert asked is not None
        actions.give_commission(acting(row.giver), asked, child_ids=children)


def chosen_is(coordinator: User, family: Family, *, by: User) -> None:
    """The coordinator declares to be independent, and is accepted."""
    offer = CoordinatorOffer.objects.get(family=family, coordinator=coordinator)
    actions.declare_independence(acting(coordinator), offer)
    actions.accept_coordinator(acting(by), offer)
