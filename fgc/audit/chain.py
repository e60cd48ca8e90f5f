"""Proving that the list of who looked is as it was written.

The lines of a family are numbered from 1, and each holds a hash over the hash before it and itself; number and hash of
the last one stand in the head of the family. Where lines past their term were taken away, it begins after the last of
those (`fgc/audit/shortening.py`). The database makes them (`wall.lengthen_chain`); here they are made once
more, by other means, so that a change of the rows is found, and a change of the maker as well.
"""

import hashlib
import json
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import QuerySet

from fgc.audit.models import Act, Head, Line, Start
from fgc.audit.shortening import in_words

# In this order; what is added later comes behind it, may be empty, and leaves the earlier hashes as they are.
FIELDS = (
    "number",
    "id",
    "family_id",
    "at",
    "act",
    "object_type",
    "object_id",
    "actor_kind",
    "actor_id",
    "on_behalf_of",
    "role",
    "ground",
    "channel",
    "only_for",
)
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
ONE = timedelta(microseconds=1)
Row = Mapping[str, Any]


class Mark(NamedTuple):
    """How long a chain is, and the hash of its last line."""

    number: int
    chain: bytes


class Fault(NamedTuple):
    """What is wrong with the list of one family, at which line."""

    family_id: uuid.UUID
    number: int
    words: str

    def __str__(self) -> str:
        return f"{self.family_id} line {self.number}: {self.words}"


def hash_of(before: bytes, row: Row) -> bytes:
    """The hash that belongs to a line.

    Args:
        before: the hash of the line before it; nothing for the first.
        row: the fields of the line, by name.
    """
    told = {name: _as_told(row[name]) for name in FIELDS if row[name] is not None}
    return hashlib.sha256(before + json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()).digest()


def _as_told(value: Any) -> Any:
    if isinstance(value, datetime):
        return (value - BEGINNING) // ONE
    return str(value) if isinstance(value, uuid.UUID) else value


class Verification:
    """One walk along the lines of one family, or of all, with the count of what it passed.

    Args:
        kept: the marks of an earlier day, that were kept outside of the database.
        family_id: only this family.
    """

    def __init__(self, kept: Mapping[uuid.UUID, Mark] | None = None, family_id: uuid.UUID | None = None) -> None:
        of_it = {} if family_id is None else {"family_id": family_id}
        self._lines = Line.objects.filter(**of_it).order_by("family_id", "number", "id")
        self._heads = Head.objects.filter(**of_it)
        self._begins = Start.objects.filter(**of_it)
        self._kept = {pk: mark for pk, mark in (kept or {}).items() if family_id in (None, pk)}
        self.heads: dict[uuid.UUID, Mark] = {}
        # After which line a list begins of which lines were past their term.
        self.starts: dict[uuid.UUID, Mark] = {}
        self.lines = 0
        # Whose list was there and is now the one line that an erasure leaves.
        self.erased: list[uuid.UUID] = []

    def faults(self) -> Iterator[Fault]:
        """Everything that is not as it was written; the lines pass one by one, however many there are."""
        self.heads, self.starts = _marks(self._heads), _marks(self._begins)
        gone = dict.fromkeys([*self.heads, *self._kept])
        passing = self._lines.values(*FIELDS, "chain").iterator(chunk_size=2000)
        for family_id, lines in groupby(passing, key=itemgetter("family_id")):
            gone.pop(family_id, None)
            yield from self._of_family(family_id, lines)
        for family_id in gone:
            yield Fault(family_id, 1, "the whole list is gone.")

    def _of_family(self, family_id: uuid.UUID, lines: Iterator[Row]) -> Iterator[Fault]:
        start, kept, was_erased = self.starts.get(family_id), self._kept.get(family_id), False
        last = start or Mark(0, b"")
        is_as_kept, is_told = start == kept, start is None
        for row in lines:
            self.lines += 1
            found = Mark(row["number"], bytes(row["chain"]))
            for words in _follows(last, found, row):
                yield Fault(family_id, found.number, words)
            was_erased |= found.number == 1 and _is_erasure(row)
            is_as_kept |= found == kept
            is_told |= start is not None and _tells_of(row, start)
            last = max(last, found, key=itemgetter(0))
        if start and not is_told:
            yield Fault(family_id, start.number, "is where it begins, and no line says why.")
        yield from (Fault(family_id, last.number, words) for words in _ends(last, self.heads.get(family_id)))
        if kept and not is_as_kept and was_erased:
            self.erased.append(family_id)
        elif kept and not is_as_kept:
            yield Fault(family_id, kept.number, "is not the line that the kept heads know.")


def _follows(last: Mark, found: Mark, row: Row) -> Iterator[str]:
    """Is this the line that comes after the last one? After a gap nobody can say."""
    if found.number <= last.number:
        yield "is one too many."
    elif found.number > last.number + 1:
        yield f"{_lines(last.number + 1, found.number - 1)} missing before it."
    elif found.chain != hash_of(last.chain, row):
        yield "was changed, or does not follow the one before it."


def _ends(last: Mark, head: Mark | None) -> Iterator[str]:
    if head is None:
        yield "the head of this list is gone."
    elif head.number > last.number:
        yield f"{_lines(last.number + 1, head.number)} missing after it."
    elif head != last:
        yield "is not the end that the head knows."


def _lines(first: int, last: int) -> str:
    return f"line {first} is" if first == last else f"lines {first} to {last} are"


def _marks(rows: QuerySet[Any]) -> dict[uuid.UUID, Mark]:
    found = rows.order_by("pk").values_list("family_id", "number", "chain")
    return {family_id: Mark(number, bytes(chain)) for family_id, number, chain in found}


def _tells_of(row: Row, start: Mark) -> bool:
    """Is this the line that says up to where the list was shortened?"""
    is_one = row["act"] == Act.ERASE and row["object_type"] == Start._meta.label_lower
    return bool(is_one and row["ground"] == in_words(*start))


def _is_erasure(row: Row) -> bool:
    return bool(row["act"] == Act.ERASE and row["object_type"] == "families.family")


@contextmanager
def at_one_moment() -> Iterator[None]:
    """What is read in here is of one moment, however long it takes and whoever writes meanwhile."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        yield


def sees_every_line() -> bool:
    """Is this a role that the database shows the lists of all families? For any other one they would look empty."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role('fgc_auditor', 'USAGE') OR NOT (row_security_active('audit_line') "
            "OR row_security_active('audit_head'))"
        )
        return bool(cursor.fetchone()[0])
