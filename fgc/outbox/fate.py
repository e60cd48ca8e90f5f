"""What becomes of a message after each try, and what may go out twice. Plain values in, an answer out."""

from dataclasses import dataclass
from datetime import timedelta

from fgc.outbox.models import Channel, Kind, State
from fgc.outbox.outcome import Outcome

RETRY_AFTER = (60, 300, 1800, 7200, 21600)  # seconds
# Mail that may have gone out is tried once more; then a person looks.
MOST_DOUBTS = 2
# A message whose worker died so often takes workers down with it.
MOST_DEATHS = 5
# So long after an answer that never came: the server of the other side may still be at work.
AFTER_DOUBT = timedelta(minutes=5)
# While a new version comes in, its messages wait for a sender that knows them: so long each time, and so long in all.
FOR_A_NEWER_SENDER, NOBODY_KNOWS_IT = timedelta(minutes=1), timedelta(days=1)
# What is due so much longer went through an outage: then one message tells of everything that waits.
LATE = timedelta(hours=1)

# Mail goes at least once: a double has the same Message-ID, and most programs show one. A text message goes at most
# once: a double costs money and frightens. What calls somebody off who would travel in vain is better said twice.
BETTER_TWICE = (Kind.CANCELLED, Kind.STOPPED)
# These say something of their own, or may not wait for anything: never told along with another message.
ALONE = (Kind.CANCELLED, Kind.STOPPED, Kind.EMERGENCY, Kind.PROPOSAL)


def may_double(kind: Kind, channel: Channel) -> bool:
    """May this message be sent again when nobody knows whether it went out?"""
    return channel != Channel.SMS or kind in BETTER_TWICE


@dataclass(frozen=True)
class Next:
    """Where a message goes from here."""

    state: State
    reason: str = ""
    # How long it waits first; a little more or less where many would come back at the same moment.
    wait: timedelta | None = None
    is_spread: bool = False
    # It may have gone out.
    is_doubtful: bool = False
    # Nothing was tried: the way itself is shut.
    is_no_try: bool = False


def after(outcome: Outcome, *, attempts: int, doubts: int, doubles: bool) -> Next:
    """What becomes of a message after this try.

    Args:
        attempts: how often it was tried, this time included.
        doubts: how often it may have gone out before this time.
        doubles: whether it may be sent again after a doubt, see `may_double`.
    """
    if outcome is Outcome.SENT:
        return Next(State.SENT, "after_doubt" if doubts and doubles else "")
    if outcome is Outcome.REFUSED:
        return Next(State.FAILED, "address_refused")
    if outcome is Outcome.UNCERTAIN:
        if doubles and doubts + 1 < MOST_DOUBTS:
            return Next(State.RETRY, "uncertain", AFTER_DOUBT, is_spread=True, is_doubtful=True)
        return Next(State.UNCERTAIN, "uncertain", is_doubtful=True)
    if outcome is Outcome.SHUT:
        return Next(State.PENDING, "way_is_shut", is_no_try=True)
    return put_off(attempts, "try_later", at_last=State.FAILED)


def of_a_kind_unknown_here(*, waited: timedelta) -> Next:
    """What becomes of a message that a newer version wrote: a newer sender takes it, or in the end a person looks.

    Args:
        waited: for how long it has been due.
    """
    if waited > NOBODY_KNOWS_IT:
        return Next(State.DEAD, "unknown_kind")
    return Next(State.RETRY, "unknown_kind", FOR_A_NEWER_SENDER, is_spread=True, is_no_try=True)


def put_off(attempts: int, reason: str, *, at_last: State) -> Next:
    """Tries again later, each time after a longer while; after the last time it is left at that."""
    if attempts > len(RETRY_AFTER):
        return Next(at_last, reason)
    return Next(State.RETRY, reason, timedelta(seconds=RETRY_AFTER[attempts - 1]), is_spread=True)
