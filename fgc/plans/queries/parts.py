"""What a family can choose from for a release, and how it would look: parts, and the copy that would be frozen."""

import hashlib
import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from fgc.access.actors import Actor
from fgc.conferences.models import BottomLine
from fgc.errors import RuleBroken
from fgc.families.models import Child, Family, MainQuestion
from fgc.families.rules import QuestionState
from fgc.plans.models import Agreement, BottomLineVerdict, Commitment, Plan, Wording
from fgc.plans.queries.closed import NOTHING, Closed, closed_to
from fgc.plans.queries.yeses import is_kept, own_of
from fgc.plans.rules import PlanState, Promise
from fgc.plans.rules.closed import must_stand_apart
from fgc.plans.rules.releases import PARENTS, who_is_awaited, whose_voices

SECTIONS = ("question", "child", "agreement", "bottom_line")
SHOWN_PROMISES = (Promise.ASKED, Promise.CONFIRMED, Promise.LESS, Promise.FINISHED)


@dataclass(frozen=True)
class Part:
    """Something that a family may choose to let somebody read: one line, with the key by which it is chosen."""

    key: str
    section: str
    line: dict[str, Any]
    # The children whose own it is; what is nobody's own is everybody's.
    own_of: frozenset[uuid.UUID] = frozenset()
    # The parents do not read it: it is only about young people who decide alone and did not open it.
    is_kept: bool = False


@dataclass(frozen=True)
class Preview:
    """A release as it would be: its content, and the hash that says "exactly this was shown"."""

    content: dict[str, Any]
    hash: str
    # Per part the children whose own it is.
    own_of: tuple[frozenset[uuid.UUID], ...] = ()


def plan_of_release(family: Family) -> Plan:
    """The plan of which something can be released.

    Raises:
        RuleBroken: the family has not said yes to a plan yet.
    """
    plan = Plan.objects.filter(family=family).exclude(state=PlanState.DRAFT).exclude(version=0).first()
    if plan is None:
        raise RuleBroken(_("There is no plan yet that you have said yes to."), code="wrong_moment")
    return plan


def parts_of(family: Family, *, closed: Closed = NOTHING) -> list[Part]:
    """Everything that this family can choose from for a release, in the order in which it will stand there.

    Args:
        closed: what the one who chooses does not read.
    """
    plan = plan_of_release(family)
    children = list(Child.objects.filter(family=family).order_by("birth_date", "pk"))
    return [*_questions(family, children), *agreements_of(plan, children, closed=closed), *bottom_lines_of(plan)]


def _questions(family: Family, children: list[Child]) -> list[Part]:
    main = MainQuestion.objects.filter(family=family, state=QuestionState.CONFIRMED).order_by("-version")[:1]
    parts = [Part("question", "question", {"text": question.text}) for question in main]
    asked = [child for child in children if child.question]
    return parts + [
        Part(f"child:{one.pk}", "child", {"name": one.call_name, "text": one.question}, frozenset({one.pk}))
        for one in asked
    ]


def agreements_of(plan: Plan, children: Sequence[Child] = (), *, closed: Closed = NOTHING) -> list[Part]:
    """Every line of the version that counts today, with who promised it (a fixed number of queries).

    Args:
        children: those whose own a line can be.
    """
    promises = Commitment.objects.filter(state__in=SHOWN_PROMISES).select_related("person").order_by("created_at", "pk")
    words = Wording.objects.filter(version__lte=plan.version).order_by("version")
    lines = plan.agreements.in_version(plan.version).exclude(pk__in=closed.lines)
    whole = (
        lines.select_related("bottom_line")
        .prefetch_related("about__child", Prefetch("wordings", words, to_attr="said"))
        .prefetch_related(Prefetch("commitments", promises, to_attr="promised"))
        .order_by("number")
    )
    return [
        Part(f"agreement:{line.pk}", "agreement", _agreement(line), own_of(line, children), is_kept(line, plan.family))
        for line in whole
    ]


