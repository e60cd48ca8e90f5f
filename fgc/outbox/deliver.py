"""The loop that sends: claim what is due, write each letter at the last moment, send it, settle it.

Safe to run in many processes at once, by the bell of Celery or as `manage.py deliver --loop`; what becomes of a message
stands in `fate`, who may send it in `claims`.
"""

import logging
import random
import time
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q

from fgc.access.walls import acting
from fgc.outbox import fate, sms, ways
from fgc.outbox.claims import LEASE, Claim, claim, give_back
from fgc.outbox.fate import Next
from fgc.outbox.letters import WRITERS, Letter, Skip, Wait
from fgc.outbox.mail import MailLine
from fgc.outbox.models import Channel, Kind, Message, State
from fgc.outbox.outcome import Outcome

log = logging.getLogger(__name__)

BATCH = 20
# So long one way keeps the others waiting; far below the lease, so that nobody takes over what is still in hand.
TURN = timedelta(seconds=30)
assert TURN * 4 < LEASE


def deliver_due(*, most: int = 500, now: datetime | None = None) -> int:
    """Sends what is due, oldest first, each way in its turn; returns how many rows were settled or put off.

    Args:
        now: the moment, where a story is told; the database's clock when left out.
    """
    done = 0
    with MailLine() as line:
        while done < most:
            took = sum(_Turn(channel, line, now).take(most=min(BATCH, most - done)) for channel in Channel)
            if not took:
                break
            done += took
    return done


class _Turn:
    """The turn of one way: some messages, until the time is up or the way is shut."""

    def __init__(self, channel: Channel, line: MailLine, now: datetime | None) -> None:
        self.channel, self.line, self.now = channel, line, now
        self.is_shut = self.went_out = False

    def take(self, *, most: int) -> int:
        """Delivers what it can claim; returns how many rows were settled or put off."""
        waiting = claim(self.channel, most=most, now=self.now)
        until, done = time.monotonic() + TURN.total_seconds(), 0
        while waiting and not self.is_shut and time.monotonic() < until:
            done += self._deliver(waiting.pop(0))
        give_back(waiting)
        return done

    def _deliver(self, mine: Claim) -> bool:
        """One message from its claim to what became of it; False when it was not this worker's (any more)."""
        try:
            with acting(mine.worker):
                message = mine.rows().select_related("to_user").first()
                if message is None:
                    return False
                written = _write(message, mine)
                along = _told_along(message, mine) if isinstance(written, Letter) else []
        except Exception:  # one row that can't be written must not stop the others
            log.exception("message %s could not be written", mine.message_id)
            return self._could_not_be_written(mine)
        if isinstance(written, Next):
            return _settle(mine, written)
        return self._send(message, mine, written, along)

    def _could_not_be_written(self, mine: Claim) -> bool:
        with acting(mine.worker):
            attempts = mine.rows().values_list("attempts", flat=True).first() or 1
        return _settle(mine, fate.put_off(attempts, "letter_failed", at_last=State.DEAD))

    def _send(self, message: Message, mine: Claim, letter: Letter, along: list[Any]) -> bool:
        doubles = fate.may_double(Kind(message.kind), Channel(message.channel))
        if not doubles:
            # Written down before it goes: if this worker dies now, nobody sends it a second time.
            _settle(mine, Next(State.UNCERTAIN, "on_its_way"))
        outcome = self._hand_over(message, letter)
        doubts = message.doubts + (message.deaths > 0)
        then = fate.after(outcome, attempts=message.attempts, doubts=doubts, doubles=doubles)
        self.is_shut = outcome is Outcome.SHUT
        if self.is_shut:
            ways.shut(self.channel, mine.moment)
        elif outcome is Outcome.SENT and not self.went_out:
            ways.opened(self.channel)
            self.went_out = True
        is_settled = _settle(mine, then, along=along, was=State.CLAIMED if doubles else State.UNCERTAIN)
        return is_settled and not self.is_shut

    def _hand_over(self, message: Message, letter: Letter) -> Outcome:
        if message.channel == Channel.SMS:
            return sms.send(letter.to, letter.text)
        return self.line.send(letter, key=str(message.pk))


def _write(message: Message, mine: Claim) -> Letter | Next:
    """The letter as it must be now, or why none goes out."""
    if message.not_after and message.not_after < mine.moment:
        return Next(State.EXPIRED, "too_late")
    if message.deaths > fate.MOST_DEATHS:
        return Next(State.DEAD, "its_worker_died")
    written = WRITERS[Kind(message.kind)](message)
    if isinstance(written, Skip):
        return Next(State.SKIPPED, written.reason)
    if isinstance(written, Wait):
        return _wait(message, mine, written)
    return Next(State.BY_HAND) if message.channel in ways.BY_HAND else written


def _wait(message: Message, mine: Claim, wait: Wait) -> Next:
    if message.not_after and message.not_after < wait.until:
        return Next(State.EXPIRED, wait.reason)
    return Next(State.RETRY, wait.reason, wait.until - mine.moment)


def _told_along(message: Message, mine: Claim) -> list[Any]:
    """After an outage: what else is due to the same person by the same way, and is still wanted, goes in one message.

    Inside the transaction in which the letter is written. What nobody wants any more is settled here.
    """
    if message.due_at > mine.moment - fate.LATE or message.kind in fate.ALONE:
        return []
    is_due = Q(state__in=[State.PENDING, State.RETRY], next_at__lte=mine.moment) | Q(
        claim=mine.key, state=State.CLAIMED
    )
    same = {name: getattr(message, name) for name in ("family_id", "to_user_id", "to_person_id", "channel")}
    others = Message.objects.filter(is_due, **same).exclude(pk=message.pk).exclude(kind__in=fate.ALONE)
    told = []
    for other in others.select_for_update(skip_locked=True, of=("self",)).order_by("next_at"):
        written = _write(other, mine)
        if isinstance(written, Letter):
            told.append(other.pk)
            _claim_along(other, mine)
        elif written.wait is None:
            Message.objects.filter(pk=other.pk).update(**_fields(written, mine))
    return told


def _claim_along(other: Message, mine: Claim) -> None:
    Message.objects.filter(pk=other.pk).update(
        state=State.CLAIMED, claim=mine.key, lease_until=mine.moment + LEASE, attempts=F("attempts") + 1
    )


def _fields(then: Next, mine: Claim) -> dict[str, Any]:
    fields: dict[str, Any] = {"state": then.state, "reason": then.reason, "lease_until": None}
    if then.wait is not None:
        spread = random.uniform(0.8, 1.2) if then.is_spread else 1  # noqa: S311  # hides nothing
        fields["next_at"] = mine.moment + then.wait * spread
    elif then.state not in (State.PENDING, State.BY_HAND):
        fields["settled_at"] = mine.moment
    if then.is_doubtful:
        fields["doubts"] = F("doubts") + 1
    if then.is_no_try:
        fields["attempts"] = F("attempts") - 1
    return fields


def _settle(mine: Claim, then: Next, *, along: list[Any] | None = None, was: State = State.CLAIMED) -> bool:
    """Only the holder of the claim may settle, and only once; False when another took the row over meanwhile."""
    fields = _fields(then, mine)
    with acting(mine.worker):
        rows = Message.objects.filter(pk=mine.message_id, claim=mine.key, state=was)
        is_mine = bool(rows.update(**fields))
        if is_mine and along:
            told_of = {"reason": "told_along", "along_with": mine.message_id} if then.state == State.SENT else {}
            mine.rows(*along).update(**fields | told_of)
    return is_mine
