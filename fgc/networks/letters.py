"""The one way in which a person of the circle is written to: a neutral message with a personal link."""

from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from fgc.access.actors import SystemActor
from fgc.families.letters import to_account
from fgc.families.rules import OPEN_STAGES
from fgc.networks import links, rules
from fgc.networks.models import Emergency, Person
from fgc.networks.rules.for_a_while import is_over
from fgc.outbox import sms
from fgc.outbox.letters import Letter, Skip, Wait, asks_hours, called_off, letter, looks_up, neutral
from fgc.outbox.models import Channel, Kind, Message

# By which way a personal link goes.
# Who must not go in vain, or must know at once, hears it in quiet hours too.
URGENT = (Kind.CANCELLED, Kind.STOPPED, Kind.EMERGENCY)
VIA = {Channel.MAIL: rules.Way.MAIL, Channel.SMS: rules.Way.SMS}


def to_person(message: Message) -> Letter | Skip:
    """A neutral message with a personal link, made now; or the reason why it is no longer wanted.

    Paper and calls have no text here: they come on the coordinator's list.
    """
    assert message.to_person_id, "this kind of message goes to a person"
    assert message.family_id, "this kind of message is about a family"
    person = _reader_of(message)
    if person is None or person.standing == rules.Standing.LEFT:
        return Skip("left")
    if is_over(person.here_until, timezone.localdate()):
        return Skip("over")
    if person.family.stage not in OPEN_STAGES:
        return Skip("ended")
    if message.channel not in VIA:
        return Letter(to="", subject="", text="")
    channel = Channel(message.channel)
    to = address_of(person, channel)
    if not to:
        return Skip("no_messages")
    token = links.in_letter(SystemActor("deliver", person.family_id), person, via=VIA[channel], pile=message.pile)
    path = reverse("links:open", args=[token])
    return neutral(to=to, language=person.language, path=path, channel=channel)


@asks_hours
def not_at_this_hour(message: Message, moment: datetime) -> Wait | None:
    """Until when a message waits for the hours of the person of the circle to whom it goes, by account as well.

    Who wants no messages at all, or has left, has no hours: the letter itself says that nothing goes.
    """
    person = _reader_of(message)
    if person is None or person.no_messages:
        return None
    asked, is_urgent = person.card.hours, message.kind in URGENT
    reason = asked.forbid(moment, is_urgent=is_urgent)
    return Wait(asked.opens_at(moment, is_urgent=is_urgent), reason) if reason else None


@looks_up
def readers(messages: list[Message]) -> None:
    """To which persons of the circle these messages go, by the account as well (one query)."""
    by_person = {message.to_person_id for message in messages if message.to_person_id}
    by_account = {message.to_user_id for message in messages if message.to_user_id}
    family_id = next((message.family_id for message in messages), None)
    found = []
    if family_id and (by_person or by_account):
        rows = Person.objects.filter(Q(pk__in=by_person) | Q(account__in=by_account), family=family_id)
        found = list(rows.select_related("card"))
    known = {person.pk: person for person in found} | {person.account_id: person for person in found}
    known.pop(None, None)
    for message in messages:
        message.reader = known.get(message.to_person_id or message.to_user_id)
        if message.reader is not None:
            message.reader.family = message.family


def _reader_of(message: Message) -> Person | None:
    if message.reader is ...:
        readers([message])
    person: Person | None = message.reader
    return person


def address_of(person: Person, channel: Channel) -> str:
    """Where a message to this person goes; nowhere for who wants none, or no text messages any more."""
    if person.no_messages:
        return ""
    if channel is Channel.SMS:
        number = person.card.phone
        takes_texts = person.way == rules.Way.SMS and number and sms.can_reach(number)
        return str(number) if takes_texts else ""
    return person.card.email


def call_off(message: Message) -> Letter | Skip:
    """To who was to come somewhere, and need not: also after the end, when no link opens anything."""
    assert message.to_person_id is not None, "this kind of message goes to a person of the circle"
    person = Person.objects.select_related("card").filter(pk=message.to_person_id).first()
    to = address_of(person, Channel(message.channel)) if person else ""
    return called_off(to=to, language=person.language) if person and to else Skip("no_messages")


@letter(Kind.EMERGENCY)
def emergency(message: Message) -> Letter | Skip:
    """To who decides: the own list says who opened what, why and until when; also when it is over by now."""
    if not Emergency.objects.filter(pk=message.subject_id, allowed_at__isnull=False).exists():
        return Skip("gone")
    return to_account(message, reverse("families:seen", args=[message.family_id]), even_when_ended=True)
