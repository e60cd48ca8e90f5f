"""What follows today from the plans of some families: whom to remind, whom to ask, whom to tell. Reads only."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from fgc.access import grants
from fgc.access.roles import DECIDES, Role
from fgc.accounts.models import User
from fgc.networks.models import Person
from fgc.networks.queries import channel_for, is_sent_to
from fgc.outbox import queue
from fgc.outbox.models import Kind, Message, State
from fgc.plans import rhythm, rules
from fgc.plans.models import Commitment, Look, PlanVersion
from fgc.plans.queries.follow_up import MADE, asked_of, pace_of, promises_that_run, words_of
from fgc.plans.queries.looks import calls_to_make
from fgc.plans.rules import Promise

KINDS = (
    Kind.REMIND_PROMISE,
    Kind.ASK_PROGRESS,
    Kind.REMIND_ANSWER,
    Kind.STALLED,
    Kind.REVIEW_COMING,
    Kind.FOUR_WEEK_CALL,
)
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
    planned: list[Message]

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
        planned=list(
            Message.objects.filter(family__in=family_ids, kind__in=KINDS, due_at__gte=now - LOOKS_BACK).order_by("pk")
        ),
    )


def messages_for(batch: Batch) -> list[Message]:
    """The messages of today that are not there yet: to one person at most one a day, the most urgent first."""
    known = {_key(message) for message in batch.planned}
    to_persons = [message for message in batch.planned if message.to_person_id]
    full = {(message.to_person_id, day) for message in to_persons for day in _days_of(message)}
    found = []
    for message in _wished(batch):
        day = timezone.localdate(message.due_at)
        is_too_late = message.not_after is not None and message.due_at > message.not_after
        if is_too_late or _key(message) in known or (message.to_person_id, day) in full:
            continue
        known.add(_key(message))
        if message.to_person_id:
            full.add((message.to_person_id, day))
        found.append(message)
    return found


def _days_of(message: Message) -> set[date]:
    """The days on which this is the one message to its reader: what waits for the morning counts for that morning."""
    waits = message.next_at if message.state == State.RETRY and message.reason in queue.HOURS else None
    went = message.settled_at if message.state == State.SENT else None
    return {timezone.localdate(moment) for moment in (message.due_at, waits, went) if moment}


def _key(message: Message) -> tuple[object, ...]:
    return message.kind, message.subject_id, message.to_user_id, message.to_person_id, message.occurrence


def _wished(batch: Batch) -> Iterator[Message]:
    for promise in batch.promises:
        yield from _reminder(batch, promise)
    for look in batch.looks:
        yield from _call(batch, look) if look.look == rules.Look.CALL else _review(batch, look)
    for promise in batch.promises:
        yield from _question(batch, promise)
    for promise in batch.promises:
        yield from _no_answer(batch, promise)


def _reminder(batch: Batch, promise: Commitment) -> Iterator[Message]:
    """The day before, in the afternoon. Who is written or called by hand is spared the weekly ones."""
    pace = pace_of(promise)
    due = rhythm.reminded_of(pace, today=batch.today) if promise.state in MADE else None
    by_hand = not is_sent_to(promise.person)
    if due and not (by_hand and due != pace.starts_on):
        noon = rhythm.at(due, rhythm.NOON, timezone.get_default_timezone())
        when = due.isoformat()
        yield _to(batch, promise.person, Kind.REMIND_PROMISE, promise, when, rhythm.REMIND_AT, not_after=noon)


def _question(batch: Batch, promise: Commitment) -> Iterator[Message]:
    """The day after, in the morning; while the question is open it may also come a few days later."""
    if about_on := asked_of(promise, today=batch.today):
        until, when = batch.now + timedelta(days=3), about_on.isoformat()
        yield _to(batch, promise.person, Kind.ASK_PROGRESS, promise, when, rhythm.ASK_AT, not_after=until)


def _no_answer(batch: Batch, promise: Commitment) -> Iterator[Message]:
    """After some days once more to the person, after as many again to the contact person; no more after that."""
    version = words_of(promise).version or 0
    approved = batch.approved.get((promise.agreement.plan_id, version), promise.created_at)
    waits = batch.now - max(approved, promise.created_at)
    if promise.state != Promise.ASKED or waits < rules.ASK_AGAIN_AFTER:
        return
    if waits < rhythm.TELL_AFTER:
        yield _to(batch, promise.person, Kind.REMIND_ANSWER, promise, f"v{version}", rhythm.ASK_AT)
        return
    contact = batch.contacts.get(promise.family_id)
    is_fresh = rhythm.TELL_AFTER <= waits < rhythm.TELL_AFTER + rhythm.ASK_LASTS
    if is_fresh and contact and contact.pk != promise.person_id:
        yield _to(batch, contact, Kind.STALLED, promise, f"{UNANSWERED}v{version}", rhythm.ASK_AT)


def _call(batch: Batch, look: Look) -> Iterator[Message]:
    if look.due_on <= batch.today:
        for user in batch.coordinators.get(look.family_id, []):
            yield _message(
                batch,
                Kind.FOUR_WEEK_CALL,
                look,
                look.due_on.isoformat(),
                rhythm.ASK_AT,
                to_user=user,
                channel=queue.channel_of(user),
            )


def _review(batch: Batch, look: Look) -> Iterator[Message]:
    """To the family's own accounts, and to the contact person who has none of these."""
    if look.due_on < batch.today:
        return
    users, occurrence = batch.family.get(look.family_id, []), look.due_on.isoformat()
    for user in users:
        yield _message(
            batch, Kind.REVIEW_COMING, look, occurrence, rhythm.ASK_AT, to_user=user, channel=queue.channel_of(user)
        )
    contact = batch.contacts.get(look.family_id)
    if contact and contact.account_id not in {user.pk for user in users}:
        yield _to(batch, contact, Kind.REVIEW_COMING, look, occurrence, rhythm.ASK_AT)


def _to(
    batch: Batch, person: Person, kind: Kind, about: Commitment | Look, occurrence: str, hour: time, **rest: object
) -> Message:
    return _message(batch, kind, about, occurrence, hour, to_person_id=person.pk, channel=channel_for(person), **rest)


def _message(
    batch: Batch, kind: Kind, about: Commitment | Look, occurrence: str, hour: time, **rest: object
) -> Message:
    due = max(batch.now, rhythm.at(batch.today, hour, timezone.get_default_timezone()))
    what = {"family_id": about.family_id, "subject_id": about.pk, "kind": kind, "occurrence": occurrence}
    return Message(**what, due_at=due, next_at=due, **rest)
