"""What the clock wishes to send today, less what is there already: each occasion once, one a day to one reader."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from fgc.accounts.models import User
from fgc.outbox import hours, queue
from fgc.outbox.models import Kind, Message, State

# What the clock plans by itself; the rest follows from what somebody did.
BY_THE_CLOCK = (
    Kind.REMIND_DATE, Kind.REMIND_INVITATION, Kind.REMIND_INFORMATION, Kind.PREPARATION_GAPS, Kind.REMIND_PROMISE,
    Kind.ASK_PROGRESS, Kind.REMIND_ANSWER, Kind.STALLED, Kind.FOUR_WEEK_CALL, Kind.REVIEW_COMING, Kind.RELEASE_ENDS,
    Kind.HELP_ENDS, Kind.BOTTOM_LINE_ENDS, Kind.ERASE_COMING,
)  # fmt: skip
# Work of the coordinator: how many there are is no nagging.
TASKS = (Kind.FOUR_WEEK_CALL, Kind.PREPARATION_GAPS)
LOOKS_BACK = timedelta(days=45)


def to_account(user: User) -> dict[str, Any]:
    """To an account, by its way."""
    return {"to_user": user, "channel": queue.channel_of(user)}


def wish(about: Any, kind: Kind, occurrence: str, *, now: datetime, hour: time = hours.ASK_AT, **to: Any) -> Message:
    """A message as it may be sent today, from this hour on; nothing is kept yet.

    Args:
        about: the row of a family that it is about.
        to: to whom, by which way, and after which moment it is of no use.
    """
    zone = timezone.get_default_timezone()
    due = max(now, hours.at(timezone.localdate(now), hour, zone))
    what = {"family_id": getattr(about, "family_id", about.pk), "subject_id": about.pk, "occurrence": occurrence}
    return Message(kind=kind, due_at=due, next_at=due, **what, **to)


def planned_in(family_ids: Iterable[uuid.UUID], *, now: datetime) -> list[Message]:
    """What the clock planned of late in these families."""
    rows = Message.objects.filter(family__in=family_ids, kind__in=BY_THE_CLOCK, due_at__gte=now - LOOKS_BACK)
    return list(rows.order_by("pk"))


def new_ones(
    wished: Iterable[Message], planned: Iterable[Message], *, accounts: Mapping[uuid.UUID, uuid.UUID]
) -> list[Message]:
    """Those that are not there yet, the most urgent first; a second one for the same reader waits for another day.

    Args:
        accounts: of persons who have one, so that nobody is written to twice.
    """
    known = {_occasion(message) for message in planned}
    counted = [message for message in planned if message.kind not in TASKS]
    full = {(_reader(message, accounts), day) for message in counted for day in _days_of(message)}
    found = []
    for message in wished:
        day = _reader(message, accounts), timezone.localdate(message.due_at)
        is_too_late = message.not_after is not None and message.due_at > message.not_after
        is_second = message.kind not in TASKS and day in full
        if is_too_late or is_second or _occasion(message) in known:
            continue
        known.add(_occasion(message))
        full.add(day)
        found.append(message)
    return found


def _occasion(message: Message) -> tuple[object, ...]:
    return message.kind, message.subject_id, message.to_user_id, message.to_person_id, message.occurrence


def _reader(message: Message, accounts: Mapping[uuid.UUID, uuid.UUID]) -> uuid.UUID | None:
    person = message.to_person_id
    return accounts.get(person, person) if person else message.to_user_id


def _days_of(message: Message) -> set[date]:
    """The days on which this is the one message to its reader: what waits for the morning counts for that morning."""
    waits = message.next_at if message.state == State.RETRY and message.reason in queue.HOURS else None
    went = message.settled_at if message.state == State.SENT else None
    return {timezone.localdate(moment) for moment in (message.due_at, waits, went) if moment}
