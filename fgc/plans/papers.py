"""Paper: a released summary and the family's own plan as PDF, tagged so that a screen reader can read it."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typst
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from fgc.families.models import Family
from fgc.plans.models import Release
from fgc.plans.queries import Printed, about, in_full, in_words, version_in_words

if TYPE_CHECKING:
    from typst import PDFStandard

TEMPLATES = Path(__file__).resolve().parent / "templates" / "plans" / "pdf"


def release_pdf(release: Release, *, language: str) -> bytes:
    """The frozen copy on paper: who let whom read it, for what, until when; the reader's name lies over every page.

    Args:
        language: of the words around the family's own; those stay as they are.

    Returns:
        The bytes; the same row gives the same bytes.
    """
    with translation.override(language):
        paper = _paper(release, language)
    return _compiled("release.typ", paper, made_at=release.released_at)


def plan_pdf(family: Family, content: dict[str, Any], *, language: str) -> bytes:
    """The family's whole plan on paper, as it is now, to keep.

    Args:
        content: what `queries.whole_plan_of` read.
        language: of the words around the family's own.
    """
    with translation.override(language):
        said = {
            "title": _("Our plan"),
            "about": [(_("Version of the plan"), str(content["version"]))],
            "sections": [asdict(section) for section in in_words(content)],
            "closing": _("The words are your own. Nobody else has this paper, unless you give it."),
        }
        return _of_the_family(family, said, language)


def versions_pdf(family: Family, versions: Sequence[Printed], *, language: str) -> bytes:
    """Every version of the plan on paper, each with the fingerprint by which it is known again.

    Args:
        versions: what `queries.printed_versions` read.
        language: of the words around the family's own.
    """
    with translation.override(language):
        said = {
            "title": _("All versions of our plan"),
            "about": [],
            "sections": [asdict(version_in_words(one)) for one in versions],
            "closing": _(
                "The fingerprint is made of exactly these words. One other letter gives another one. The family, its "
                "coordinator and the service can have it checked."
            ),
        }
        return _of_the_family(family, said, language)


def _of_the_family(family: Family, said: dict[str, Any], language: str) -> bytes:
    """A paper of the family's own, with its name and the day on it; whoever holds it is nobody in particular."""
    now = timezone.now()
    day = in_full(timezone.localdate(now))
    around = {"language": language, "watermark": "", "footer": f"{family.name} · {day}"}
    paper = {**said, **around, "about": [(family.name, day), *said["about"]]}
    return _compiled("release.typ", paper, made_at=now)


def _paper(release: Release, language: str) -> dict[str, Any]:
    released_on = in_full(timezone.localdate(release.released_at))
    return {
        "language": language,
        "title": _("Summary of a family's own plan"),
        "watermark": f"{release.recipient_name} · {released_on}",
        "footer": _("Only for %(reader)s · %(day)s") % {"reader": release.recipient_name, "day": released_on},
        "about": about(release),
        "sections": [asdict(section) for section in in_words(release.content)],
        "closing": _("The words are the family's own. Something unclear, or no longer right? Ask the family."),
    }


def _compiled(template: str, paper: dict[str, Any], *, made_at: datetime) -> bytes:
    """The strict standard for readers; where somebody typed a sign that our letters lack, tags without the standard."""
    try:
        return _pdf(template, paper, ["ua-1"], made_at)
    except typst.TypstError:
        return _pdf(template, paper, [], made_at)


def _pdf(template: str, paper: dict[str, Any], standards: "list[PDFStandard]", made_at: datetime) -> bytes:
    return typst.compile(
        str(TEMPLATES / template),
        root=str(TEMPLATES),
        sys_inputs={"paper": json.dumps(paper)},
        # Only the letters that come with typst, so that the same row is the same paper on every machine.
        ignore_system_fonts=True,
        pdf_standards=standards,
        timestamp=int(made_at.timestamp()),
    )
