"""The bottom lines beside a plan, and what their professionals say of one version: words from outside."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fgc.conferences.models import BottomLine
from fgc.plans.models import BottomLineVerdict, Plan

if TYPE_CHECKING:
    from fgc.plans.queries.plan import LineView


@dataclass(frozen=True)
class BottomLineView:
    """A bottom line and what its professional says of this version: words from outside."""

    id: uuid.UUID
    number: int
    text: str
    function: str
    name: str
    verdict: str
    verdict_word: str
    reason: str
    lines: list[int]


def bottom_lines_in(plan: Plan, number: int, lines: "Sequence[LineView]") -> list[BottomLineView]:
    """The bottom lines about one version, by number, with what was said of each until then (two queries).

    Args:
        lines: those that the reader reads: of others nobody learns which bottom line they answer.
    """
    if plan.conference_id is None:
        return []
    rows = BottomLine.objects.delivered().filter(conference_id=plan.conference_id)
    found = rows.select_related("person").order_by("number")
    given = BottomLineVerdict.objects.filter(bottom_line__conference_id=plan.conference_id, version__lte=number)
    verdicts = {verdict.bottom_line_id: verdict for verdict in given.order_by("version")}
    return [_shown(line, verdicts.get(line.pk), lines) for line in found]


def _shown(line: BottomLine, verdict: BottomLineVerdict | None, lines: "Sequence[LineView]") -> BottomLineView:
    return BottomLineView(
        id=line.pk,
        number=line.number,
        text=line.text,
        function=line.person.function or line.person.tie_label,
        name=line.person.call_name,
        verdict=verdict.verdict if verdict else "",
        verdict_word=verdict.get_verdict_display() if verdict else "",
        reason=verdict.reason if verdict else "",
        lines=[row.number for row in lines if row.bottom_line == line.number],
    )
