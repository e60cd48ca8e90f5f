"""What the coordinator does by hand: the letter is printed, the call made, or somebody reached after all."""

from typing import Any

import pytest
from django.utils import timezone

from fgc.accounts.models import User
from fgc.conferences import actions
from fgc.conferences.models import Conference, Invitation
from fgc.conferences.rules import Sent
from fgc.errors import NotAllowed
from fgc.networks.models import Person
from fgc.outbox import queue
from fgc.outbox.models import Channel, Kind, Message, State
from tests.conftest import acting


@pytest.mark.parametrize(
    ("channel", "state", "sent"),
    [
        (Channel.PAPER, State.BY_HAND, Sent.PRINTED),
        (Channel.CALL, State.BY_HAND, Sent.TOLD),
        (Channel.MAIL, State.FAILED, Sent.TOLD),
    ],
)
def test_an_invitation_that_reached_somebody_by_hand_stands_so_on_the_list(
    channel: Channel, state: State, sent: Sent, invited: Invitation, mirjam: User
) -> None:
    Message.objects.filter(kind=Kind.INVITATION).update(channel=channel, state=state, settled_at=timezone.now())

    done = actions.done_by_hand(acting(mirjam), Message.objects.get(kind=Kind.INVITATION))

    invited.refresh_from_db()
    assert (done.state, invited.sent) == (State.DONE_BY_HAND, sent)


def test_anything_else_is_only_off_the_list(dated: Conference, truus: Person, mirjam: User) -> None:
    queue.to_person(truus.pk, Kind.DATE_CHOSEN, dated, channel=Channel.CALL)
    Message.objects.update(state=State.BY_HAND)

    assert actions.done_by_hand(acting(mirjam), Message.objects.get()).state == State.DONE_BY_HAND
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("who", ["saskia", "cem", "erik", "stranger"])
def test_nobody_but_the_coordinator_does(who: str, invited: Invitation, request: Any) -> None:
    with pytest.raises(NotAllowed):
        actions.done_by_hand(acting(request.getfixturevalue(who)), Message.objects.get(kind=Kind.INVITATION))
