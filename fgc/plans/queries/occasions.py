"""What follows today from the plans of some families: whom to remind, whom to ask, whom to tell. Reads only."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from fgc.access import grants
from fgc.access.roles import DECIDES, Role
from fgc.accounts.models import User
from fgc.conferences.queries import reminders_before_the_day
from fgc.networks.models import Person
from fgc.networks.queries import channel_for, is_sent_to
from fgc.outbox import hours
from fgc.outbox.models import Kind, Message
from fgc.outbox.planning import new_ones, planned_in, to_account, wish
from fgc.plans import rhythm, rules
from fgc.plans.models import Commitment, Look, PlanVersion, ProgressReport
from fgc.plans.queries.endings import Ending, what_ends_in
from fgc.plans.queries.follow_up import MADE, asked_of, pace_of, promises_that_run, words_of
from fgc.plans.queries.ladder import rungs
from fgc.plans.queries.looks import calls_to_make
from fgc.plans.rules import Promise

UNANSWERED = "unanswered-"
LOOKS_BACK = timedelta(days=45)


@dataclass(frozen=True)
class Batch:
    """What was read for some plans: everything that the occasions of today are made of."""

    now: datetime
    promises: list[Commitment]
    looks: list[Look]
    contacts: dict[uuid.UUID, Person]
    family: dict[uuid.UUID, list[User]]
    coordinators: dict[uuid.UUID, list[User]]
    approved: dict[tuple[uuid.UUID, int], datetime]
    endings: list[Ending]
    before_the_day: list[Message]
    planned: list[Message]

    @property
    def accounts(self) -> dict[uuid.UUID, uuid.UUID]:
        """Of who is named in the plans and has an account: whoever is written to there is not written to here."""
        people = [*(promise.person for promise in self.promises), *self.contacts.values()]
        return {person.pk: person.account_id for person in people if person.account_id}

    @property
    def today(self) -> date:
        """The day, on the reader's clock."""
        return timezone.localdate(self.now)


def batch_of(plan_ids: list[uuid.UUID], family_ids: list[uuid.UUID], *, now: datetime) -> Batch:
    """Reads everything about these plans, in a number of queries that does not grow with them."""
    today = timezone.localdate(now)
    soon = today + rhythm.TELL_OF_LOOK_BEFORE
    looks = Look.objects.filter(plan__in=plan_ids, held_on=None, due_on__gte=today - LOOKS_BACK, due_on__lte=soon)
    looks = looks.exclude(~Q(pk__in=calls_to_make().values("pk")), look=rules.Look.CALL)
    contacts = Person.objects.filter(family__in=family_ids, is_contact_person=True).taking_part()
    versions = PlanVersion.objects.filter(plan__in=plan_ids).values_list("plan", "number", "approved_at")
    return Batch(
        now=now,
        promises=promises_that_run(plan_ids),
        looks=list(looks.order_by("due_on", "pk")),
        contacts={person.family_id: person for person in contacts},
        family=grants.holders_of(family_ids, *DECIDES),
        coordinators=grants.holders_of(family_ids, Role.COORDINATOR),
        approved={(plan, number): moment for plan, number, moment in versions},
        endings=what_ends_in(plan_ids, today=today),
        before_the_day=list(reminders_before_the_day(family_ids, now=now)),
        planned=planned_in(family_ids, now=now),
    )


def messages_for(batch: Batch) -> list[Message]:
    """The messages of today that are not there yet: to one person at most one a day, the most urgent first."""
    return new_ones(_wished(batch), batch.planned, accounts=batch.accounts)


def _wished(batch: Batch) -> Iterator[Message]:
    yield from batch.before_the_day
    for promise in batch.promises:
        yield from _reminder(batch, promise)
    for look in batch.looks:
        yield from _call(batch, look) if look.look == rules.Look.CALL else _review(batch, look)
    for ending in batch.endings:
        yield from _ending(batch, ending)
    for promise in batch.promises:
        yield from _question(batch, promise)
    for promise in batch.promises:
        yield from _no_answer(batch, promise)
        yield from _no_run(batch, promise)


