"""Who hears of a promise that is not answered or does not run: the ladder that the family chose, each rung once."""

from dataclasses import dataclass

from fgc.families.models import Family
from fgc.networks.models import Person
from fgc.networks.queries import contact_person_of, people_of
from fgc.networks.rules import Standing
from fgc.plans.models import Commitment, Plan


@dataclass(frozen=True)
class Ladder:
    """Who hears one after the other, as the family chose for the whole plan."""

    plan: Plan
    contact: Person | None

    @property
    def work(self) -> Person | None:
        """The professional who hears as the last, as long as he or she takes part."""
        work = self.plan.work_hears
        return work if work and work.standing == Standing.MAPPED else None

    @property
    def is_empty(self) -> bool:
        """Does nobody hear it but those who decide?"""
        return not (self.plan.watcher_hears or (self.plan.contact_hears and self.contact) or self.work)


def ladder_of(plan: Plan) -> Ladder:
    """The ladder of a plan, as it stands now."""
    return Ladder(plan, contact_person_of(plan.family))


def who_may_hear(family: Family) -> list[Person]:
    """The professionals whom the family may put on the ladder: who is here for work and can log in."""
    return [one for one in people_of(family) if one.is_outsider and one.account and one.account.is_active]


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
