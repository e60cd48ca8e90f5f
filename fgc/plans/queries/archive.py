"""Everything of a family that may be taken along, read right by right: what the actor may not see is not in it.

Never in it: contact cards of others, private messages, notes to the coordinator, links and their codes.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Model, QuerySet

from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.audit.record import lines_of
from fgc.conferences.models import BottomLine, Conference, DateOption, InformationSheet, PhaseOfDay
from fgc.families.models import Child, Family, MainQuestion
from fgc.families.queries import commissions_of, who_may_see
from fgc.families.rules import Ending
from fgc.networks.models import ContactCard, Person, Tie
from fgc.plans import rhythm
from fgc.plans.models import (
    Agreement,
    Amendment,
    BottomLineVerdict,
    ChildrensPlanCopy,
    Commitment,
    Look,
    Plan,
    PlanVersion,
    ProgressReport,
    Release,
    Wording,
)
from fgc.plans.queries.closed import closed_to, things_closed_to

SCHEMA = "fgc-archive/1"
Rows = list[dict[str, Any]]


def _rows(of: type[Model], *columns: str, order: str = "created_at", line: str = "") -> Callable[[Actor, Family], Rows]:
    """Every row of one table.

    Args:
        line: the way to the line of the plan that a row hangs on; a line that the actor does not read is left out.
    """

    def read(actor: Actor, family: Family) -> Rows:
        rows: QuerySet[Any, Any] = of._default_manager.filter(family=family)
        if line:
            rows = rows.exclude(**{f"{line}__in": closed_to(actor, family).lines})
        return list(rows.order_by(order, "pk").values("id", *columns))

    return read


def _delivered(of: type[Model], *columns: str, order: str = "created_at") -> Callable[[Actor, Family], Rows]:
    """What professionals wrote, as far as the coordinator gave it to the family."""

    def read(actor: Actor, family: Family) -> Rows:
        rows: QuerySet[Any, Any] = of._default_manager.filter(family=family, delivered_at__isnull=False)
        return list(rows.order_by(order, "pk").values("id", *columns))

    return read


def _commissions(actor: Actor, family: Family) -> Rows:
    return [
        {
            "id": row.pk,
            "giver": row.giver_name,
            "giver_as": row.giver_as,
            "answer": row.answer,
            "how": row.how,
            "answered_at": row.answered_at,
        }
        for row in commissions_of(family)
    ]


def _own_cards(actor: Actor, family: Family) -> Rows:
    """How the actor is reached; a card of somebody else is that person's."""
    cards = ContactCard.objects.filter(family=family, person__account=actor.user).select_related("person")
    seen = [card for card in cards.order_by("pk") if actor.may(Can.SEE_CONTACT, card.person)]
    return [
        {"way": card.person.way, "email": card.email, "phone": str(card.phone), "address": card.address}
        for card in seen
    ]


def _who_may_see(actor: Actor, family: Family) -> Rows:
    return [
        {"name": seat.name, "role": seat.role.value, "since": seat.since, "because": seat.because.value}
        for seat in who_may_see(family)
    ]


def _who_looked(actor: Actor, family: Family) -> Rows:
    return [
        {"at": line.at, "act": line.act, "what": line.object_type, "role": line.role, "by": line.actor_kind}
        for line in lines_of(actor, family.pk, most=5000, but=things_closed_to(actor, family))
    ]


def _the_family(actor: Actor, family: Family) -> Rows:
    return [
        {
            "name": family.name,
            "stage": family.stage,
            "requested_at": family.requested_at,
            "commissioned_at": family.commissioned_at,
            "ended_at": family.ended_at,
            "ending": family.ending,
            "stop_reason": family.stop_reason,
            "stop_words": family.stop_words,
        }
    ]


def _releases(actor: Actor, family: Family) -> Rows:
    rows = Release.objects.filter(family=family).exclude(pk__in=closed_to(actor, family).releases)
    return list(rows.order_by("created_at", "pk").values("id", *RELEASE))


