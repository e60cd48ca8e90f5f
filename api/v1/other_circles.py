"""Two circles that must not know of each other, for a program of the coordinator of both."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.door import READING, FamilyEndpoint, found
from api.fields import Flag, Id, Input, Output, Text, ids, page_of
from fgc.access.can import Can
from fgc.audit.record import Read
from fgc.families import actions, queries
from fgc.networks import actions as networks
from fgc.plans import actions as plans


class OtherCircleOut(Output):
    """The circle beside this one."""

    id = serializers.UUIDField(source="split.pk")
    family_id = serializers.UUIDField(source="family.pk")
    name = serializers.CharField(source="family.name")
    coordinates_both = serializers.BooleanField()
    childrens_plan_id = serializers.UUIDField(source="childrens_plan.pk", allow_null=True, default=None)


class OtherCircleIn(Input):
    """For whom a circle is opened, how this person is reached, and who of this circle goes along.

    `account_ids` are accounts that come in here and are no person of the circle.
    """

    name = Text()
    email = Text(required=False)
    phone = Text(required=False)
    child_ids = ids(required=False, max_length=40)
    person_ids = ids(required=False, max_length=200)
    account_ids = ids(required=False, max_length=200)
    quietly = Flag(required=False)


class _BesideACircle(FamilyEndpoint):
    # In the list of the family it is a look at the desk, as on the page.
    area = "desk:desk"

    def look_up(self) -> None:
        """Writes down that the coordinator looked, in words that tell the family of nothing else."""
        if self.request.method in READING:
            self._django_request.reads = [Read(self.family.pk, self.area, None, Can.SEE_DESK.value)]


class OtherCircles(_BesideACircle):
    """The circles beside one that must not know of it."""

    rights = {"GET": Can.SPLIT_CIRCLE, "POST": Can.SPLIT_CIRCLE}
    takes = {"POST": OtherCircleIn}
    gives = {"GET": page_of(OtherCircleOut), "POST": OtherCircleOut}
    makes = ("POST",)

    def get(self, request: Request, **places: Any) -> Response:
        """The circles beside this one."""
        return self.listed(queries.other_circles(self.actor, self.family))

    def post(self, request: Request, **places: Any) -> Response:
        """Opens a circle for somebody who must not know of this one; the same when it was asked before.

        For who goes along it stops here at once: seats, links, messages and promises.
        """
        split = plans.split_circle(self.actor, self.family, **self.said())
        return self.answer(found(queries.other_circle(self.actor, self.family, split.pk)))


class ChildrensPlanIn(Input):
    """Who decides on it together: accounts, at least one of each circle."""

    giver_ids = ids(max_length=40)


class OtherCirclePlan(_BesideACircle):
    """What both circles read about the children."""

    rights = {"POST": Can.SPLIT_CIRCLE}
    takes = {"POST": ChildrensPlanIn}
    gives = {"POST": OtherCircleOut}
    makes = ("POST",)

    def post(self, request: Request, **places: Any) -> Response:
        """Makes a plan for the children; the same one as long as it goes on."""
        other = found(queries.other_circle(self.actor, self.family, places["split_id"]))
        networks.make_childrens_plan(self.actor, other.split, **self.said())
        return self.answer(found(queries.other_circle(self.actor, self.family, other.split.pk)))


class OneOtherCircle(_BesideACircle):
    """What connects two circles."""

    rights = {"DELETE": Can.SPLIT_CIRCLE}

    def delete(self, request: Request, **places: Any) -> Response:
        """Nothing connects the two any more; both go on as they are, and neither hears of it."""
        other = found(queries.other_circle(self.actor, self.family, places["split_id"]))
        plans.part_circles(self.actor, other.split)
        return self.done()


class JoinableCircleOut(Output):
    """Another circle of this coordinator that is about the same child."""

    id = serializers.UUIDField(source="pk")
    name = serializers.CharField()


class JoinableCircleIn(Input):
    """Which circle was asked for apart, and belongs beside this one."""

    other_id = Id()


class JoinableCircles(_BesideACircle):
    """Circles of this coordinator that were asked for apart, about the same children."""

    rights = {"GET": Can.SPLIT_CIRCLE, "POST": Can.SPLIT_CIRCLE}
    takes = {"POST": JoinableCircleIn}
    gives = {"GET": page_of(JoinableCircleOut), "POST": OtherCircleOut}
    makes = ("POST",)

    def get(self, request: Request, **places: Any) -> Response:
        """The circles that can be put beside this one."""
        return self.listed(queries.joinable_circles(self.actor, self.family))

    def post(self, request: Request, **places: Any) -> Response:
        """Puts another circle beside this one; the same when it stood there before, and neither hears of it."""
        split = actions.join_circles(self.actor, self.family, **self.said())
        return self.answer(found(queries.other_circle(self.actor, self.family, split.pk)))
