"""Named reads of a professional's one page: what was asked of this account or released to it, and nothing else."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from fgc.access.actors import UserActor
from fgc.access.can import Can
from fgc.accounts.models import User
from fgc.conferences.models import BottomLine, InformationSheet
from fgc.conferences.queries import sheets_for
from fgc.families.models import Family
from fgc.families.queries import AskedProposal, proposals_of
from fgc.networks.rules import Standing
from fgc.outbox.models import Kind, Message, State
from fgc.plans.models import AmendmentConsent, BottomLineVerdict, Plan
from fgc.plans.queries.follow_up import Line, lines_from, rows_of
from fgc.plans.queries.releases import Released, released_to
from fgc.plans.rules import AmendmentState, PlanState

# So long what somebody was told stands on the own page.
TOLD_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Work:
    """All of it, by what must be done."""

    sheets: list[InformationSheet]
    verdicts: list[BottomLine]
    promises: list[Line]
    changes: list[AmendmentConsent]
    releases: list[Released]
    stalled: list[Family]
    proposals: list[AskedProposal]
    may_propose: bool

    @property
    def is_empty(self) -> bool:
        """Nothing was asked and nothing was released."""
        asked = (self.sheets, self.verdicts, self.promises, self.changes, self.proposals)
        return not any((*asked, self.releases, self.stalled))


def work_of(user: User) -> Work:
    """What was asked of this professional, and what he or she may read today (the number of queries does not grow)."""
    actor = UserActor(user)
    own = {"person__account": user, "person__standing": Standing.MAPPED, "family__in": Family.objects.open()}
    changes = AmendmentConsent.objects.filter(**own, said_yes=None, amendment__state=AmendmentState.PROPOSED)
    return Work(
        sheets=sheets_for(user),
        verdicts=_to_judge(own),
        promises=lines_from(rows_of(own)),
        changes=list(changes.select_related("amendment__agreement", "family").order_by("created_at", "pk")),
        releases=released_to(user),
        stalled=_told_of(user),
        proposals=proposals_of(actor) if actor.may(Can.SEE_OWN_PROPOSALS) else [],
        may_propose=actor.may(Can.PROPOSE),
    )


def _told_of(user: User) -> list[Family]:
    """The families that let this professional hear that something does not run: told of late, and wanted still."""
    since = timezone.now() - TOLD_FOR
    told = Message.objects.filter(to_user=user, kind=Kind.STALLED, state=State.SENT, settled_at__gte=since)
    wanted = Plan.objects.filter(work_hears__account=user, work_hears__standing=Standing.MAPPED)
    both = Family.objects.open().filter(pk__in=told.values("family")).filter(pk__in=wanted.values("family"))
    return list(both.order_by("pk"))


def _to_judge(own: dict[str, object]) -> list[BottomLine]:
    """The bottom lines that were not answered yet for the version that counts."""
    mine = BottomLine.objects.delivered().filter(**own)
    versions: dict[uuid.UUID, int] = dict(
        Plan.objects.filter(state=PlanState.RUNNING, family__in=mine.values("family"))
        .order_by("pk")
        .values_list("family", "version")
    )
    lines = mine.filter(family__in=versions).select_related("family", "person").order_by("number", "pk")
    given = set(BottomLineVerdict.objects.filter(bottom_line__in=lines).values_list("bottom_line", "version"))
    return [line for line in lines if (line.pk, versions[line.family_id]) not in given]
