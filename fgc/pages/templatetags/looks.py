"""Small words of the looks: signs, initials, table cells with their column's name."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

SIGNS = Path(__file__).resolve().parent.parent / "assets" / "icons.txt"

# These point along the line, so they turn around where one reads from right to left.
TURNS = frozenset(
    {"arrow-left", "arrow-right", "chevron-left", "chevron-right", "log-out", "send", "undo-2", "list-checks"}
)


@cache
def known_signs() -> frozenset[str]:
    """The signs that the build puts in icons.svg.

    Returns:
        Their names in lucide.
    """
    return frozenset(SIGNS.read_text(encoding="utf-8").split())


@register.simple_tag
def icon(name: str) -> SafeString:
    """A sign beside words; a screen reader skips it, so the words must say the same.

    Args:
        name: a name that stands in fgc/pages/assets/icons.txt.

    Returns:
        The markup of the sign.

    Raises:
        ValueError: if icons.txt does not name it, so a missing sign is found by the first test that shows it.
    """
    if name not in known_signs():
        raise ValueError(f"No sign is called {name!r}. Add it to {SIGNS.name} and build again.")
    return format_html(
        # The sizes hold where no style sheet arrives: without them a sign is as wide as a telephone.
        '<svg class="icon{}" width="20" height="20" aria-hidden="true" focusable="false">'
        '<use href="{}#{}"></use></svg>',
        " icon-turns" if name in TURNS else "",
        static("fgc/icons.svg"),
        name,
    )


@register.filter
def initials(name: str) -> str:
    """At most two letters that stand for a person in a circle.

    Args:
        name: the name as the family writes it; "oma Truus" gives "OT", "Noor Verhulst-Aydin" gives "NV".

    Returns:
        The first letters of the first and the last word, in capitals; "·" where there is no letter.
    """
    words = [word for word in str(name).split() if word[0].isalpha()]
    letters = [word[0] for word in (words[:1] + words[1:][-1:])]
    return "".join(letters).upper() or "·"


@register.filter
def day(moment: date | None) -> str:
    """A day as one says it: "dinsdag 3 maart", with the year only where it is not this year.

    Args:
        moment: a day, or a moment in any zone.

    Returns:
        The words; nothing for no day.
    """
    if moment is None:
        return ""
    local = timezone.localtime(moment) if isinstance(moment, datetime) else moment
    return date_format(local, "l j F" if local.year == timezone.localdate().year else "l j F Y")


@register.filter
def kept_day(written: str) -> str:
    """A day that was kept in words for a program, "2026-03-03", as one says it."""
    return day(date.fromisoformat(written) if written else None)


@register.filter
def labelled(cells: Iterable[object], columns: Iterable[object]) -> Iterator[tuple[object, object]]:
    """Each cell of a row with the name of its column, for tables that become cards on a telephone.

    Args:
        cells: the row.
        columns: the names, in the same order and number.

    Returns:
        Pairs of column name and cell.
    """
    return zip(columns, cells, strict=True)
