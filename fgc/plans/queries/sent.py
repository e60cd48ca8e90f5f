"""What was sent about a family and its plan: to whom, when, by which way, and what became of it."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.db.models.functions import Coalesce

from fgc.access import grants
from fgc.access.actors import Actor
from fgc.access.can import Can
from fgc.families.models import Family
from fgc.networks.models import Person
from fgc.outbox.models import Kind, Message, State
from fgc.plans.models import Amendment, AmendmentConsent, Commitment, Plan
from fgc.plans.queries.closed import things_closed_to

MOST = 200
# What tells of the meeting and the plan, which who decides reads as a whole. Everything else is of its reader alone:
# a yes that was asked, a birthday, what was let out.
ABOUT_THE_PLAN = (
    Kind.ASK_DATE, Kind.DATE_CHOSEN, Kind.INVITATION, Kind.CANCELLED, Kind.ASK_INFORMATION, Kind.INFORMATION_CAME,
    Kind.ASK_VERDICT, Kind.ASK_CONFIRMATION, Kind.PROMISE_ANSWERED, Kind.REMIND_PROMISE, Kind.ASK_PROGRESS,
    Kind.REMIND_ANSWER, Kind.STALLED, Kind.REVIEW_COMING, Kind.ASK_AMENDMENT, Kind.AMENDED, Kind.TASK_FREE,
    Kind.STOPPED,
)  # fmt: skip
# About one line of the plan: shown only to who reads that line.
ABOUT_A_LINE = (
    Kind.ASK_CONFIRMATION, Kind.PROMISE_ANSWERED, Kind.REMIND_PROMISE, Kind.ASK_PROGRESS, Kind.REMIND_ANSWER,
    Kind.STALLED, Kind.ASK_AMENDMENT, Kind.AMENDED,
)  # fmt: skip
# What still waits to go, or was not wanted any more, was not sent.
TOLD = (
    State.SENT, State.BY_HAND, State.DONE_BY_HAND, State.UNCERTAIN, State.FAILED, State.EXPIRED, State.DEAD,
)  # fmt: skip


@dataclass(frozen=True)
class Sent:
    """One message as a reader in the family sees it: never what stands in it."""

    id: uuid.UUID
    at: datetime
    # To whom; empty for the reader's own.
    name: str
    is_own: bool
    kind: str
    channel: str
    state: str


def sent_in(actor: Actor, family: Family) -> list[Sent]:
    """What was sent, newest first: the own, and for who decides and the coordinator also what is about the plan.

    What is about a line of the plan that this reader does not read is left out, and what is about a line that nobody
    reads any more (a constant number of queries).
    """
    selves = actor.selves_in(family.pk)
    own = Q(to_user__in=selves) | Q(to_person_id__in=selves)
    shown = own | _about_the_plan(actor, family) if actor.may(Can.SEE_SENT, family) else own
    rows = Message.objects.filter(shown, family=family, state__in=TOLD).select_related("to_user")
    messages = list(rows.annotate(at=Coalesce("settled_at", "due_at")).order_by("-at", "-pk")[:MOST])
    names = _names(family)
    return [_sent(message, selves, names) for message in messages]


def _about_the_plan(actor: Actor, family: Family) -> Q:
    """By what the reader reads and not by what is closed: what the database hides can't be named."""
    closed = things_closed_to(actor, family)
    of_lines = Message.objects.filter(family=family, kind__in=ABOUT_A_LINE).values("subject_id")
    kept = [model.objects.filter(family=family, pk__in=of_lines) for model in (Commitment, Amendment, AmendmentConsent)]
    read = {pk for rows in kept for pk in rows.values_list("pk", flat=True)} - closed
    return Q(kind__in=ABOUT_THE_PLAN) & (
        ~Q(kind__in=ABOUT_A_LINE) | Q(subject_id__in=read) | _about_all_of_ones_promises(family, closed)
    )


def _about_all_of_ones_promises(family: Family, closed: set[uuid.UUID]) -> Q:
    """The question to somebody about all that he or she promised, in one message: by whose promises are read."""
    read = Commitment.objects.filter(family=family).exclude(pk__in=closed)
    promises = list(read.values_list("person", "person__account"))
    to_them = Q(to_person_id__in=[person for person, _account in promises])
    by_account = Q(to_user__in=[account for _person, account in promises])
    return Q(subject_id__in=Plan.objects.filter(family=family).values("pk")) & (to_them | by_account)


def _names(family: Family) -> dict[uuid.UUID, str]:
    """What the family calls everybody, by account and by person (two queries)."""
    people = Person.objects.filter(family=family).values_list("pk", "account_id", "call_name")
    called = {key: name for pk, account_id, name in people for key in (pk, account_id)}
    return {**grants.names_in(family.pk), **called}


def _sent(message: Message, selves: set[uuid.UUID], names: dict[uuid.UUID, str]) -> Sent:
    to = message.to_user_id or message.to_person_id
    assert to, "what goes to a proposal has no family yet"
    is_own = to in selves
    name = names.get(to) or (message.to_user.name if message.to_user else "")
    at: datetime = message.at  # type: ignore[attr-defined]  # made by the query
    return Sent(message.pk, at, "" if is_own else name, is_own, message.kind, message.channel, message.state)