def _agreement(line: Agreement) -> dict[str, Any]:
    words: Wording = line.said[-1]  # type: ignore[attr-defined]  # the prefetch of agreements_of sets it
    promised: list[Commitment] = line.promised  # type: ignore[attr-defined]  # the same
    return {
        "number": line.number,
        "kind": line.kind,
        "text": words.text,
        "who": [{"name": one.person.call_name, "promise": one.state, "note": one.note} for one in promised],
        "for_whom": words.for_whom,
        "starts_on": words.starts_on.isoformat() if words.starts_on else "",
        "repeats": words.repeats,
        "rule": words.rule,
        "ends_on": words.ends_on.isoformat() if words.ends_on else "",
        "sign_it_works": words.sign_it_works,
        "what_if": words.what_if,
        "bottom_line": line.bottom_line.number if line.bottom_line else None,
    }


def bottom_lines_of(plan: Plan) -> list[Part]:
    """Every bottom line that the family got, with its last verdict (two queries)."""
    verdicts = BottomLineVerdict.objects.filter(version__lte=plan.version).order_by("version", "given_at")
    lines = (
        BottomLine.objects.delivered()
        .filter(family_id=plan.family_id)
        .select_related("person")
        .prefetch_related(Prefetch("verdicts", verdicts, to_attr="given"))
        .order_by("conference__number", "number")
    )
    return [Part(f"bottom_line:{line.pk}", "bottom_line", _bottom_line(line)) for line in lines]


def _bottom_line(line: BottomLine) -> dict[str, Any]:
    given: list[BottomLineVerdict] = line.given  # type: ignore[attr-defined]  # the prefetch of bottom_lines_of sets it
    verdict = given[-1] if given else None
    return {
        "number": line.number,
        "text": line.text,
        "from": line.person.function,
        "reply": line.family_reply,
        "verdict": verdict.verdict if verdict else "",
        "verdict_reason": verdict.reason if verdict else "",
        "verdict_version": verdict.version if verdict else None,
    }


def release_preview(family: Family, *, parts: Iterable[str], closed: Closed = NOTHING) -> Preview:
    """A release of the chosen parts as its reader would get it: calling names only, of the version that counts today.

    Args:
        parts: keys of `parts_of`.
        closed: what the one who chooses does not read.

    Raises:
        RuleBroken: nothing was chosen, something was chosen that is not there (any more), there is no plan yet, or
            what the parents do not read was chosen together with what needs their yes.
    """
    plan, wanted = plan_of_release(family), set(parts)
    chosen = [part for part in parts_of(family, closed=closed) if part.key in wanted]
    if not wanted:
        raise RuleBroken(_("Choose at least one part."), code="required", field="parts")
    if len(chosen) != len(wanted):
        raise RuleBroken(_("Something you chose is no longer in the plan. Choose again."), code="stale", field="parts")
    _must_stand_apart(family, chosen)
    content = content_of(plan, chosen)
    return Preview(content, hash_of(content), tuple(part.own_of for part in chosen))


def content_of(plan: Plan, chosen: Sequence[Part]) -> dict[str, Any]:
    """These parts as they are frozen."""
    return {
        "schema": 1,
        "version": plan.version,
        "parts": [part.key for part in chosen],
        "sections": [
            {"kind": kind, "lines": [part.line for part in chosen if part.section == kind]}
            for kind in SECTIONS
            if any(part.section == kind for part in chosen)
        ],
    }


def _must_stand_apart(family: Family, chosen: list[Part]) -> None:
    if not any(part.is_kept for part in chosen):
        return
    births = dict(Child.objects.filter(family=family).values_list("pk", "birth_date"))
    voices, is_shared = whose_voices([part.own_of for part in chosen], births=births)
    awaited = who_is_awaited(voices, is_shared=is_shared, day=timezone.localdate(), terms=family.works_by)
    must_stand_apart(keeps=True, asks_parents=PARENTS in awaited)


def whole_plan_of(actor: Actor, family: Family) -> dict[str, Any] | None:
    """All of the plan as it is now that the actor reads, in the shape of a release, to keep; None while there is none.

    What is kept apart by a young person stands there with the rest: it is for whoever reads both.
    """
    if not Plan.objects.filter(family=family, version__gt=0).exclude(state=PlanState.DRAFT).exists():
        return None
    plan = plan_of_release(family)
    return content_of(plan, parts_of(family, closed=closed_to(actor, family)))


def hash_of(content: dict[str, Any]) -> str:
    """The fingerprint of a frozen content, the same for the same content."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
