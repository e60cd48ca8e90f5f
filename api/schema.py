"""The description of the API, made from what the endpoints themselves say: rights, takes, gives, amends."""

import re
from typing import TYPE_CHECKING, Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiSerializerExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer

from api.fields import Output
from api.problems import TYPE

if TYPE_CHECKING:
    from api.door import Endpoint

PAGES = [
    OpenApiParameter("pageSize", int, description="How many rows at most; 50 when left out, never more than 100."),
    OpenApiParameter("cursor", str, description="From a link `next` or `previous` of the list."),
]
IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, required=True, description="The ETag of the version that is changed."
)
LANGUAGE = OpenApiParameter(
    "Accept-Language", str, OpenApiParameter.HEADER, enum=["nl", "en"], description="Dutch when left out."
)
VERSION = OpenApiParameter(
    "API-Version", str, OpenApiParameter.HEADER, response=True, description="The version of this API."
)
ETAG = OpenApiParameter(
    "ETag", str, OpenApiParameter.HEADER, response=[200, 201], description="The version of what is shown."
)
WHY = {
    400: "This is no JSON.",
    401: "There is no token, or it does not work (any more).",
    403: "You may read this, but not change it; or the family has its private time.",
    404: "It does not exist, or it is not for you: there is no difference.",
    406: "There is no such form of this answer.",
    409: "A rule of the process stands in the way now.",
    412: "It was changed since the version that If-Match names.",
    413: "This is too much at once.",
    415: "Only JSON is read.",
    422: "An input is at fault; `errors` names it.",
    428: "If-Match is missing.",
    429: "Too many questions in a short time; Retry-After says when to ask again.",
}


class Problem(Output):
    """Why something was not done (RFC 9457)."""

    type = serializers.CharField(help_text="Always about:blank; `code` says which problem it is.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField(help_text="A word for programs, stable over versions.")
    detail = serializers.CharField(help_text="A sentence for people, in the language that was asked for.")

    def get_fields(self) -> dict[str, Any]:
        """The keys; `errors` is named here, since a serializer has something else of that name."""
        errors = serializers.DictField(required=False, help_text="Per input what is wrong with it.")
        return {**super().get_fields(), "errors": errors}


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # the library has no types
    """How a program says who it is."""

    target_class = "api.tokens.BearerToken"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        """A token that somebody makes on the page for tokens."""
        return {"type": "http", "scheme": "bearer"}


class ClosedInput(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]  # the library has no types
    """What a program may say holds no other keys."""

    target_class = "api.fields.Input"
    match_subclasses = True

    def map_serializer(self, auto_schema: AutoSchema, direction: Any) -> dict[str, Any]:
        """The keys, and that there are no others."""
        plain: Any = auto_schema
        mapped: dict[str, Any] = plain._map_serializer(self.target, direction, bypass_extensions=True)
        return {**mapped, "additionalProperties": False}


def say_once(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Says each problem, header and query once, instead of at every operation."""
    shared: dict[str, dict[str, Any]] = {"responses": {}, "parameters": {}, "headers": {}}
    for path in result["paths"].values():
        for operation in path.values():
            operation["parameters"] = [_parameter(one, shared) for one in operation.get("parameters", [])]
            for status, response in operation["responses"].items():
                _headers(response, shared)
                if TYPE in response.get("content", {}):
                    operation["responses"][status] = _shared("responses", f"Problem{status}", response, shared)
    result["components"].update({kind: dict(sorted(things.items())) for kind, things in shared.items()})
    for schema in result["components"]["schemas"].values():
        _forget_enum_ids(schema)
    return result


def _forget_enum_ids(schema: Any) -> None:
    """The library marks words of a choice by a hash of their translation, which is nothing for a program."""
    if isinstance(schema, dict):
        schema.pop("x-spec-enum-id", None)
    inner = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    for part in inner:
        _forget_enum_ids(part)


def _parameter(parameter: dict[str, Any], shared: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return _shared("parameters", re.sub(r"\W", "", parameter["name"]), parameter, shared)


def _headers(response: dict[str, Any], shared: dict[str, dict[str, Any]]) -> None:
    for name, header in response.get("headers", {}).items():
        response["headers"][name] = _shared("headers", name, header, shared)


def _shared(kind: str, name: str, thing: dict[str, Any], shared: dict[str, dict[str, Any]]) -> dict[str, Any]:
    known = shared[kind].setdefault(name, thing)
    return {"$ref": f"#/components/{kind}/{name}"} if known == thing else thing


class DoorSchema(AutoSchema):
    """Reads an operation from its endpoint."""

    @property
    def endpoint(self) -> "Endpoint":
        """The endpoint that is described."""
        view: Any = self.view
        return view  # type: ignore[no-any-return]  # routes lead to endpoints only

    def get_operation_id(self) -> str:
        """The verb and the name of the endpoint."""
        name = re.sub(r"(?<!^)(?=[A-Z])", "_", type(self.view).__name__).lower()
        return f"{self.method.lower()}_{name}"

    def get_tags(self) -> list[str]:
        """The part of the road."""
        return [self.endpoint.area.split(":")[0]]

    def get_request_serializer(self) -> Any:
        """What the verb takes."""
        return getattr(self.endpoint, "takes", {}).get(self.method)

    def get_response_serializers(self) -> Any:
        """What the verb gives, and every problem that can come instead."""
        problems: dict[Any, Any] = {
            (status, TYPE): OpenApiResponse(Problem, description=WHY[status]) for status in self._statuses()
        }
        return {**self._good(), **problems}

    def _good(self) -> dict[Any, Any]:
        kind = next((one.media_type for one in self.endpoint.renderer_classes if one is not JSONRenderer), None)
        if kind:
            return {(200, kind): OpenApiTypes.BINARY}
        gives = getattr(self.endpoint, "gives", {}).get(self.method)
        if gives is None:
            return {204: OpenApiResponse(description="Done.")}
        return {201 if self.method in getattr(self.endpoint, "makes", ()) else 200: gives}

    def _statuses(self) -> list[int]:
        if self.endpoint.door == "public":
            return []
        reads = self.method == "GET"
        found = {401, 404, 406, 409, 429}
        if not reads or self._is_list():
            found |= {422}
        if not reads:
            found |= {403}
        if self.endpoint.door == "family":
            found |= {403}
        if self.method in getattr(self.endpoint, "takes", {}):
            found |= {400, 413, 415}
        if self.method in getattr(self.endpoint, "amends", ()):
            found |= {412, 428}
        return sorted(found)

    def _is_list(self) -> bool:
        gives = getattr(self.endpoint, "gives", {}).get(self.method)
        return gives is not None and gives.__name__.endswith("List")

    def _is_list_view(self, serializer: Any = None) -> bool:
        # A list is a piece with links here, not a bare array.
        return False

    def get_override_parameters(self) -> list[Any]:
        """The headers and the queries that an operation reads, and the headers that it gives."""
        parameters = [LANGUAGE, VERSION]
        amends = getattr(self.endpoint, "amends", ())
        if self._is_list():
            parameters += PAGES
        if self.method in amends:
            parameters.append(IF_MATCH)
        if (
            amends
            and self.endpoint.gives.get(self.method) is self.endpoint.gives.get("GET")
            and self.endpoint.gives.get("GET")
        ):
            parameters.append(ETAG)
        return parameters
