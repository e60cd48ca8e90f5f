"""The one way in which a person of the circle is written to: a neutral message with a personal link."""

from django.urls import reverse

from fgc.access.actors import SystemActor
from fgc.families.letters import to_account
from fgc.families.rules import OPEN_STAGES
from fgc.networks import links, rules
from fgc.networks.models import Emergency, Person
from fgc.outbox.letters import Letter, Skip, letter, neutral
from fgc.outbox.models import Channel, Kind, Message


def to_person(message: Message) -> Letter | Skip:
    """A neutral message with a personal link, made now; or the reason why it is no longer wanted.

    Paper and calls have no text here: they come on the coordinator's list.
    """
    assert message.to_person_id, "this kind of message goes to a person"
    assert message.family_id, "this kind of message is about a family"
    with_all = Person.objects.select_related("card", "family")
    person = with_all.filter(pk=message.to_person_id, family_id=message.family_id).first()
    if person is None or person.standing == rules.Standing.LEFT:
        return Skip("left")
    if person.family.stage not in OPEN_STAGES:
        return Skip("ended")
    if message.channel != Channel.MAIL:
        return Letter(to="", subject="", text="")
    card = person.card
    if person.no_messages or not card.email:
        return Skip("no_messages")
    token = links.in_letter(SystemActor("deliver", person.family_id), person, via=rules.Way.MAIL)
    return neutral(to=card.email, language=person.language, path=reverse("links:open", args=[token]))


@letter(Kind.EMERGENCY)
def emergency(message: Message) -> Letter | Skip:
    """To who decides: the own list says who opened what, why and until when; also when it is over by now."""
    if not Emergency.objects.filter(pk=message.subject_id, allowed_at__isnull=False).exists():
        return Skip("gone")
    return to_account(message, reverse("families:seen", args=[message.family_id]), even_when_ended=True)
