"""What stops a message, each asked at the moment of sending: it was queued while it was wanted, and is not any more."""

from collections.abc import Callable, Iterator
from datetime import date, time
from typing import Any

import pytest
import time_machine

from fgc.accounts.models import User
from fgc.families import actions as families
from fgc.families.models import Family
from fgc.networks import actions as networks
from fgc.networks.models import ContactCard, Person
from fgc.outbox import queue
from fgc.outbox.deliver import deliver_due
from fgc.outbox.models import Kind, Message, State
from fgc.plans import actions
from fgc.plans.models import Agreement, Commitment, Plan, Release
from fgc.plans.rules import Promise, Runs
from tests import factories
from tests.conftest import acting
from tests.factories import by_link
from tests.plans.running import on, promised, running_plan
from tests.postman import Postman

pytestmark = pytest.mark.django_db(transaction=True)
NOON = on(2026, 3, 9, 12)


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


class Story:
    """A reminder of Truus' promise that waits to be sent, and those who may stop it."""

    def __init__(self, family: Family, truus: Person, saskia: User, mirjam: User) -> None:
        self.family, self.truus, self.saskia, self.mirjam = family, truus, saskia, mirjam
        self.plan = running_plan(family)
        self.promise = promised(self.plan, truus)
        factories.CommissionFactory(family=family, giver=saskia)
        queue.to_person(truus.pk, Kind.REMIND_PROMISE, self.promise, occurrence="2026-03-10")


@pytest.fixture
def story(family: Family, truus: Person, saskia: User, mirjam: User) -> Story:
    return Story(family, truus, saskia, mirjam)


def done(story: Story) -> None:
    actions.report_progress(by_link(story.truus), story.promise, runs=Runs.DONE)


def declined(story: Story) -> None:
    actions.confirm_commitment(by_link(story.truus), story.promise, answer="rather_not")


def dropped(story: Story) -> None:
    Agreement.objects.update(dropped_in=2)


def finished(story: Story) -> None:
    Plan.objects.update(state="finished")


def unsubscribed(story: Story) -> None:
    actions.choose_reminders(by_link(story.truus), story.promise, wanted=False)


def left(story: Story) -> None:
    actions.leave(by_link(story.truus), story.truus)


def erased(story: Story) -> None:
    actions.leave(by_link(story.truus), story.truus, erase=True)


def over(story: Story) -> None:
    Person.objects.update(here_until=date(2026, 3, 8))


def call_me(story: Story) -> None:
    networks.set_contact(by_link(story.truus), story.truus, no_messages=True)


def no_address(story: Story) -> None:
    ContactCard.objects.update(email="")


def withdrawn(story: Story) -> None:
    families.withdraw_commission(acting(story.saskia), story.family)


def paused(story: Story) -> None:
    networks.pause_family(acting(story.saskia), story.family)


STOPS = [
    (done, State.SKIPPED, "not_promised"),
    (declined, State.SKIPPED, "not_promised"),
    (dropped, State.SKIPPED, "not_promised"),
    (finished, State.SKIPPED, "not_promised"),
    (unsubscribed, State.SKIPPED, "unsubscribed"),
    (left, State.SKIPPED, "left"),
    (erased, State.SKIPPED, "left"),
    (over, State.SKIPPED, "over"),
    (call_me, State.SKIPPED, "no_messages"),
    (no_address, State.SKIPPED, "no_messages"),
    (withdrawn, State.SKIPPED, "ended"),
    (paused, State.SKIPPED, "paused"),
]


@pytest.mark.parametrize(("stop", "state", "reason"), STOPS, ids=lambda one: getattr(one, "__name__", ""))
def test_what_is_not_wanted_any_more_is_not_sent_and_says_why(
    stop: Callable[[Story], None], state: State, reason: str, story: Story, postman: Postman
) -> None:
    stop(story)

    deliver_due(now=NOON)

    row = Message.objects.get(kind=Kind.REMIND_PROMISE)
    assert (row.state, row.reason) == (state, reason)
    assert postman.to(f"{story.truus.card.email}") == []


def test_without_any_of_them_it_is_sent(story: Story, postman: Postman) -> None:
    deliver_due(now=NOON)

    assert Message.objects.get(kind=Kind.REMIND_PROMISE).state == State.SENT
    assert len(postman.to(story.truus.card.email)) == 1


@pytest.mark.parametrize(
    ("hours", "reason"),
    [
        ({"quiet_from": time(11), "quiet_until": time(14)}, "quiet"),
        ({"safe_from": time(15), "safe_until": time(16)}, "safe_hours"),
    ],
)
def test_hours_that_were_chosen_after_it_was_queued_count(
    hours: dict[str, Any], reason: str, story: Story, postman: Postman
) -> None:
    ContactCard.objects.update(**hours)

    deliver_due(now=NOON)
    row = Message.objects.get(kind=Kind.REMIND_PROMISE)
    assert (row.state, row.reason, postman.letters) == (State.RETRY, reason, [])

    later = on(2026, 3, 9, 15, 30)
    with time_machine.travel(later, tick=False):
        deliver_due(now=later)
    row.refresh_from_db()
    assert (row.state, len(postman.letters)) == (State.SENT, 1)


def test_a_release_that_was_taken_back_is_not_announced(
    story: Story, petra: User, postman: Postman, saskia: User
) -> None:
    copy = Release.objects.create(
        family=story.family,
        plan=story.plan,
        version=1,
        recipient=petra,
        recipient_name="Petra",
        purpose="Om te weten wat wij doen.",
        until=date(2026, 8, 1),
        content={},
        released_by=saskia,
        agreed_at=NOON,
    )
    queue.to_user(petra, Kind.RELEASED, copy)
    actions.revoke_release(acting(saskia), copy)

    deliver_due(now=NOON)

    row = Message.objects.get(kind=Kind.RELEASED)
    assert row.state == State.SKIPPED
    assert postman.to(petra.email or "") == []


def test_a_promise_that_was_taken_up_again_is_reminded_of(story: Story, postman: Postman) -> None:
    Commitment.objects.update(state=Promise.DECLINED)
    Commitment.objects.update(state=Promise.CONFIRMED)

    deliver_due(now=NOON)

    assert len(postman.letters) == 1
