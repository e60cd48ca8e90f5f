"""The second wall: the database is told who acts, and shows only what that actor may see.

Told for one transaction only, so that it can't survive on a pooled connection. Nobody told means nobody acts, and
nobody sees no rows. What the database makes of it stands in the policies, see `fgc/access/policies.py`.
"""

import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from itertools import count
from typing import Any, NamedTuple, ParamSpec, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction
from django.utils import timezone
from psycopg.pq import TransactionStatus

from fgc.access.actors import Actor, LinkActor, SystemActor, Visitor
from fgc.errors import NotAllowed

# The roles of the database, see `script/house/roles.sql`.
PEOPLE, JOB, CLOCK = "fgc_app", "fgc_job", "fgc_clock"
TELL = """
SELECT set_config('role', %s, true), set_config('app.user_id', %s, true), set_config('app.link_id', %s, true),
       set_config('app.family_id', %s, true), set_config('app.shown', %s, true), set_config('app.at', %s, true),
       set_config('app.telling', %s, true)
"""
# Sets what is told now apart from what was told before: an answer that the database keeps belongs to one telling.
TELLINGS = count()
Given = ParamSpec("Given")
Made = TypeVar("Made")


class Told(NamedTuple):
    """What the database knows of who acts."""

    role: str
    user_id: str = ""
    link_id: str = ""
    family_id: str = ""
    shown: str = ""

    def for_all(self, family_id: uuid.UUID) -> "Told":
        """The same actor, for all of this family."""
        return self._replace(family_id=str(family_id))


NOT_TOLD = Told("none")


@contextmanager
def acting(actor: Actor, *, shown: str = "", for_all_of: uuid.UUID | None = None) -> Iterator[None]:
    """One transaction in the name of this actor; afterwards the database knows again what it knew before.

    Args:
        shown: what a visitor shows to come in: the hash of a token, or the hint of a code. It opens the one row of it.
        for_all_of: a family in which the actor has something to do: for what follows, for its others, from a change
            that the actor may make. Somebody who leaves frees a task; that row is not the own any more.
    """
    told = _told_of(actor, shown)
    with _told_that(told if for_all_of is None or isinstance(actor, SystemActor) else told.for_all(for_all_of)):
        yield


@contextmanager
def nobody_acting() -> Iterator[None]:
    """One transaction in which the database is not told yet who acts, so that it shows nobody's rows."""
    with _told_that(NOT_TOLD):
        yield


@contextmanager
def _told_that(told: Told) -> Iterator[None]:
    wait_for_what_is_under_way()
    before = _now_told()
    is_inside = connection.in_atomic_block
    try:
        with transaction.atomic():
            _tell_if_new(told)
            yield
            if is_inside and not connection.needs_rollback:
                _tell(before)
    finally:
        connection.told = before  # type: ignore[attr-defined]  # ours, kept beside what the database knows
        if not is_inside:
            _may_change_again()


def only_reads() -> None:
    """From here to the end of the outermost transaction nothing can be changed, whatever the code does."""
    line = connection.connection
    if line is not None and line.info.transaction_status == TransactionStatus.IDLE:
        line.read_only = True  # said with the BEGIN, which is still to come
    else:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")


def _may_change_again() -> None:
    line = connection.connection
    if line is not None and not line.closed and line.read_only:
        line.read_only = None


def wait_for_what_is_under_way() -> None:
    """Until a change is stored that was sent to the database before, see `fgc/access/under_way.py`."""
    journey = getattr(connection, "under_way", None)
    if journey is not None:
        journey.rows()


@contextmanager
def looking_along(actor: Actor, family_id: uuid.UUID) -> Iterator[None]:
    """While somebody looks through the eyes of another there is one family, and what has named readers is kept back.

    Inside `acting`: when something breaks, the end of that takes this back as well.

    Args:
        actor: who looks; what is closed to him or her stays closed.
    """
    assert actor.user is not None, "only an account looks along"
    try:
        connection.looker = actor  # type: ignore[attr-defined]  # ours, for the code as the setting is for the database
        _set_along(str(family_id), str(actor.user.pk))
        yield
        _set_along("", "")
    finally:
        connection.looker = None  # type: ignore[attr-defined]  # as above


