"""What the tests of the plan build on: a plan that runs, with one line of Truus."""

from datetime import UTC, datetime
from typing import Any

from fgc.conferences.models import Conference
from fgc.families.models import Family
from fgc.networks.models import Person
from fgc.outbox.models import Kind, Message
from fgc.plans.models import Commitment, Plan
from fgc.plans.rules import PlanState
from tests import factories


def running(family: Family) -> Plan:
    """A plan to which the family said yes."""
    plan = factories.PlanFactory(family=family, state=PlanState.RUNNING, version=1)
    factories.PlanVersionFactory(plan=plan, number=1)
    return plan


def meeting_at(family: Family, moment: str) -> Conference:
    """The meeting of the family, so far."""
    return factories.ConferenceFactory(family=family, moment=moment, starts_at=datetime(2026, 2, 21, 10, tzinfo=UTC))


def promised(plan: Plan, person: Person, *, number: int = 1, state: str = "confirmed", **words: Any) -> Commitment:
    """A line of the plan that this person promised."""
    line = factories.AgreementFactory(
        plan=plan, number=number, **{f"wording__{key}": value for key, value in words.items()}
    )
    return factories.CommitmentFactory(agreement=line, person=person, state=state)


def person_of(family: Family, name: str) -> Person:
    """Who is called this in the circle."""
    return Person.objects.get(family=family, call_name=name)


def sent(kind: Kind) -> list[Message]:
    """The messages of this kind in the outbox."""
    return list(Message.objects.filter(kind=kind).order_by("created_at", "pk"))
