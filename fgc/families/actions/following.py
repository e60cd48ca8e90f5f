"""What the family's stage follows from the plan."""

from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.access.walls import action
from fgc.audit import record as audit
from fgc.families import rules
from fgc.families.actions._shared import locked
from fgc.families.models import Family


@action
def plan_approved(actor: Actor, family: Family) -> Family:
    """The plan is the family's own now, so the family follows it; asked again it stays as it is.

    Raises:
        NotAllowed: only who says yes to the plan.
        RuleBroken: the family ended.
    """
    actor.must(Can.APPROVE_PLAN, family)
    family = locked(family.pk)
    rules.must_be_open(rules.Stage(family.stage))
    if family.stage != rules.Stage.FOLLOWING:
        family.stage = rules.Stage.FOLLOWING
        family.save(update_fields=["stage"])
        audit.record(actor, audit.Act.CHANGE, family)
    return family
