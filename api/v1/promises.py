"""What one person of the circle promised and is asked: by the own account, or by the coordinator on behalf of."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.door import found
from api.fields import Choice, Day, Id, Input, Output, Text, page_of
from api.v1.persons import PersonEndpoint
from api.v1.plans import WordsOut
from fgc.access.can import Can
from fgc.networks import queries as networks
from fgc.plans import actions, queries, rules


class CommitmentOut(Output):
    """A promise with the words that it is about."""

    id = serializers.UUIDField(source="promise.pk")
    agreement_id = serializers.UUIDField(source="promise.agreement_id")
    state = serializers.ChoiceField(source="promise.state", choices=rules.Promise.choices)
    note = serializers.CharField(source="promise.note")
    how = serializers.CharField(source="promise.how")
    has_reminders = serializers.BooleanField()
    words = WordsOut()
    can_be_answered = serializers.BooleanField()


class OwnEndpoint(PersonEndpoint):
    """Something that one person is asked."""

    area = "plan"
    own = True
    # The right that the actor holds on this person, for every verb here.
    asks: Can = Can.SEE_OWN_PROMISE

    def look_up(self) -> None:
        """The person, when it is oneself or the actor coordinates."""
        self.person = found(networks.person_of(self.family, self.kwargs["person_id"]))
        self.actor.must_see(self.asks, self.person)


class Commitments(OwnEndpoint):
    """The promises of one person."""

    rights = {"GET": Can.SEE_OWN_PROMISE}
    gives = {"GET": page_of(CommitmentOut)}

    def get(self, request: Request, **ids: Any) -> Response:
        """What this person promised, or is asked to, in a plan to which the family said yes."""
        return self.listed(queries.promises_of(self.person))


class OneCommitment(OwnEndpoint):
    """One promise."""

    rights = {"GET": Can.SEE_OWN_PROMISE}
    gives = {"GET": CommitmentOut}

    def get(self, request: Request, **ids: Any) -> Response:
        """What this person is asked to promise, and how it stands."""
        return self.answer(queries.promise_of(self.actor, self.person, ids["commitment_id"]))


class PromiseAnswerIn(Input):
    """Yes, less, or rather not."""

    answer = Choice(choices=rules.Answer.choices)
    note = Text(required=False)


class CommitmentAnswer(OwnEndpoint):
    """The own answer to a promise."""

    asks = Can.CONFIRM
    rights = {"PUT": Can.CONFIRM}
    takes = {"PUT": PromiseAnswerIn}
    gives = {"PUT": CommitmentOut}

    def put(self, request: Request, **ids: Any) -> Response:
        """Yes, less, or rather not; it may be changed at any time."""
        asked = queries.promise_of(self.actor, self.person, ids["commitment_id"])
        actions.confirm_commitment(self.actor, asked.promise, **self.said())
        return self.answer(queries.promise_of(self.actor, self.person, ids["commitment_id"]))


class OnBehalfIn(PromiseAnswerIn):
    """What somebody said on paper, aloud or in the meeting."""

    how = Choice(choices=[way for way in rules.ConfirmedHow.values if way != rules.ConfirmedHow.SELF])
    spoken_in = Text(required=False)


class CommitmentAnswerOnBehalf(OwnEndpoint):
    """An answer that somebody else writes down, visibly."""

    asks = Can.CONFIRM_ON_BEHALF
    own = False
    rights = {"PUT": Can.CONFIRM_ON_BEHALF}
    takes = {"PUT": OnBehalfIn}
    gives = {"PUT": CommitmentOut}

    def put(self, request: Request, **ids: Any) -> Response:
        """The coordinator writes down what somebody said; everybody sees that it was so."""
        asked = queries.promise_of(self.actor, self.person, ids["commitment_id"])
        actions.confirm_on_behalf(self.actor, asked.promise, **self.said())
        return self.answer(queries.promise_of(self.actor, self.person, ids["commitment_id"]))


class ProgressIn(Input):
    """How it goes with a promise."""

    runs = Choice(choices=rules.Runs.choices)
    note = Text(required=False)
    about_on = Day(required=False)


class ProgressOut(Output):
    """How it went with a promise."""

    id = serializers.UUIDField()
    runs = serializers.ChoiceField(choices=rules.Runs.choices)
    note = serializers.CharField()
    about_on = serializers.DateField()


class Progress(OwnEndpoint):
    """How it goes with the own promise."""

    area = "follow_up"
    asks = Can.REPORT
    rights = {"PUT": Can.REPORT}
    takes = {"PUT": ProgressIn}
    gives = {"PUT": ProgressOut}

    def put(self, request: Request, **ids: Any) -> Response:
        """Says how it goes; a second answer about the same day takes the place of the first."""
        asked = queries.promise_of(self.actor, self.person, ids["commitment_id"])
        return self.answer(actions.report_progress(self.actor, asked.promise, **self.said()))


class ProgressOnBehalf(OwnEndpoint):
    """How it goes with somebody's promise, written down by the coordinator."""

    area = "follow_up"
    own = False
    asks = Can.REPORT_ON_BEHALF
    rights = {"PUT": Can.REPORT_ON_BEHALF}
    takes = {"PUT": ProgressIn}
    gives = {"PUT": ProgressOut}

    def put(self, request: Request, **ids: Any) -> Response:
        """The coordinator writes down how it goes, visibly on behalf of this person."""
        asked = queries.promise_of(self.actor, self.person, ids["commitment_id"])
        return self.answer(actions.report_progress(self.actor, asked.promise, **self.said()))


