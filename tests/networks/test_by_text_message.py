"""A text message as the way of a person, and of an account that has no e-mail: neutral, with a link, at most once."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from fgc.conferences import actions as conferences
from fgc.conferences.letters import stopped
from fgc.conferences.rules import Sent
from fgc.errors import RuleBroken
from fgc.families.letters import to_account
from fgc.networks import actions, devices, links, queries, rules
from fgc.networks.letters import to_person
from fgc.networks.models import AccessLink, ContactCard, Person
from fgc.outbox import deliver, queue
from fgc.outbox.letters import Skip
from fgc.outbox.models import Channel, Kind, Message
from tests import factories, texting
from tests.conftest import acting
from tests.factories import by_link
from tests.networks.test_letters import message_to

pytestmark = pytest.mark.django_db
MOBILE, LANDLINE = "+31612345678", "+31301234567"


@pytest.fixture(autouse=True)
def company(settings: Any) -> Any:
    with texting.at_work() as one:
        settings.SMS_URL, settings.SMS_TOKEN = one.address, texting.TOKEN
        yield one


@pytest.fixture
def texter(family: Any) -> Person:
    """Wendy is reached by text message."""
    return factories.PersonFactory(family=family, call_name="Wendy", way="sms", card__phone=MOBILE)


def token_in(text: str) -> str:
    return next(word for word in text.split() if "/l/" in word).rsplit("/", maxsplit=1)[-1]


def test_a_text_message_names_nobody_and_holds_a_link_that_works(texter: Person, family: Any) -> None:
    letter = to_person(message_to(texter, channel=Channel.SMS))

    assert (letter.to, letter.subject) == (MOBILE, "")
    assert letter.text.startswith("Er is een bericht voor je. http")
    assert len(letter.text) <= 160
    assert links.exchange(token_in(letter.text)).person == texter
    assert AccessLink.objects.get(person=texter).sent_via == rules.Way.SMS
    for word in ("Wendy", "Noor", family.name, family.organisation.name):
        assert word not in letter.text


@pytest.mark.django_db(transaction=True)
def test_it_goes_out_once_to_the_number_on_the_card(company: Any, texter: Person) -> None:
    conference = factories.ConferenceFactory(family=texter.family)
    factories.DateOptionFactory(conference=conference)
    queue.to_person(texter.pk, Kind.ASK_DATE, conference, channel=queries.channel_for(texter))

    deliver.deliver_due()
    deliver.deliver_due()

    [words] = company.words_to("0031612345678")
    assert words.startswith("Er is een bericht voor je.")


def test_it_is_in_the_readers_language(texter: Person) -> None:
    Person.objects.update(language="en")

    assert to_person(message_to(texter, channel=Channel.SMS)).text.startswith("There is a message for you. http")


@pytest.mark.parametrize(
    ("person", "card"),
    [
        ({"no_messages": True}, {}),
        ({"way": "letter"}, {}),
        ({}, {"phone": ""}),
        ({}, {"phone": LANDLINE}),
        ({}, {"phone": "+33612345678"}),
    ],
)
def test_who_takes_no_text_messages_any_more_gets_none_and_no_link_is_made(
    texter: Person, person: dict[str, Any], card: dict[str, Any]
) -> None:
    Person.objects.filter(pk=texter.pk).update(**person)
    ContactCard.objects.filter(person=texter).update(**{"phone": MOBILE, **card})

    assert to_person(message_to(texter, channel=Channel.SMS)) == Skip("no_messages")
    assert not AccessLink.objects.exists()


def test_who_chose_it_says_so_by_link(truus: Person) -> None:
    actions.set_contact(by_link(truus), truus, way="sms", phone="06 12345678")

    assert queries.channel_for(queries.person_of(truus.family, truus.pk)) is Channel.SMS


@pytest.mark.parametrize("phone", ["", "030 123 45 67", "+33 6 12 34 56 78"])
def test_it_is_refused_where_no_text_message_can_go(phone: str, truus: Person) -> None:
    with pytest.raises(RuleBroken) as no:
        actions.set_contact(by_link(truus), truus, way="sms", phone=phone)

    assert no.value.field == "phone"
    assert Person.objects.get(pk=truus.pk).way == "mail"


def test_nobody_new_is_put_down_with_a_way_that_can_not_work(saskia: Any, family: Any) -> None:
    with pytest.raises(RuleBroken) as no:
        actions.add_person(acting(saskia), family, call_name="Wendy", way="sms", phone="030 1234567")
    assert no.value.code == "unreachable"

    added = actions.add_person(acting(saskia), family, call_name="Wendy", way="sms", phone="06 12345678")
    assert queries.channel_for(added) is Channel.SMS


def test_without_a_provider_it_is_not_offered_and_who_chose_it_before_is_called(settings: Any, texter: Person) -> None:
    settings.SMS_URL = ""

    assert queries.channel_for(texter) is Channel.CALL
    with pytest.raises(RuleBroken):
        actions.set_contact(by_link(texter), texter, phone=MOBILE)
    # What has to do with neither is kept all the same.
    assert actions.set_contact(by_link(texter), texter, is_masked=True).is_masked


def test_an_invitation_by_text_message_has_gone_out_and_who_was_to_come_hears_that_it_is_off(
    texter: Person, mirjam: Any
) -> None:
    soon = timezone.now() + timedelta(days=7)
    day = {"starts_at": soon, "ends_at": soon + timedelta(hours=4)}
    dated = factories.ConferenceFactory(family=texter.family, moment="dated", **day)
    actor = acting(mirjam)
    [invitation] = conferences.invite(actor, dated, person_ids=[texter.pk])

    assert [one.sent for one in conferences.send_waiting(actor, dated)] == [Sent.SENT]
    assert Message.objects.get(kind=Kind.INVITATION).channel == Channel.SMS

    called_off = stopped(message_to(texter, channel=Channel.SMS))
    assert (called_off.to, called_off.subject) == (MOBILE, "Er is een bericht voor je")
    assert stopped(message_to(invitation.person)) == Skip("no_messages")  # nothing by mail: there is no address


def test_a_code_for_another_device_follows_the_link_and_only_there(texter: Person, settings: Any) -> None:
    to_person(message_to(texter, channel=Channel.SMS))
    link = AccessLink.objects.select_related("person").get(person=texter)
    assert devices.where_a_code_goes(link) == devices.Follows(phone=MOBILE)

    ContactCard.objects.update(phone=LANDLINE)
    assert not any(devices.where_a_code_goes(link))
    ContactCard.objects.update(phone=MOBILE)
    settings.SMS_URL = ""
    assert not any(devices.where_a_code_goes(link))


def test_an_account_without_an_address_is_written_to_by_text_message(family: Any) -> None:
    user = factories.UserFactory(email=None, phone=MOBILE)
    queue.to_user(user, Kind.LET_IN, family)

    message = Message.objects.get()
    letter = to_account(message, reverse("mine"))

    assert (message.channel, letter.to, letter.leads_to) == (Channel.SMS, MOBILE, reverse("mine"))
    assert letter.text.endswith(reverse("message", args=[message.pk]))
    user.phone = LANDLINE
    user.save()
    message.refresh_from_db()
    assert to_account(message, reverse("mine")) == Skip("no_address")


@pytest.mark.parametrize(
    "account",
    [
        {"email": "somebody@post.example", "phone": MOBILE},
        {"email": None, "phone": LANDLINE},
        {"email": None, "phone": MOBILE, "work": "professional"},
    ],
)
def test_an_account_with_an_address_or_for_work_is_never_written_to_by_text_message(account: dict[str, Any]) -> None:
    user = factories.UserFactory(**account)

    assert queue.channel_of(user) is Channel.MAIL
    assert queue.is_written_to(user) is bool(account["email"])
