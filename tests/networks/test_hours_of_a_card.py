"""The hours, the word and the clock on a contact card: who says them, who reads them, and what waits for them."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from fgc.errors import NotAllowed, RuleBroken
from fgc.networks import actions, queries
from fgc.networks.models import AccessLink, ContactCard, Person
from fgc.outbox import deliver, queue
from fgc.outbox.letters import not_now
from fgc.outbox.models import Kind, Message, State
from fgc.settings import env
from tests import factories
from tests.conftest import acting
from tests.factories import by_link
from tests.outbox.rows import states

pytestmark = pytest.mark.django_db
# A Monday in March, by the clock of Amsterdam one hour later.
NOON, NIGHT = datetime(2026, 3, 2, 11, tzinfo=UTC), datetime(2026, 3, 2, 21, tzinfo=UTC)
MORNING = datetime(2026, 3, 3, 7, tzinfo=UTC)


@pytest.fixture(autouse=True)
def quiet_nights(settings: Any) -> None:
    settings.QUIET_HOURS = time(21), time(8)


def asked(person: Person, kind: str = Kind.ASK_DATE, **rest: Any) -> Message:
    """A message that this person still wants, due before all of these moments."""
    conference = factories.ConferenceFactory(family=person.family)
    factories.DateOptionFactory(conference=conference)
    if kind != Kind.ASK_DATE:
        type(conference).objects.filter(pk=conference.pk).update(moment="cancelled")
    queue.to_person(person.pk, kind, conference, due_at=NOON - timedelta(days=1), **rest)
    return Message.objects.get()


def sent_at(moment: datetime) -> tuple[str, str, int]:
    deliver.deliver_due(now=moment)
    return states()[0]


def test_at_night_a_message_waits_for_the_morning_and_no_link_is_made(truus: Person, mailoutbox: list[Any]) -> None:
    message = asked(truus)

    assert sent_at(NIGHT) == ("retry", "quiet", 0)
    message.refresh_from_db()
    assert message.next_at == MORNING
    assert not AccessLink.objects.exists()

    assert sent_at(MORNING) == ("sent", "", 1)
    assert [mail.to for mail in mailoutbox] == [[truus.card.email]]


@pytest.mark.parametrize("kind", [Kind.CANCELLED, Kind.STOPPED])
def test_what_calls_somebody_off_goes_at_night(kind: Kind, truus: Person) -> None:
    asked(truus, kind)

    assert sent_at(NIGHT) == ("sent", "", 1)


@pytest.mark.parametrize("kind", [Kind.ASK_DATE, Kind.CANCELLED, Kind.STOPPED])
def test_nothing_at_all_goes_outside_safe_hours(kind: Kind, truus: Person) -> None:
    actions.set_contact(by_link(truus), truus, safe_from="22:30", safe_until="23:30")
    asked(truus, kind)

    assert sent_at(NOON) == ("retry", "safe_hours", 0)
    assert sent_at(NIGHT + timedelta(minutes=30)) == ("sent", "", 1)


def test_who_wants_no_messages_has_no_hours_that_count(truus: Person) -> None:
    actions.set_contact(by_link(truus), truus, no_messages=True, safe_from="09:00", safe_until="10:00")
    asked(truus)

    assert sent_at(NIGHT) == ("skipped", "no_messages", 1)


def test_a_call_and_a_letter_come_on_the_list_at_any_hour(truus: Person) -> None:
    actions.set_contact(by_link(truus), truus, safe_from="09:00", safe_until="10:00")
    asked(truus, channel=queue.Channel.CALL)

    assert sent_at(NIGHT)[0] == State.BY_HAND


def test_what_is_of_no_use_in_the_morning_is_not_sent_then(truus: Person) -> None:
    asked(truus, not_after=NIGHT + timedelta(hours=1))

    assert sent_at(NIGHT) == ("expired", "quiet", 1)


def test_an_account_is_written_to_in_the_hours_of_its_own_person_in_that_family(saskia: Any, family: Any) -> None:
    queue.to_user(saskia, Kind.LET_IN, family, due_at=NOON)
    own = Person.objects.get(account=saskia)
    ContactCard.objects.filter(person=own).update(safe_from=time(13), safe_until=time(14))
    assert sent_at(NOON + timedelta(minutes=59)) == ("retry", "safe_hours", 0)
    assert sent_at(NOON + timedelta(hours=1)) == ("sent", "", 1)


def test_an_account_that_is_nobody_in_the_circle_is_not_kept_waiting(mirjam: Any, family: Any) -> None:
    queue.to_user(mirjam, Kind.LET_IN, family, due_at=NOON)

    assert sent_at(NIGHT) == ("sent", "", 1)


def test_who_is_asked_something_outside_every_family_is_not_kept_waiting(mirjam: Any) -> None:
    message = Message(kind=Kind.ASK_INDEPENDENCE, to_user=mirjam)

    assert not_now(message, NIGHT) is None


def test_the_hours_of_another_family_do_not_count_here(saskia: Any, family: Any) -> None:
    elsewhere = factories.PersonFactory(family=factories.FamilyFactory(), account=saskia)
    ContactCard.objects.filter(person=elsewhere).update(safe_from=time(3), safe_until=time(4))
    queue.to_user(saskia, Kind.LET_IN, family, due_at=NOON)

    assert sent_at(NOON) == ("sent", "", 1)


def test_who_changes_the_hours_is_asked_about_anew_at_once(truus: Person, saskia: Any) -> None:
    message = asked(truus)
    sent_at(NIGHT)

    with time_machine.travel(NIGHT, tick=False):
        actions.set_contact(by_link(truus), truus, time_zone="America/Paramaribo")

    message.refresh_from_db()
    assert message.next_at == NIGHT
    assert sent_at(NIGHT + timedelta(minutes=1)) == ("sent", "", 1)


def test_an_account_whose_hours_change_is_asked_about_anew_as_well(saskia: Any, family: Any) -> None:
    queue.to_user(saskia, Kind.LET_IN, family, due_at=NOON)
    sent_at(NIGHT)

    own = Person.objects.get(account=saskia)
    with time_machine.travel(NIGHT, tick=False):
        actions.set_contact(by_link(own), own, quiet_from="23:00", quiet_until="06:00")

    assert sent_at(NIGHT) == ("sent", "", 1)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"safe_from": "09:00"}, "safe_until"),
        ({"safe_from": "09:00", "safe_until": "09:00"}, "safe_until"),
        ({"quiet_until": "09:00"}, "quiet_from"),
        ({"safe_from": "zo laat", "safe_until": "10:00"}, "safe_from"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"safe_word": "w" * 41}, "safe_word"),
    ],
)
def test_hours_that_can_not_be_kept_change_nothing(
    said: dict[str, Any], field: str, truus: Person, saskia: Any, family: Any
) -> None:
    with pytest.raises(RuleBroken) as no:
        actions.set_contact(by_link(truus), truus, **said)
    assert no.value.field == field
    assert not ContactCard.objects.exclude(safe_from=None, quiet_from=None, time_zone="", safe_word="").exists()

    with pytest.raises(RuleBroken) as also:
        actions.add_person(acting(saskia), family, call_name="Wendy", **said)
    assert also.value.field == field


@pytest.mark.parametrize("who", ["saskia", "noor", "cem", "hanneke", "stranger"])
def test_nobody_else_says_when_somebody_may_be_written_to(who: str, truus: Person, request: Any) -> None:
    with pytest.raises(NotAllowed):
        actions.set_contact(acting(request.getfixturevalue(who)), truus, safe_from="09:00", safe_until="10:00")


def test_the_safe_word_is_for_the_person_and_the_coordinator_and_not_for_named_readers(
    truus: Person, cem: Any, mirjam: Any, saskia: Any
) -> None:
    actions.set_contact(acting(mirjam), truus, safe_word="walnoot", call_note="Bel lang.")
    named = Person.objects.get(account=cem)
    actions.choose_card_readers(acting(mirjam), truus, readers=[named.pk])

    seen = {
        name: queries.card_for(actor, truus)
        for name, actor in {"hers": by_link(truus), "mirjam": acting(mirjam), "cem": acting(cem)}.items()
    }

    assert {name: card.safe_word for name, card in seen.items()} == {"hers": "walnoot", "mirjam": "walnoot", "cem": ""}
    assert {card.call_note for card in seen.values()} == {"Bel lang."}
    assert queries.card_for(acting(saskia), truus) is None


def test_whoever_leaves_leaves_no_hours_and_no_word(truus: Person, mirjam: Any) -> None:
    said = {"safe_from": "09:00", "safe_until": "10:00", "safe_word": "walnoot", "call_note": "Bel lang."}
    actions.set_contact(by_link(truus), truus, **said)

    actions.leave_circle(acting(mirjam), truus)

    card = ContactCard.objects.get(person=truus)
    assert (card.safe_from, card.safe_word, card.call_note) == (None, "", "")


@pytest.mark.parametrize("said", ["21:00", "21:00-8", "laat-vroeg", "21:10-08:00"])
def test_quiet_hours_that_an_operator_wrote_wrong_stop_the_start(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIET_HOURS", said)

    with pytest.raises(ImproperlyConfigured, match="QUIET_HOURS"):
        env.hours("QUIET_HOURS", "")


@pytest.mark.parametrize(("said", "expected"), [("", (None, None)), ("21:00-08:00", (time(21), time(8)))])
def test_quiet_hours_of_the_house_are_two_times_or_none(
    said: str, expected: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUIET_HOURS", said)

    assert env.hours("QUIET_HOURS", "20:00-07:00") == expected


@pytest.mark.django_db(transaction=True)
def test_what_stood_there_before_as_words_can_still_be_read(truus: Person) -> None:
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    try:
        MigrationExecutor(connection).migrate([("networks", "0021_here_for_a_while")])
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE networks_contactcard NO FORCE ROW LEVEL SECURITY")
            cursor.execute("UPDATE networks_contactcard SET safe_hours = 'na acht uur, niet op zondag'")
            cursor.execute("ALTER TABLE networks_contactcard FORCE ROW LEVEL SECURITY")
    finally:
        MigrationExecutor(connection).migrate(newest)

    card = ContactCard.objects.get(person=truus)
    assert (card.call_note, card.safe_from, card.quiet_from) == ("na acht uur, niet op zondag", None, None)
