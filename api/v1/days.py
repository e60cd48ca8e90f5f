"""The day: three parts, who was there, private time, and the family's own paper."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.fields import Choice, Id, Input, Moment, Output, Text
from api.v1.conferences import ConferenceEndpoint, ConferenceOut
from fgc.access.can import Can
from fgc.conferences import actions, queries, rules


class PresentOut(Output):
    """Somebody who was there."""

    person_id = serializers.UUIDField()
    presence = serializers.ChoiceField(choices=rules.Presence.choices)


class DayPartOut(Output):
    """One part of the day."""

    phase = serializers.ChoiceField(choices=rules.Phase.choices)
    state = serializers.ChoiceField(choices=["later", "now", "done"])
    started_at = Moment(source="row.started_at", allow_null=True, default=None)
    ended_at = Moment(source="row.ended_at", allow_null=True, default=None)
    present = PresentOut(many=True)


class DayOut(Output):
    """The run sheet."""

    conference = ConferenceOut()
    parts = DayPartOut(many=True)


class Day(ConferenceEndpoint):
    """The day of the meeting."""

    rights = {"GET": Can.SEE_DAY}
    gives = {"GET": DayOut}

    def get(self, request: Request, **ids: Any) -> Response:
        """The three parts and who was there in which; nothing of what was said."""
        return self.answer(queries.day_of(self.conference))


class DayStart(ConferenceEndpoint):
    """The beginning of the day."""

    rights = {"POST": Can.LEAD_DAY}
    gives = {"POST": ConferenceOut}

    def post(self, request: Request, **ids: Any) -> Response:
        """Opens part 1."""
        return self.answer(actions.start_day(self.actor, self.conference))


class PrivateTimeStart(ConferenceEndpoint):
    """The beginning of private time."""

    rights = {"POST": Can.LEAD_DAY}
    gives = {"POST": ConferenceOut}

    def post(self, request: Request, **ids: Any) -> Response:
        """The coordinator and everybody from outside leave the room."""
        return self.answer(actions.start_private_time(self.actor, self.conference))


class PrivateTimeEnd(ConferenceEndpoint):
    """The end of private time."""

    rights = {"POST": Can.END_PRIVATE_TIME}
    gives = {"POST": ConferenceOut}

    def post(self, request: Request, **ids: Any) -> Response:
        """The family is ready and lets the coordinator in again."""
        return self.answer(actions.end_private_time(self.actor, self.conference))


class DayEnd(ConferenceEndpoint):
    """The end of the day."""

    rights = {"POST": Can.LEAD_DAY}
    gives = {"POST": ConferenceOut}

    def post(self, request: Request, **ids: Any) -> Response:
        """The meeting is over."""
        return self.answer(actions.end_day(self.actor, self.conference))


class PresentIn(Input):
    """Somebody who was there."""

    person_id = Id()
    presence = Choice(choices=rules.Presence.choices)


class AttendanceIn(Input):
    """Who was there in one part of the day."""

    phase = Choice(choices=rules.Phase.choices)
    present = PresentIn(many=True)


class AttendanceOut(Output):
    """Who was there in one part of the day."""

    present = PresentOut(many=True)


class Attendance(ConferenceEndpoint):
    """Who was there."""

    rights = {"PUT": Can.LEAD_DAY}
    takes = {"PUT": AttendanceIn}
    gives = {"PUT": AttendanceOut}

    def put(self, request: Request, **ids: Any) -> Response:
        """Who was there in one part of the day, and how; noting it again replaces it."""
        said = self.said()
        present = {row["person_id"]: row["presence"] for row in said["present"]}
        noted = actions.record_attendance(self.actor, self.conference, phase=said["phase"], present=present)
        return self.answer({"present": noted})


class PaperOut(Output):
    """The family's own paper of its private time."""

    text = serializers.CharField()
    changed_at = Moment(allow_null=True)


class PaperIn(Input):
    """What the family writes on its own paper."""

    text = Text()


class PrivatePaper(ConferenceEndpoint):
    """The family's own paper, which no outsider ever opens."""

    rights = {"GET": Can.WRITE_PRIVATELY, "PUT": Can.WRITE_PRIVATELY}
    takes = {"PUT": PaperIn}
    gives = {"GET": PaperOut, "PUT": PaperOut}
    amends = ("PUT",)

    def get(self, request: Request, **ids: Any) -> Response:
        """What the family wrote."""
        return self.answer(self._paper())

    def put(self, request: Request, **ids: Any) -> Response:
        """The family writes on its own paper."""
        paper = self._paper()
        self.must_match(paper)
        seen_at = None if isinstance(paper, dict) else paper.changed_at
        return self.answer(actions.write_privately(self.actor, self.conference, seen_at=seen_at, **self.said()))

    def _paper(self) -> Any:
        return queries.private_paper_of(self.actor, self.conference) or {"text": "", "changed_at": None}
