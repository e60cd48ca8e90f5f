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
from fgc.plans.papers import plan_pdf
from fgc.plans.queries import SCHEMA, in_full, in_words

HEADINGS = {
    "children": _("The children"),
    "questions": _("Your question"),
    "circle": _("Your people"),
    "own_contact": _("How you are reached"),
    "meetings": _("The meeting"),
    "information": _("What professionals told you"),
    "versions": _("Versions of your plan"),
    "changes": _("Changes of your plan"),
    "looks": _("Looking back"),
    "releases": _("What you let others read"),
    "who_may_see": _("Who may see what"),
}
# What people read of each part, in this order; the rest ties rows together and is for programs.
TO_READ = {
    "children": ("call_name", "birth_date", "question"),
    "questions": ("text", "answered_at"),
    "circle": ("call_name", "tie_label", "function"),
    "own_contact": ("email", "phone", "address"),
    "meetings": ("starts_at", "place", "welcome"),
    "information": ("facts", "worries", "strengths", "offers", "delivered_at"),
    "versions": ("number", "approved_at", "approved_by__name"),
    "changes": ("settled_at", "why"),
    "looks": ("held_on", "place", "words"),
    "releases": ("recipient_name", "recipient_function", "recipient_employer", "purpose", "until"),
    "who_may_see": ("name", "since"),
}
# A spreadsheet takes what begins with one of these for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def zipped(
    family: Family, archive: Mapping[str, list[dict[str, Any]]], content: dict[str, Any] | None, *, language: str
) -> bytes:
    """All files of the archive in one zip.

    Args:
        archive: what `queries.archive_of` read.
        content: the whole plan in the shape of a release; None while there is none.
        language: of the headings; the family's own words stay as they are.
    """
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as files, translation.override(language):
        files.writestr("leesmij.html", _page(family, archive, content, language))
        if content:
            files.writestr("plan.pdf", plan_pdf(family, content, language=language))
        files.writestr("plan.csv", "\ufeff" + table(_plan_rows(archive)))
        everything = {"schema": SCHEMA, "made_at": timezone.now(), **archive}
        files.writestr("alles.json", json.dumps(everything, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))
    return box.getvalue()


def _page(
    family: Family, archive: Mapping[str, list[dict[str, Any]]], content: dict[str, Any] | None, language: str
) -> str:
    parts = [(HEADINGS[name], [_readable(row, TO_READ[name]) for row in archive.get(name, [])]) for name in TO_READ]
    context = {
        "family": family,
        "language": language,
        "day": in_full(timezone.localdate()),
        "sections": in_words(content) if content else [],
        "parts": [(heading, [row for row in rows if row]) for heading, rows in parts],
    }
    return render_to_string("plans/archive/leesmij.html", context)


def _readable(row: Mapping[str, Any], columns: tuple[str, ...]) -> list[str]:
    return [_in_words(row[name]) for name in columns if row[name] not in (None, "")]


def _in_words(value: Any) -> str:
    if isinstance(value, datetime):
        local = timezone.localtime(value)
        return f"{in_full(local)}, {date_format(local, 'H:i')}"
    return in_full(value) if isinstance(value, date) else str(value)


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
