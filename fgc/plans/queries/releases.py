"""Named reads of what was let out: what was released, and what this reader may read."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Max, Min, Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from fgc.access.actors import Actor, UserActor
from fgc.access.can import Can
from fgc.access.walls import acting
from fgc.accounts.models import User
from fgc.audit.record import Act, Line
from fgc.errors import NotAllowed
from fgc.families.models import Family
from fgc.networks.rules import Standing
from fgc.plans.models import Commitment, Release, ReleaseYes
from fgc.plans.queries.closed import closed_to
from fgc.plans.queries.yeses import Awaited, awaited_for


@dataclass(frozen=True)
class Released:
    """A release as its family sees it: whether it can be read, whether it is old, and when it was read."""

    release: Release
    is_readable: bool
    is_outdated: bool
    # Whose yes opened it says no to the whole by now: nobody reads it until that yes is there again.
    rests_on_a_no: bool
    # Who must still say yes; empty when nobody does.
    awaited: tuple[Awaited, ...] = ()
    first_read_at: datetime | None = None
    last_read_at: datetime | None = None


def agreement_numbers(content: dict[str, Any]) -> set[int]:
    """The numbers of the agreements that stand in a frozen content."""
    parts = [section for section in content["sections"] if section["kind"] == "agreement"]
    return {line["number"] for part in parts for line in part["lines"]}


def releases_of(actor: Actor, family: Family) -> list[Released]:
    """Everything this family ever released that the actor reads, newest first, with when it was read."""
    rows = list(
        Release.objects.filter(family=family)
        .with_what_they_rest_on()
        .exclude(pk__in=closed_to(actor, family).releases)
        .select_related("plan", "family__organisation", "released_by")
        .prefetch_related(Prefetch("yeses", ReleaseYes.objects.select_related("child")))
        .order_by("-released_at", "-pk")
    )
    return _with_reads(rows, {str(row.recipient_id) for row in rows}, _who_left(rows))


def _with_reads(rows: list[Release], readers: set[str], left: list[tuple[uuid.UUID, int, datetime]]) -> list[Released]:
    """Pages write down who looked after they were shown, so the list of who looked is where a reading is found."""
    reads = {
        (row["object_id"], row["actor_id"]): row
        for row in Line.objects.filter(act=Act.READ, object_id__in=[row.pk for row in rows], actor_id__in=readers)
        .values("object_id", "actor_id")
        .annotate(first=Min("at"), last=Max("at"))
    }
    return [_released(row, reads.get((row.pk, str(row.recipient_id))), left) for row in rows]


def _awaited(row: Release) -> tuple[Awaited, ...]:
    """Who must still say yes, of a release that its family reads; nobody of one that is over."""
    if row.agreed_at or row.revoked_at or row.until < timezone.localdate() or not row.family.is_open:
        return ()
    names = {yes.child_id: yes.child.call_name for yes in row.yeses.all() if yes.child}
    return tuple(Awaited(names.get(voice) or _("one of the parents"), voice) for voice in awaited_for(row))


def _who_left(rows: list[Release]) -> list[tuple[uuid.UUID, int, datetime]]:
    """Which agreements lost somebody, and when: (plan, number of the agreement, moment)."""
    plans = {row.plan_id for row in rows}
    left = Commitment.objects.filter(agreement__plan__in=plans, person__standing=Standing.LEFT).order_by("pk")
    found = left.values_list("agreement__plan", "agreement__number", "person__left_at")
    return [(plan_id, number, moment) for plan_id, number, moment in found if moment]


def _who_left_for(actor: Actor, rows: list[Release]) -> list[tuple[uuid.UUID, int, datetime]]:
    """The same for the reader of a release, to whom the database shows no promise and nobody of the circle."""
    with acting(actor), connection.cursor() as cursor:
        plans = [list({row.plan_id for row in rows})]
        cursor.execute("SELECT plan_id, number, moment FROM wall.who_left() WHERE plan_id = ANY (%s)", plans)
        return list(cursor.fetchall())


def _released(row: Release, read: Any, left: list[tuple[uuid.UUID, int, datetime]]) -> Released:
    numbers = agreement_numbers(row.content)
    somebody_left = any(
        plan_id == row.plan_id and number in numbers and moment > row.released_at for plan_id, number, moment in left
    )
    return Released(
        release=row,
        is_readable=row.is_readable,
        rests_on_a_no=row.rests_on_a_no,
        is_outdated=row.version < row.plan.version or somebody_left,
        first_read_at=read["first"] if read else None,
        last_read_at=read["last"] if read else None,
        awaited=_awaited(row),
    )


def release_for(actor: Actor, release_id: uuid.UUID) -> Released:
    """A release, for the one who is named in it and as long as it may be read; for everybody else it does not exist.

    Raises:
        NotAllowed: it is not there, or not for this actor (any more).
    """
    row = Release.objects.select_related("plan", "family", "released_by").filter(pk=release_id).first()
    if row is None or not actor.may(Can.READ_RELEASE, row):
        raise NotAllowed(Can.READ_RELEASE)
    return _released(row, None, _who_left_for(actor, [row]))


def release_of(actor: Actor, family: Family, release_id: uuid.UUID) -> Release:
    """One release of this family.

    Raises:
        NotAllowed: this family has no such release, or not for this actor.
    """
    row = Release.objects.select_related("plan", "family").filter(family=family, pk=release_id).first()
    if row is None or row.pk in closed_to(actor, family).releases:
        raise NotAllowed(Can.SEE_RELEASES)
    return row


def released_to(user: User) -> list[Released]:
    """What this professional may read today, newest first."""
    rows = Release.objects.readable().with_what_they_rest_on().filter(recipient=user)
    rows = rows.select_related("plan", "family")
    readable = list(rows.order_by("-released_at", "-pk"))
    return _with_reads(readable, {str(user.pk)}, _who_left_for(UserActor(user), readable))


def released_before(actor: Actor, family: Family, release_id: str) -> Release | None:
    """An earlier release of this family that is taken as the example for a new one; None when there is no such."""
    try:
        return release_of(actor, family, uuid.UUID(release_id))
    except (ValueError, NotAllowed):
        return None
