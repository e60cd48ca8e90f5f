"""What becomes of a message after each answer, as a table."""

from datetime import timedelta

import pytest

from fgc.outbox import fate
from fgc.outbox.models import Channel, Kind, State
from fgc.outbox.outcome import Outcome


@pytest.mark.parametrize(
    ("outcome", "doubts", "doubles", "state", "reason"),
    [
        (Outcome.SENT, 0, True, State.SENT, ""),
        (Outcome.SENT, 1, True, State.SENT, "after_doubt"),
        (Outcome.SENT, 1, False, State.SENT, ""),
        (Outcome.REFUSED, 0, True, State.FAILED, "address_refused"),
        (Outcome.LATER, 0, True, State.RETRY, "try_later"),
        (Outcome.SHUT, 0, True, State.PENDING, "way_is_shut"),
        (Outcome.UNCERTAIN, 0, True, State.RETRY, "uncertain"),
        (Outcome.UNCERTAIN, 1, True, State.UNCERTAIN, "uncertain"),
        (Outcome.UNCERTAIN, 0, False, State.UNCERTAIN, "uncertain"),
    ],
)
def test_each_answer_leads_somewhere(outcome: Outcome, doubts: int, doubles: bool, state: State, reason: str) -> None:
    then = fate.after(outcome, attempts=1, doubts=doubts, doubles=doubles)

    assert (then.state, then.reason) == (state, reason)
    assert then.is_doubtful is (outcome is Outcome.UNCERTAIN)
    assert then.is_no_try is (outcome is Outcome.SHUT)
    assert (then.wait is not None) is (state == State.RETRY)


def test_each_try_waits_longer_and_the_last_one_is_the_end() -> None:
    waits = [fate.put_off(attempts, "try_later", at_last=State.FAILED) for attempts in range(1, 7)]

    assert [then.wait for then in waits[:-1]] == [timedelta(seconds=one) for one in (60, 300, 1800, 7200, 21600)]
    assert (waits[-1].state, waits[-1].reason, waits[-1].wait) == (State.FAILED, "try_later", None)


@pytest.mark.parametrize("kind", Kind)
def test_only_text_messages_are_never_sent_twice_but_for_what_calls_somebody_off(kind: Kind) -> None:
    assert fate.may_double(kind, Channel.MAIL)
    assert fate.may_double(kind, Channel.SMS) is (kind in (Kind.CANCELLED, Kind.STOPPED))
