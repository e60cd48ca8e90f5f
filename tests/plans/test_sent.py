"""What was sent about a family: one's own, and for who decides what is about the plan; nothing that is of others."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from fgc.access.actors import Actor, UserActor, Visitor
from fgc.access.walls import acting
from fgc.accounts.models import User
from fgc.families.models import Child, Family
from fgc.families.rules import Giver
from fgc.networks.models import Person
from fgc.outbox import queue
from fgc.outbox.models import Channel, Kind, Message, State
from fgc.pages.families.sent import ABOUT, CAME_TO, WAYS
from fgc.plans import queries
from fgc.plans.models import LineAbout
from fgc.plans.queries.sent import TOLD
from tests import factories
from tests.factories import by_link
from tests.plans.running import promised, running_plan

pytestmark = pytest.mark.django_db


def sent(state: State = State.SENT) -> None:
    """All that waits in this test came to this."""
    Message.objects.update(state=state, settled_at=timezone.now())


def seen_by(actor: Actor, family: Family) -> list[tuple[str, str]]:
    """As the database itself shows it to this actor: to whom, and about what."""
    with acting(actor):
        return sorted((one.name or "you", one.kind) for one in queries.sent_in(actor, family))


@pytest.fixture
def everything(family: Family, saskia: User, marleen: User, truus: Person) -> None:
    """To a grandmother about the date, to an aunt about the date, and to each parent something of the own."""
    queue.to_person(truus.pk, Kind.ASK_DATE, family)
    queue.to_user(marleen, Kind.DATE_CHOSEN, family)
    queue.to_user(marleen, Kind.LET_IN, family)
    queue.to_user(saskia, Kind.ASK_RELEASE, family)
    sent()


def test_who_decides_reads_the_own_and_what_is_about_the_plan(everything: Any, saskia: User, family: Family) -> None:
    assert seen_by(UserActor(saskia), family) == [
        ("Marleen", "date_chosen"),
        ("Truus", "ask_date"),
        ("you", "ask_release"),
    ]


def test_so_does_the_young_person_and_the_coordinator(
    everything: Any, noor: User, mirjam: User, family: Family
) -> None:
    for user in (noor, mirjam):
        assert seen_by(UserActor(user), family) == [("Marleen", "date_chosen"), ("Truus", "ask_date")]


def test_everybody_else_reads_the_own_alone(everything: Any, marleen: User, cem: User, family: Family) -> None:
    assert seen_by(UserActor(marleen), family) == [("you", "date_chosen"), ("you", "let_in")]
    assert seen_by(UserActor(cem), family) == []


def test_so_does_who_comes_by_a_personal_link(everything: Any, truus: Person, fatma: Person, family: Family) -> None:
    assert seen_by(by_link(truus), family) == [("you", "ask_date")]
    assert seen_by(by_link(fatma), family) == []


def test_nobody_from_outside_reads_anything(
    everything: Any, stranger: User, petra: User, erik: User, family: Family
) -> None:
    for actor in (UserActor(stranger), UserActor(petra), UserActor(erik), Visitor()):
        assert seen_by(actor, family) == []


def test_what_is_about_a_line_that_somebody_does_not_read_is_not_there_either(
    family: Family, saskia: User, noor: User, mirjam: User, truus: Person, noor_child: Child
) -> None:
    factories.CommissionFactory(family=family, giver=saskia, giver_as=Giver.PARENT)
    factories.CommissionFactory(family=family, giver=noor, giver_as=Giver.YOUNG, child=noor_child)
    promise = promised(running_plan(family), truus)
    LineAbout.objects.create(family=family, agreement=promise.agreement, child=noor_child)
    # At 16 the parents do not read what is only about her.
    Child.objects.update(birth_date=timezone.localdate() - timedelta(days=17 * 366))
    queue.to_person(truus.pk, Kind.REMIND_PROMISE, promise)
    queue.to_person(truus.pk, Kind.ASK_CONFIRMATION, promise.agreement.plan)
    sent()

    asked = [("Truus", "ask_confirmation"), ("Truus", "remind_promise")]
    assert seen_by(UserActor(saskia), family) == queries.sent_in(UserActor(saskia), family) == []
    assert seen_by(UserActor(noor), family) == seen_by(UserActor(mirjam), family) == asked
    assert seen_by(by_link(truus), family) == [("you", kind) for _name, kind in asked]
    # An open promise of the same person opens the question about all of them, and not the reminder of the other one.
    promised(promise.agreement.plan, truus)
    assert seen_by(UserActor(saskia), family) == [("Truus", "ask_confirmation")]


@pytest.mark.parametrize("state", State)
def test_what_waits_or_was_not_wanted_was_not_sent(everything: Any, saskia: User, family: Family, state: State) -> None:
    sent(state)

    assert bool(seen_by(UserActor(saskia), family)) is (state in TOLD)


def test_who_has_no_place_in_the_circle_stands_there_by_the_own_name(
    saskia: User, hanneke: User, family: Family
) -> None:
    queue.to_user(hanneke, Kind.ASK_INFORMATION, family)
    Message.objects.update(state=State.BY_HAND, channel=Channel.CALL)

    [one] = queries.sent_in(UserActor(saskia), family)

    assert (one.name, one.at, one.state) == ("Hanneke Brand", Message.objects.get().due_at, "by_hand")


def test_every_kind_every_way_and_every_end_has_its_words() -> None:
    assert set(ABOUT) == set(Kind)
    assert set(WAYS) == set(Channel)
    assert set(CAME_TO) == set(TOLD)
