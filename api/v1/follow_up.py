"""Follow-up: how the promises go, the looks back, and the coordinator's call after four weeks."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.door import Endpoint, FamilyEndpoint, found
from api.fields import Choice, Day, Id, Input, Output, Text, page_of
from fgc.access.can import Can
from fgc.plans import actions, queries, rules


class GoingOut(Output):
    """One promise as it goes now."""

    commitment_id = serializers.UUIDField(source="commitment.pk")
    person_id = serializers.UUIDField(source="commitment.person_id")
    name = serializers.CharField(source="commitment.person.call_name")
    text = serializers.CharField()
    state = serializers.ChoiceField(source="commitment.state", choices=rules.Promise.choices)
    last_run = serializers.CharField(source="commitment.last_run")
    next_due = serializers.DateField(allow_null=True)
    is_asked = serializers.BooleanField()
    stalls = serializers.BooleanField()


class FreeOut(Output):
    """A task that nobody does now."""

    id = serializers.UUIDField()
    number = serializers.IntegerField()


class LookOut(Output):
    """A moment of looking back."""

    id = serializers.UUIDField()
    look = serializers.ChoiceField(choices=rules.Look.choices)
    due_on = serializers.DateField()
    place = serializers.CharField()
    held_on = serializers.DateField(allow_null=True)
    words = serializers.CharField()


class FollowUpOut(Output):
    """What follows on a family's plan."""

    promises = GoingOut(many=True, source="lines")
    free = FreeOut(many=True)
    looks = LookOut(many=True)


class FollowUp(FamilyEndpoint):
    """How it goes with the plan."""

    area = "follow_up"
    rights = {"GET": Can.SEE_FOLLOW_UP}
    gives = {"GET": FollowUpOut}

    def get(self, request: Request, **ids: Any) -> Response:
        """The promises that run, the tasks that are free, and the moments of looking back."""
        return self.answer(found(queries.follow_up_of(self.actor, self.family)))


class LookIn(Input):
    """A day to look back, and where."""

    due_on = Day()
    place = Text(required=False)


class Looks(FamilyEndpoint):
    """The moments of looking back."""

    area = "follow_up"
    rights = {"GET": Can.SEE_FOLLOW_UP, "POST": Can.REVIEW}
    takes = {"POST": LookIn}
    gives = {"GET": page_of(LookOut), "POST": LookOut}
    makes = ("POST",)

    def get(self, request: Request, **ids: Any) -> Response:
        """The moments of looking back, in order of their day."""
        return self.listed(queries.looks_of(found(queries.running_plan_of(self.family))))

    def post(self, request: Request, **ids: Any) -> Response:
        """The family looks back on a day of its own choice too."""
        plan = found(queries.running_plan_of(self.family))
        return self.answer(actions.plan_look(self.actor, plan, **self.said()))


class OneLook(FamilyEndpoint):
    """One moment of looking back."""

    area = "follow_up"
    rights = {"GET": Can.SEE_FOLLOW_UP, "PUT": Can.REVIEW}
    takes = {"PUT": LookIn}
    gives = {"GET": LookOut, "PUT": LookOut}
    amends = ("PUT",)

    def get(self, request: Request, **ids: Any) -> Response:
        """When, and what the family wants to remember of it."""
        return self.answer(queries.look_of(self.family, ids["look_id"]))

    def put(self, request: Request, **ids: Any) -> Response:
        """The family looks back on another day, or says where."""
        look = queries.look_of(self.family, ids["look_id"])
        self.must_match(look)
        return self.answer(actions.move_look(self.actor, look, **self.said()))


class SpokenOfIn(Input):
    """How one promise goes."""

    commitment_id = Id()
    runs = Choice(choices=rules.Runs.choices)


class HeldIn(Input):
    """That the family looked back; what was not spoken of is left out."""

    held_on = Day()
    words = Text(required=False)
    reports = SpokenOfIn(many=True, required=False)


class LookHeld(FamilyEndpoint):
    """Looking back."""

    area = "follow_up"
    rights = {"PUT": Can.REVIEW}
    takes = {"PUT": HeldIn}
    gives = {"PUT": LookOut}

    def put(self, request: Request, **ids: Any) -> Response:
        """The family looked back, or the coordinator called: what goes, and what is worth remembering."""
        look = queries.look_of(self.family, ids["look_id"])
        said = self.said()
        reports = {row["commitment_id"]: row["runs"] for row in said.pop("reports", [])}
        return self.answer(actions.hold_look(self.actor, look, reports=reports, **said))


class DueCallOut(Output):
    """A call after four weeks."""

    id = serializers.UUIDField()
    family_id = serializers.UUIDField()
    due_on = serializers.DateField()


class DueCalls(Endpoint):
    """The calls that you, a coordinator, can make now."""

    area = "desk"
    rights = {"GET": Can.SEE_DESK}
    gives = {"GET": page_of(DueCallOut)}

    def get(self, request: Request, **ids: Any) -> Response:
        """The calls after four weeks, for all your families at once, oldest first."""
        return self.listed(queries.due_calls(self.actor.account))
