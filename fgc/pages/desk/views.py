"""The desk of the coordinator: what to do today, without opening anything."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fgc.access.actors import UserActor
from fgc.access.can import Can
from fgc.audit.record import Read
from fgc.families import queries as families
from fgc.pages.desk.board import Row, Waits, rows_for
from fgc.pages.door import PageRequest, own_page, show

if TYPE_CHECKING:
    from django.http import HttpRequest

# The address keeps what was chosen: /desk/?show=missing
FILTERS: dict[str, tuple[str | Promise, Callable[[Row], bool]]] = {
    "": (_("Everything"), lambda _row: True),
    "today": (_("For you today"), lambda row: row.is_for_today),
    "missing": (_("Missing before the day"), lambda row: bool(row.lacks)),
    "by-hand": (_("Letters and calls"), lambda row: not row.is_private and row.has_letters_and_calls),
    "waiting": (_("Waits for others"), lambda row: row.step.waits in (Waits.FAMILY, Waits.CIRCLE)),
}


@dataclass(frozen=True)
class Chip:
    """One way to narrow the list."""

    href: str
    label: str
    chosen: bool


@own_page(read=Can.SEE_DESK)
def desk(request: PageRequest) -> HttpResponse:
    """Every family of this coordinator: the next step, on whom it waits, and what is missing."""
    assert isinstance(request.actor, UserActor)
    rows = rows_for(request.actor)
    chosen = _chosen(request)
    request.reads = [Read(row.family.pk, "desk:desk", None, Can.SEE_DESK.value) for row in rows if not row.is_private]
    context = {
        "offers": families.offers_to(request.actor),
        "rows": [row for row in rows if FILTERS[chosen][1](row)],
        "has_rows": bool(rows),
        "filters": [
            Chip(f"?show={name}" if name else "?", f"{words} ({sum(map(fits, rows))})", name == chosen)
            for name, (words, fits) in FILTERS.items()
        ],
    }
    return show(request, "desk/desk.html", context)


def _chosen(request: "HttpRequest") -> str:
    wished = request.GET.get("show", "")
    return wished if wished in FILTERS else ""
