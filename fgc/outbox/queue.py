"""Putting messages in the outbox, in the same transaction as the change that they tell of."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from fgc.access.actors import Actor, family_id_of
from fgc.access.can import Can
from fgc.accounts.models import User, Work
from fgc.errors import TOO_OFTEN, RuleBroken
from fgc.limits import Limit
from fgc.outbox import sms
from fgc.outbox.models import OPEN, WAITING, Channel, Kind, Message, State

# What people press to be sent, to whom they name. Nothing of the clock, and nothing that ends or takes back.
INVITING = (
    Kind.LET_IN, Kind.ASK_COMMISSION, Kind.ASK_DATE, Kind.DATE_CHOSEN, Kind.INVITATION, Kind.ASK_INFORMATION,
    Kind.RELEASED,
)  # fmt: skip
# Why a message waits for the hours of its reader.
HOURS = ("quiet", "safe_hours")
# What goes out without anybody's hand.
BY_ITSELF = (Channel.MAIL, Channel.SMS)
OF_A_FAMILY = Limit("invited-by-family", most=200, seconds=24 * 60 * 60)

# What did not reach somebody, as far as is known; so long the coordinator is told of it.
UNDELIVERED = (State.FAILED, State.UNCERTAIN, State.DEAD, State.EXPIRED)
SHOWN = timedelta(days=30)
ON_ITS_WAY = timedelta(minutes=5)

__all__ = [
    "BY_ITSELF", "Channel", "Kind", "State", "by_hand_of", "cancel", "channel_of", "done_by_hand", "is_written_to",
    "send_again", "to_person", "to_proposal", "to_user", "undelivered_in",
]  # fmt: skip


def channel_of(user: User) -> Channel:
    """By which way an account is written to: by text message only who has no address for mail, and works not here."""
    has_only_a_number = bool(user.phone) and not user.email and user.work == Work.NONE
    is_reached = has_only_a_number and sms.is_on() and sms.can_reach(user.phone)
    return Channel.SMS if is_reached else Channel.MAIL


def is_written_to(user: User) -> bool:
    """Can an account be written to at all?"""
    return user.is_active and (bool(user.email) or channel_of(user) is Channel.SMS)


def to_user(
    user: User,
    kind: Kind,
    subject: Any,
    *,
    occurrence: str = "",
    due_at: datetime | None = None,
    not_after: datetime | None = None,
) -> None:
    """Queues a message for an account; the same occasion is queued once, however often it is asked.

    Args:
        subject: the row that it is about; its family (if any) is the family of the message.
        occurrence: what sets one occasion of the same kind apart from the next: a date, a version.
        due_at: not before this moment.
        not_after: after this moment it is no longer of use.
    """
    _queue(kind, subject, occurrence, due_at, not_after, to_user=user, channel=channel_of(user))


def to_person(
    person_id: uuid.UUID,
    kind: Kind,
    subject: Any,
    *,
    channel: Channel = Channel.MAIL,
    occurrence: str = "",
    due_at: datetime | None = None,
    not_after: datetime | None = None,
) -> None:
    """Queues a message for a person of the circle by the way that he or she chose."""
    _queue(kind, subject, occurrence, due_at, not_after, to_person_id=person_id, channel=channel)


def to_proposal(proposal: Any, *, occurrence: str = "") -> None:
    """Queues the question of a professional for somebody who has no account; the address is read at delivery."""
    _queue(Kind.PROPOSAL, proposal, occurrence, None, None, to_proposal_id=proposal.pk)


def _must_be_now_and_then(kind: Kind, family_id: uuid.UUID | None, channel: Channel) -> None:
    """A family asks people whom it names itself, at addresses that it types: not without end, on one day.

    Raises:
        RuleBroken: there were too many, or nobody can count now.
    """
    is_counted = kind in INVITING and channel in BY_ITSELF and family_id is not None
    if is_counted and not OF_A_FAMILY.allows_one_more(str(family_id)):
        raise RuleBroken(_("These are very many messages for one day. Go on tomorrow, or call us."), code=TOO_OFTEN)


def _queue(
    kind: Kind,
    subject: Any,
    occurrence: str,
    due_at: datetime | None,
    not_after: datetime | None,
    **rest: Any,
) -> None:
    _must_be_now_and_then(kind, family_id_of(subject), rest.get("channel", Channel.MAIL))
    due = due_at or timezone.now()
    message = Message(
        family_id=family_id_of(subject),
        kind=kind,
        subject_id=subject.pk,
        occurrence=occurrence,
        due_at=due,
        next_at=due,
        not_after=not_after,
        **rest,
    )
    Message.objects.bulk_create([message], ignore_conflicts=True)


def cancel(
    family_id: uuid.UUID,
    *,
    reason: str,
    subject_id: uuid.UUID | None = None,
    person_id: uuid.UUID | None = None,
    user: User | None = None,
    but: tuple[Kind, ...] = (),
) -> int:
    """Takes messages of a family out of the outbox before they go; returns how many.

    Args:
        reason: a word for the list of messages: withdrawn, left, stopped, replaced.
        person_id, user: only those to this person of the circle, or to this account; with both, those to either.
        but: kinds that must still go.
    """
    waiting = Message.objects.filter(family_id=family_id, state__in=[*WAITING, State.BY_HAND]).exclude(kind__in=but)
    if subject_id:
        waiting = waiting.filter(subject_id=subject_id)
    if person_id or user:
        to_either = Q(to_person_id=person_id) if person_id else Q()
        waiting = waiting.filter(to_either | Q(to_user=user) if user else to_either)
    return waiting.update(state=State.SKIPPED, reason=reason, settled_at=timezone.now())


def ask_again(family_id: uuid.UUID, *, person_id: uuid.UUID, user: User | None) -> None:
    """What waits for the hours of this reader is looked at again now: they changed."""
    mine = Q(to_person_id=person_id) | Q(to_user=user) if user else Q(to_person_id=person_id)
    waiting = Message.objects.filter(mine, family_id=family_id, state=State.RETRY, reason__in=HOURS)
    waiting.update(next_at=timezone.now())


def by_hand_of(family_ids: Any) -> list[Message]:
    """What waits for the coordinator's hand in these families: letters to print, people to call; oldest first."""
    return list(Message.objects.filter(family_id__in=family_ids, state=State.BY_HAND).order_by("due_at", "pk"))


