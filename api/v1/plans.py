"""The plan: reading it, beginning it, saying yes to it, its versions and what became different."""

from typing import TYPE_CHECKING, Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.door import FamilyEndpoint, found
from api.fields import Id, Input, Moment, Output, page_of
from fgc.access.can import Can
from fgc.conferences import queries as conferences
from fgc.conferences.rules import Verdict
from fgc.plans import actions, queries, rules

if TYPE_CHECKING:
    from fgc.plans.models import Plan


class WordsOut(Output):
    """The words of an agreement."""

    text = serializers.CharField()
    for_whom = serializers.CharField()
    why = serializers.CharField()
    starts_on = serializers.DateField(allow_null=True)
    repeats = serializers.ChoiceField(choices=rules.Repeats.choices)
    rule = serializers.CharField()
    ends_on = serializers.DateField(allow_null=True)
    sign_it_works = serializers.CharField()
    what_if = serializers.CharField()


class PromiseOut(Output):
    """Who promised a line, and how that stands."""

    id = serializers.UUIDField()
    person_id = serializers.UUIDField()
    name = serializers.CharField()
    state = serializers.ChoiceField(choices=rules.Promise.choices)
    note = serializers.CharField()
    is_mine = serializers.BooleanField()
    written_by = serializers.CharField()
    answered_on = serializers.DateField(allow_null=True)


class LineOut(Output):
    """One line of the plan in the words of one version."""

    id = serializers.UUIDField()
    number = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=rules.Kind.choices)
    words = WordsOut()
    is_for_circle = serializers.BooleanField()
    child_ids = serializers.ListField(
        child=serializers.UUIDField(), source="about", help_text="None: the whole family."
    )
    watcher_id = serializers.UUIDField(allow_null=True, help_text="Who keeps an eye on it.")
    is_free = serializers.BooleanField()
    supports = serializers.IntegerField(allow_null=True)
    bottom_line = serializers.IntegerField(allow_null=True)
    promises = PromiseOut(many=True)
    amendment_id = serializers.UUIDField(source="change.pk", allow_null=True, default=None)


class JudgedLineOut(Output):
    """A bottom line and what its professional says of this version."""

    id = serializers.UUIDField()
    number = serializers.IntegerField()
    text = serializers.CharField()
    function = serializers.CharField()
    name = serializers.CharField()
    verdict = serializers.ChoiceField(choices=["", *Verdict.values])
    reason = serializers.CharField()
    lines = serializers.ListField(child=serializers.IntegerField())


class PlanOut(Output):
    """The plan in one version, as far as you may read it."""

    id = serializers.UUIDField(source="plan.pk")
    state = serializers.ChoiceField(source="plan.state", choices=rules.PlanState.choices)
    version = serializers.IntegerField()
    is_newest = serializers.BooleanField()
    lines = LineOut(many=True)
    # New lines that wait for the yes of everybody who decides, in a plan for the children of two circles.
    proposed = LineOut(many=True)
    bottom_lines = JudgedLineOut(many=True)


class ChildrensPlanOut(Output):
    """What this circle reads of a plan for its children: a frozen copy, in the shape of a release."""

    version = serializers.IntegerField()
    carried_at = Moment()
    content = serializers.JSONField()


class ChildrensPlans(FamilyEndpoint):
    """What this circle reads about its children, beside its own plan."""

    area = "plan"
    rights = {"GET": Can.SEE_PLAN}
    gives = {"GET": page_of(ChildrensPlanOut)}

    def get(self, request: Request, **ids: Any) -> Response:
        """The plans for the children that this circle reads."""
        return self.listed(queries.childrens_plans_of(self.family))


class PlanIn(Input):
    """From which meeting the plan comes; null for a plan without a meeting, which counts as much."""

    conference_id = Id(required=False, allow_null=True)


