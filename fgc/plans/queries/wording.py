"""A frozen content in words for people: the same on the page, in the preview and on paper."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fgc.conferences.rules import Verdict
from fgc.plans.models import Release, Wording
from fgc.plans.queries.printed import Printed
from fgc.plans.rules import OF_ALL, Kind, Promise, Repeats, often


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


def about(release: Release) -> list[tuple[str, str]]:
    """What stands above a released copy: who let whom read it, for what, until when."""
    reader = filter(None, [release.recipient_name, release.recipient_function, release.recipient_employer])
    facts = [
        (_("For"), ", ".join(reader)),
        (_("Released by"), release.released_by.name if release.released_by else ""),
        (_("What for"), release.purpose),
        (_("Released on"), in_full(timezone.localdate(release.released_at))),
        (_("To be read until"), in_full(release.until)),
        (_("Version of the plan"), str(release.version)),
    ]
    return [fact for fact in facts if fact[1]]


def _question(line: dict[str, Any]) -> Row:
    return Row(line["text"])


def _child(line: dict[str, Any]) -> Row:
    return Row(line["text"], title=line["name"])


def _agreement(line: dict[str, Any]) -> Row:
    nobody = "" if line["kind"] in OF_ALL else _("nobody yet")
    facts = [
        (_("Who"), ", ".join(_promise(one) for one in line["who"]) or nobody),
        (_("For whom"), line["for_whom"]),
        (_("How often"), _often(line["repeats"], line.get("rule", ""))),
        (_("From"), _iso_day(line["starts_on"])),
        (_("Until"), _iso_day(line["ends_on"])),
        (_("We notice that it works"), line["sign_it_works"]),
        (_("If it does not work"), line["what_if"]),
        (_("Belongs to bottom line"), str(line["bottom_line"] or "")),
    ]
    title = _("Agreement %(number)s") % {"number": line["number"]}
    return Row(line["text"], title=title, facts=[fact for fact in facts if fact[1]])


def version_in_words(version: Printed) -> Section:
    """One version for paper: when the family said yes, the fingerprint in groups of eight, and the lines."""
    groups = " ".join(version.fingerprint[at : at + 8] for at in range(0, len(version.fingerprint), 8))
    facts = [
        (_("The family said yes on"), in_full(timezone.localdate(version.approved_at))),
        (_("Lines on this paper"), version.numbers),
        (_("Fingerprint (SHA-256)"), groups),
    ]
    heading = _("Version %(number)s") % {"number": version.number}
    return Section("version", heading, [Row("", facts=facts), *(_line_of(*line) for line in version.lines)])


def _line_of(number: int, kind: str, words: Wording) -> Row:
    facts = [
        (_("What sort of agreement"), "" if kind == Kind.DO else str(Kind(kind).label)),
        (_("For whom"), words.for_whom),
        (_("Why"), words.why),
        (_("How often"), _often(words.repeats, words.rule)),
        (_("From"), in_full(words.starts_on) if words.starts_on else ""),
        (_("Until"), in_full(words.ends_on) if words.ends_on else ""),
        (_("We notice that it works"), words.sign_it_works),
        (_("If it does not work"), words.what_if),
    ]
    title = _("Agreement %(number)s") % {"number": number}
    return Row(words.text, title=title, facts=[fact for fact in facts if fact[1]])


def _promise(one: dict[str, str]) -> str:
    if not one["promise"]:
        return one["name"]
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


def _often(repeats: str, rule: str) -> str:
    """What has no rhythm says nothing of it, as in the plan itself."""
    return "" if repeats == Repeats.AS_NEEDED else often.in_words(repeats, rule)


def _iso_day(value: str) -> str:
    return in_full(date.fromisoformat(value)) if value else ""


def in_full(day: date) -> str:
    """A day with its year, also this year: what is frozen is read later too."""
    return date_format(day, "l j F Y")