def _reminder(batch: Batch, promise: Commitment) -> Iterator[Message]:
    """The day before, in the afternoon. Who is written or called by hand is spared the weekly ones."""
    pace = pace_of(promise)
    due = rhythm.reminded_of(pace, today=batch.today) if promise.state in MADE and not promise.is_quiet else None
    by_hand = not is_sent_to(promise.person)
    if due and not (by_hand and due != pace.starts_on):
        noon = hours.at(due, hours.NOON, timezone.get_default_timezone())
        when = due.isoformat()
        yield _to(batch, promise.person, Kind.REMIND_PROMISE, promise, when, hours.REMIND_AT, not_after=noon)


def _question(batch: Batch, promise: Commitment) -> Iterator[Message]:
    """The day after, in the morning; while the question is open it may also come a few days later."""
    about_on = asked_of(promise, today=batch.today)
    if about_on and not promise.is_quiet:
        until, when = batch.now + timedelta(days=3), about_on.isoformat()
        yield _to(batch, promise.person, Kind.ASK_PROGRESS, promise, when, not_after=until)


def _no_answer(batch: Batch, promise: Commitment) -> Iterator[Message]:
    """After some days once more to the person, after as many again to the next of the ladder, and so on; once each."""
    version = words_of(promise).version or 0
    approved = batch.approved.get((promise.agreement.plan_id, version), promise.created_at)
    waits = batch.now - max(approved, promise.created_at)
    if promise.state != Promise.ASKED or waits < rules.ASK_AGAIN_AFTER:
        return
    if waits < rhythm.TELL_AFTER:
        yield _to(batch, promise.person, Kind.REMIND_ANSWER, promise, f"v{version}")
        return
    yield from _climb(batch, promise, waits - rhythm.TELL_AFTER, f"{UNANSWERED}v{version}")


def _no_run(batch: Batch, promise: Commitment) -> Iterator[Message]:
    """Somebody said that it does not run: who heard that first heard it at once, the others one by one after days."""
    told: list[ProgressReport] = promise.told  # type: ignore[attr-defined]  # promises_that_run sets it
    if told and promise.last_run in rules.STALLS:
        last = told[-1]
        yield from _climb(batch, promise, batch.now - last.reported_at, last.about_on.isoformat())


def _climb(batch: Batch, promise: Commitment, waits: timedelta, occurrence: str) -> Iterator[Message]:
    """The rung of the ladder whose turn it is."""
    ladder = rungs(promise, batch.contacts.get(promise.family_id))
    turn = waits // rules.ASK_AGAIN_AFTER
    for hears in ladder[turn : turn + 1]:
        if hears.account and hears.is_outsider:
            yield wish(promise, Kind.STALLED, occurrence, now=batch.now, **to_account(hears.account))
        else:
            yield _to(batch, hears, Kind.STALLED, promise, occurrence)


def _call(batch: Batch, look: Look) -> Iterator[Message]:
    if look.due_on <= batch.today:
        for user in batch.coordinators.get(look.family_id, []):
            yield wish(look, Kind.FOUR_WEEK_CALL, look.due_on.isoformat(), now=batch.now, **to_account(user))


def _review(batch: Batch, look: Look) -> Iterator[Message]:
    if look.due_on >= batch.today:
        yield from _to_family(batch, Kind.REVIEW_COMING, look, look.due_on.isoformat())


def _ending(batch: Batch, ending: Ending) -> Iterator[Message]:
    """To who decides; temporary help to the contact person too, and a bottom line to who set it."""
    if ending.kind is Kind.HELP_ENDS:
        yield from _to_family(batch, ending.kind, ending.about, ending.occurrence)
        return
    for user in [*ending.also_to, *batch.family.get(ending.about.family_id, [])]:
        yield wish(ending.about, ending.kind, ending.occurrence, now=batch.now, **to_account(user))


def _to_family(batch: Batch, kind: Kind, about: Any, occurrence: str) -> Iterator[Message]:
    """To the family's own accounts, and to the contact person who has none of these."""
    users = batch.family.get(about.family_id, [])
    for user in users:
        yield wish(about, kind, occurrence, now=batch.now, **to_account(user))
    contact = batch.contacts.get(about.family_id)
    if contact and contact.account_id not in {user.pk for user in users}:
        yield _to(batch, contact, kind, about, occurrence)


def _to(
    batch: Batch, person: Person, kind: Kind, about: Any, occurrence: str, hour: time = hours.ASK_AT, **rest: object
) -> Message:
    way = {"to_person_id": person.pk, "channel": channel_for(person)}
    return wish(about, kind, occurrence, now=batch.now, hour=hour, **way, **rest)
