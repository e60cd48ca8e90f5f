"""Every version of the plan on paper, each with a fingerprint, and checking one."""

from typing import Any

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.door import Pdf, file
from api.fields import Input, Number, Output, Text
from api.v1.plans import PlanEndpoint
from fgc.access.can import Can
from fgc.plans import actions, queries
from fgc.plans.rules.printed import typed_fingerprint, typed_numbers


class VersionsPaper(PlanEndpoint):
    """All versions on paper."""

    rights = {"POST": Can.APPROVE_PLAN}
    renderer_classes = (Pdf,)

    def post(self, request: Request, **ids: Any) -> HttpResponse:
        """Every version with its lines, the day of the yes, and a SHA-256 over exactly these words."""
        return file(actions.print_versions(self.actor, self.family), kind=Pdf, name="versies.pdf")


class PrintedIn(Input):
    """What stands on the paper: the lines as printed, or nothing for all."""

    version = Number(min_value=1, max_value=9999)
    lines = Text(required=False)
    fingerprint = Text()


class PrintedOut(Output):
    """Yes or no."""

    is_in_the_record = serializers.BooleanField()


class PaperChecks(PlanEndpoint):
    """Is a paper the version that stands in the record?"""

    rights = {"POST": Can.SEE_PLAN}
    takes = {"POST": PrintedIn}
    gives = {"POST": PrintedOut}

    def post(self, request: Request, **ids: Any) -> Response:
        """Word for word, for exactly the lines that stand on the paper."""
        said = self.said()
        typed, numbers = typed_fingerprint(said["fingerprint"]), typed_numbers(said.get("lines", ""))
        is_same = queries.paper_is_of(self.actor, self.family, version=said["version"], numbers=numbers, typed=typed)
        return self.answer({"is_in_the_record": is_same})