def _set_along(family: str, looker: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.along', %s, true), set_config('app.looker', %s, true)", [family, looker])


def at_once(actor: Actor, statement: str, values: Sequence[Any]) -> None:
    """One statement in the name of this actor, told, done and stored in one journey to the database.

    Inside a transaction it belongs to that one.
    """
    if connection.in_atomic_block:
        with acting(actor), connection.cursor() as cursor:
            cursor.execute(statement, values)
    else:
        with connection.cursor() as cursor:
            cursor.execute(f"{TELL};{statement}", [*_words(_told_of(actor, "")), *values])


def who_looks_along() -> Actor | None:
    """Who looks through the eyes of somebody else now."""
    found: Actor | None = getattr(connection, "looker", None)
    return found


def tell_database(actor: Actor, *, shown: str = "") -> None:
    """From here to the end of the transaction this actor acts; a door does it as soon as it knows who is there."""
    _tell_if_new(_told_of(actor, shown))


def action(function: Callable[Given, Made]) -> Callable[Given, Made]:
    """A change: whole or not at all, in the name of the actor who is its first argument, for both walls.

    What the database hides from the actor does not exist, so a change of it is not allowed.
    """

    @wraps(function)
    def act(*args: Given.args, **kwargs: Given.kwargs) -> Made:
        actor: Any = args[0]
        try:
            with acting(actor):
                return function(*args, **kwargs)
        except ObjectDoesNotExist as hidden:
            raise NotAllowed from hidden

    return act


def _told_of(actor: Actor, shown: str) -> Told:
    if isinstance(actor, SystemActor):
        return Told(JOB, family_id=str(actor.family_id)) if actor.family_id else Told(CLOCK)
    # A closed account is nobody, whatever names it.
    account = actor.user if actor.user and actor.user.is_active else None
    return Told(
        PEOPLE,
        user_id=str(account.pk) if account else "",
        link_id=str(actor.link_id) if isinstance(actor, LinkActor) else "",
        shown=shown,
    )


def _tell_if_new(told: Told) -> None:
    if told != _now_told():
        _tell(told)


def _now_told() -> Told:
    """What the database knows now; outside a transaction nothing."""
    return getattr(connection, "told", NOT_TOLD) if connection.in_atomic_block else NOT_TOLD


def _words(told: Told) -> list[str]:
    """What is told, in the order of TELL; the moment is that of the first telling in this transaction.

    So what an action ends counts until its end, also where it tells of another actor in between.
    """
    if _now_told() == NOT_TOLD:
        connection.told_at = timezone.now().isoformat()  # type: ignore[attr-defined]  # as above
    return [*told, connection.told_at if told != NOT_TOLD else "", str(next(TELLINGS))]  # type: ignore[attr-defined]


def _tell(told: Told) -> None:
    with connection.cursor() as cursor:
        cursor.execute(TELL, _words(told))
    connection.told = told  # type: ignore[attr-defined]  # as above


def families_due(actor: SystemActor, work: str) -> list[uuid.UUID]:
    """The ids of the families for which the clock has this work to do now, and nothing else of them.

    Args:
        work: follow_up, private_time, call_off, erase_coming or erase.
    """
    with acting(actor), connection.cursor() as cursor:
        cursor.execute("SELECT unnest(wall.due(%s))", [work])
        return [family_id for (family_id,) in cursor.fetchall()]


def childrens_plans(actor: SystemActor) -> list[tuple[uuid.UUID, uuid.UUID, uuid.UUID | None]]:
    """Which circles read something about their children that was agreed elsewhere: ids, and nothing else of them.

    Returns:
        The circle, the key under which it keeps its copy, and where that comes from; None when it is to be taken away.
    """
    with acting(actor), connection.cursor() as cursor:
        cursor.execute("SELECT circle, key, source FROM wall.childrens_plans()")
        return list(cursor.fetchall())


def families_with_birthdays(actor: SystemActor) -> list[uuid.UUID]:
    """The ids of the families in which a birthday that moves rights is near, and nothing else of them."""
    with acting(actor), connection.cursor() as cursor:
        cursor.execute("SELECT unnest(wall.birthdays())")
        return [family_id for (family_id,) in cursor.fetchall()]


def families_past_terms(actor: SystemActor) -> list[uuid.UUID]:
    """The ids of the families in which something is past the term for which it is kept, and nothing else of them."""
    with acting(actor), connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT unnest(wall.past_terms() || wall.past_ending())")
        return [family_id for (family_id,) in cursor.fetchall()]


def families_with_old_lines(actor: SystemActor) -> list[uuid.UUID]:
    """The ids of the families in whose list of who looked stand lines that are past the term."""
    with acting(actor), connection.cursor() as cursor:
        cursor.execute("SELECT unnest(wall.old_lists())")
        return [family_id for (family_id,) in cursor.fetchall()]


def families_with_old_safety(actor: SystemActor) -> list[uuid.UUID]:
    """The ids of the families in which something about safety outlived the coordinator for whom it was."""
    with acting(actor), connection.cursor() as cursor:
        cursor.execute("SELECT unnest(wall.old_safety())")
        return [family_id for (family_id,) in cursor.fetchall()]


def families_with_old_arrivals(actor: SystemActor) -> list[uuid.UUID]:
    """The ids of the families in which it is of no use any more when somebody was to come to a meeting."""
    with acting(actor), connection.cursor() as cursor:
        cursor.execute("SELECT unnest(wall.old_arrivals())")
        return [family_id for (family_id,) in cursor.fetchall()]


def is_near(family_id: uuid.UUID, user_id: uuid.UUID) -> bool:
    """Does who is asked to coordinate stand on this family's map, or in its record? Yes or no, and never who it is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.is_near(%s, %s)", [family_id, user_id])
        return bool(cursor.fetchone()[0])


NOBODY = Visitor()
