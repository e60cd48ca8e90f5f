"""What can be said wrongly to an operation, by its description."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.api.asking import HAPPENED, Operation, Question, plain

BSN = "Noor 111222333"
LONG = "x" * 20_001
# HTML, right-to-left with the sign that turns the direction, signs of four bytes, and the mark of a database.
HOSTILE = "<script>a()</script> مرحبا \u202e \U0001f469\u200d\U0001f467 '; --"
NO_TEXTS = (20101102, ["Noor"], "a\x00b", None)
NO_DAYS = (20101102, "2-11-2010", "2026-02-30", "9999-12-31", "")
NO_MOMENTS = (1, "2099-01-01", "2099-01-01T10:00:00", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00Z", "")


@dataclass(frozen=True)
class Wrong:
    """Something that is said wrongly, and the key that must be named."""

    what: str
    said: Any
    key: str


def wrongs(question: Question, *, is_new: bool) -> Iterator[Wrong]:
    """Everything that is refused by the name of its key.

    Args:
        is_new: also of the wrong kind; where operations take the same, one of them is enough for that.
    """
    operation, right = question.operation, question.said or {}
    for key in operation.required:
        yield Wrong("missing", {name: value for name, value in right.items() if name != key}, key)
    yield Wrong("unknown key", {**right, "colour": "red"}, "colour")
    for key, schema in operation.keys.items():
        for what, value in [*(_kinds(key, schema) if is_new else ()), *_rules(key, schema)]:
            yield Wrong(what, {**right, key: value}, key)
    for key in operation.keys:
        if key.startswith("starts_") and (end := key.replace("starts", "ends")) in operation.keys:
            late = timezone.localdate() + timedelta(days=9)
            tail = "T10:00:00Z" if key.endswith("_at") else ""
            order = {key: f"{late}{tail}", end: f"{late - timedelta(days=2)}{tail}"}
            yield Wrong("wrong order", {**right, **order}, end)


def _kinds(key: str, schema: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    kind = schema.get("format") or ("enum" if "enum" in schema else schema["type"])
    for value in OF_KIND[kind]:
        if value is not None or not schema.get("nullable"):
            yield f"{kind} {value!r}", value
    if kind == "array":
        items = plain(schema["items"])
        yield "too many", [_item(items) for _ in range(501)]
        yield from ((f"item {value!r}", [value]) for value in ((None, 5, ["x"]) if items["type"] == "string" else ()))


def _rules(key: str, schema: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    form = schema.get("format")
    if schema == {"type": "string"}:
        yield from (("too long", LONG), ("a citizen number", BSN))
    if form in ("date", "date-time"):
        yield from _days(key, form)


def _item(items: dict[str, Any]) -> Any:
    if items.get("format") == "uuid":
        return str(uuid.uuid4())
    return items["enum"][0] if "enum" in items else {} if items["type"] == "object" else "x"


def _days(key: str, kind: str) -> Iterator[tuple[str, str]]:
    tail = "T10:00:00Z" if kind == "date-time" else ""
    if key in HAPPENED:
        yield "still to come", f"2099-06-01{tail}"
    else:
        yield "long past", f"1990-06-01{tail}"


OF_KIND: dict[str, tuple[Any, ...]] = {
    "string": NO_TEXTS,
    "boolean": ("yes", 1, "", None),
    "uuid": ("no id", 5, "", ["x"], None),
    "enum": ("queen", 5, None),
    "date": (*NO_DAYS, None),
    "date-time": (*NO_MOMENTS, None),
    "array": ("all", 5, {"a": 1}, None),
    "integer": ("1", None),
}


def texts_of(operation: Operation) -> list[str]:
    """The keys that take free text."""
    return [key for key, schema in operation.keys.items() if schema == {"type": "string"}]
