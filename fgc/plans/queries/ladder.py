"""Who hears of a promise that is not answered or does not run: the ladder that the family chose, each rung once."""

from fgc.networks.models import Person
from fgc.networks.rules import Standing
from fgc.plans.models import Commitment


def rungs(promise: Commitment, contact: Person | None) -> list[Person]:
    """Who hears of this promise, one after the other; never who made it, and nobody twice.

    Args:
        promise: with its agreement, the watcher of it, and the plan.
        contact: the family's own contact person.
    """
    agreement, plan = promise.agreement, promise.agreement.plan
    wished = (
        agreement.watcher if plan.watcher_hears else None,
        contact if plan.contact_hears else None,
        plan.work_hears,
    )
    there = [one for one in wished if one and one.standing == Standing.MAPPED and one.pk != promise.person_id]
    return list({one.pk: one for one in there}.values())