class PlanEndpoint(FamilyEndpoint):
    """Something of the plan of the family."""

    area = "plan"

    def plan(self) -> "Plan":
        """The plan of the family.

        Raises:
            NotAllowed: it was not begun.
        """
        return found(queries.plan_of(self.family))

    def shown(self) -> queries.PlanView:
        """The newest version, as far as the actor may read it.

        Raises:
            NotAllowed: there is none, or the actor may not read it.
        """
        return found(queries.plan_for(self.actor, self.family))


class WholePlan(PlanEndpoint):
    """The plan."""

    rights = {"GET": Can.SEE_PLAN, "POST": Can.RECORD_PLAN}
    takes = {"POST": PlanIn}
    gives = {"GET": PlanOut, "POST": PlanOut}
    makes = ("POST",)

    def get(self, request: Request, **ids: Any) -> Response:
        """The version that counts now; the draft while there is none."""
        return self.answer(self.shown())

    def post(self, request: Request, **ids: Any) -> Response:
        """Opens the sheet on which the family's agreements come; a family has one plan."""
        meeting = self.said().get("conference_id")
        conference = found(conferences.conference_in(self.family, meeting)) if meeting else None
        actions.begin_plan(self.actor, self.family, conference=conference)
        return self.answer(self.shown())


class PlanApproval(PlanEndpoint):
    """The family's yes to the plan."""

    rights = {"GET": Can.SEE_PLAN, "POST": Can.APPROVE_PLAN}
    gives = {"GET": PlanOut, "POST": PlanOut}
    amends = ("POST",)

    def get(self, request: Request, **ids: Any) -> Response:
        """What the family would say yes to."""
        return self.answer(self.shown())

    def post(self, request: Request, **ids: Any) -> Response:
        """From here on these are the family's agreements, and everybody named is asked for the own promise."""
        self.must_match(self.shown())
        actions.approve_plan(self.actor, self.plan())
        return self.answer(self.shown())


class VersionOut(Output):
    """One version, from the moment that the family said yes to it."""

    number = serializers.IntegerField()
    approved_at = Moment()
    approved_by = serializers.CharField(source="approved_by.first_name", default="")


class PlanVersions(PlanEndpoint):
    """The versions of the plan."""

    rights = {"GET": Can.SEE_PLAN}
    gives = {"GET": page_of(VersionOut)}

    def get(self, request: Request, **ids: Any) -> Response:
        """Every version, newest first."""
        return self.listed(self.shown().versions)


class OnePlanVersion(PlanEndpoint):
    """One version of the plan."""

    rights = {"GET": Can.SEE_PLAN}
    gives = {"GET": PlanOut}

    def get(self, request: Request, **ids: Any) -> Response:
        """The plan in the words of one version."""
        return self.answer(found(queries.plan_for(self.actor, self.family, ids["number"])))


class YesOut(Output):
    """Who said yes to a change, and who wrote that down if it was somebody else."""

    name = serializers.CharField()
    written_by = serializers.CharField()


class ChangedLineOut(Output):
    """One line that is not what it was."""

    number = serializers.IntegerField()
    old = WordsOut(allow_null=True)
    new = WordsOut(allow_null=True)
    said_yes = YesOut(many=True)
    new_person = serializers.CharField()
    reason = serializers.CharField()


class DifferenceOut(Output):
    """What one version has that another has not."""

    old = serializers.IntegerField()
    new = serializers.IntegerField()
    added = ChangedLineOut(many=True)
    changed = ChangedLineOut(many=True)
    dropped = ChangedLineOut(many=True)


class PlanDifference(PlanEndpoint):
    """What became different."""

    rights = {"GET": Can.SEE_PLAN}
    gives = {"GET": DifferenceOut}

    def get(self, request: Request, **ids: Any) -> Response:
        """What became different from one version to a later one, in plain lines."""
        for number in (ids["old"], ids["new"]):
            found(queries.plan_for(self.actor, self.family, number))
        return self.answer(queries.differences(self.actor, self.plan(), old=ids["old"], new=ids["new"]))
