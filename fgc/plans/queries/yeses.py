"""Named reads of the yeses that a release needs."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.access.walls import acting
from fgc.errors import NotAllowed
from fgc.families.models import Child, Family
from fgc.plans.models import Release, ReleaseYes, Wording
from fgc.plans.queries.closed import closed_to
from fgc.plans.rules.closed import About, Eyes, is_closed
from fgc.plans.rules.releases import PARENTS, Asked, Voice, who_is_awaited, whose_words


@dataclass(frozen=True)
class Awaited:
    """Somebody who must still say yes, by name; for a young person which child it is."""

    name: str
    child_id: Voice

    def __str__(self) -> str:
        return self.name


def own_of(line: Any, children: Sequence[Child]) -> frozenset[uuid.UUID]:
    """A line is the own of the children whom it is said to be about.

    Where that was not said: of those who stand behind "for whom", and of a child who alone does it.
    """
    named = frozenset(one.child_id for one in line.about.all())
    if named:
        return named
    names = {child.pk: child.call_name for child in children}
    said: Wording = line.said[-1]
    for_whom = whose_words(said.for_whom, names)
    doers = {one.person.child_id for one in line.promised}
    return for_whom or (frozenset(doers) if len(doers) == 1 and None not in doers else frozenset())


def is_kept(line: Any, family: Family) -> bool:
    """Do the parents not read it: is it only about young people who decide alone and did not open it?"""
    about = [About(one.child_id, one.child.birth_date, one.opened_at is not None) for one in line.about.all()]
    return is_closed(about, Eyes(), day=timezone.localdate(), terms=family.works_by)


def awaited_for(release: Release) -> list[Voice]:
    """Who must still say yes to this release today, by the dates of birth (one query, none when it was read along)."""
    voices = {yes.child_id: _asked(yes) for yes in release.yeses.all()}
    terms = release.family.works_by
    return who_is_awaited(voices, is_shared=release.is_shared, day=timezone.localdate(), terms=terms)


def _asked(yes: ReleaseYes) -> Asked:
    return Asked(yes.said_yes, yes.child.birth_date if yes.child else None, yes.has_own)


def open_yeses(actor: Actor, family: Family) -> list[ReleaseYes]:
    """The releases that wait for this actor, each by the voice that he or she has in it; oldest first (two queries)."""
    waiting = (
        Release.objects.filter(family=family, agreed_at=None, revoked_at=None, until__gte=timezone.localdate())
        .exclude(pk__in=closed_to(actor, family).releases)
        .prefetch_related("yeses__child", "yeses__release")
        .select_related("family__organisation")
    )
    found = [
        yes
        for release in waiting.order_by("released_at", "pk")
        for voice in awaited_for(release)
        for yes in release.yeses.all()
        if yes.child_id == voice and _may_say(actor, yes)
    ]
    return found if family.is_open else []


def yes_for(actor: Actor, release: Release) -> ReleaseYes:
    """The voice that this actor has in a release that still waits.

    Raises:
        NotAllowed: nothing is asked of this actor (any more).
    """
    found = [yes for yes in open_yeses(actor, release.family) if yes.release_id == release.pk]
    if not found:
        raise NotAllowed(Can.AGREE_RELEASE)
    return found[0]


def spoken_yes_of(release: Release, child_id: uuid.UUID) -> ReleaseYes | None:
    """The voice of one child in a release, for the coordinator who writes down what it said."""
    return ReleaseYes.objects.filter(release=release, child=child_id).select_related("child", "release").first()


def different_bottom_lines(actor: Actor, release: Release) -> list[int]:
    """At which bottom lines of a released copy the plan of today is different, for its reader: numbers, no words."""
    shown = {
        line["number"]
        for part in release.content["sections"]
        if part["kind"] == "bottom_line"
        for line in part["lines"]
    }
    with acting(actor), connection.cursor() as cursor:
        cursor.execute("SELECT number FROM wall.different_bottom_lines(%s) ORDER BY number", [release.pk])
        return [number for (number,) in cursor.fetchall() if number in shown]


def _may_say(actor: Actor, yes: ReleaseYes) -> bool:
    return actor.may(Can.ALLOW_RELEASE if yes.child_id is PARENTS else Can.AGREE_RELEASE, yes)
