"""The archive as files: a page and a paper to read, a table, and everything for another program, in one zip."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from fgc.families.models import Family
from fgc.plans.queries import SCHEMA

HEADINGS = {
    "family": _("Your circle"),
    "children": _("The children"),
    "commissions": _("Who said yes"),
    "questions": _("Your question"),
    "circle": _("Your people"),
    "ties": _("How your people know each other"),
    "own_contact": _("How you are reached"),
    "meetings": _("The meeting"),
    "dates": _("Possible dates"),
    "parts_of_the_day": _("The parts of the day"),
    "information": _("What professionals told you"),
    "bottom_lines": _("Bottom lines"),
    "verdicts": _("What professionals answered"),
    "versions": _("Versions of your plan"),
    "agreements": _("Your agreements"),
    "words": _("The words of your agreements"),
    "promises": _("Who promised what"),
    "changes": _("Changes of your plan"),
    "looks": _("Looking back"),
    "reports": _("How it went"),
    "releases": _("What you let others read"),
    "who_may_see": _("Who may see what"),
    "who_looked": _("Who looked"),
}
# For programs: it ties rows together and says nothing to people.
FOR_PROGRAMS = ("id", "content", "agreement", "commitment", "bottom_line", "person", "a", "b")
# A spreadsheet takes what begins with one of these for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def zipped(family: Family, archive: Mapping[str, list[dict[str, Any]]], paper: bytes | None, *, language: str) -> bytes:
    """All files of the archive in one zip.

    Args:
        archive: what `queries.archive_of` read.
        paper: the plan as PDF; None while there is no plan.
        language: of the headings; the family's own words stay as they are.
    """
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as files, translation.override(language):
        files.writestr("leesmij.html", _page(family, archive, language, has_paper=paper is not None))
        if paper:
            files.writestr("plan.pdf", paper)
        files.writestr("plan.csv", "\ufeff" + table(_plan_rows(archive)))
        everything = {"schema": SCHEMA, "made_at": timezone.now(), **archive}
        files.writestr("alles.json", json.dumps(everything, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))
    return box.getvalue()


def _page(family: Family, archive: Mapping[str, list[dict[str, Any]]], language: str, *, has_paper: bool) -> str:
    parts = [
        {"heading": HEADINGS[name], "rows": [_readable(row) for row in rows]}
        for name, rows in archive.items()
        if name not in {"words", "promises"}
    ]
    plan = {"heading": _("Your plan"), "rows": [list(row.items()) for row in _plan_rows(archive)]}
    day = date_format(timezone.localdate())
    context = {"family": family, "language": language, "day": day, "parts": [plan, *parts], "has_paper": has_paper}
    return render_to_string("plans/archive/leesmij.html", context)


def _readable(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [
        (name.removesuffix("__name").replace("_", " "), _in_words(value))
        for name, value in row.items()
        if name not in FOR_PROGRAMS and value not in (None, "", [])
    ]


def _in_words(value: Any) -> str:
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "j F Y H:i")
    return date_format(value, "j F Y") if isinstance(value, date) else str(value)


def _plan_rows(archive: Mapping[str, list[dict[str, Any]]]) -> list[dict[str, str]]:
    """Each agreement with its newest words and who promised it."""
    names = {row["id"]: row["call_name"] for row in archive.get("circle", [])}
    newest: dict[Any, dict[str, Any]] = {}
    for words in archive.get("words", []):
        if words["version"] and words["version"] >= newest.get(words["agreement"], words)["version"]:
            newest[words["agreement"]] = words
    promises = archive.get("promises", [])
    return [
        {
            str(_("number")): str(line["number"]),
            str(_("agreement")): newest[line["id"]]["text"],
            str(_("who")): _who(line, promises, names),
            str(_("from")): str(newest[line["id"]]["starts_on"] or ""),
            str(_("until")): str(newest[line["id"]]["ends_on"] or ""),
            str(_("if not")): newest[line["id"]]["what_if"],
        }
        for line in archive.get("agreements", [])
        if line["id"] in newest and line["dropped_in"] is None
    ]


def _who(line: Mapping[str, Any], promises: Iterable[Mapping[str, Any]], names: Mapping[Any, str]) -> str:
    mine = [one for one in promises if one["agreement"] == line["id"] and one["state"] not in {"lapsed", "declined"}]
    return ", ".join(names.get(one["person"], "") for one in mine)


def table(rows: list[dict[str, str]]) -> str:
    """Rows as CSV that no spreadsheet takes for formulas."""
    out = io.StringIO()
    if rows:
        writer = csv.DictWriter(out, fieldnames=list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows({name: harmless(value) for name, value in row.items()} for row in rows)
    return out.getvalue()


def harmless(value: str) -> str:
    """The same text, with a quote before it where a spreadsheet would begin to calculate."""
    return f"'{value}" if value.startswith(FORMULA) else value