class ConsentOut(Output):
    """A change on which somebody's yes is asked."""

    id = serializers.UUIDField(source="consent.pk")
    amendment_id = serializers.UUIDField(source="change.pk")
    now = WordsOut()
    then = WordsOut()
    drops_it = serializers.BooleanField(source="change.drops_it")
    is_newcomer = serializers.BooleanField()
    is_open = serializers.BooleanField()
    said_yes = serializers.BooleanField(source="consent.said_yes", allow_null=True)


class ConsentIn(Input):
    """Yes or no to a change."""

    says = Choice(choices=["yes", "no"])


class Consent(OwnEndpoint):
    """The own yes or no to a change."""

    asks = Can.AGREE_AMENDMENT
    rights = {"GET": Can.AGREE_AMENDMENT, "PUT": Can.AGREE_AMENDMENT}
    takes = {"PUT": ConsentIn}
    gives = {"GET": ConsentOut, "PUT": ConsentOut}

    def get(self, request: Request, **ids: Any) -> Response:
        """What would change in your task."""
        return self.answer(queries.consent_of(self.actor, self.person, ids["consent_id"]))

    def put(self, request: Request, **ids: Any) -> Response:
        """Yes or no; with the last yes it is the next version of the plan."""
        asked = queries.consent_of(self.actor, self.person, ids["consent_id"])
        actions.answer_amendment(self.actor, asked.consent, said_yes=self.said()["says"] == "yes")
        return self.answer(queries.consent_of(self.actor, self.person, ids["consent_id"]))


class ConsentOnBehalf(OwnEndpoint):
    """A yes or no to a change that the coordinator writes down, visibly."""

    own = False
    asks = Can.CONFIRM_ON_BEHALF
    rights = {"GET": Can.CONFIRM_ON_BEHALF, "PUT": Can.CONFIRM_ON_BEHALF}
    takes = {"PUT": ConsentIn}
    gives = {"GET": ConsentOut, "PUT": ConsentOut}

    def get(self, request: Request, **ids: Any) -> Response:
        """What would change in this person's task."""
        return self.answer(queries.consent_of(self.actor, self.person, ids["consent_id"]))

    def put(self, request: Request, **ids: Any) -> Response:
        """The coordinator writes down what this person said."""
        asked = queries.consent_of(self.actor, self.person, ids["consent_id"])
        actions.answer_amendment_on_behalf(self.actor, asked.consent, said_yes=self.said()["says"] == "yes")
        return self.answer(queries.consent_of(self.actor, self.person, ids["consent_id"]))


class FreeTaskIn(Input):
    """Which task that is free."""

    agreement_id = Id()


class FreeTasks(OwnEndpoint):
    """Taking a task that is free."""

    asks = Can.CONFIRM
    rights = {"POST": Can.CONFIRM}
    takes = {"POST": FreeTaskIn}
    gives = {"POST": CommitmentOut}
    makes = ("POST",)

    def post(self, request: Request, **ids: Any) -> Response:
        """You take a task that is free; the promise is confirmed by that."""
        promise = actions.take_it_myself(self.actor, self.person, **self.said())
        return self.answer(queries.promise_of(self.actor, self.person, promise.pk))
