"""Who hears when something does not run, who keeps an eye on a line, and who wants no reminder of a promise."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.door import Endpoint
from api.fields import Flag, Id, Input, Output
from api.v1.agreements import AgreementEndpoint, VersionedLineOut
from api.v1.plans import PlanEndpoint
from api.v1.promises import CommitmentOut, OwnEndpoint
from fgc.access.can import Can
from fgc.plans import actions, queries


class LadderOut(Output):
    """Who hears, one after the other: who keeps an eye on the line, the contact person, a professional."""

    watcher_hears = serializers.BooleanField(source="plan.watcher_hears")
    contact_hears = serializers.BooleanField(source="plan.contact_hears")
    contact_person_id = serializers.UUIDField(source="contact.pk", allow_null=True, default=None)
    work_hears_id = serializers.UUIDField(source="work.pk", allow_null=True, default=None)


class LadderIn(Input):
    """Who hears, one after the other; each rung may be left out."""

    watcher_hears = Flag()
    contact_hears = Flag()
    work_hears_id = Id(required=False, allow_null=True)


class Ladder(PlanEndpoint):
    """Who hears when something is not answered or does not run."""

    rights = {"GET": Can.CHOOSE_LADDER, "PUT": Can.CHOOSE_LADDER}
    takes = {"PUT": LadderIn}
    gives = {"GET": LadderOut, "PUT": LadderOut}
    amends = ("PUT",)

    def get(self, request: Request, **ids: Any) -> Response:
        """The ladder as the family chose it."""
        return self.answer(queries.ladder_of(self.plan()))

    def put(self, request: Request, **ids: Any) -> Response:
        """The family chooses; a professional hears only that something does not run, and only if named here."""
        self.must_match(queries.ladder_of(self.plan()))
        return self.answer(queries.ladder_of(actions.choose_ladder(self.actor, self.plan(), **self.said())))


class WatcherIn(Input):
    """Who keeps an eye on a line; null for nobody."""

    person_id = Id(allow_null=True)


class Watcher(AgreementEndpoint):
    """Who keeps an eye on one line of the plan."""

    rights = {"GET": Can.SEE_PLAN, "PUT": Can.RECORD_PLAN}
    takes = {"PUT": WatcherIn}
    gives = {"GET": VersionedLineOut, "PUT": VersionedLineOut}
    amends = ("PUT",)

    def get(self, request: Request, **ids: Any) -> Response:
        """The line as it is now."""
        return self.answer(self.line())

    def put(self, request: Request, **ids: Any) -> Response:
        """Says who hears first when this line does not run; who is named gets a message."""
        self.must_match(self.line())
        actions.name_watcher(self.actor, self.agreement, **self.said())
        return self.answer(self.line())


class RemindersIn(Input):
    """Whether reminders of one promise are wanted."""

    wanted = Flag()


class CommitmentReminders(OwnEndpoint):
    """The reminders of one promise."""

    asks = Can.CHOOSE_REMINDERS
    rights = {"PUT": Can.CHOOSE_REMINDERS}
    takes = {"PUT": RemindersIn}
    gives = {"PUT": CommitmentOut}

    def put(self, request: Request, **ids: Any) -> Response:
        """No more reminders of this promise, or reminders again; the promise itself stays."""
        asked = queries.promise_of(self.actor, self.person, ids["commitment_id"])
        actions.choose_reminders(self.actor, asked.promise, **self.said())
        return self.answer(queries.promise_of(self.actor, self.person, ids["commitment_id"]))


class WorkReminders(Endpoint):
    """The reminders of a promise of your own, wherever you come from."""

    area = "plan"
    rights = {"PUT": None}
    takes = {"PUT": RemindersIn}
    gives = {"PUT": CommitmentOut}

    def put(self, request: Request, **ids: Any) -> Response:
        """No more reminders of this promise, or reminders again; the promise itself stays."""
        asked = queries.work_promise(self.actor, ids["commitment_id"])
        actions.choose_reminders(self.actor, asked.promise, **self.said())
        return self.answer(queries.work_promise(self.actor, ids["commitment_id"]))
