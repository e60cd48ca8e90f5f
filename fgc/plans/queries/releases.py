"""Named reads of what was let out: what a release would hold, what was released, and what this reader may read."""

import hashlib
import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Max, Min, Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from fgc.access.actors import Actor, UserActor
from fgc.access.can import Can
from fgc.access.walls import acting
from fgc.accounts.models import User
from fgc.audit.record import Act, Line
from fgc.conferences.models import BottomLine
from fgc.errors import NotAllowed, RuleBroken
from fgc.families.models import Child, Family, MainQuestion
from fgc.families.rules import QuestionState
from fgc.networks.rules import Standing
from fgc.plans.models import Agreement, BottomLineVerdict, Commitment, Plan, Release, ReleaseYes, Wording
from fgc.plans.queries.yeses import Awaited, awaited_for, own_of
from fgc.plans.rules import PlanState, Promise

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


@dataclass(frozen=True)
class Preview:
    """A release as it would be: its content, and the hash that says "exactly this was shown"."""

    content: dict[str, Any]
    hash: str
    # Per part the children whose own it is.
    own_of: tuple[frozenset[uuid.UUID], ...] = ()


@dataclass(frozen=True)
class Released:
    """A release as its family sees it: whether it can be read, whether it is old, and when it was read."""

    release: Release
    is_readable: bool
    is_outdated: bool
    # Who must still say yes; empty when nobody does.
    awaited: tuple[Awaited, ...] = ()
    first_read_at: datetime | None = None
    last_read_at: datetime | None = None


def plan_of_release(family: Family) -> Plan:
    """The plan of which something can be released.

    Raises:
        RuleBroken: the family has not said yes to a plan yet.
    """
    plan = Plan.objects.filter(family=family).exclude(state=PlanState.DRAFT).exclude(version=0).first()
    if plan is None:
        raise RuleBroken(_("There is no plan yet that you have said yes to."), code="wrong_moment")
    return plan


def parts_of(family: Family) -> list[Part]:
    """Everything that this family can choose from for a release, in the order in which it will stand there."""
    plan = plan_of_release(family)
    children = list(Child.objects.filter(family=family).order_by("birth_date", "pk"))
    return [*_questions(family, children), *agreements_of(plan, children), *bottom_lines_of(plan)]


def _questions(family: Family, children: list[Child]) -> list[Part]:
    main = MainQuestion.objects.filter(family=family, state=QuestionState.CONFIRMED).order_by("-version")[:1]
    parts = [Part("question", "question", {"text": question.text}) for question in main]
    asked = [child for child in children if child.question]
    return parts + [
        Part(f"child:{one.pk}", "child", {"name": one.call_name, "text": one.question}, frozenset({one.pk}))
        for one in asked
    ]


def agreements_of(plan: Plan, children: Sequence[Child] = ()) -> list[Part]:
    """Every line of the version that counts today, with who promised it (a fixed number of queries).

    Args:
        children: those whose own a line can be.
    """
    promises = Commitment.objects.filter(state__in=SHOWN_PROMISES).select_related("person").order_by("created_at", "pk")
    words = Wording.objects.filter(version__lte=plan.version).order_by("version")
    lines = plan.agreements.in_version(plan.version).select_related("bottom_line").order_by("number")
    whole = lines.prefetch_related(
        Prefetch("wordings", words, to_attr="said"), Prefetch("commitments", promises, to_attr="promised")
    )
    return [Part(f"agreement:{line.pk}", "agreement", _agreement(line), own_of(line, children)) for line in whole]


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


def release_preview(family: Family, *, parts: Iterable[str]) -> Preview:
    """A release of the chosen parts as its reader would get it: calling names only, of the version that counts today.

    Args:
        parts: keys of `parts_of`.

    Raises:
        RuleBroken: nothing was chosen, something was chosen that is not there (any more), or there is no plan yet.
    """
    plan, wanted = plan_of_release(family), set(parts)
    chosen = [part for part in parts_of(family) if part.key in wanted]
    if not wanted:
        raise RuleBroken(_("Choose at least one part."), code="required", field="parts")
    if len(chosen) != len(wanted):
        raise RuleBroken(_("Something you chose is no longer in the plan. Choose again."), code="stale", field="parts")
    content = {
        "schema": 1,
        "version": plan.version,
        "parts": [part.key for part in chosen],
        "sections": [
            {"kind": kind, "lines": [part.line for part in chosen if part.section == kind]}
            for kind in SECTIONS
            if any(part.section == kind for part in chosen)
        ],
    }
    return Preview(content, hash_of(content), tuple(part.own_of for part in chosen))


def whole_plan_of(family: Family) -> dict[str, Any] | None:
    """All of the plan as it is now, in the shape of a release, for the family to keep; None while there is none."""
    if not Plan.objects.filter(family=family, version__gt=0).exclude(state=PlanState.DRAFT).exists():
        return None
    return release_preview(family, parts=[part.key for part in parts_of(family)]).content


