"""Whoever lets somebody in must be allowed to: each action that opens a door, asked by everybody; and its dates."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from fgc.access import grants
from fgc.access.actors import Actor, SystemActor, Visitor
from fgc.access.models import FamilyGrant
from fgc.access.roles import Role
from fgc.accounts.models import User
from fgc.errors import NotAllowed, RuleBroken
from fgc.families import actions as families
from fgc.families.models import Child, Commission, CoordinatorOffer, Family, Split
from fgc.families.rules import OfferState, Yes
from fgc.networks import actions as circle
from fgc.networks import links
from fgc.networks.models import AccessLink, Emergency, NamedReader, Person
from fgc.plans import actions as plans
from fgc.plans import queries as plan_queries
from fgc.plans.models import Release
from tests.conftest import acting
from tests.factories import CommissionFactory, FamilyFactory, PersonFactory, UserFactory, WorkerFactory, by_link, let_in
from tests.plans.running import promised, running_plan

pytestmark = pytest.mark.django_db
OPENS = (FamilyGrant, AccessLink, Release, Commission, CoordinatorOffer, Split, Emergency, NamedReader, User)
NEW = {"name": "Nieuw", "email": "nieuw@post.example"}
WORK = {"call_name": "Wil", "function": "mentor", "email": "wil@school.example"}


@pytest.fixture
def house(
    family: Family, saskia: User, noor: User, marleen: User, cem: User, mirjam: User, noor_child: Child, truus: Person
) -> Family:
    """A family with somebody in each role, an offer that was accepted, and a plan that runs."""
    let_in(UserFactory(name="Kemal"), Role.PARENT, family, PersonFactory(family=family, call_name="Kemal"))
    CommissionFactory(family=family, giver=saskia, answer=Yes.YES, giver_as="parent")
    CoordinatorOffer.objects.create(
        family=family, coordinator=WorkerFactory(), state=OfferState.DECLARED, declared_at=timezone.now()
    )
    promised(running_plan(family), truus, text="Truus kookt op dinsdag.")
    return family


@pytest.fixture
def everybody(
    house: Family, saskia: User, noor: User, marleen: User, cem: User, mirjam: User, truus: Person, petra: User,
    erik: User, stranger: User,
) -> dict[str, Actor]:  # fmt: skip
    """Each who may come to a door, with the clock and somebody who is nobody here."""
    elsewhere = let_in(WorkerFactory(name="Elders"), Role.COORDINATOR, FamilyFactory(name="De kring van elders"))
    return {
        "commissioner": acting(saskia),
        "young": acting(noor),
        "parent": acting(User.objects.get(name="Kemal")),
        "member": acting(cem),
        "supporter": acting(marleen),
        "coordinator": acting(mirjam),
        "link": by_link(truus),
        "professional": acting(petra),
        "manager": acting(erik),
        "commissioner of another family": acting(stranger),
        "coordinator of another family": acting(elsewhere),
        "visitor": Visitor(),
        "clock": SystemActor("deliver", house.pk),
    }


def _releases(actor: Actor, house: Family) -> Any:
    parts = [part.key for part in plan_queries.parts_of(house)]
    shown = plan_queries.release_preview(house, parts=parts).hash
    reader = plan_queries.Reader(name="Petra", email="p@werk.example", function="jeugdteam", employer="Zilverdam")
    until = timezone.localdate() + timedelta(days=30)
    plan = plan_queries.running_plan_of(house)
    assert plan is not None
    return plans.release(actor, plan, reader=reader, purpose="Meer", until=until, parts=parts, preview_hash=shown)


def _person(house: Family, name: str = "Truus") -> Person:
    return Person.objects.get(family=house, call_name=name)


def _offer(house: Family) -> CoordinatorOffer:
    return CoordinatorOffer.objects.get(family=house)


DECIDES, DRAWS = {"commissioner", "young"}, {"commissioner", "young", "coordinator"}
# Each action that lets somebody in, and who may.
DOORS: dict[str, tuple[Callable[[Actor, Family], Any], set[str]]] = {
    "let in": (lambda actor, house: families.let_in(actor, house, **NEW), {"commissioner"}),
    "let in beside a child": (
        lambda actor, house: families.let_in(actor, house, **NEW, role=Role.SUPPORTER.value), {"commissioner"},
    ),
    "ask who decides along": (
        lambda actor, house: families.ask_commission(actor, house, **NEW), {"commissioner", "coordinator"},
    ),
    "say yes for another": (
        lambda actor, house: families.give_commission(
            actor, Commission.objects.get(family=house), child_ids=[Child.objects.get(family=house).pk]
        ),
        {"commissioner"},
    ),
    "offer a coordinator": (
        lambda actor, house: families.offer_coordinator(actor, house.pk, coordinator_id=_offer(house).coordinator_id),
        {"manager"},
    ),
    "accept a coordinator": (lambda actor, house: families.accept_coordinator(actor, _offer(house)), DECIDES),
    "prolong a coordinator": (families.prolong_coordinator, DECIDES),
    "open another circle": (lambda actor, house: families.open_other_circle(actor, house, **NEW), {"coordinator"}),
    "go on after a pause": (circle.go_on, DECIDES),
    "name a professional": (lambda actor, house: circle.add_professional(actor, house, **WORK), DRAWS),
    "tie an account": (
        lambda actor, house: circle.link_account(actor, _person(house), account=User.objects.get(name="Kemal")), DRAWS,
    ),
    "send a link": (lambda actor, house: links.open_for(actor, _person(house), via="mail"), {"coordinator", "clock"}),
    "write a code": (lambda actor, house: links.code_for(actor, _person(house)), {"coordinator", "clock"}),
    "tell a number": (lambda actor, house: links.number_to_tell(actor, _person(house)), {"coordinator", "clock"}),
    "release": (_releases, DECIDES),
    "ask in an emergency": (
        lambda actor, house: circle.ask_emergency(actor, family_id=house.pk, reason="Er is gevaar."), {"manager"},
    ),
}  # fmt: skip


def opened() -> dict[str, list[Any]]:
    """Every row that opens something, as it stands."""
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in OPENS}


@pytest.mark.parametrize("door", DOORS)
def test_only_who_may_lets_somebody_in(door: str, house: Family, everybody: dict[str, Actor]) -> None:
    opens, may = DOORS[door]
    refused = set()

    for who, actor in everybody.items():
        before = opened()
        with transaction.atomic():
            try:
                opens(actor, house)
            except NotAllowed:
                refused.add(who)
                assert opened() == before, who
            except RuleBroken:
                pass
            transaction.set_rollback(True)

    assert everybody.keys() - refused == may


def test_what_is_given_twice_is_one_grant_and_the_last_dates_count(house: Family, cem: User) -> None:
    now, week = timezone.now(), timedelta(weeks=1)
    for since, until in ((now - week, now + week), (now, now + 2 * week)):
        grants.give(cem, Role.MEMBER, house, since=since, until=until)

    held = FamilyGrant.objects.get(content_object=house, user=cem)
    assert (held.starts_at, held.ends_at) == (now, now + 2 * week)
    assert held.called == cem.name


def test_a_grant_that_ends_before_it_begins_is_refused(house: Family, cem: User) -> None:
    now, before = timezone.now(), opened()

    with pytest.raises(IntegrityError), transaction.atomic():
        grants.give(cem, Role.MEMBER, house, since=now, until=now - timedelta(hours=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        grants.end_at(house.pk, roles=[Role.MEMBER], moment=now - timedelta(weeks=9))

    assert opened() == before


def test_a_grant_of_the_past_opens_nothing_and_one_of_later_not_yet(
    house: Family, cem: User, visit: Any, time_machine: Any
) -> None:
    now, day, home = timezone.now(), timedelta(days=1), reverse("families:home", args=[house.pk])

    grants.give(cem, Role.MEMBER, house, since=now - 2 * day, until=now - day)
    assert visit(cem).get(home).status_code == 404

    grants.give(cem, Role.MEMBER, house, since=now + day, until=now + 3 * day)
    assert visit(cem).get(home).status_code == 404
    time_machine.move_to(now + 2 * day)
    assert visit(cem).get(home).status_code == 200
    time_machine.move_to(now + 4 * day)
    assert visit(cem).get(home).status_code == 404


@pytest.mark.parametrize(("until", "says"), [("2020-01-01", "voorbij"), ("2099-01-01", "dagen"), ("1-2-3-4", "dag")])
def test_a_release_of_the_past_or_without_end_is_refused_beside_the_day(
    house: Family, saskia: User, visit: Any, until: str, says: str
) -> None:
    parts = [part.key for part in plan_queries.parts_of(house)]
    body = {
        "parts": parts, "preview_hash": plan_queries.release_preview(house, parts=parts).hash, "name": "Petra",
        "email": "p@werk.example", "function": "jeugdteam", "employer": "Zilverdam", "purpose": "Meer", "until": until,
    }  # fmt: skip

    page = visit(saskia).post(reverse("released:prepare", args=[house.pk]), body)

    assert (page.status_code, 'id="id_until_error"' in page.content.decode()) == (422, True)
    assert says in page.content.decode()
    assert not Release.objects.exists()


def test_while_the_parents_disagree_nothing_about_the_children_opens(
    house: Family, everybody: dict[str, Actor], visit: Any, saskia: User
) -> None:
    Family.objects.filter(pk=house.pk).update(is_disputed=True)
    house.refresh_from_db()
    before = opened()

    with pytest.raises(RuleBroken) as no:
        _releases(everybody["commissioner"], house)

    assert no.value.code == "disputed"
    assert opened() == before
    # What concerns the own people alone goes on.
    assert families.let_in(everybody["commissioner"], house, **NEW)


def test_two_parents_who_answer_each_other_dispute_it_and_agree_again(house: Family, saskia: User) -> None:
    other = User.objects.get(name="Kemal")
    child = Child.objects.get(family=house)
    asked = CommissionFactory(family=house, giver=other, answer=Yes.ASKED, giver_as="parent")

    families.refuse_commission(acting(other), asked)
    house.refresh_from_db()
    assert house.is_disputed
    with pytest.raises(RuleBroken):
        _releases(acting(saskia), house)

    asked.refresh_from_db()
    families.give_commission(acting(other), asked, child_ids=[child.pk])
    house.refresh_from_db()
    assert not house.is_disputed
