"""A frozen content in words for people: the same on the page, in the preview and on paper."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fgc.conferences.rules import Verdict
from fgc.plans.rules import OF_ALL, Promise, Repeats


@dataclass(frozen=True)
class Row:
    """One line: its words, and beside them what belongs to it."""

    text: str
    title: str = ""
    facts: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Section:
    """A part of a released summary, with its heading; from outside when the words are a professional's."""

    kind: str
    heading: str
    rows: list[Row]

    @property
    def is_from_outside(self) -> bool:
        """Professionals' words look different from the family's."""
        return self.kind == "bottom_line"

    @property
    def is_childs(self) -> bool:
        """A child's own words."""
        return self.kind == "child"


def in_words(content: dict[str, Any]) -> list[Section]:
    """A frozen content in the language of who reads it; the family's own words stay as they are."""
    headings = {
        "question": _("The main question"),
        "child": _("The child's own question"),
        "agreement": _("What was agreed"),
        "bottom_line": _("Bottom lines"),
    }
    rows = {"question": _question, "child": _child, "agreement": _agreement, "bottom_line": _bottom_line}
    return [
        Section(part["kind"], headings[part["kind"]], [rows[part["kind"]](line) for line in part["lines"]])
        for part in content["sections"]
    ]


def _question(line: dict[str, Any]) -> Row:
    return Row(line["text"])


def _child(line: dict[str, Any]) -> Row:
    return Row(line["text"], title=line["name"])


def _agreement(line: dict[str, Any]) -> Row:
    nobody = "" if line["kind"] in OF_ALL else _("nobody yet")
    facts = [
        (_("Who"), ", ".join(_promise(one) for one in line["who"]) or nobody),
        (_("For whom"), line["for_whom"]),
        (_("How often"), str(Repeats(line["repeats"]).label)),
        (_("From"), _day(line["starts_on"])),
        (_("Until"), _day(line["ends_on"])),
        (_("We notice that it works"), line["sign_it_works"]),
        (_("If it does not work"), line["what_if"]),
        (_("Belongs to bottom line"), str(line["bottom_line"] or "")),
    ]
    title = _("Agreement %(number)s") % {"number": line["number"]}
    return Row(line["text"], title=title, facts=[fact for fact in facts if fact[1]])


def _promise(one: dict[str, str]) -> str:
    said = str(Promise(one["promise"]).label)
    return f"{one['name']} ({said}: {one['note']})" if one["note"] else f"{one['name']} ({said})"


def _bottom_line(line: dict[str, Any]) -> Row:
    verdict = str(Verdict(line["verdict"]).label) if line["verdict"] else _("not answered yet")
    facts = [
        (_("Set by"), line["from"]),
        (_("Answer"), verdict),
        (_("About version"), str(line["verdict_version"] or "")),
        (_("Why"), line["verdict_reason"]),
        (_("The family says"), line["reply"]),
    ]
    title = _("Bottom line %(number)s") % {"number": line["number"]}
    return Row(line["text"], title=title, facts=[fact for fact in facts if fact[1]])


def _day(value: str) -> str:
    return date_format(date.fromisoformat(value), "l j F Y") if value else ""
