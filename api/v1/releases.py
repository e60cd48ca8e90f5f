"""Releases: what the family lets one professional read, and what that professional reads."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils import translation
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.door import Endpoint, FamilyEndpoint, Pdf, file, found
from api.fields import Day, Flag, Id, Input, Moment, Output, Several, Text, page_of
from fgc.access.can import Can
from fgc.plans import actions, queries
from fgc.plans.papers import release_pdf
from fgc.plans.queries import Reader

if TYPE_CHECKING:
    from fgc.plans.models import Release


class PartOut(Output):
    """Something that a family may choose to let somebody read."""

    key = serializers.CharField()
    section = serializers.CharField()
    line = serializers.DictField()


class ReleaseParts(FamilyEndpoint):
    """What the family can choose from."""

    area = "released"
    rights = {"GET": Can.RELEASE}
    gives = {"GET": page_of(PartOut)}

    def get(self, request: Request, **ids: Any) -> Response:
        """Everything that can be chosen, in the order in which it will stand there."""
        return self.listed(queries.parts_of(self.family, closed=queries.closed_to(self.actor, self.family)))


class ReaderCodeOut(Output):
    """A code, to be told by telephone or in person."""

    code = serializers.CharField()


class ReaderCode(FamilyEndpoint):
    """The code with which a professional comes in the first time."""

    area = "released"
    rights = {"POST": Can.DRAW_CIRCLE}
    gives = {"POST": ReaderCodeOut}
    makes = ("POST",)

    def post(self, request: Request, **ids: Any) -> Response:
        """Makes a code for a professional who waits for one; an earlier one stops working."""
        return self.answer({"code": actions.code_for_reader(self.actor, self.family, user_id=ids["user_id"])})


class KeysIn(Input):
    """Keys of the parts that were chosen."""

    parts = Several(child=Text())


class PreviewOut(Output):
    """A release as its reader would get it, and the fingerprint that says "exactly this was shown"."""

    content = serializers.DictField()
    preview_hash = serializers.CharField(source="hash")


class ReleasePreviews(FamilyEndpoint):
    """Looking first at what somebody would read."""

    area = "released"
    rights = {"POST": Can.RELEASE}
    takes = {"POST": KeysIn}
    gives = {"POST": PreviewOut}

    def post(self, request: Request, **ids: Any) -> Response:
        """Exactly what the professional would read; nothing is released by looking."""
        return self.answer(
            queries.release_preview(self.family, closed=queries.closed_to(self.actor, self.family), **self.said())
        )


class ReleaseOut(Output):
    """A release as its family sees it."""

    id = serializers.UUIDField(source="release.pk")
    recipient_name = serializers.CharField(source="release.recipient_name")
    recipient_function = serializers.CharField(source="release.recipient_function")
    recipient_employer = serializers.CharField(source="release.recipient_employer")
    purpose = serializers.CharField(source="release.purpose")
    until = serializers.DateField(source="release.until")
    version = serializers.IntegerField(source="release.version")
    released_at = Moment(source="release.released_at")
    agreed_at = Moment(source="release.agreed_at", allow_null=True)
    revoked_at = Moment(source="release.revoked_at", allow_null=True)
    is_readable = serializers.BooleanField()
    is_outdated = serializers.BooleanField()
    awaited = serializers.ListField(child=serializers.CharField(), help_text="Who must still say yes.")
    first_read_at = Moment(allow_null=True)
    last_read_at = Moment(allow_null=True)


class WholeReleaseOut(ReleaseOut):
    """A release with its frozen content."""

    content = serializers.DictField(source="release.content")


class ReleaseIn(KeysIn):
    """What, to whom, for what, until when; somebody known here, or a name with a work address."""

    preview_hash = Text()
    purpose = Text()
    until = Day()
    recipient_id = Id(required=False, allow_null=True)
    name = Text(required=False)
    email = Text(required=False)
    function = Text(required=False)
    employer = Text(required=False)


READER = ("recipient_id", "name", "email", "function", "employer")


class Releases(FamilyEndpoint):
    """What the family let out."""

    area = "released"
    rights = {"GET": Can.SEE_RELEASES, "POST": Can.RELEASE}
    takes = {"POST": ReleaseIn}
    gives = {"GET": page_of(ReleaseOut), "POST": ReleaseOut}
    makes = ("POST",)

    def get(self, request: Request, **ids: Any) -> Response:
        """Everything that was ever released, newest first, with when it was read."""
        return self.listed(queries.releases_of(self.actor, self.family))

    def post(self, request: Request, **ids: Any) -> Response:
        """Lets one named professional read a frozen copy of what was shown, until a day, for a purpose."""
        said = self.said()
        reader = Reader(**{key: said.pop(key) for key in READER if key in said})
        plan = queries.plan_of_release(self.family)
        made = actions.release(self.actor, plan, reader=reader, **said)
        return self.answer(self._one(made))

    def _one(self, made: "Release") -> queries.Released:
        return next(row for row in queries.releases_of(self.actor, self.family) if row.release.pk == made.pk)


class OneRelease(FamilyEndpoint):
    """One release."""

    area = "released"
    rights = {"DELETE": Can.RELEASE}

    def delete(self, request: Request, **ids: Any) -> Response:
        """Takes a release back: from this moment on it does not exist for its reader."""
        actions.revoke_release(self.actor, queries.release_of(self.actor, self.family, ids["release_id"]))
        return self.done()


class YesIn(Input):
    """Yes, or no."""

    said_yes = Flag()


class ReleaseAnswer(FamilyEndpoint):
    """Saying yes or no to a release: the young person whom it is about, or the parents."""

    area = "released"
    rights = {"POST": Can.RELEASE}
    takes = {"POST": YesIn}

    def post(self, request: Request, **ids: Any) -> Response:
        """With the last yes it can be read; with a no it does not go out."""
        yes = queries.yes_for(self.actor, queries.release_of(self.actor, self.family, ids["release_id"]))
        action = actions.agree_to_release if yes.child_id else actions.allow_release
        action(self.actor, yes, **self.said())
        return self.done()


class SpokenReleaseAnswer(FamilyEndpoint):
    """What a young person said to a release, written down by the coordinator."""

    area = "released"
    rights = {"POST": Can.CONFIRM_ON_BEHALF}
    takes = {"POST": YesIn}

    def post(self, request: Request, **ids: Any) -> Response:
        """Everybody who decides sees that it was written down for the young person."""
        release = queries.release_of(self.actor, self.family, ids["release_id"])
        yes = found(queries.spoken_yes_of(release, ids["child_id"]))
        actions.record_yes_to_release(self.actor, yes, **self.said())
        return self.done()


class Released(Endpoint):
    """What you may read."""

    area = "released"
    rights = {"GET": None}
    gives = {"GET": page_of(ReleaseOut)}

    def get(self, request: Request, **ids: Any) -> Response:
        """What families let you read today, newest first."""
        return self.listed(queries.released_to(self.actor.account))


class OneReleased(Endpoint):
    """One frozen copy that you may read."""

    area = "released"
    rights = {"GET": None}
    gives = {"GET": WholeReleaseOut}

    def get(self, request: Request, **ids: Any) -> Response:
        """What a family let you read; the family sees that you looked."""
        row = queries.release_for(self.actor, ids["release_id"])
        self.note_read(row.release, Can.READ_RELEASE)
        return self.answer(row)


class ReleaseGivenUp(Endpoint):
    """The reader does not work there any more."""

    area = "released"
    rights = {"POST": None}

    def post(self, request: Request, **ids: Any) -> Response:
        """From this moment on nobody reads it; the family chooses who reads it next."""
        actions.give_up_release(self.actor, queries.release_for(self.actor, ids["release_id"]).release)
        return self.done()


class ReleasedPaper(Endpoint):
    """The same on paper."""

    area = "released"
    rights = {"GET": None}
    renderer_classes = (Pdf,)

    def get(self, request: Request, **ids: Any) -> HttpResponse:
        """The frozen copy as an accessible PDF; the family sees that you looked."""
        row = queries.release_for(self.actor, ids["release_id"])
        self.note_read(row.release, Can.READ_RELEASE)
        paper = release_pdf(row.release, language=translation.get_language() or "nl")
        return file(paper, kind=Pdf, name="samenvatting.pdf")
