"""The loop that sends: claim what is due, write each letter at the last moment, send it, settle it.

Safe to run in many processes at once, by the bell of Celery or as `manage.py deliver --loop`; what becomes of a message
stands in `fate`, who may send it in `claims`.
"""

import logging
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from django.db.models import F, Q

from fgc.access.under_way import Journey
from fgc.access.walls import acting, nobody_acting, tell_database
from fgc.outbox import fate, returned, sms, ways
from fgc.outbox.claims import LEASE, NOT_BEGUN, Claim, claim, give_back, settle, settle_meanwhile
from fgc.outbox.fate import Next
from fgc.outbox.letters import WRITERS, Letter, Skip, Wait, look_up, not_now
from fgc.outbox.mail import MailLine
from fgc.outbox.models import WAITING, Channel, Kind, Message, State
from fgc.outbox.outcome import Outcome

log = logging.getLogger(__name__)

BATCH, PILE = 100, 50
# A letter that waited so long since it was written is written anew: meanwhile somebody may have stopped.
FRESH_S = 1.0
# So long one way keeps the others waiting; far below the lease, so that nobody takes over what is still in hand.
TURN = timedelta(seconds=30)
assert TURN * 4 < LEASE


def _never() -> bool:
    return False


def deliver_due(*, most: int = 500, now: datetime | None = None, must_stop: Callable[[], bool] = _never) -> int:
    """Sends what is due, oldest first, each way in its turn; returns how many rows were settled or put off.

    Args:
        now: the moment, where a story is told; the database's clock when left out.
        must_stop: asked before each message; what was not begun then is given back.
    """
    done = 0
    with MailLine() as line:
        while done < most and not must_stop():
            turns = (_Turn(channel, line, now, must_stop) for channel in Channel)
            took = sum(turn.take(most=min(BATCH, most - done)) for turn in turns)
            if not took:
                break
            done += took
    return done


# By hand, since it is asked for every message: Django takes longer to put it together than the database to answer.
MESSAGES = "SELECT * FROM outbox_message WHERE id = ANY (%s) AND claim = %s AND state = 'claimed'"


class _Written(NamedTuple):
    """A message as it must go now, or what becomes of it instead."""

    mine: Claim
    message: Message
    what: Letter | Next
    along: list[uuid.UUID]
    # When it was written, on a clock that only this process knows.
    at: float


class _Turn:
    """The turn of one way: some messages, until the time is up or the way is shut."""

    def __init__(self, channel: Channel, line: MailLine, now: datetime | None, must_stop: Callable[[], bool]) -> None:
        self.channel, self.line, self.now, self.must_stop = channel, line, now, must_stop
        self.is_over = self.went_out = False
        self.until = time.monotonic() + TURN.total_seconds()
        # How many rows were settled or put off; and the last one, that is stored while the next letter goes over.
        self.done, self.last = 0, Journey()

    def take(self, *, most: int) -> int:
        """Delivers what it can claim; returns how many rows were settled or put off."""
        waiting = claim(self.channel, most=most, now=self.now)
        while waiting and not self._is_over():
            pile = deque(_written(waiting[:PILE]))
            waiting = waiting[PILE:]
            while pile and not self._is_over():
                self._deliver(pile.popleft())
            self._store_last()
            for one in pile:
                settle(one.mine, NOT_BEGUN, along=one.along)
        give_back(waiting)
        return self.done

    def _is_over(self) -> bool:
        return self.is_over or time.monotonic() > self.until or self.must_stop()

    def _store_last(self) -> None:
        """Waits until it is stored what became of the last letter."""
        last, self.last = self.last, Journey()
        self.done += last.rows()

    def _deliver(self, written: _Written) -> None:
        """One message to what became of it, unless it is not this worker's any more."""
        those = [written]
        if time.monotonic() - written.at > FRESH_S:
            self._store_last()
            those = _written([written.mine])
        for one in those:
            if isinstance(one.what, Next):
                self._store_last()
                self.done += settle(one.mine, one.what)
            else:
                self._send(one, one.what)

    def _send(self, written: _Written, letter: Letter) -> None:
        mine, message = written.mine, written.message
        doubles = fate.may_double(Kind(message.kind), Channel(message.channel))
        if not doubles:
            # Written down before it goes: if this worker dies now, nobody sends it a second time.
            settle(mine, Next(State.UNCERTAIN, "on_its_way"))
        outcome = self._hand_over(message, letter)
        self._store_last()
        doubts = message.doubts + (message.deaths > 0)
        then = fate.after(outcome, attempts=message.attempts, doubts=doubts, doubles=doubles)
        self._look_at_the_way(outcome, mine.moment)
        if doubles and outcome is Outcome.SENT and not written.along:
            self.last = settle_meanwhile(mine, then)
            return
        is_mine = settle(mine, then, was=State.CLAIMED if doubles else State.UNCERTAIN, along=written.along)
        self.done += is_mine and not self.is_over

    def _look_at_the_way(self, outcome: Outcome, moment: datetime) -> None:
        """Writes down that the way is shut, or that it is open again."""
        self.is_over = outcome is Outcome.SHUT
        if self.is_over:
            ways.shut(self.channel, moment)
        elif outcome is Outcome.SENT and not self.went_out:
            ways.opened(self.channel)
            self.went_out = True

    def _hand_over(self, message: Message, letter: Letter) -> Outcome:
        if message.channel == Channel.SMS:
            return sms.send(letter.to, letter.text, key=message.pk.hex)
        # No text goes over before it is stored what became of the one before: whatever crashes, one is doubled at most.
        return self.line.send(letter, key=str(message.pk), before_text=self._store_last)


