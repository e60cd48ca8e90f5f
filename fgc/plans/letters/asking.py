"""Who is asked or told, and by which way: what the letters of the plan have in common."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from fgc.access import grants
from fgc.access.actors import Actor
from fgc.access.roles import DECIDES
from fgc.accounts.models import User
from fgc.conferences.models import BottomLine
from fgc.families.letters import to_account
from fgc.networks import queries as networks
from fgc.networks.letters import to_person
from fgc.networks.models import Person
from fgc.networks.rules import Way
from fgc.outbox import queue
from fgc.outbox.letters import Letter, Skip
from fgc.outbox.models import Message
from fgc.outbox.queue import Channel, Kind
from fgc.plans.models import Plan


def ask(person: Person, kind: Kind, subject: Any, *, occurrence: str = "", due_at: datetime | None = None) -> None:
    """Writes to one person by the way that he or she chose; who is here for work is written to by the account."""
    account = person.account
    if account and queue.is_written_to(account) and _is_reached_by_account(person):
        queue.to_user(account, kind, subject, occurrence=occurrence, due_at=due_at)
        return
    channel = networks.channel_for(person)
    queue.to_person(person.pk, kind, subject, channel=channel, occurrence=occurrence, due_at=due_at)


def _is_reached_by_account(person: Person) -> bool:
    if person.is_outsider:
        return True
    return person.way == Way.NONE and not person.no_messages


def tell_family(kind: Kind, subject: Any, *, occurrence: str = "", but: Actor | None = None) -> list[User]:
    """Writes to those who decide for the family, except to who did it; returns to whom."""
    told = [user for user in grants.holders(subject.family_id, *DECIDES) if not but or user != but.user]
    for user in told:
        queue.to_user(user, kind, subject, occurrence=occurrence)
    return told


def ask_verdicts(plan: Plan, bottom_lines: Iterable[BottomLine]) -> None:
    """Asks the professionals who set these bottom lines what they say of this version; who has no account is called."""
    for line in bottom_lines:
        occurrence = f"v{plan.version}"
        account = line.person.account
        if account and account.is_active:
            queue.to_user(account, Kind.ASK_VERDICT, line, occurrence=occurrence)
        else:
            queue.to_person(line.person_id, Kind.ASK_VERDICT, line, channel=Channel.CALL, occurrence=occurrence)


def deliver(message: Message, path: str) -> Letter | Skip:
    """The neutral message, to an account with this address, or to a person of the circle with a personal link."""
    return to_account(message, path) if message.to_user_id else to_person(message)
