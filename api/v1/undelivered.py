"""What did not reach somebody, for the coordinator: why, which ways are left, and what was done about it."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.door import FamilyEndpoint, found
from api.fields import Moment, Output, page_of
from fgc.access.can import Can
from fgc.conferences import actions
from fgc.networks import queries, rules
from fgc.outbox import queue


class UndeliveredOut(Output):
    """A message that did not reach somebody, and the ways that are left, the best one first."""

    id = serializers.UUIDField(source="message.pk")
    person_id = serializers.UUIDField(
        source="person.pk",
        default=None,
        allow_null=True,
        help_text="null for an account that has no place in the circle.",
    )
    name = serializers.CharField()
    kind = serializers.CharField(source="message.kind")
    channel = serializers.ChoiceField(source="message.channel", choices=queue.Channel.choices)
    state = serializers.ChoiceField(source="message.state", choices=queue.State.choices)
    reason = serializers.CharField(source="message.reason")
    settled_at = Moment(source="message.settled_at")
    may_go_again = serializers.BooleanField()
    ways = serializers.ListField(child=serializers.ChoiceField(choices=rules.Way.choices))


class Undelivered(FamilyEndpoint):
    """What did not arrive."""

    area = "desk"
    rights = {"GET": Can.SEND_LINK}
    gives = {"GET": page_of(UndeliveredOut)}

    def get(self, request: Request, **ids: Any) -> Response:
        """What did not reach somebody in the last weeks, newest first."""
        return self.listed(queries.undelivered(self.actor, self.family))


class UndeliveredEndpoint(FamilyEndpoint):
    """One message that did not arrive."""

    area = "desk"
    rights = {"POST": Can.SEND_LINK}
    item: queries.Undelivered

    def look_up(self) -> None:
        """The message, of this family."""
        self.item = found(queries.undelivered_item(self.actor, self.family, self.kwargs["message_id"]))


class UndeliveredReached(UndeliveredEndpoint):
    """Reaching somebody in another way."""

    def post(self, request: Request, **ids: Any) -> Response:
        """The coordinator reached this person after all."""
        actions.done_by_hand(self.actor, self.item.message)
        return self.done()


class UndeliveredAgain(UndeliveredEndpoint):
    """Trying it once more."""

    def post(self, request: Request, **ids: Any) -> Response:
        """It is tried again, now that an address was mended or somebody asked for it."""
        queue.send_again(self.actor, self.item.message)
        return self.done()
