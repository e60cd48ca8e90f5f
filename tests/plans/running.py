"""A plan that runs, for tests of what comes after it."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from fgc.families.models import Family
from fgc.families.rules import Stage
from fgc.networks.models import Person
from fgc.plans.models import Commitment, Plan
from fgc.plans.rules import PlanState, Promise, Repeats
from tests import factories

ZONE = ZoneInfo("Europe/Amsterdam")


def on(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment on the family's clock."""
    return datetime(year, month, day, hour, minute, tzinfo=ZONE)


def running_plan(family: Family) -> Plan:
    """The family said yes to version 1 on 24 February."""
    Family.objects.filter(pk=family.pk).update(stage=Stage.FOLLOWING)
    family.refresh_from_db()
    plan = factories.PlanFactory(family=family, state=PlanState.RUNNING, version=1)
    factories.PlanVersionFactory(plan=plan, number=1, approved_at=on(2026, 2, 24))
    return plan


def promised(plan: Plan, person: Person, *, state: str = Promise.CONFIRMED, **words: Any) -> Commitment:
    """One agreement with one promise; weekly from Tuesday 3 March unless said otherwise."""
    wording = {"starts_on": date(2026, 3, 3), "repeats": Repeats.WEEKLY, **words}
    number = plan.agreements.count() + 1
    agreement = factories.AgreementFactory(plan=plan, number=number, **{f"wording__{k}": v for k, v in wording.items()})
    return factories.CommitmentFactory(agreement=agreement, person=person, state=state, created_at=on(2026, 2, 24))
