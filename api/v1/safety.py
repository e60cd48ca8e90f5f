"""The coordinator's sheet about safety, and what somebody told for it. For anybody else there is none."""

from typing import TYPE_CHECKING, Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.door import FamilyEndpoint, found
from api.fields import Choice, Day, Flag, Input, Output, Text
from fgc.access.can import Can
from fgc.networks import actions, queries
from fgc.networks.rules.safety import Decision, MeldStep, SafetyMode

if TYPE_CHECKING:
    from fgc.networks.models import SafetySheet


class SafetyStepOut(Output):
    """A step of the reporting code that was taken or left out."""

    step = serializers.CharField()
    on = serializers.DateField(source="taken_on")
    words = serializers.CharField()
    decision = serializers.CharField()
    is_waived = serializers.BooleanField()


class SafetyPartOut(Output):
    """What somebody told in the own words."""

    author_id = serializers.UUIDField()
    text = serializers.CharField()
    goes_along = serializers.BooleanField()
    told_at = serializers.DateTimeField()


class SafetySheetOut(Output):
    """Your own sheet about safety."""

    mode = serializers.CharField()
    unsafe = serializers.CharField()
    arranged = serializers.CharField()
    leaving = serializers.CharField()
    code_word = serializers.CharField()
    told = serializers.CharField()
    kept_until = serializers.DateField(allow_null=True)
    kept_because = serializers.CharField()
    steps = SafetyStepOut(many=True)
    parts = SafetyPartOut(many=True)


class SafetySheetIn(Input):
    """What changes on the sheet; what is left out stays."""

    mode = Choice(choices=[*SafetyMode.choices], allow_blank=True, required=False)
    unsafe = Text(required=False)
    arranged = Text(required=False)
    leaving = Text(required=False)
    code_word = Text(required=False)
    told = Text(required=False)


class SafetyEndpoint(FamilyEndpoint):
    """The sheet of the coordinator who asks."""

    area = "safety:sheet"
    quiet = True

    def shown(self, sheet: "SafetySheet | None") -> Response:
        """The sheet with its steps and what people told; empty as long as nothing was written."""
        parts = queries.safety_parts_for(self.actor, self.family)
        if sheet:
            self.note_read(sheet, Can.KEEP_SAFETY, only_for=sheet.pk)
        for part in parts:
            self.note_read(part, Can.KEEP_SAFETY, only_for=part.author_id)
        fields = ("mode", "unsafe", "arranged", "leaving", "code_word", "told", "kept_because")
        steps = [one.taken for one in queries.safety_steps(sheet) if one.taken]
        words = {name: getattr(sheet, name, "") for name in fields}
        return self.answer({**words, "kept_until": sheet and sheet.kept_until, "steps": steps, "parts": parts})


class Safety(SafetyEndpoint):
    """The sheet about safety."""

    rights = {"GET": Can.KEEP_SAFETY, "PATCH": Can.KEEP_SAFETY}
    takes = {"PATCH": SafetySheetIn}
    gives = {"GET": SafetySheetOut, "PATCH": SafetySheetOut}

    def get(self, request: Request, **ids: Any) -> Response:
        """Your own sheet, and what people told you in their own words; they see that you looked."""
        return self.shown(queries.safety_sheet_for(self.actor, self.family))

    def patch(self, request: Request, **ids: Any) -> Response:
        """Writes on the sheet; nobody else reads it."""
        return self.shown(actions.write_safety_sheet(self.actor, self.family, **self.said()))


class SafetyStepIn(Input):
    """A step of the reporting code; only the talk may be left out, with a reason."""

    on = Day()
    words = Text(required=False)
    decision = Choice(choices=[*Decision.choices], allow_blank=True, required=False)
    is_waived = Flag(required=False)


class SafetySteps(SafetyEndpoint):
    """The five steps of the reporting code: signals, consult, talk, weigh, decide."""

    rights = {"PUT": Can.KEEP_SAFETY}
    takes = {"PUT": SafetyStepIn}
    gives = {"PUT": SafetyStepOut}

    def put(self, request: Request, **ids: Any) -> Response:
        """Notes a step; after the talk the family's list shows that there is a sheet, and never what stands in it."""
        step = found(next((one.value for one in MeldStep if one == self.kwargs["step"]), None))
        return self.answer(actions.note_safety_step(self.actor, self.family, step=step, **self.said()))


class SafetyTermIn(Input):
    """Until when the sheet stays after your task, and why; null lets it go with the task."""

    until = Day(allow_null=True)
    reason = Text(required=False)


class SafetyTerm(SafetyEndpoint):
    """How long the sheet stays."""

    rights = {"PUT": Can.KEEP_SAFETY}
    takes = {"PUT": SafetyTermIn}
    gives = {"PUT": SafetySheetOut}

    def put(self, request: Request, **ids: Any) -> Response:
        """Keeps the sheet longer than your task, at most a year; nobody reads it in that time."""
        return self.shown(actions.keep_safety_sheet(self.actor, self.family, **self.said()))


class OwnSafetyIn(Input):
    """What you tell about safety; whether a next coordinator may read it too."""

    text = Text()
    goes_along = Flag(required=False)


class OwnSafety(FamilyEndpoint):
    """What you told the coordinator about safety."""

    area = "safety:own"
    own = True
    quiet = True
    rights = {"GET": Can.TELL_SAFETY, "PUT": Can.TELL_SAFETY, "DELETE": Can.TELL_SAFETY}
    takes = {"PUT": OwnSafetyIn}
    gives = {"GET": SafetyPartOut, "PUT": SafetyPartOut}

    def get(self, request: Request, **ids: Any) -> Response:
        """What you told; nobody but you and the coordinator reads it."""
        me = found(queries.me_in(self.actor, self.family))
        return self.answer(found(queries.told_about_safety(self.actor, me)))

    def put(self, request: Request, **ids: Any) -> Response:
        """Tells it, in the place of what you told before."""
        me = found(queries.me_in(self.actor, self.family))
        return self.answer(actions.tell_about_safety(self.actor, me, **self.said()))

    def delete(self, request: Request, **ids: Any) -> Response:
        """Takes it back: it is gone."""
        actions.take_back_about_safety(self.actor, found(queries.me_in(self.actor, self.family)))
        return self.done()
