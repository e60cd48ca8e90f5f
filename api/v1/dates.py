"""Finding a date: the moments to choose from, who is asked, and what each person answers."""

from typing import TYPE_CHECKING, Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.door import found
from api.fields import Choice, Id, Input, Moment, Output, Text, ids, page_of
from api.v1.conferences import ConferenceEndpoint
from api.v1.persons import PersonEndpoint
from fgc.access.can import Can
from fgc.conferences import actions, queries, rules
from fgc.networks import queries as networks

if TYPE_CHECKING:
    from fgc.conferences.models import Conference


class DateOptionOut(Output):
    """A possible moment."""

    id = serializers.UUIDField()
    starts_at = Moment()
    ends_at = Moment()
    place = serializers.CharField()


class RankedOptionOut(Output):
    """A possible moment and how well it fits; who answered what is for the coordinator alone."""

    option = DateOptionOut()
    place_in_row = serializers.IntegerField()
    is_best = serializers.BooleanField()


class DateOptionIn(Input):
    """A possible moment."""

    starts_at = Moment()
    ends_at = Moment()
    place = Text(required=False)


class DateOptions(ConferenceEndpoint):
    """The moments to choose from."""

    rights = {"GET": Can.CHOOSE_DATE, "POST": Can.ORGANISE}
    takes = {"POST": DateOptionIn}
    gives = {"GET": page_of(RankedOptionOut), "POST": DateOptionOut}
    makes = ("POST",)

    def get(self, request: Request, **ids: Any) -> Response:
        """The possible moments, best first."""
        return self.listed(queries.poll_of(self.conference).choices)

    def post(self, request: Request, **ids: Any) -> Response:
        """Puts one possible moment on the list."""
        return self.answer(actions.add_date_option(self.actor, self.conference, **self.said()))


class OneDateOption(ConferenceEndpoint):
    """One possible moment."""

    rights = {"DELETE": Can.ORGANISE}

    def delete(self, request: Request, **ids: Any) -> Response:
        """Takes a moment off the list, with what people said of it."""
        option = found(queries.option_in(self.family, ids["option_id"]))
        if option.conference_id != self.conference.pk:
            found(None)
        actions.remove_date_option(self.actor, option)
        return self.done()


class PeopleIn(Input):
    """Which persons of the circle."""

    person_ids = ids()


class AskedOut(Output):
    """Who was asked."""

    person_ids = serializers.ListField(child=serializers.UUIDField())


class DateRequests(ConferenceEndpoint):
    """Asking people which moments would do."""

    rights = {"POST": Can.ORGANISE}
    takes = {"POST": PeopleIn}
    gives = {"POST": AskedOut}

    def post(self, request: Request, **ids: Any) -> Response:
        """Asks these people, each by the way that he or she chose."""
        asked = actions.ask_for_dates(self.actor, self.conference, **self.said())
        return self.answer({"person_ids": [person.pk for person in asked]})


class ReplyOut(Output):
    """What one person said of one moment; empty when there is no answer yet."""

    option_id = serializers.UUIDField()
    person_id = serializers.UUIDField()
    answer = serializers.CharField()


class DateReplies(ConferenceEndpoint):
    """Who answered what, for the coordinator alone."""

    rights = {"GET": Can.ORGANISE}
    gives = {"GET": page_of(ReplyOut)}

    def get(self, request: Request, **ids: Any) -> Response:
        """What everybody who was asked said of every moment."""
        rows = [
            {"option_id": choice.option.pk, "person_id": person.pk, "answer": answer or ""}
            for choice in queries.poll_of(self.conference).choices
            for person, answer in choice.answers
        ]
        return self.listed(rows)


class OwnAnswerOut(Output):
    """One possible moment with the own answer."""

    option = DateOptionOut()
    answer = serializers.CharField()


class OwnPollOut(Output):
    """The possible moments with the own answers."""

    choices = OwnAnswerOut(many=True)


class AnswerIn(Input):
    """What somebody says of one moment."""

    option_id = Id()
    answer = Choice(choices=rules.DateAnswer.choices)


class AnswersIn(Input):
    """What somebody says of the moments; what is left out stays as it was."""

    answers = AnswerIn(many=True)


class OwnPoll(PersonEndpoint):
    """What one person says of the moments."""

    area = "conference"
    own = True
    rights = {"GET": Can.ANSWER_POLL, "PUT": Can.ANSWER_POLL}
    takes = {"PUT": AnswersIn}
    gives = {"GET": OwnPollOut, "PUT": OwnPollOut}
    conference: "Conference"

    def look_up(self) -> None:
        """The person, and the meeting for which he or she was asked a date."""
        self.person = found(networks.person_of(self.family, self.kwargs["person_id"]))
        self.actor.must_see(Can.ANSWER_POLL, self.person)
        if self.actor.may(Can.CHOOSE_DATE, self.family):
            self.conference = found(queries.conference_in(self.family, self.kwargs["conference_id"]))
        else:
            self.conference = found(queries.asked_conference(self.person, self.kwargs["conference_id"]))

    def get(self, request: Request, **ids: Any) -> Response:
        """The possible moments with this person's answers, and nobody else's."""
        return self._shown()

    def put(self, request: Request, **ids: Any) -> Response:
        """Which moments would do; the coordinator writes it down on behalf of this person, visibly."""
        answers = {row["option_id"]: row["answer"] for row in self.said()["answers"]}
        actions.answer_date(self.actor, self.person, conference=self.conference, answers=answers)
        return self._shown()

    def _shown(self) -> Response:
        return self.answer({"choices": queries.own_poll(self.conference, self.person)})
