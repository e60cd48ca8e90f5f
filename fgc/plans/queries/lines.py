"""One line of the plan, one change of it, and the lines that nobody does now."""

import uuid

from fgc.access.actors import Actor
from fgc.families.models import Family
from fgc.plans import rules
from fgc.plans.models import Agreement, Amendment, Plan
from fgc.plans.queries.closed import NOTHING, Closed, closed_to
from fgc.plans.rules import Kind, Promise


def free_tasks(plan: Plan, *, closed: Closed = NOTHING) -> list[Agreement]:
    """What somebody should do and nobody does now, for the circle to take; with its words (two queries)."""
    lines = plan.agreements.in_version(max(plan.version, 1)).exclude(pk__in=closed.lines)
    agreements = lines.prefetch_related("commitments", "wordings")
    return [line for line in agreements if rules.is_free(Kind(line.kind), _states(line))]


def _states(line: Agreement) -> list[Promise]:
    return [Promise(promise.state) for promise in line.commitments.all()]


def agreement_of(actor: Actor, family: Family, agreement_id: uuid.UUID) -> Agreement | None:
    """A line of this family's plan as it is now, if the actor reads it."""
    lines = Agreement.objects.now_there().filter(pk=agreement_id, family=family)
    lines = lines.exclude(pk__in=closed_to(actor, family).lines)
    return lines.select_related("plan").prefetch_related("commitments__person").first()


def amendment_of(actor: Actor, family: Family, amendment_id: uuid.UUID) -> Amendment | None:
    """A change of a line of this family's plan that the actor reads, with its line."""
    changes = Amendment.objects.filter(pk=amendment_id, family=family)
    changes = changes.exclude(agreement__in=closed_to(actor, family).lines)
    return changes.select_related("agreement__plan").first()
