"""What the coordinator's desk asks of many families at once."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from fgc.plans.models import Plan
from fgc.plans.rules import PlanState, Promise


@dataclass(frozen=True)
class PlanAtDesk:
    """How far the plan of one family is, and how many promises wait for their person."""

    state: PlanState
    unanswered: int


def plans_at_desk(family_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, PlanAtDesk]:
    """Per family how far its plan is; without a plan it is left out (one query)."""
    waiting = Q(agreements__dropped_in=None, agreements__commitments__state=Promise.ASKED)
    rows = (
        Plan.objects.filter(family_id__in=list(family_ids))
        .values_list("family_id", "state")
        .annotate(unanswered=Count("agreements__commitments", filter=waiting))
    )
    return {family_id: PlanAtDesk(PlanState(state), unanswered) for family_id, state, unanswered in rows.order_by("pk")}
