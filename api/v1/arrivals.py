"""At what time somebody comes to a meeting, agreed apart: for its coordinator, and for that person alone."""

from typing import TYPE_CHECKING, Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.door import found
from api.fields import Input, Moment, Output, Text, page_of
from api.v1.conferences import ConferenceEndpoint
from fgc.access.can import Can
from fgc.conferences import actions, queries
from fgc.networks import queries as networks

if TYPE_CHECKING:
    from fgc.networks.models import Person


class OwnArrivalOut(Output):
    """When you come to this meeting; null while that must be agreed anew, since the meeting moved."""

    comes_at = Moment(source="begins", allow_null=True)
    goes_at = Moment(source="ends", allow_null=True)
    entrance = serializers.CharField()


class ArrivalOut(OwnArrivalOut):
    """When somebody comes to this meeting."""

    person_id = serializers.UUIDField(source="arrival.person_id")


class ArrivalIn(Input):
    """Times of the day of the meeting, "13:40", and by which door; without `goes` until the end."""

    comes = Text()
    goes = Text(required=False)
    entrance = Text(required=False)


class Arrivals(ConferenceEndpoint):
    """Who comes at a time of the own."""

    area = "conference:arrivals"
    quiet = True
    rights = {"GET": Can.PREPARE}
    gives = {"GET": page_of(ArrivalOut)}

    def get(self, request: Request, **ids: Any) -> Response:
        """Who comes at a time of the own, the first one first; they see that you looked."""
        agreed = queries.arrivals_of(self.actor, self.conference)
        for one in agreed:
            assert one.arrival, "only who has one is listed"
            self.note_read(one.arrival, Can.PREPARE, only_for=one.arrival.person_id)
        return self.listed(agreed)


class OneArrival(ConferenceEndpoint):
    """When one person comes."""

    area = "conference:arrivals"
    quiet = True
    rights = {"PUT": Can.PREPARE, "DELETE": Can.PREPARE}
    takes = {"PUT": ArrivalIn}
    gives = {"PUT": ArrivalOut}
    person: "Person"

    def look_up(self) -> None:
        """Somebody of this family."""
        super().look_up()
        self.person = found(networks.person_of(self.family, self.kwargs["person_id"]))

    def put(self, request: Request, **ids: Any) -> Response:
        """Writes down when this person comes, in the place of what stood there; no message goes out."""
        actions.agree_arrival(self.actor, self.conference, self.person, **self.said())
        return self.answer(queries.when_for(self.actor, self.person, self.conference))

    def delete(self, request: Request, **ids: Any) -> Response:
        """From now on this person comes when the others come."""
        actions.take_back_arrival(self.actor, self.conference, self.person)
        return self.done()


class OwnArrival(ConferenceEndpoint):
    """When you come to this meeting."""

    area = "conference"
    own = True
    rights = {"GET": Can.ANSWER_INVITATION}
    gives = {"GET": OwnArrivalOut}

    def get(self, request: Request, **ids: Any) -> Response:
        """When you come, where that was agreed apart; these times count, and not those of the meeting."""
        when = queries.when_for(self.actor, networks.me_in(self.actor, self.family), self.conference)
        found(when.arrival)
        return self.answer(when)
