"""Named reads of what professionals asked for beside a release, and of what the family said."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.errors import NotAllowed
from fgc.families.models import Family
from fgc.plans.models import AskedForMore, Release
from fgc.plans.queries.closed import closed_to
from fgc.plans.rules.releases import is_answered


@dataclass(frozen=True)
class MoreAsked:
    """One question for more, as it stands today."""

    question: AskedForMore
    # None while it waits.
    answer: bool | None
    # Until when the family may answer; after that it is a no.
    until: datetime

    @property
    def id(self) -> uuid.UUID:
        """Its id."""
        return self.question.pk


def _as_it_stands(question: AskedForMore) -> MoreAsked:
    terms = question.family.works_by
    answer = is_answered(said_yes=question.said_yes, asked_at=question.asked_at, now=timezone.now(), terms=terms)
    return MoreAsked(question, answer, question.asked_at + timedelta(days=terms.unanswered_days))


def more_asked_in(actor: Actor, family: Family) -> list[MoreAsked]:
    """Every question for more about a release that this actor reads, newest first."""
    rows = AskedForMore.objects.filter(family=family).exclude(release__in=closed_to(actor, family).releases)
    rows = rows.select_related("release", "family__organisation")
    return [_as_it_stands(row) for row in rows.order_by("-asked_at", "-pk")]


def more_to_answer(actor: Actor, family: Family) -> list[MoreAsked]:
    """Those that wait for an answer of the family, of releases that can be read; the oldest first."""
    if not (family.is_open and actor.may(Can.RELEASE, family)):
        return []
    waiting = [one for one in more_asked_in(actor, family) if one.answer is None]
    return [one for one in reversed(waiting) if one.question.release.is_readable]


def more_asked(actor: Actor, family: Family, question_id: uuid.UUID) -> MoreAsked:
    """One question for more that waits for an answer of this actor.

    Raises:
        NotAllowed: it is not there, not for this actor, or answered (or past) already.
    """
    for one in more_to_answer(actor, family):
        if one.id == question_id:
            return one
    raise NotAllowed(Can.RELEASE)


def more_of(release: Release) -> list[MoreAsked]:
    """What the reader of this release asked for, newest first; the door asked who that is."""
    rows = AskedForMore.objects.filter(release=release).select_related("release", "family__organisation")
    return [_as_it_stands(row) for row in rows.order_by("-asked_at", "-pk")]
