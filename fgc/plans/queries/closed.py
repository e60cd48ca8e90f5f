"""Which lines of the plan, and which copies that were let out, somebody of the family does not read.

The rule stands in `rules/closed.py`; the database keeps it as well (`wall.closed`).
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from fgc.access.actors import Actor, UserActor
from fgc.access.can import Can
from fgc.access.roles import Role
from fgc.access.walls import who_looks_along
from fgc.errors import NotAllowed
from fgc.families.models import Child, Commission, Family
from fgc.families.rules import Giver
from fgc.plans.models import Agreement, AmendmentConsent, Commitment, LineAbout, ReleaseYes
from fgc.plans.rules.closed import About, Eyes, is_closed

NEAR = (Giver.PARENT, Giver.GUARDIAN)


@dataclass
class Closed:
    """What some do not read of a family's plan, taken together; each half is looked up when it is first asked for."""

    readers: tuple[Actor, ...] = ()
    family: Family | None = None

    @cached_property
    def lines(self) -> frozenset[uuid.UUID]:
        """The lines (one query where no line names a child)."""
        about = _lines(self.family) if self.family else {}
        return frozenset(pk for here in self._inside for pk in _closed_lines(here, about)) if about else frozenset()

    @cached_property
    def releases(self) -> frozenset[uuid.UUID]:
        """The copies that were let out (one query where none is only the own of some children)."""
        copies = _copies(self.family) if self.family else {}
        return frozenset(pk for here in self._inside for pk in _closed_copies(here, copies)) if copies else frozenset()

    @cached_property
    def _inside(self) -> "list[_Reader]":
        """Those whom it concerns: not who coordinates, nor who comes from outside."""
        assert self.family is not None, "of one family"
        return [_Reader(one, self.family) for one in self.readers if _stands_inside(one, self.family)]


NOTHING = Closed()


def closed_to(actor: Actor, family: Family) -> Closed:
    """What this actor does not read of the plan.

    While somebody looks along it is also what that person does not read.
    """
    looker = who_looks_along()
    readers = (actor, looker) if looker else (actor,)
    return actor.once((closed_to, family.pk, looker and looker.ident), lambda: Closed(readers, family))


def must_read(actor: Actor, agreement: Agreement) -> None:
    """Only who reads a line changes it.

    Raises:
        NotAllowed: this line does not exist for the actor.
    """
    seen = Agreement.objects.filter(pk=agreement.pk).exclude(pk__in=closed_to(actor, agreement.family).lines)
    if not seen.exists():
        raise NotAllowed(Can.SEE_PLAN)


def eyes_of(actor: Actor, family: Family) -> Eyes:
    """As which child, and as a parent of which children, this actor reads (two queries)."""
    if actor.user is None:
        return Eyes()
    own = Commission.objects.filter(family=family, giver=actor.user).prefetch_related("children")
    as_child = frozenset(one.child_id for one in own if one.child_id)
    near = [one for one in own if one.giver_as in NEAR]
    named = frozenset(row.child_id for one in near for row in one.children.all())
    return Eyes(as_child, named if near else None)


def _lines(family: Family) -> dict[uuid.UUID, list[About]]:
    found: dict[uuid.UUID, list[About]] = defaultdict(list)
    for row in LineAbout.objects.filter(family=family).select_related("child"):
        found[row.agreement_id].append(About(row.child_id, row.child.birth_date, row.opened_at is not None))
    return found


def _copies(family: Family) -> dict[uuid.UUID, list[tuple[About, object]]]:
    """Of what is only the own of some children, with who let it be read."""
    rows = ReleaseYes.objects.filter(family=family, child__isnull=False, release__is_shared=False)
    found: dict[uuid.UUID, list[tuple[About, object]]] = defaultdict(list)
    for row in rows.select_related("child", "release"):
        assert row.child is not None, "asked above"
        one = About(row.child.pk, row.child.birth_date, row.opened_at is not None)
        found[row.release_id].append((one, row.release.released_by_id))
    return found


@dataclass
class _Reader:
    """Somebody inside the family, with the eyes and the day by which it is judged what is closed."""

    actor: Actor
    family: Family

    @cached_property
    def eyes(self) -> Eyes:
        return eyes_of(self.actor, self.family)

    @property
    def persons(self) -> frozenset[uuid.UUID | None]:
        if isinstance(self.actor, UserActor):
            return frozenset(self.actor.standing_in(self.family.pk).persons)
        return frozenset({self.actor.person_id})

    def is_shut_out(self, named: Iterable[About]) -> bool:
        return is_closed(named, self.eyes, day=timezone.localdate(), terms=self.family.works_by)


