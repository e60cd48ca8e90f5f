"""A professional asks for more than was released, and the family says yes or no."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.door import Endpoint, FamilyEndpoint
from api.fields import Flag, Input, Moment, Output, Text, page_of
from fgc.access.can import Can
from fgc.plans import actions, queries


class MoreOut(Output):
    """One question for more, as it stands today."""

    id = serializers.UUIDField()
    release_id = serializers.UUIDField(source="question.release_id")
    words = serializers.CharField(source="question.words")
    asked_at = Moment(source="question.asked_at")
    answer = serializers.BooleanField(allow_null=True, help_text="Null while it waits; no answer in time is a no.")
    until = Moment()


class MoreIn(Input):
    """What would help, and what for, in plain words."""

    words = Text()


class ReleasedQuestions(Endpoint):
    """What you asked for beside a release that you may read."""

    area = "released"
    rights = {"GET": None, "POST": None}
    takes = {"POST": MoreIn}
    gives = {"GET": page_of(MoreOut), "POST": MoreOut}
    makes = ("POST",)

    def get(self, request: Request, **ids: Any) -> Response:
        """Your questions about this release, newest first, with yes or no."""
        row = queries.release_for(self.actor, ids["release_id"])
        self.note_read(row.release, Can.READ_RELEASE)
        return self.listed(queries.more_of(row.release))

    def post(self, request: Request, **ids: Any) -> Response:
        """Asks the family for more; no answer in time is a no."""
        row = queries.release_for(self.actor, ids["release_id"])
        asked = actions.ask_for_more(self.actor, row.release, **self.said())
        return self.answer(next(one for one in queries.more_of(row.release) if one.id == asked.pk))


class MoreAnswerIn(Input):
    """Yes, or no."""

    said_yes = Flag()


class ReleaseQuestions(FamilyEndpoint):
    """What professionals asked for beside what they may read."""

    area = "released"
    rights = {"GET": Can.SEE_RELEASES}
    gives = {"GET": page_of(MoreOut)}

    def get(self, request: Request, **ids: Any) -> Response:
        """Every question for more, newest first, as it stands today."""
        return self.listed(queries.more_asked_in(self.actor, self.family))


class ReleaseQuestionAnswer(FamilyEndpoint):
    """The family's answer to a question for more."""

    area = "released"
    rights = {"POST": Can.RELEASE}
    takes = {"POST": MoreAnswerIn}

    def post(self, request: Request, **ids: Any) -> Response:
        """With a yes nothing is let out yet: the family chooses what in a release of its own."""
        asked = queries.more_asked(self.actor, self.family, ids["question_id"])
        actions.answer_for_more(self.actor, asked.question, **self.said())
        return self.done()
