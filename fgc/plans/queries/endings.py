"""What ends soon: a release, temporary help of a professional, a bottom line. Reads only."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from fgc.accounts.models import User
from fgc.conferences.models import BottomLine
from fgc.networks.rules import OUTSIDERS
from fgc.outbox.models import Kind
from fgc.plans.models import Agreement, Commitment, Plan, Release, Wording
from fgc.plans.rules.endings import LAST_DAYS, milestone


@dataclass(frozen=True)
class Ending:
    """One thing that ends, and the occasion of which somebody hears now."""

    kind: Kind
    about: Agreement | BottomLine | Release
    occurrence: str
    also_to: list[User] = field(default_factory=list)


def what_ends_in(plan_ids: list[uuid.UUID], *, today: date) -> list[Ending]:
    """What of these plans ends soon, or is half-way; a constant number of queries."""
    return [*_releases(plan_ids, today), *_bottom_lines(plan_ids, today), *_help(plan_ids, today)]


def _releases(plan_ids: list[uuid.UUID], today: date) -> Iterator[Ending]:
    rows = Release.objects.readable().filter(plan__in=plan_ids, until__gte=today, until__lte=today + LAST_DAYS)
    for release in rows.order_by("pk"):
        # Who released something for two weeks knows that it ends.
        if release.released_at.date() <= today - timedelta(days=7):
            yield Ending(Kind.RELEASE_ENDS, release, release.until.isoformat())


def _bottom_lines(plan_ids: list[uuid.UUID], today: date) -> Iterator[Ending]:
    meetings = Plan.objects.filter(pk__in=plan_ids)
    rows = BottomLine.objects.delivered().filter(
        conference__in=meetings.values("conference"), valid_until__gte=today, valid_until__lte=today + LAST_DAYS
    )
    for line in rows.select_related("person__account").order_by("pk"):
        account = line.person.account
        who_set_it = [account] if account and account.is_active else []
        yield Ending(Kind.BOTTOM_LINE_ENDS, line, str(line.valid_until), who_set_it)


def helped_by_work(**which: object) -> dict[uuid.UUID, Wording]:
    """The agreements that stand and that somebody from outside does, with the words that count (two queries)."""
    doing = Commitment.objects.that_count().filter(person__role__in=OUTSIDERS).values("agreement")
    lines = Agreement.objects.now_there().filter(**which, pk__in=doing)
    words = Wording.objects.filter(agreement__in=lines, version__isnull=False).order_by("version")
    return {said.agreement_id: said for said in words.select_related("agreement")}


def _help(plan_ids: list[uuid.UUID], today: date) -> Iterator[Ending]:
    for words in helped_by_work(plan__in=plan_ids).values():
        if words.ends_on:
            starts_on = words.starts_on or words.created_at.date()
            if found := milestone(starts_on, words.ends_on, today=today):
                yield Ending(Kind.HELP_ENDS, words.agreement, found)