def done_by_hand(actor: Actor, message: Message) -> Message:
    """The coordinator printed the letter or made the call; also in the place of what could not be delivered."""
    actor.must(Can.SEND_LINK, message)
    Message.objects.filter(pk=message.pk, state__in=(State.BY_HAND, *UNDELIVERED)).update(
        state=State.DONE_BY_HAND, settled_at=timezone.now()
    )
    message.refresh_from_db()
    return message


def undelivered_in(family_ids: Any) -> list[Message]:
    """What did not reach somebody in these families in the last weeks, as far as is known; newest first (one query).

    A text message that goes out at this very moment is written down as uncertain first; that is not meant.
    """
    now = timezone.now()
    rows = Message.objects.filter(family_id__in=family_ids, state__in=UNDELIVERED, settled_at__gt=now - SHOWN)
    rows = rows.exclude(reason="on_its_way", settled_at__gt=now - ON_ITS_WAY).select_related("to_user")
    return list(rows.order_by("-settled_at", "-pk"))


def send_again(actor: Actor, message: Message) -> Message:
    """The coordinator has it tried once more, now that an address was mended or somebody asked for it."""
    actor.must(Can.SEND_LINK, message)
    Message.objects.filter(pk=message.pk, state__in=UNDELIVERED).update(
        state=State.PENDING, reason="", attempts=0, doubts=0, deaths=0, next_at=timezone.now(), settled_at=None
    )
    message.refresh_from_db()
    return message


def has_open(kind: Kind, subject_id: uuid.UUID) -> bool:
    """Is a message of this kind about this still on its way?"""
    return Message.objects.filter(Q(kind=kind, subject_id=subject_id, state__in=OPEN)).exists()