RELEASE = (
    "version", "recipient_name", "recipient_function", "recipient_employer", "purpose", "until",
    "released_at", "agreed_at", "revoked_at", "content",
)  # fmt: skip
WORDS = ["agreement", "version", "text", "for_whom", "why", "starts_on", "ends_on", "repeats", "rule", "sign_it_works"]
LINE = ["number", "kind", "added_in", "dropped_in", "is_for_circle", "bottom_line", "watcher"]
CHANGE = ["agreement", "why", "state", "based_on", "drops_it", "settled_at"]
OF_A_BOTTOM_LINE = ["number", "text", "reason", "person", "family_reply", "valid_until", "renewed_because"]
REPORT = ["commitment", "about_on", "runs", "note", "reported_at"]
PROMISE = ["agreement", "person", "state", "note", "how", "answered_at", "on_behalf_by__name", "last_run"]
# Name of the section, the right that it needs, and how it is read.
SECTIONS: tuple[tuple[str, Can, Callable[[Actor, Family], Rows]], ...] = (
    ("family", Can.SEE_FAMILY, _the_family),
    ("children", Can.SEE_QUESTION, _rows(Child, "call_name", "birth_date", "question", "did_not_want")),
    ("commissions", Can.TAKE_ALONG, _commissions),
    (
        "questions",
        Can.SEE_QUESTION,
        _rows(MainQuestion, "version", "text", "proposed_by", "from_outside", "state", "answered_at", order="version"),
    ),
    (
        "circle",
        Can.SEE_CIRCLE,
        _rows(Person, "call_name", "tie_label", "role", "side", "ring", "standing", "is_contact_person", "function"),
    ),
    ("ties", Can.SEE_CIRCLE, _rows(Tie, "a", "b", "kin", "bond")),
    ("own_contact", Can.TAKE_ALONG, _own_cards),
    (
        "meetings",
        Can.SEE_CONFERENCE,
        _rows(Conference, "number", "moment", "place_kind", "place", "starts_at", "ends_at", "welcome", order="number"),
    ),
    ("dates", Can.CHOOSE_DATE, _rows(DateOption, "starts_at", "ends_at", "place", order="starts_at")),
    ("parts_of_the_day", Can.SEE_DAY, _rows(PhaseOfDay, "phase", "started_at", "ended_at", order="started_at")),
    (
        "information",
        Can.SEE_INFORMATION,
        _delivered(InformationSheet, "person", "facts", "worries", "strengths", "offers", "delivered_at"),
    ),
    ("bottom_lines", Can.SEE_INFORMATION, _delivered(BottomLine, *OF_A_BOTTOM_LINE, order="number")),
    ("verdicts", Can.SEE_PLAN, _rows(BottomLineVerdict, "bottom_line", "version", "verdict", "reason", "given_at")),
    ("versions", Can.SEE_PLAN, _rows(PlanVersion, "number", "approved_at", "approved_by__name", order="number")),
    (
        "agreements",
        Can.SEE_PLAN,
        _rows(Agreement, *LINE, order="number", line="pk"),
    ),
    ("words", Can.SEE_PLAN, _rows(Wording, *WORDS, "what_if", line="agreement")),
    (
        "promises",
        Can.SEE_PLAN,
        _rows(Commitment, *PROMISE, line="agreement"),
    ),
    ("changes", Can.SEE_PLAN, _rows(Amendment, *CHANGE, line="agreement")),
    ("childrens_plans", Can.SEE_PLAN, _rows(ChildrensPlanCopy, "version", "content", "carried_at")),
    ("looks", Can.SEE_FOLLOW_UP, _rows(Look, "look", "due_on", "place", "held_on", "words", order="due_on")),
    ("reports", Can.SEE_FOLLOW_UP, _rows(ProgressReport, *REPORT, line="commitment__agreement")),
    (
        "releases",
        Can.SEE_RELEASES,
        _releases,
    ),
    ("who_may_see", Can.SEE_WHO_LOOKED, _who_may_see),
    ("who_looked", Can.SEE_WHO_LOOKED, _who_looked),
)  # fmt: skip


def archive_of(actor: Actor, family: Family) -> dict[str, Rows]:
    """Every part of the family that this actor may see wholly, as plain rows, in a fixed number of queries."""
    return {name: read(actor, family) for name, can, read in SECTIONS if actor.may(can, family)}


def suggested_ending(family: Family) -> Ending | None:
    """How it ends when the family closes now; None while there is no plan, then they can only stop."""
    plan = Plan.objects.filter(family=family).first()
    return rhythm.ending_of(plan.version, had_meeting=plan.conference_id is not None) if plan else None
