"""Proposals: a professional asks whether a family wants this, and hears only yes or no."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.door import LANGUAGES, Endpoint
from api.fields import Choice, Day, Input, Moment, Output, Text, page_of
from fgc.access.can import Can
from fgc.families import actions, queries, rules


class ProposalOut(Output):
    """A proposal as its professional sees it: nothing but where it stands."""

    id = serializers.UUIDField()
    asked_at = Moment()
    state = serializers.ChoiceField(choices=rules.ProposalState.choices)


class ProposalIn(Input):
    """A way to reach a family that said yes to being reached."""

    call_name = Text()
    consent_on = Day()
    consent_how = Text()
    email = Text(required=False)
    phone = Text(required=False)


class Proposals(Endpoint):
    """What you, a professional, proposed."""

    area = "desk"
    rights = {"GET": Can.SEE_OWN_PROPOSALS, "POST": Can.PROPOSE}
    takes = {"POST": ProposalIn}
    gives = {"GET": page_of(ProposalOut), "POST": ProposalOut}
    makes = ("POST",)

    def get(self, request: Request, **ids: Any) -> Response:
        """What you proposed, newest first, with nothing of the families in it."""
        return self.listed(queries.proposals_of(self.actor))

    def post(self, request: Request, **ids: Any) -> Response:
        """Gives us a way to reach a family that said yes to being reached; nothing else is kept."""
        return self.answer(actions.propose(self.actor, **self.said()))


class ProposalAnswerIn(Input):
    """The family's answer, with the token from its letter."""

    token = Text()
    says = Choice(choices=["yes", "no"])
    name = Text(required=False)
    email = Text(required=False)
    phone = Text(required=False)
    region = Text(required=False)
    language = Choice(choices=LANGUAGES, required=False)


class ProposalAnswers(Endpoint):
    """The answer of a family to a proposal."""

    rights = {"POST": Can.ANSWER_PROPOSAL}
    takes = {"POST": ProposalAnswerIn}

    def post(self, request: Request, **ids: Any) -> Response:
        """The family wants it, and its request begins; or not, and every way to reach it is erased at once."""
        said = self.said()
        token = said.pop("token")
        if said.pop("says") == "yes":
            actions.accept_proposal(self.actor, token, **said)
        else:
            actions.decline_proposal(self.actor, token)
        return self.done()
