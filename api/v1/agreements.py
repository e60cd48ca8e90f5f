"""The lines of the plan: writing them down, changing them, and changes on which others must say yes."""

from typing import TYPE_CHECKING, Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.door import found
from api.fields import Choice, Day, Flag, Id, Input, Output, Text, ids
from api.v1.plans import LineOut, PlanEndpoint, PlanOut, WordsOut
from fgc.access.can import Can
from fgc.plans import actions, queries, rules

if TYPE_CHECKING:
    from fgc.plans.models import Agreement


class WordsIn(Input):
    """The words of an agreement; only the text is compulsory."""

    text = Text()
    for_whom = Text(required=False)
    why = Text(required=False)
    starts_on = Day(required=False, allow_null=True)
    repeats = Choice(choices=rules.Repeats.choices, required=False)
    # RFC 5545, for example FREQ=MONTHLY;BYDAY=1TU; the simple choice then follows from it.
    rule = Text(required=False)
    ends_on = Day(required=False, allow_null=True)
    sign_it_works = Text(required=False)
    what_if = Text(required=False)


class AgreementIn(WordsIn):
    """One agreement in the family's words."""

    kind = Choice(choices=rules.Kind.choices, required=False)
    person_ids = ids(required=False)
    bottom_line_id = Id(required=False, allow_null=True)
    supports_id = Id(required=False, allow_null=True)
    is_for_circle = Flag(required=False)
    child_ids = ids(required=False)


class Agreements(PlanEndpoint):
    """The lines of a plan that is being written."""

    rights = {"POST": Can.RECORD_PLAN}
    takes = {"POST": AgreementIn}
    gives = {"POST": LineOut}
    makes = ("POST",)

    def post(self, request: Request, **ids: Any) -> Response:
        """Writes down one agreement; everybody named gets a promise that is not confirmed yet."""
        agreement = actions.record_agreement(self.actor, self.plan(), **self.said())
        return self.answer(line_of(self.shown(), agreement.pk))


class Additions(PlanEndpoint):
    """New lines of a plan that runs."""

    rights = {"GET": Can.SEE_PLAN, "POST": Can.AMEND}
    takes = {"POST": AgreementIn}
    gives = {"GET": PlanOut, "POST": PlanOut}
    makes = ("POST",)
    amends = ("POST",)

    def get(self, request: Request, **ids: Any) -> Response:
        """The plan to which a line would be added."""
        return self.answer(self.shown())

    def post(self, request: Request, **ids: Any) -> Response:
        """Adds a line: a new version, in which only the people of this line are asked anything; or a proposed line."""
        self.must_match(self.shown())
        actions.add_line_to_running_plan(self.actor, self.plan(), **self.said())
        return self.answer(self.shown())


def line_of(plan: queries.PlanView, agreement_id: Any) -> queries.LineView:
    """One line of the plan, when the actor may read it.

    Raises:
        NotAllowed: there is no such line to be read.
    """
    return found(next((line for line in plan.lines if line.id == agreement_id), None))


class VersionedLineOut(LineOut):
    """One line of the plan, and of which version."""

    plan_version = serializers.IntegerField()


class AgreementEndpoint(PlanEndpoint):
    """Something of one line of the plan as it is now."""

    agreement: "Agreement"

    def look_up(self) -> None:
        """The line, of this family's plan."""
        self.agreement = found(queries.agreement_of(self.actor, self.family, self.kwargs["agreement_id"]))

    def line(self) -> dict[str, Any]:
        """The line as the actor reads it, with the version of the plan."""
        plan = self.shown()
        return {**vars(line_of(plan, self.agreement.pk)), "plan_version": plan.plan.version}


class OneAgreement(AgreementEndpoint):
    """One line of the plan."""

    rights = {"GET": Can.SEE_PLAN, "PUT": Can.RECORD_PLAN, "DELETE": Can.RECORD_PLAN}
    takes = {"PUT": AgreementIn}
    gives = {"GET": VersionedLineOut, "PUT": VersionedLineOut}
    amends = ("PUT", "DELETE")

    def get(self, request: Request, **ids: Any) -> Response:
        """The line as it is now."""
        return self.answer(self.line())

    def put(self, request: Request, **ids: Any) -> Response:
        """Writes the line anew while the plan is a draft; who said yes to other words is asked again."""
        self.must_match(self.line())
        actions.change_draft_agreement(self.actor, self.agreement, **self.said())
        return self.answer(self.line())

    def delete(self, request: Request, **ids: Any) -> Response:
        """Takes the line out of the draft."""
        self.must_match(self.line())
        actions.remove_agreement(self.actor, self.agreement)
        return self.done()


class AmendmentOut(Output):
    """A change of one line: who must say yes, and what became of it."""

    id = serializers.UUIDField()
    agreement_id = serializers.UUIDField()
    words = WordsOut(source="wording", allow_null=True)
    new_person_id = serializers.UUIDField(allow_null=True)
    old_person_id = serializers.UUIDField(allow_null=True)
    drops_it = serializers.BooleanField()
    why = serializers.CharField()
    based_on = serializers.IntegerField()
    state = serializers.ChoiceField(choices=rules.AmendmentState.choices)
    accepted_in = serializers.IntegerField(allow_null=True)


class AmendmentIn(WordsIn):
    """A line as it becomes: all of its words, not only the ones that change."""

    new_person_id = Id(required=False, allow_null=True)
    old_person_id = Id(required=False, allow_null=True)
    drops_it = Flag(required=False)
    reason = Text(required=False)


class Amendments(AgreementEndpoint):
    """Changes of one line of a plan that runs."""

    rights = {"GET": Can.SEE_PLAN, "POST": Can.AMEND}
    takes = {"POST": AmendmentIn}
    gives = {"GET": VersionedLineOut, "POST": AmendmentOut}
    makes = ("POST",)
    amends = ("POST",)

    def get(self, request: Request, **ids: Any) -> Response:
        """The line as it is now; its ETag is the version that a change is based on."""
        return self.answer(self.line())

    def post(self, request: Request, **ids: Any) -> Response:
        """Proposes other words, another person, or no such line any more; only whose task changes must say yes."""
        now = self.line()
        self.must_match(now)
        said = self.said()
        return self.answer(actions.propose_amendment(self.actor, self.agreement, based_on=now["plan_version"], **said))


class OneAmendment(PlanEndpoint):
    """One change of the plan."""

    rights = {"GET": Can.AMEND, "DELETE": Can.AMEND}
    gives = {"GET": AmendmentOut}

    def get(self, request: Request, **ids: Any) -> Response:
        """What became of a change."""
        return self.answer(found(queries.amendment_of(self.actor, self.family, ids["amendment_id"])))

    def delete(self, request: Request, **ids: Any) -> Response:
        """Takes back a change that still waits for an answer."""
        actions.withdraw_amendment(
            self.actor, found(queries.amendment_of(self.actor, self.family, ids["amendment_id"]))
        )
        return self.done()


class TakeoverIn(Input):
    """Who is asked to take a task that is free."""

    person_id = Id()


class TakeoverOut(Output):
    """The new promise."""

    id = serializers.UUIDField()
    person_id = serializers.UUIDField()
    state = serializers.ChoiceField(choices=rules.Promise.choices)


class Takeover(AgreementEndpoint):
    """A task that is free."""

    rights = {"POST": Can.AMEND}
    takes = {"POST": TakeoverIn}
    gives = {"POST": TakeoverOut}
    makes = ("POST",)

    def post(self, request: Request, **ids: Any) -> Response:
        """The family asks somebody to take a task that is free."""
        return self.answer(actions.take_over(self.actor, self.agreement, **self.said()))
