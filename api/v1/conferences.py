"""The meeting: planning it, its date and place, moving it and calling it off."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.door import Calendar, FamilyEndpoint, file, found
from api.fields import Choice, Day, Id, Input, Moment, Output, Text, page_of
from fgc.access.can import Can
from fgc.conferences import actions, queries, rules
from fgc.conferences.calendar import appointment
from fgc.networks import queries as networks

if TYPE_CHECKING:
    from fgc.conferences.models import Conference


class ConferenceOut(Output):
    """One meeting of the family and its circle."""

    id = serializers.UUIDField()
    number = serializers.IntegerField()
    moment = serializers.ChoiceField(choices=rules.Moment.choices)
    place_kind = serializers.CharField()
    place = serializers.CharField()
    starts_at = Moment(allow_null=True)
    ends_at = Moment(allow_null=True)
    safety_checked_on = serializers.DateField(allow_null=True)


class Conferences(FamilyEndpoint):
    """The meetings of the family."""

    area = "conference"
    rights = {"GET": Can.SEE_CONFERENCE, "POST": Can.ORGANISE}
    gives = {"GET": page_of(ConferenceOut), "POST": ConferenceOut}
    makes = ("POST",)

    def get(self, request: Request, **ids: Any) -> Response:
        """Every meeting, the last one first."""
        return self.listed(queries.conferences_of(self.family))

    def post(self, request: Request, **ids: Any) -> Response:
        """Begins with a meeting; the one that is being prepared already, if there is one."""
        return self.answer(actions.plan_conference(self.actor, self.family))


class ConferenceEndpoint(FamilyEndpoint):
    """Something of one meeting of the family."""

    area = "conference"
    conference: "Conference"

    def look_up(self) -> None:
        """The meeting, of this family."""
        self.conference = found(queries.conference_in(self.family, self.kwargs["conference_id"]))


class OneConference(ConferenceEndpoint):
    """One meeting."""

    rights = {"GET": Can.SEE_CONFERENCE}
    gives = {"GET": ConferenceOut}

    def get(self, request: Request, **ids: Any) -> Response:
        """When and where it is, and where it stands."""
        return self.answer(self.conference)


class Appointment(ConferenceEndpoint):
    """The meeting for one's own calendar."""

    rights = {"GET": Can.SEE_CONFERENCE}
    renderer_classes = (Calendar,)

    def get(self, request: Request, **ids: Any) -> HttpResponse:
        """An appointment for a calendar, without any name."""
        if self.conference.starts_at is None:
            found(None)
        when = queries.when_for(self.actor, networks.me_in(self.actor, self.family), self.conference)
        return file(appointment(when), kind=Calendar, name="afspraak.ics")


class SafetyIn(Input):
    """When everybody was asked apart."""

    on = Day()


class SafetyCheck(ConferenceEndpoint):
    """That everybody was asked apart whether a meeting is safe."""

    rights = {"PUT": Can.PREPARE}
    takes = {"PUT": SafetyIn}
    gives = {"PUT": ConferenceOut}

    def put(self, request: Request, **ids: Any) -> Response:
        """Everybody was asked apart whether a meeting is safe; never what was said."""
        return self.answer(actions.record_safety_check(self.actor, self.conference, **self.said()))


class DateChoiceIn(Input):
    """One of the moments of the list, and a place."""

    option_id = Id()
    place_kind = Choice(choices=rules.Place.choices)
    place = Text(required=False)


class DateMoveIn(Input):
    """Another moment or place."""

    starts_at = Moment()
    ends_at = Moment()
    place_kind = Choice(choices=rules.Place.choices)
    place = Text(required=False)


class ConferenceDate(ConferenceEndpoint):
    """The date of the meeting."""

    rights = {"POST": Can.CHOOSE_DATE, "PUT": Can.CHOOSE_DATE}
    takes = {"POST": DateChoiceIn, "PUT": DateMoveIn}
    gives = {"POST": ConferenceOut, "PUT": ConferenceOut}

    def post(self, request: Request, **ids: Any) -> Response:
        """Sets the date; who was asked hears that there is one."""
        said = {"place": "", **self.said()}
        option = found(queries.option_in(self.family, said.pop("option_id")))
        return self.answer(actions.choose_date(self.actor, self.conference, option, **said))

    def put(self, request: Request, **ids: Any) -> Response:
        """Moves the meeting to another moment or place; who was invited is asked again."""
        said = {"place": "", **self.said()}
        return self.answer(actions.move_conference(self.actor, self.conference, **said))


class Cancellation(ConferenceEndpoint):
    """Calling the meeting off."""

    rights = {"POST": Can.CHOOSE_DATE}
    gives = {"POST": ConferenceOut}

    def post(self, request: Request, **ids: Any) -> Response:
        """Calls the meeting off; who knew of it gets a neutral message."""
        return self.answer(actions.cancel_conference(self.actor, self.conference))
