"""The messages on the way to the day ask once more whether they are still wanted."""

import pytest

from fgc.accounts.models import User
from fgc.conferences import actions, letters
from fgc.conferences.models import Conference, DateOption, InformationSheet, Invitation
from fgc.networks.models import Person
from fgc.outbox.letters import Letter, Skip
from fgc.outbox.models import Kind, Message
from tests.conferences.test_dates import by_link
from tests.conftest import acting


@pytest.fixture
def asked(ready: Conference, saturday: DateOption, truus: Person, mirjam: User) -> Message:
    actions.ask_for_dates(acting(mirjam), ready, person_ids=[truus.pk])
    return Message.objects.get(kind=Kind.ASK_DATE)


def test_the_question_for_a_date_goes_to_who_has_not_answered(
    asked: Message, ready: Conference, saturday: DateOption, truus: Person, mirjam: User
) -> None:
    assert isinstance(letters.ask_date(asked), Letter)

    actions.answer_date(by_link(truus), truus, conference=ready, answers={saturday.pk: "yes"})
    assert letters.ask_date(asked) == Skip("answered")

    actions.choose_date(acting(mirjam), ready, saturday, place_kind="home", place="Bij Truus")
    assert letters.ask_date(asked) == Skip("date_chosen")


def test_the_date_is_told_until_there_is_another(
    asked: Message, ready: Conference, saturday: DateOption, mirjam: User
) -> None:
    actions.choose_date(acting(mirjam), ready, saturday, place_kind="home", place="Bij Truus")
    message = Message.objects.get(kind=Kind.DATE_CHOSEN)
    letter = letters.date_chosen(message)
    assert isinstance(letter, Letter)
    assert "Truus" not in letter.text + letter.subject

    actions.cancel_conference(acting(mirjam), ready)

    assert letters.date_chosen(message) == Skip("replaced")
    assert isinstance(letters.cancelled(Message.objects.get(kind=Kind.CANCELLED)), Letter)


def test_calling_off_is_told_only_of_what_is_called_off(invited: Invitation, mirjam: User) -> None:
    assert letters.cancelled(Message(subject_id=invited.conference_id)) == Skip("replaced")


def test_an_invitation_goes_to_who_has_not_answered(invited: Invitation, truus: Person, mirjam: User) -> None:
    message = Message.objects.get(kind=Kind.INVITATION)
    assert isinstance(letters.invitation(message), Letter)

    actions.answer_invitation(by_link(truus), invited, coming="in_person")
    assert letters.invitation(message) == Skip("answered")

    actions.cancel_conference(acting(mirjam), invited.conference)
    assert letters.invitation(message) == Skip("called_off")


def test_a_professional_is_asked_until_the_page_is_in(
    sheet: InformationSheet, page: dict[str, str], hanneke: User, mirjam: User
) -> None:
    message = Message.objects.get(kind=Kind.ASK_INFORMATION)
    letter = letters.ask_information(message)
    assert isinstance(letter, Letter)
    assert str(sheet.pk) in letter.leads_to

    actions.hand_in_information(acting(hanneke), sheet, **page)
    assert letters.ask_information(message) == Skip("answered")

    actions.cancel_conference(acting(mirjam), sheet.conference)
    assert letters.ask_information(message) == Skip("too_late")


def test_the_family_hears_that_there_is_something_to_read(
    sheet: InformationSheet, page: dict[str, str], hanneke: User, mirjam: User, saskia: User
) -> None:
    actions.hand_in_information(acting(hanneke), sheet, **page)
    actions.deliver_information(acting(mirjam), sheet.conference)

    letter = letters.information_came(Message.objects.get(kind=Kind.INFORMATION_CAME, to_user=saskia))

    assert isinstance(letter, Letter)
    assert letter.to == saskia.email
