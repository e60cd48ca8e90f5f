"""What somebody who writes in the plan can choose from."""

from fgc.access.actors import Actor
from fgc.conferences.models import BottomLine
from fgc.plans.models import Agreement, Plan
from fgc.plans.queries.closed import closed_to


def bottom_lines_to_answer(plan: Plan) -> list[BottomLine]:
    """The bottom lines that a line of this plan can answer."""
    if plan.conference_id is None:
        return []
    lines = BottomLine.objects.delivered().filter(conference_id=plan.conference_id).select_related("person")
    return list(lines.order_by("number"))


def lines_to_help(actor: Actor, plan: Plan, *, but: Agreement | None = None) -> list[Agreement]:
    """The agreements of the family itself that the work of a professional can hang on, with their words."""
    lines = plan.agreements.now_there().exclude(pk__in=closed_to(actor, plan.family).lines)
    lines = lines.prefetch_related("commitments__person", "wordings")
    return [line for line in lines.order_by("number") if line != but and not _is_from_outside(line)]


def _is_from_outside(line: Agreement) -> bool:
    doers = [promise.person for promise in line.commitments.all()]
    return bool(doers) and all(person.is_outsider for person in doers)