def _written(claims: list[Claim]) -> list[_Written]:
    """The letters of these claims, in one transaction; where one breaks it, each in its own."""
    try:
        with nobody_acting():
            return list(_each(claims))
    except Exception:  # one row that can't be written must not stop the others
        if len(claims) > 1:
            return [one for each in claims for one in _written([each])]
        log.exception("message %s could not be written", claims[0].message_id)
        return _that_failed(claims[0])


def _that_failed(mine: Claim) -> list[_Written]:
    with acting(mine.worker):
        message = _messages_of([mine]).get(mine.message_id)
    if message is None:
        return []
    then = fate.put_off(message.attempts, "letter_failed", at_last=State.DEAD)
    return [_Written(mine, message, then, [], time.monotonic())]


def _each(claims: list[Claim]) -> Iterator[_Written]:
    """One after the other, each inside the wall of its own family."""
    told: set[uuid.UUID] = set()
    for _family, group in groupby(claims, key=attrgetter("family_id")):
        yield from _of_one_family(list(group), told)


def _of_one_family(claims: list[Claim], told: set[uuid.UUID]) -> Iterator[_Written]:
    tell_database(claims[0].worker)
    messages = _messages_of(claims)
    pile = look_up(list(messages.values()))
    for mine in claims:
        message = messages.get(mine.message_id)
        if message is None or message.pk in told:
            continue  # taken over, or told along with another one
        what = _write(message, mine)
        along = _told_along(message, mine) if isinstance(what, Letter) else []
        told.update(along)
        yield _Written(mine, message, what, along, time.monotonic())
    pile.store()


def _messages_of(claims: list[Claim]) -> dict[uuid.UUID, Message]:
    """The messages of some claims that were made together, as far as nobody took them over."""
    ids = [mine.message_id for mine in claims]
    return {message.pk: message for message in Message.objects.raw(MESSAGES, [ids, claims[0].key])}


def _write(message: Message, mine: Claim) -> Letter | Next:
    """The letter as it must be now, or why none goes out."""
    if unasked := _without_asking(message, mine):
        return unasked
    by_hand = message.channel in ways.BY_HAND
    written = (None if by_hand else not_now(message, mine.moment)) or WRITERS[Kind(message.kind)](message)
    if isinstance(written, Skip):
        return Next(State.SKIPPED, written.reason)
    if isinstance(written, Wait):
        return _wait(message, mine, written)
    if by_hand:
        return Next(State.BY_HAND)
    channel = Channel(message.channel)
    return Next(State.FAILED, "bad_address") if returned.closed_among(channel, [written.to]) else written


def _without_asking(message: Message, mine: Claim) -> Next | None:
    """What becomes of a message of which nobody need ask whether it is still wanted."""
    if message.not_after and message.not_after < mine.moment:
        return Next(State.EXPIRED, "too_late")
    if message.deaths > fate.MOST_DEATHS:
        return Next(State.DEAD, "its_worker_died")
    if message.kind not in WRITERS:
        return fate.of_a_kind_unknown_here(waited=mine.moment - message.due_at)
    return None


def _wait(message: Message, mine: Claim, wait: Wait) -> Next:
    if message.not_after and message.not_after < wait.until:
        return Next(State.EXPIRED, wait.reason)
    return Next(State.RETRY, wait.reason, wait.until - mine.moment, is_no_try=True)


def _told_along(message: Message, mine: Claim) -> list[uuid.UUID]:
    """After an outage: what else is due to the same person by the same way, and is still wanted, goes in one message.

    Inside the transaction in which the letter is written. What nobody wants any more is left to its own turn.
    """
    if message.due_at > mine.moment - fate.LATE or message.kind in fate.ALONE:
        return []
    in_hand = Q(claim=mine.key, state=State.CLAIMED)
    is_due = in_hand | Q(state__in=WAITING, next_at__lte=mine.moment)
    same = {name: getattr(message, name) for name in ("family_id", "to_user_id", "to_person_id", "channel")}
    others = Message.objects.filter(is_due, **same).exclude(pk=message.pk).exclude(kind__in=fate.ALONE)
    locked = others.select_for_update(skip_locked=True, of=("self",)).select_related("to_user")
    told = [other.pk for other in locked if isinstance(_write(other, mine), Letter)]
    Message.objects.filter(pk__in=told).update(
        state=State.CLAIMED, claim=mine.key, lease_until=mine.moment + LEASE, attempts=F("attempts") + 1
    )
    return told
