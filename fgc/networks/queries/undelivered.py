"""What did not reach somebody of a family, and how that person may be reached instead: for the coordinator."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from fgc.access.actors import Actor
from fgc.accounts.models import User
from fgc.families.models import Family
from fgc.networks import rules
from fgc.networks.models import Person
from fgc.networks.queries.circle import written_to_by
from fgc.networks.rules.reaching import other_ways
from fgc.outbox import queue, returned, sms
from fgc.outbox.models import Channel, Kind, Message, State

# Between people who work: who is asked whether to coordinate, and what came of it.
OF_THE_WORK = (Kind.ASK_INDEPENDENCE, Kind.COORDINATOR_ANSWERED, Kind.PROPOSAL)
WAY_OF: dict[str, rules.Way] = {
    Channel.MAIL: rules.Way.MAIL,
    Channel.SMS: rules.Way.SMS,
    Channel.PAPER: rules.Way.LETTER,
    Channel.CALL: rules.Way.PHONE,
}


@dataclass(frozen=True)
class Undelivered:
    """A message that did not reach somebody: to whom, and the ways that are left, the best one first."""

    message: Message
    # None for an account that has no place in the circle.
    person: Person | None
    name: str
    ways: tuple[rules.Way, ...]

    @property
    def may_go_again(self) -> bool:
        """Would it still be of use?"""
        return self.message.not_after is None or self.message.not_after > timezone.now()

    @property
    def phone(self) -> object:
        """The number to call, where one is known."""
        user = self.message.to_user
        return (self.person and self.person.card.phone) or (user and user.phone) or ""

    @property
    def is_masked(self) -> bool:
        """Did this person ask that a number is shown only after a tap?"""
        return self.person is not None and self.person.card.is_masked


def undelivered(actor: Actor, family: Family | None = None) -> list[Undelivered]:
    """What did not reach somebody in the last weeks; newest first (three queries).

    Args:
        family: only of this family; None for every family that the actor coordinates now.
    """
    messages = [
        message
        for message in queue.undelivered_in(written_to_by(actor, family).values("pk"))
        if message.kind not in OF_THE_WORK and (message.to_user is None or message.to_user != actor.user)
    ]
    by_id, by_account = _people(messages)
    closed = _closed(messages, [*by_id.values(), *by_account.values()])
    found = [(message, _person_of(message, by_id, by_account)) for message in messages]
    return [
        Undelivered(message, person, name, _ways(message, person, closed))
        for message, person in found
        if (name := _name(message, person))
    ]


def _name(message: Message, person: Person | None) -> str:
    """As the family calls somebody, or the account its owner; nothing for a person who does not take part any more."""
    if person:
        return person.call_name
    return message.to_user.name if message.to_user else ""


People = dict[tuple[uuid.UUID, uuid.UUID | None], Person]


def _people(messages: list[Message]) -> tuple[People, People]:
    """The people of these messages who take part: by family and id, and by family and account."""
    ids, accounts = ({getattr(one, name) for one in messages} - {None} for name in ("to_person_id", "to_user_id"))
    in_these = Q(family__in={one.family_id for one in messages})
    rows = Person.objects.taking_part().filter(in_these & (Q(pk__in=ids) | Q(account__in=accounts)))
    people = list(rows.select_related("card"))
    return (
        {(person.family_id, person.pk): person for person in people},
        {(person.family_id, person.account_id): person for person in people if person.account_id},
    )


def _person_of(message: Message, by_id: People, by_account: People) -> Person | None:
    assert message.family_id, "what is not of a family is not shown"
    if message.to_person_id:
        return by_id.get((message.family_id, message.to_person_id))
    return by_account.get((message.family_id, message.to_user_id))


def _closed(messages: list[Message], people: list[Person]) -> set[str]:
    """The addresses and numbers among these to which nothing goes any more."""
    known = [(_email(person, None), str(person.card.phone)) for person in people]
    known += [(one.to_user.email or "", str(one.to_user.phone)) for one in messages if one.to_user]
    mail, texts = ([pair[place] for pair in known] for place in (0, 1))
    return returned.closed_among(Channel.MAIL, mail) | returned.closed_among(Channel.SMS, texts)


def _ways(message: Message, person: Person | None, closed: set[str]) -> tuple[rules.Way, ...]:
    user = message.to_user
    number: Any = (person and person.card.phone) or (user and user.phone) or ""
    email = _email(person, user)
    wants_messages = not (person and person.no_messages)
    return other_ways(
        failed=WAY_OF.get(message.channel, "") if message.state == State.FAILED else "",
        phone=str(number),
        email=email if wants_messages and email not in closed else "",
        address=person.card.address if person else "",
        can_text=bool(
            wants_messages and number and str(number) not in closed and sms.is_on() and sms.can_reach(number)
        ),
    )


def _email(person: Person | None, user: User | None) -> str:
    return (person and person.card.email) or (user and user.email) or ""


def undelivered_item(actor: Actor, family: Family, message_id: uuid.UUID) -> Undelivered | None:
    """One thing of the list of this family."""
    return next((item for item in undelivered(actor, family) if item.message.pk == message_id), None)
