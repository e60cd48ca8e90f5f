"""Another coordinator: what is handed over, and stopping."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.door import FamilyEndpoint, found
from api.fields import Input, Moment, Output, Text, page_of
from fgc.access.can import Can
from fgc.families import actions as families
from fgc.networks import actions, queries


class HandOverOut(Output):
    """What a coordinator wrote for a next one."""

    id = serializers.UUIDField()
    author = serializers.CharField(source="author.name")
    written_at = Moment()
    agreed = serializers.CharField()
    open_questions = serializers.CharField()
    practical = serializers.CharField()


class HandOverIn(Input):
    """What a next coordinator must know; each may be left out, and one must be there."""

    agreed = Text(required=False)
    open_questions = Text(required=False)
    practical = Text(required=False)


class HandOver(FamilyEndpoint):
    """What you, the coordinator, hand over."""

    area = "families:hand_over"
    rights = {"GET": Can.HAND_OVER, "PUT": Can.HAND_OVER}
    takes = {"PUT": HandOverIn}
    gives = {"GET": page_of(HandOverOut), "PUT": HandOverOut}

    def get(self, request: Request, **ids: Any) -> Response:
        """What you wrote, and what the coordinators before you wrote; newest first."""
        return self.listed(queries.hand_overs_of(self.family))

    def put(self, request: Request, **ids: Any) -> Response:
        """Writes it, in the place of what you wrote before; the family reads it at once."""
        return self.answer(actions.write_hand_over(self.actor, self.family, **self.said()))


class HandOvers(FamilyEndpoint):
    """What coordinators hand over, for the family."""

    rights = {"GET": Can.CHOOSE_COORDINATOR}
    gives = {"GET": page_of(HandOverOut)}

    def get(self, request: Request, **ids: Any) -> Response:
        """What a next coordinator reads after your yes; newest first."""
        return self.listed(queries.hand_overs_of(self.family))


class OneHandOver(FamilyEndpoint):
    """One of them."""

    rights = {"DELETE": Can.CHOOSE_COORDINATOR}

    def delete(self, request: Request, **ids: Any) -> Response:
        """Takes it away: a next coordinator does not read it."""
        written = found(queries.hand_over_in(self.family, ids["hand_over_id"]))
        actions.take_back_hand_over(self.actor, written)
        return self.done()


class HandBack(FamilyEndpoint):
    """Stopping as the coordinator."""

    rights = {"POST": Can.HAND_OVER}

    def post(self, request: Request, **ids: Any) -> Response:
        """Stops: you see nothing of this family from now on, and it chooses another one."""
        families.hand_back(self.actor, self.family)
        return self.done()
