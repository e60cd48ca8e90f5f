"""What somebody who writes in the plan can choose from, and what is written in."""

import uuid

from fgc.conferences.models import BottomLine
from fgc.families.models import Family
from fgc.plans.models import Agreement, Amendment, Plan


def bottom_lines_to_answer(plan: Plan) -> list[BottomLine]:
    """The bottom lines that a line of this plan can answer."""
    if plan.conference_id is None:
        return []
    lines = BottomLine.objects.delivered().filter(conference_id=plan.conference_id).select_related("person")
    return list(lines.order_by("number"))


def lines_to_help(plan: Plan, *, but: Agreement | None = None) -> list[Agreement]:
    """The agreements of the family itself that the work of a professional can hang on, with their words."""
    lines = plan.agreements.now_there().prefetch_related("commitments__person", "wordings")
    return [line for line in lines.order_by("number") if line != but and not _is_from_outside(line)]


def _is_from_outside(line: Agreement) -> bool:
    doers = [promise.person for promise in line.commitments.all()]
    return bool(doers) and all(person.is_outsider for person in doers)


def agreement_of(family: Family, agreement_id: uuid.UUID) -> Agreement | None:
    """A line of this family's plan as it is now."""
    lines = Agreement.objects.now_there().filter(pk=agreement_id, family=family)
    return lines.select_related("plan").prefetch_related("commitments__person").first()


def amendment_of(family: Family, amendment_id: uuid.UUID) -> Amendment | None:
    """A change of this family's plan, with its line."""
    return Amendment.objects.filter(pk=amendment_id, family=family).select_related("agreement__plan").first()