def _stands_inside(actor: Actor, family: Family) -> bool:
    if not isinstance(actor, UserActor):
        return True
    roles = actor.standing_in(family.pk).roles
    return bool(roles) and Role.COORDINATOR not in roles


def _closed_lines(here: _Reader, about: dict[uuid.UUID, list[About]]) -> set[uuid.UUID]:
    lines = {pk for pk, named in about.items() if here.is_shut_out(named)}
    return lines - _own(lines, here.persons)


def _closed_copies(here: _Reader, copies: dict[uuid.UUID, list[tuple[About, object]]]) -> set[uuid.UUID]:
    me = here.actor.user.pk if here.actor.user else None
    return {
        pk
        for pk, rows in copies.items()
        if all(giver != me for _one, giver in rows) and here.is_shut_out(one for one, _giver in rows)
    }


def _own(lines: set[uuid.UUID], persons: frozenset[uuid.UUID | None]) -> set[uuid.UUID]:
    """Of these lines those in which somebody promised something, or is asked to (two queries, or none)."""
    if not lines:
        return set()
    promised = Commitment.objects.filter(agreement__in=lines, person__in=persons).values_list("agreement", flat=True)
    asked = AmendmentConsent.objects.filter(amendment__agreement__in=lines, person__in=persons)
    return {*promised, *asked.values_list("amendment__agreement", flat=True)}


def things_closed_to(actor: Actor, family: Family) -> set[uuid.UUID]:
    """The ids of everything about what this actor does not read, for the list of who looked."""
    closed = closed_to(actor, family)
    if not closed.lines and not closed.releases:
        return set()
    lines = Agreement.objects.filter(pk__in=closed.lines)
    of_lines = ("wordings", "commitments", "commitments__reports", "amendments", "amendments__consents", "about")
    found = {pk for way in of_lines for pk in lines.values_list(f"{way}__pk", flat=True) if pk}
    voices = ReleaseYes.objects.filter(release__in=closed.releases).values_list("pk", flat=True)
    return {*closed.lines, *closed.releases, *found, *voices}


@dataclass(frozen=True)
class Own:
    """A line about a young person, or a copy of it that was let out: its words, and whether the parents read it."""

    id: uuid.UUID
    words: str
    is_open: bool
    # Other children open it to the parents whatever this one says: it is about them too.
    is_read_anyway: bool = False
    # Whom the young person told it, where somebody else wrote it down.
    written_by: str = ""


def own_things(commission: Commission) -> list[Own]:
    """All that is about the young person who gave this yes: lines in their order, then what was let out."""
    family, child = commission.family, commission.child
    lines = Agreement.objects.now_there().filter(family=family, about__child=child).order_by("number")
    lines = lines.prefetch_related("wordings", "about__child", "about__written_down_by")
    copies = ReleaseYes.objects.filter(family=family, child=child, release__is_shared=False)
    copies = (
        copies.select_related("release", "written_down_by")
        .prefetch_related("release__yeses__child")
        .order_by("release__released_at")
    )
    found = [_own_line(line, family, child) for line in lines]
    return found + [_own_copy(row, family, child) for row in copies]


def _own_line(line: Agreement, family: Family, child: Child | None) -> Own:
    counting = [words for words in line.wordings.all() if words.version is not None]
    newest = max(counting, key=lambda words: words.version or 0)
    rows = list(line.about.all())
    mine = next(row for row in rows if row.child == child)
    others = [About(row.child_id, row.child.birth_date, row.opened_at is not None) for row in rows if row != mine]
    return Own(line.pk, newest.text, mine.opened_at is not None, _is_open(others, family), _writer(mine))


def _own_copy(mine: ReleaseYes, family: Family, child: Child | None) -> Own:
    rows = [row for row in mine.release.yeses.all() if row.child and row.child != child]
    others = [About(row.child.pk, row.child.birth_date, row.opened_at is not None) for row in rows if row.child]
    words = ", ".join(filter(None, [mine.release.recipient_name, mine.release.purpose]))
    return Own(mine.release_id, words, mine.opened_at is not None, _is_open(others, family), _writer(mine))


def _writer(mine: LineAbout | ReleaseYes) -> str:
    return mine.written_down_by.name if mine.written_down_by else ""


def _is_open(others: list[About], family: Family) -> bool:
    return bool(others) and not is_closed(others, Eyes(), day=timezone.localdate(), terms=family.works_by)
