"""Door 2. Every endpoint says here which right each verb needs; fetching the family is the check.

class Agreements(FamilyEndpoint):
    rights = {"GET": Can.SEE_PLAN, "POST": Can.RECORD_PLAN}
    takes = {"POST": AgreementIn}
    gives = {"GET": page_of(AgreementOut), "POST": AgreementOut}
"""

import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header
from rest_framework.exceptions import PermissionDenied
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.fields import Input, Nothing, Output
from api.paging import Piece
from api.problems import VERSION, Waits
from api.versions import etag_of, must_match, take_turns
from fgc.access.actors import Channel, UserActor
from fgc.access.can import Can
from fgc.access.walls import tell_database
from fgc.audit.record import Read
from fgc.errors import NotAllowed
from fgc.families import queries as families

if TYPE_CHECKING:
    from fgc.families.models import Family

READING = ("GET", "HEAD")
LANGUAGES = ("nl", "en")
Thing = TypeVar("Thing")


def found(thing: Thing | None) -> Thing:
    """The thing that was looked up.

    Raises:
        NotAllowed: there is none, or not for this actor; for who asks that is the same.
    """
    if thing is None:
        raise NotAllowed
    return thing


def wished_language(header: str) -> str:
    """The first language of an Accept-Language header that we speak; otherwise Dutch."""
    wished = (code.split("-")[0] for code, _weight in parse_accept_lang_header(header))
    return next((code for code in wished if code in LANGUAGES), LANGUAGES[0])


class Answering(APIView):
    """What every answer has in common: the version of the API, and the language that was asked for."""

    area: ClassVar[str] = "families"
    door: ClassVar[str] = "own"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answers in the reader's language; the middleware around it puts the former language back."""
        translation.activate(wished_language(request.headers.get("Accept-Language", "")))
        return super().dispatch(request, *args, **kwargs)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Says which version of the API this is."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer["API-Version"] = VERSION
        answer["Content-Language"] = translation.get_language() or LANGUAGES[0]
        patch_vary_headers(answer, ["Accept-Language", "Authorization"])
        return answer

    @property
    def verb(self) -> str:
        """The verb by which the table of an endpoint is read."""
        asked: Any = self.request.method
        return "GET" if asked == "HEAD" else str(asked)


class PublicEndpoint(Answering):
    """An endpoint for anybody, without a token."""

    door: ClassVar[str] = "public"
    authentication_classes = ()
    throttle_classes = ()


class Unknown(PublicEndpoint):
    """An address that is not there."""

    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """The same answer for every verb."""
        raise Http404


