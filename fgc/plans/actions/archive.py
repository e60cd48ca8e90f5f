"""Taking everything along, and closing."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.access.walls import action
from fgc.audit import record as audit
from fgc.errors import RuleBroken
from fgc.families.actions import close_family
from fgc.families.models import Family
from fgc.plans import queries
from fgc.plans.archive import zipped
from fgc.plans.models import Plan
from fgc.plans.papers import versions_pdf
from fgc.plans.rules import PlanState


@action
def take_along(actor: Actor, family: Family) -> bytes:
    """Everything of the family that this actor may see, in one zip to keep; also after the end.

    Returns:
        The bytes of the zip: a page and a paper to read, the plan as a table, and everything for another program.

    Raises:
        NotAllowed: the actor did not give the commission.
    """
    actor.must(Can.TAKE_ALONG, family)
    archive = queries.archive_of(actor, family)
    made = zipped(family, archive, queries.whole_plan_of(actor, family), language=get_language() or family.language)
    # Last, since pages of this family wait with their own line until this one is kept.
    audit.record(actor, audit.Act.TAKE_ALONG, family, ground=Can.TAKE_ALONG.value)
    return made


@action
def print_versions(actor: Actor, family: Family) -> bytes:
    """Every version of the plan on paper with a fingerprint each, for whoever must be shown what was agreed when.

    Only the family hands over its plan; this paper is its own. Source: hard case 23.

    Returns:
        The bytes of a PDF.

    Raises:
        NotAllowed: the actor does not decide for the family.
        RuleBroken: there is no version to which the family said yes.
    """
    actor.must(Can.APPROVE_PLAN, family)
    versions = queries.printed_versions(actor, family)
    if not versions:
        raise RuleBroken(_("There is no plan yet that you have said yes to."), code="wrong_moment")
    made = versions_pdf(family, versions, language=get_language() or family.language)
    audit.record(actor, audit.Act.TAKE_ALONG, family, ground=Can.APPROVE_PLAN.value)
    return made


@action
def finish(actor: Actor, family: Family, *, ending: str = "") -> Family:
    """The family says: it is enough. The plan is finished, and everybody else's way in ends.

    Args:
        ending: a plan from a meeting or without one; when left out it follows from how the plan came to be.

    Raises:
        NotAllowed: the actor did not give the commission.
        RuleBroken: there is no plan (who has none stops instead), or the family ended already.
    """
    actor.must(Can.CLOSE, family)
    plan = Plan.objects.select_for_update(of=("self",)).filter(family=family).first()
    suggested = queries.suggested_ending(family)
    if plan is None or suggested is None:
        raise RuleBroken(_("There is no plan yet. You can stop instead."), code="wrong_moment")
    plan.state = PlanState.FINISHED
    plan.save(update_fields=["state"])
    return close_family(actor, family, ending=ending or suggested)
