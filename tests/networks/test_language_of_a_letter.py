"""A letter is in the reader's language; where we have no text in it, in each language that we have."""

import pytest

from fgc.networks import rules
from fgc.networks.letters import call_off, to_person
from fgc.networks.models import ContactCard, Person
from fgc.outbox.models import Channel
from tests.networks.test_letters import message_to

pytestmark = pytest.mark.django_db
DUTCH, ENGLISH = "Er is een bericht voor je", "There is a message for you"
WITHOUT_A_TEXT = [one for one in rules.Language.values if one not in ("nl", "en")]


def speaks(person: Person, language: str) -> Person:
    Person.objects.filter(pk=person.pk).update(language=language)
    return person


@pytest.mark.parametrize(("language", "subject", "not_this"), [("nl", DUTCH, ENGLISH), ("en", ENGLISH, DUTCH)])
def test_who_reads_a_language_that_we_have_gets_that_one_alone(
    language: str, subject: str, not_this: str, truus: Person
) -> None:
    letter = to_person(message_to(speaks(truus, language)))

    assert letter.subject == subject
    assert subject in letter.text
    assert not_this not in letter.text


@pytest.mark.parametrize("language", WITHOUT_A_TEXT)
def test_who_reads_none_that_we_have_gets_both_with_one_link(language: str, truus: Person) -> None:
    letter = to_person(message_to(speaks(truus, language)))

    assert letter.subject == f"{DUTCH} / {ENGLISH}"
    assert letter.text.index(f"{DUTCH}.") < letter.text.index(f"{ENGLISH}.")
    assert len({word for word in letter.text.split() if "/l/" in word}) == 1


def test_a_text_message_in_both_still_fits_in_two_parts_and_says_its_link_once(truus: Person, settings: object) -> None:
    settings.SITE_URL = "https://mijnafspraken.voorbeeld.example"  # type: ignore[attr-defined]
    Person.objects.update(way="sms")
    ContactCard.objects.update(phone="+31612345678")

    text = to_person(message_to(speaks(truus, "ti"), channel=Channel.SMS)).text

    assert text.startswith(f"{DUTCH}. {ENGLISH}. https://")
    assert text.count("https://") == 1
    # In the signs of an ordinary text message, of which 153 go in each part.
    assert text.isascii()
    assert len(text) <= 2 * 153


def test_that_something_is_off_is_said_in_both_as_well(truus: Person) -> None:
    text = call_off(message_to(speaks(truus, "ar"))).text

    assert "gaat niet door" in text
    assert "is off" in text
