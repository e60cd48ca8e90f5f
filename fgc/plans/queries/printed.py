"""The versions of the plan as they are printed, each with its fingerprint, and whether a paper is one of them."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from fgc.access.actors import Actor, SystemActor
from fgc.families.models import Family
from fgc.plans.models import Agreement, Plan, PlanVersion, Wording
from fgc.plans.queries.closed import NOTHING, closed_to
from fgc.plans.queries.plan import plan_of, words_in
from fgc.plans.rules.printed import fingerprint


@dataclass(frozen=True)
class Printed:
    """One version on paper: the lines that this reader reads, and the fingerprint over exactly these."""

    number: int
    approved_at: datetime
    lines: list[tuple[int, str, Wording]]
    fingerprint: str

    @property
    def numbers(self) -> str:
        """Which lines stand on it."""
        return ", ".join(str(number) for number, _kind, _words in self.lines)


def printed_versions(actor: Actor, family: Family) -> list[Printed]:
    """Every version to which the family said yes, oldest first, as far as the actor reads its lines."""
    plan = plan_of(family)
    if plan is None:
        return []
    closed = NOTHING if isinstance(actor, SystemActor) else closed_to(actor, family)
    versions = PlanVersion.objects.filter(plan=plan, number__lte=plan.version).order_by("number")
    return [_printed(plan, one, closed.lines) for one in versions]


def paper_is_of(actor: Actor, family: Family, *, version: int, numbers: Collection[int], typed: str) -> bool:
    """Is a paper with this fingerprint that version, word for word, with these lines?

    Args:
        numbers: the lines that stand on the paper; none: all that the actor reads.
        typed: the fingerprint on the paper, as `typed_fingerprint` kept it.
    """
    plan = plan_of(family)
    found = PlanVersion.objects.filter(plan=plan, number=version).first() if plan else None
    if plan is None or found is None:
        return False
    closed = NOTHING if isinstance(actor, SystemActor) else closed_to(actor, family)
    return _printed(plan, found, closed.lines, set(numbers)).fingerprint == typed


def _printed(plan: Plan, version: PlanVersion, closed: Collection[uuid.UUID], numbers: Collection[int] = ()) -> Printed:
    words = words_in(plan, version.number)
    rows = plan.agreements.in_version(version.number).exclude(pk__in=closed)
    lines = [(line, words[line.pk]) for line in rows if not numbers or line.number in numbers]
    header = {
        "plan": str(plan.pk),
        "version": version.number,
        "approved_at": version.approved_at.astimezone(UTC).isoformat(),
    }
    found = fingerprint(header, [_said(line, said) for line, said in lines])
    return Printed(version.number, version.approved_at, [(line.number, line.kind, said) for line, said in lines], found)


def _said(line: Agreement, words: Wording) -> dict[str, Any]:
    """All that never changes of a line in one version; who promised it and how that goes is told elsewhere."""
    return {
        "number": line.number,
        "kind": line.kind,
        "text": words.text,
        "for_whom": words.for_whom,
        "why": words.why,
        "starts_on": words.starts_on.isoformat() if words.starts_on else "",
        "repeats": words.repeats,
        "ends_on": words.ends_on.isoformat() if words.ends_on else "",
        "sign_it_works": words.sign_it_works,
        "what_if": words.what_if,
        # Papers from before there were rules keep their fingerprint.
        **({"rule": words.rule} if words.rule else {}),
    }
