"""Writing the list and reading it back."""

import uuid
from collections.abc import Collection
from contextlib import nullcontext
from datetime import datetime
from typing import Any, NamedTuple

from django.db import ProgrammingError, connection
from django.db.models import Q
from django.utils import timezone
from psycopg.errors import InsufficientPrivilege

from fgc.access.actors import Actor, Channel, UserActor, family_id_of
from fgc.access.walls import acting, at_once
from fgc.audit.models import Act, Line, Opened
from fgc.errors import NotAllowed
from fgc.ids import new_id

__all__ = [
    "Act",
    "Line",
    "Read",
    "forget",
    "last_sign_of_life",
    "lines_of",
    "open_lines",
    "reads_of",
    "record",
    "record_reads",
    "was_changed_by_another",
]


# A line for every page that is read: by hand, since making the sentence anew takes as long as the database with it.
READS = """
INSERT INTO audit_line (id, at, act, actor_kind, actor_id, channel, role,
                        family_id, object_type, object_id, ground, only_for) VALUES
"""


class Read(NamedTuple):
    """Something that a page showed: of which family, what kind of thing, which one, on what ground, and who alone sees
    the line about it."""

    family_id: uuid.UUID
    object_type: str
    object_id: uuid.UUID | None
    ground: str
    only_for: uuid.UUID | None = None


def record(
    actor: Actor,
    act: Act,
    thing: Any,
    *,
    on_behalf_of: uuid.UUID | None = None,
    ground: str = "",
    only_for: uuid.UUID | None = None,
) -> Line:
    """Writes down that the actor did this to this thing, in the same transaction as the deed.

    Args:
        thing: a family, or a row of a family.
        on_behalf_of: the person of the circle for whom it was done.
        ground: the right or the consent on which it was done, a word for programs.
        only_for: the account or the person whom alone it concerns: nobody else sees the line, but for the actor.
    """
    family_id = family_id_of(thing)
    assert family_id is not None, "only what belongs to a family is in its list"
    return Line.objects.create(
        family_id=family_id,
        act=act,
        object_type=thing._meta.label_lower,
        object_id=thing.pk,
        actor_kind=actor.kind,
        actor_id=actor.ident,
        on_behalf_of=on_behalf_of,
        role=actor.role_in(family_id),
        ground=ground,
        channel=actor.channel,
        only_for=only_for,
    )


def record_reads(actor: Actor, reads: list[Read]) -> None:
    """Writes down what a page showed, after the page was made; in one journey where the door knows as what it came.

    Raises:
        NotAllowed: meanwhile the actor was shut out. Then the page is not shown either: nobody looks unseen.
    """
    families = {read.family_id for read in reads}
    is_known = not isinstance(actor, UserActor) or families <= actor.came_as.keys()
    with nullcontext() if is_known else acting(actor):
        roles = actor.roles_in(families)
    # The chains of several families are lengthened in one order, so that two pages never wait for each other.
    in_turn = sorted(reads, key=lambda read: read.family_id)
    by, now = (Act.READ, actor.kind, actor.ident, actor.channel), timezone.now()
    values = [[new_id(), now, *by, roles[read.family_id], *read] for read in in_turn]
    rows = ", ".join([f"({', '.join(['%s'] * len(values[0]))})"] * len(values))
    try:
        at_once(actor, READS + rows, [word for row in values for word in row])
    except ProgrammingError as error:
        if not isinstance(error.__cause__, InsufficientPrivilege):
            raise
        raise NotAllowed from error


def open_lines(family_id: uuid.UUID, *, only_for: uuid.UUID) -> None:
    """From now on the family reads the lines that were kept for this one thing, those of earlier as well."""
    Opened.objects.get_or_create(family_id=family_id, only_for=only_for)


def was_changed_by_another(actor: Actor, thing: Any) -> bool:
    """Did somebody else than this actor ever change this row of a family?"""
    family_id = family_id_of(thing)
    assert family_id is not None, "only what belongs to a family is in its list"
    with connection.cursor() as cursor:
        asked = [family_id, thing.pk, actor.kind, actor.ident]
        cursor.execute("SELECT wall.was_changed_by_another(%s, %s, %s, %s)", asked)
        return bool(cursor.fetchone()[0])


def lines_of(
    actor: Actor,
    family_id: uuid.UUID,
    *,
    own_only: bool = False,
    own_things: Collection[uuid.UUID] = (),
    since: datetime | None = None,
    most: int = 500,
    but: Collection[uuid.UUID] = (),
) -> list[Line]:
    """The family's list as this actor may read it, newest first.

    Args:
        own_only: only what the actor did, and what was done with what is the own, or on his or her behalf.
        own_things: what is the own beside the account and the person: promises.
        but: things that the actor does not read; nothing is told of them, unless it did it itself.
    """
    selves = actor.selves_in(family_id)
    # What is for somebody alone is for the account: whoever reads somebody's mail comes in by the link in it.
    did, concerns = Q(actor_id=actor.ident), Q(only_for__in=selves if actor.user else ())
    opened = Opened.objects.filter(family_id=family_id).values("only_for")
    for_all = Q(only_for=None) | Q(only_for__in=opened)
    own = Q(object_id__in={*selves, *own_things}) | Q(on_behalf_of__in=selves)
    lines = Line.objects.filter(did | concerns | (own & Q(only_for=None) if own_only else for_all))
    lines = lines.filter(family_id=family_id)
    if but:
        lines = lines.filter(Q(object_id=None) | ~Q(object_id__in=but) | did | concerns)
    if since:
        lines = lines.filter(at__gte=since)
    return list(lines.order_by("-at", "-pk")[:most])


def reads_of(actor: Actor, *, most: int = 500) -> list[Line]:
    """What this actor looked at, in whatever family, newest first."""
    lines = Line.objects.filter(actor_id=actor.ident, actor_kind=actor.kind, act=Act.READ)
    return list(lines.order_by("-at", "-pk")[:most])


def last_sign_of_life(family_id: uuid.UUID) -> datetime | None:
    """When somebody last did or looked at something in this family; what the clock does is none."""
    lines = Line.objects.filter(family_id=family_id).exclude(actor_kind="system")
    return lines.order_by("-at").values_list("at", flat=True).first()


def forget(family_id: uuid.UUID) -> Line:
    """After an erasure one line with the family's id and the date is left, and nothing else; only the clock may."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.forget()")
    return Line.objects.create(
        family_id=family_id,
        act=Act.ERASE,
        object_type="families.family",
        actor_kind="nobody",
        channel=Channel.CLOCK,
    )
