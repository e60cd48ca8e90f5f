"""The main question, in versions, confirmed by the family."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.door import FamilyEndpoint, found
from api.fields import Flag, Input, Moment, Output, Text, page_of
from fgc.access.can import Can
from fgc.families import actions, queries, rules


class QuestionOut(Output):
    """One wording of the main question."""

    id = serializers.UUIDField()
    version = serializers.IntegerField()
    text = serializers.CharField()
    proposed_by = serializers.CharField()
    from_outside = serializers.BooleanField()
    state = serializers.ChoiceField(choices=rules.QuestionState.choices)
    answered_at = Moment(allow_null=True)


class QuestionNowOut(Output):
    """The wording that counts, and the one on which the family has not answered yet."""

    confirmed = QuestionOut(allow_null=True)
    proposed = QuestionOut(allow_null=True)


class QuestionIn(Input):
    """A wording of the main question."""

    text = Text()
    from_outside = Flag(required=False)
    proposed_by = Text(required=False)


class Questions(FamilyEndpoint):
    """Every wording of the main question."""

    area = "families:question"
    rights = {"GET": Can.SEE_QUESTION}
    gives = {"GET": page_of(QuestionOut)}

    def get(self, request: Request, **ids: Any) -> Response:
        """Every wording, the refused ones too, newest first."""
        return self.listed(queries.question_history(self.family))


class Question(FamilyEndpoint):
    """The main question as it is now."""

    area = "families:question"
    rights = {"GET": Can.SEE_QUESTION, "PUT": Can.WORD_QUESTION}
    takes = {"PUT": QuestionIn}
    gives = {"GET": QuestionNowOut, "PUT": QuestionNowOut}
    amends = ("PUT",)

    def get(self, request: Request, **ids: Any) -> Response:
        """The wording that counts, and the one that waits for an answer."""
        return self.answer(self._now())

    def put(self, request: Request, **ids: Any) -> Response:
        """Proposes a wording; it counts only after the family said "these are our words"."""
        self.must_match(self._now())
        actions.propose_question(self.actor, self.family, **self.said())
        return self.answer(self._now())

    def _now(self) -> dict[str, Any]:
        confirmed, proposed = queries.question_now(self.family), queries.question_proposed(self.family)
        return {"confirmed": confirmed, "proposed": proposed}


class QuestionConfirmation(FamilyEndpoint):
    """The family's yes to a wording."""

    area = "families:question"
    rights = {"POST": Can.CONFIRM_QUESTION}
    gives = {"POST": QuestionOut}

    def post(self, request: Request, **ids: Any) -> Response:
        """The family says: these are our words."""
        question = found(queries.question_for(self.family, ids["question_id"]))
        return self.answer(actions.confirm_question(self.actor, question))


class QuestionRefusal(FamilyEndpoint):
    """The family's no to a wording."""

    area = "families:question"
    rights = {"POST": Can.CONFIRM_QUESTION}
    gives = {"POST": QuestionOut}

    def post(self, request: Request, **ids: Any) -> Response:
        """The family says: these are not our words."""
        question = found(queries.question_for(self.family, ids["question_id"]))
        return self.answer(actions.refuse_question(self.actor, question))