class Endpoint(Answering):
    """An endpoint of one's own: no family in its address. A verb names its right; None is anybody who logged in."""

    rights: ClassVar[Mapping[str, Can | None]] = {}
    takes: ClassVar[Mapping[str, type[Input]]] = {}
    gives: ClassVar[Mapping[str, type[Output]]] = {}
    # The verbs that make something that was not there.
    makes: ClassVar[tuple[str, ...]] = ()
    # The verbs that change what GET shows, and say with If-Match which version they change.
    amends: ClassVar[tuple[str, ...]] = ()
    actor: UserActor

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Opens the door, or says that there is none."""
        super().initial(request, *args, **kwargs)
        account: Any = request.user
        only_reads = getattr(self._django_request, "only_reads", False)
        self.actor = UserActor(account, channel=Channel.API, only_reads=only_reads)
        # For the line in the list of who looked, which is written after the answer.
        self._django_request.actor = self.actor
        self._django_request.reads = []
        tell_database(self.actor)
        if request.method != "OPTIONS":
            self.come_in(request)

    def come_in(self, request: Request) -> None:
        """Asks the right of this verb."""
        can = self.right_of(request)
        if can is not None and not self.actor.may(can):
            raise Http404

    def right_of(self, request: Request) -> Can | None:
        """The right that this verb needs; a verb that is not named is not there."""
        if self.verb not in self.rights:
            self.http_method_not_allowed(request)
        return self.rights[self.verb]

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """Which verbs there are."""
        return Response(status=204, headers={"Allow": ", ".join(self.allowed_methods)})

    def said(self) -> dict[str, Any]:
        """What the program said, each value of its kind.

        Raises:
            ValidationError: a key is unknown or missing, or a value is of another kind.
        """
        form = self.takes.get(self.verb, Nothing)(data=self.request.data, context={"request": self.request})
        form.is_valid(raise_exception=True)
        return dict(form.validated_data)

    def answer(self, thing: Any) -> Response:
        """One thing as answer, with its version when it can be amended."""
        shown = self.gives[self.verb](thing, context={"request": self.request}).data
        response = Response(shown, status=201 if self.verb in self.makes else 200)
        if self.amends and self.gives[self.verb] is self.gives["GET"]:
            response["ETag"] = etag_of(shown)
        return response

    def listed(self, things: Sequence[Any]) -> Response:
        """A piece of a list as answer."""
        piece = Piece(self.request, things)
        shown = {"results": piece.things, "next": piece.next, "previous": piece.previous}
        return Response(self.gives[self.verb](shown, context={"request": self.request}).data)

    def done(self) -> Response:
        """It is done, and there is nothing to say about it."""
        return Response(status=204)

    def must_match(self, thing: Any) -> None:
        """Refuses a change of another version than the one that GET shows now."""
        must_match(self.request, self.gives["GET"](thing, context={"request": self.request}).data)

    def note_read(self, thing: Any, ground: Can, *, only_for: uuid.UUID | None = None) -> None:
        """Adds a line to the list of who looked in the family of this thing.

        Args:
            only_for: the account or the person whom alone the line concerns.
        """
        if self.request.method in READING:
            self._django_request.reads.append(Read(thing.family_id, self._subject, thing.pk, ground.value, only_for))

    @property
    def _subject(self) -> str:
        """What a line in the list of who looked is about: the same areas as those of the pages."""
        return self.area if ":" in self.area else f"{self.area}:{type(self).__name__}"[:60]

    @property
    def _django_request(self) -> Any:
        return self.request._request

    @property
    def allowed_methods(self) -> list[str]:
        """Only what has a right is offered."""
        return list(self.rights)


class FamilyEndpoint(Endpoint):
    """An endpoint of one family. Without the right to read it, it does not exist.

    `own = True` also lets in roles that hold the right only for what is their own; the query or action asks which.
    """

    door: ClassVar[str] = "family"
    own: ClassVar[bool] = False
    # Nobody else reads in the list of who looked that somebody was here.
    quiet: ClassVar[bool] = False
    family: "Family"

    def come_in(self, request: Request) -> None:
        """Fetches the family; that is the check."""
        can = self.right_of(request)
        assert can is not None
        family_id: uuid.UUID = self.kwargs["family_id"]
        family = families.family_for(self.actor, can, family_id, own=self.own)
        if family is None:
            self._refuse(request, family_id)
        assert family is not None
        self.family = family
        if request.method in READING:
            only_for = self.actor.account.pk if self.quiet else None
            self._django_request.reads = [Read(family.pk, self._subject, None, can.value, only_for)]
        elif self.verb in self.amends:
            take_turns(family.pk)
        self.look_up()

    def look_up(self) -> None:
        """Fetches what the rest of the address names; what is of another family does not exist."""

    def _refuse(self, request: Request, family_id: uuid.UUID) -> None:
        """Who may read but not change hears so, a coordinator outside waits; for others the family does not exist."""
        if families.waits_outside(self.actor, family_id):
            raise Waits(_("The family has its private time. You can come in again when they are ready."))
        reading = self.rights.get("GET")
        may_read = reading and families.family_for(self.actor, reading, family_id, own=self.own)
        if request.method not in READING and may_read:
            raise PermissionDenied(_("You may read this, but not change it."))
        raise Http404


class Bytes(JSONRenderer):
    """Says only which kind of file an endpoint gives; the file itself is made by the domain."""


class Zip(Bytes):
    """An archive."""

    media_type = "application/zip"


class Pdf(Bytes):
    """A paper."""

    media_type = "application/pdf"


class Calendar(Bytes):
    """An appointment for a calendar."""

    media_type = "text/calendar"


def file(content: bytes, *, kind: type[Bytes], name: str) -> HttpResponse:
    """A file as answer, to be stored and not to be shown inside a page.

    Args:
        name: without any name of a person or a family.
    """
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind.media_type, headers=disposition)
