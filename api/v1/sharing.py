"""Whom a line is about, and what a young person lets the parents read."""

from typing import TYPE_CHECKING, Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.door import FamilyEndpoint, found
from api.fields import Choice, Input, Output, ids, page_of
from api.v1.agreements import AgreementEndpoint, VersionedLineOut
from fgc.access.can import Can
from fgc.families import queries as families
from fgc.families.rules import How
from fgc.plans import actions, queries

if TYPE_CHECKING:
    from fgc.families.models import Commission


class AboutIn(Input):
    """These children and no others; none: the whole family."""

    child_ids = ids()


class LineAbout(AgreementEndpoint):
    """Which of the children a line is about."""

    rights = {"GET": Can.SEE_PLAN, "PUT": Can.RECORD_PLAN}
    takes = {"PUT": AboutIn}
    gives = {"GET": VersionedLineOut, "PUT": VersionedLineOut}
    amends = ("PUT",)

    def get(self, request: Request, **ids: Any) -> Response:
        """The line as it is now."""
        return self.answer(self.line())

    def put(self, request: Request, **ids: Any) -> Response:
        """Says of a line that is there which of the children it is about; who read it goes on to read it."""
        self.must_match(self.line())
        actions.say_whom_it_is_about(self.actor, self.agreement, **self.said())
        return self.answer(self.line())


class OwnOut(Output):
    """A line about you, or a copy that was let out, and whether your parents read it."""

    id = serializers.UUIDField()
    words = serializers.CharField()
    is_open = serializers.BooleanField()
    is_read_anyway = serializers.BooleanField()
    written_by = serializers.CharField()


class OpenIn(Input):
    """Lines and releases that are open from now on; all others about you are closed."""

    open_ids = ids()


class WhatParentsRead(FamilyEndpoint):
    """What a young person lets the parents read."""

    area = "plan:parents"
    own = True
    quiet = True
    rights = {"GET": Can.SHARE_WITH_PARENTS, "PUT": Can.SHARE_WITH_PARENTS}
    takes = {"PUT": OpenIn}
    gives = {"GET": page_of(OwnOut)}

    def get(self, request: Request, **ids: Any) -> Response:
        """Everything that is about you: lines in their order, then what was let out."""
        return self.listed(queries.own_things(self._mine()))

    def put(self, request: Request, **ids: Any) -> Response:
        """From this moment on your parents read these and no others of what is only about you."""
        actions.choose_what_parents_read(self.actor, self._mine(), **self.said())
        return self.done()

    def _mine(self) -> "Commission":
        """The own yes, by which it is known which child you are."""
        return found(families.own_commission(self.actor, self.family))


class ToldIn(OpenIn):
    """The same, told to the coordinator by telephone, at a visit or on paper."""

    how = Choice(choices=[How.SPOKEN, How.PAPER], required=False)


class WhatParentsReadToldBy(FamilyEndpoint):
    """What a young person lets the parents read, written down by the coordinator."""

    area = "plan:parents_told"
    quiet = True
    rights = {"GET": Can.CONFIRM_ON_BEHALF, "PUT": Can.CONFIRM_ON_BEHALF}
    takes = {"PUT": ToldIn}
    gives = {"GET": page_of(OwnOut)}
    hers: "Commission"

    def look_up(self) -> None:
        """The yes of a young person; that of anybody else is not found."""
        self.hers = found(families.commission_for(self.family, self.kwargs["commission_id"]))
        found(self.hers.child)
        self.note_read(self.hers, Can.CONFIRM_ON_BEHALF, only_for=self.hers.giver_id)

    def get(self, request: Request, **ids: Any) -> Response:
        """Everything that is about this young person, who alone reads in the list that it was looked at."""
        return self.listed(queries.own_things(self.hers))

    def put(self, request: Request, **ids: Any) -> Response:
        """Writes down what the young person told; it says so with each line that opened or closed."""
        actions.write_down_what_parents_read(self.actor, self.hers, **self.said())
        return self.done()
