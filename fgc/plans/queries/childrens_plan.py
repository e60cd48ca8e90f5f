"""What two circles read of a plan for the children: as it is carried across, and as a circle has it."""

from collections import defaultdict
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from fgc.families.models import Family
from fgc.plans.models import ChildrensPlanCopy, Commitment, Plan
from fgc.plans.queries.parts import SHOWN_PROMISES, Part, agreements_of, bottom_lines_of
from fgc.plans.rules import PlanState


def for_the_circles(family: Family) -> dict[str, Any] | None:
    """The plan for the children as both circles read it, in the shape of a release; None while there is none.

    Tasks are those of somebody of the family. Who answered, when and how stays where it was said.
    """
    plan = Plan.objects.filter(family=family, version__gt=0).exclude(state=PlanState.DRAFT).first()
    if plan is None or not family.is_open:
        return None
    lines = [_neutral(part, names) for part, names in _with_names(plan, family)]
    given = [part.line for part in bottom_lines_of(plan)]
    sections = [{"kind": "agreement", "lines": lines}, {"kind": "bottom_line", "lines": given}]
    return {"schema": 1, "version": plan.version, "parts": [], "sections": [one for one in sections if one["lines"]]}


def _with_names(plan: Plan, family: Family) -> list[tuple[Part, list[str]]]:
    with translation.override(family.language):
        somebody = _("Somebody of the family")
    names: dict[str, list[str]] = defaultdict(list)
    promises = Commitment.objects.filter(agreement__plan=plan, state__in=SHOWN_PROMISES).select_related("person")
    for promise in promises.order_by("created_at", "pk"):
        name = promise.person.call_name if promise.person.is_outsider else somebody
        names[f"agreement:{promise.agreement_id}"].append(name)
    return [(part, list(dict.fromkeys(names[part.key]))) for part in agreements_of(plan)]


def _neutral(part: Part, names: list[str]) -> dict[str, Any]:
    return {**part.line, "who": [{"name": name, "promise": "", "note": ""} for name in names]}


def childrens_plans_of(family: Family) -> list[ChildrensPlanCopy]:
    """What this circle reads about its children, beside its own plan (one query)."""
    return list(ChildrensPlanCopy.objects.filter(family=family).order_by("created_at", "pk"))