def hash_of(content: dict[str, Any]) -> str:
    """The fingerprint of a frozen content, the same for the same content."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def agreement_numbers(content: dict[str, Any]) -> set[int]:
    """The numbers of the agreements that stand in a frozen content."""
    parts = [section for section in content["sections"] if section["kind"] == "agreement"]
    return {line["number"] for part in parts for line in part["lines"]}


def releases_of(family: Family) -> list[Released]:
    """Everything this family ever released, newest first, with when it was read (four queries)."""
    rows = list(
        Release.objects.filter(family=family)
        .select_related("plan", "family__organisation", "released_by")
        .prefetch_related(Prefetch("yeses", ReleaseYes.objects.select_related("child")))
        .order_by("-released_at", "-pk")
    )
    return _with_reads(rows, {str(row.recipient_id) for row in rows}, _who_left(rows))


def _with_reads(rows: list[Release], readers: set[str], left: list[tuple[uuid.UUID, int, datetime]]) -> list[Released]:
    """Pages write down who looked after they were shown, so the list of who looked is where a reading is found."""
    reads = {
        (row["object_id"], row["actor_id"]): row
        for row in Line.objects.filter(act=Act.READ, object_id__in=[row.pk for row in rows], actor_id__in=readers)
        .values("object_id", "actor_id")
        .annotate(first=Min("at"), last=Max("at"))
    }
    return [_released(row, reads.get((row.pk, str(row.recipient_id))), left) for row in rows]


def _awaited(row: Release) -> tuple[Awaited, ...]:
    """Who must still say yes, of a release that its family reads; nobody of one that is over."""
    if row.agreed_at or row.revoked_at or row.until < timezone.localdate() or not row.family.is_open:
        return ()
    names = {yes.child_id: yes.child.call_name for yes in row.yeses.all() if yes.child}
    return tuple(Awaited(names.get(voice) or _("one of the parents"), voice) for voice in awaited_for(row))


def _who_left(rows: list[Release]) -> list[tuple[uuid.UUID, int, datetime]]:
    """Which agreements lost somebody, and when: (plan, number of the agreement, moment)."""
    plans = {row.plan_id for row in rows}
    left = Commitment.objects.filter(agreement__plan__in=plans, person__standing=Standing.LEFT).order_by("pk")
    found = left.values_list("agreement__plan", "agreement__number", "person__left_at")
    return [(plan_id, number, moment) for plan_id, number, moment in found if moment]


def _who_left_for(actor: Actor, rows: list[Release]) -> list[tuple[uuid.UUID, int, datetime]]:
    """The same for the reader of a release, to whom the database shows no promise and nobody of the circle."""
    with acting(actor), connection.cursor() as cursor:
        plans = [list({row.plan_id for row in rows})]
        cursor.execute("SELECT plan_id, number, moment FROM wall.who_left() WHERE plan_id = ANY (%s)", plans)
        return list(cursor.fetchall())


def _released(row: Release, read: Any, left: list[tuple[uuid.UUID, int, datetime]]) -> Released:
    numbers = agreement_numbers(row.content)
    somebody_left = any(
        plan_id == row.plan_id and number in numbers and moment > row.released_at for plan_id, number, moment in left
    )
    return Released(
        release=row,
        is_readable=row.is_readable,
        is_outdated=row.version < row.plan.version or somebody_left,
        first_read_at=read["first"] if read else None,
        last_read_at=read["last"] if read else None,
        awaited=_awaited(row),
    )


def release_for(actor: Actor, release_id: uuid.UUID) -> Released:
    """A release, for the one who is named in it and as long as it may be read; for everybody else it does not exist.

    Raises:
        NotAllowed: it is not there, or not for this actor (any more).
    """
    row = Release.objects.select_related("plan", "family", "released_by").filter(pk=release_id).first()
    if row is None or not actor.may(Can.READ_RELEASE, row):
        raise NotAllowed(Can.READ_RELEASE)
    return _released(row, None, _who_left_for(actor, [row]))


def release_of(family: Family, release_id: uuid.UUID) -> Release:
    """One release of this family.

    Raises:
        NotAllowed: this family has no such release.
    """
    row = Release.objects.select_related("plan", "family").filter(family=family, pk=release_id).first()
    if row is None:
        raise NotAllowed(Can.SEE_RELEASES)
    return row


def released_to(user: User) -> list[Released]:
    """What this professional may read today, newest first."""
    rows = Release.objects.readable().filter(recipient=user).select_related("plan", "family")
    readable = list(rows.order_by("-released_at", "-pk"))
    return _with_reads(readable, {str(user.pk)}, _who_left_for(UserActor(user), readable))


def released_before(family: Family, release_id: str) -> Release | None:
    """An earlier release of this family that is taken as the example for a new one; None when there is no such."""
    try:
        return Release.objects.filter(family=family, pk=uuid.UUID(release_id)).first()
    except ValueError:
        return None
