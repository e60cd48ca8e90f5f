"""What is saved while many letters go out, and what must hold all the same: one doubled at most, and each one whole."""

import threading
from typing import Any

import psycopg
import pytest
from django.core.mail import EmailMessage
from django.db import DataError, connection, transaction
from django.test.utils import CaptureQueriesContext

from fgc.access import grants
from fgc.access.actors import SystemActor
from fgc.access.roles import Role
from fgc.access.under_way import send_off
from fgc.access.walls import acting
from fgc.accounts.models import User
from fgc.conferences.rules import Moment
from fgc.families.models import Family
from fgc.networks import links
from fgc.networks.models import AccessLink, Person
from fgc.outbox import deliver, letters, queue
from fgc.outbox.models import Kind, LifeSign, Message, State
from tests import factories
from tests.outbox.rows import states
from tests.postman import Postman

pytestmark = pytest.mark.django_db(transaction=True)
NOTE = "INSERT INTO outbox_lifesign (loop, at, clock_off, every_s) VALUES (%(loop)s, now(), %(off)s, 0)"


@pytest.fixture
def circle(family: Family) -> list[Person]:
    """Three people of one circle with a mail address."""
    persons = [factories.PersonFactory(family=family, call_name=f"x{number}") for number in range(3)]
    for person in persons:
        person.card.email = f"reader{person.call_name}@post.example"
        person.card.save()
    return persons


@pytest.fixture
def called_off(family: Family, circle: list[Person]) -> list[Message]:
    """A meeting that is off, of which each of them is told."""
    meeting = factories.ConferenceFactory(family=family, moment=Moment.CANCELLED)
    for person in circle:
        queue.to_person(person.pk, Kind.CANCELLED, meeting)
    return list(Message.objects.all())


# A journey for which nobody waits at once.


def test_no_text_goes_over_before_it_is_stored_what_became_of_the_last_one(
    postman: Postman, many: list[Message]
) -> None:
    """The first letter can't be settled for a while: the next line is opened, and its text waits."""
    is_stored, came = threading.Event(), []
    other = psycopg.connect(**{**connection.get_connection_params(), "cursor_factory": None})

    def at_the_text(_address: str) -> bool:
        came.append(is_stored.is_set())
        if len(came) == 1:
            other.set_autocommit(False)
            other.cursor().execute("LOCK TABLE outbox_message IN SHARE MODE")
        return False

    def at_the_recipient(_address: str) -> str:
        if len(came) == 1:
            threading.Timer(0.5, let_go).start()
        return "250 OK"

    def let_go() -> None:
        is_stored.set()
        other.close()

    postman.hangs_up_for, postman.says_to = at_the_text, at_the_recipient

    assert deliver.deliver_due() == 5

    assert came == [False, True, True, True, True]
    assert states() == [("sent", "", 1)] * 5


def test_a_mail_that_is_no_message_of_the_outbox_goes_over_the_same_line(postman: Postman) -> None:
    """A code to come in: the mail server is the same, and nothing is stored first."""
    assert EmailMessage(subject="x", body="123-456", to=["reader@post.example"]).send() == 1
    assert [letter["To"] for letter in postman.letters] == ["reader@post.example"]


def test_what_can_not_be_stored_is_an_error_and_the_line_goes_on(db: Any) -> None:
    journey = send_off(NOTE, {"loop": "x" * 41, "off": 0})
    with pytest.raises(DataError):
        journey.rows()

    assert send_off(NOTE, {"loop": "deliver", "off": 0}).rows() == 1
    assert LifeSign.objects.count() == 1


def test_whoever_asks_next_waits_for_it(db: Any) -> None:
    journey = send_off(NOTE, {"loop": "deliver", "off": 3})

    with acting(SystemActor("clock")):
        assert LifeSign.objects.get().clock_off == 3
    assert journey.rows() == 1


def test_the_next_one_finds_out_that_the_last_one_was_not_stored(db: Any) -> None:
    send_off(NOTE, {"loop": "x" * 41, "off": 0})
    with pytest.raises(DataError):
        send_off(NOTE, {"loop": "deliver", "off": 0})

    assert not LifeSign.objects.exists()


def test_inside_a_transaction_it_belongs_to_that_one(db: Any) -> None:
    with acting(SystemActor("clock")):
        assert send_off(NOTE, {"loop": "deliver", "off": 0}).rows() == 1
        assert LifeSign.objects.exists()
        transaction.set_rollback(True)

    assert not LifeSign.objects.exists()


# A pile of letters.


def test_the_letters_of_a_circle_ask_once_and_store_their_links_together(
    postman: Postman, called_off: list[Message]
) -> None:
    with CaptureQueriesContext(connection) as asked:
        deliver.deliver_due()

    said = [query["sql"] for query in asked]
    assert sum('FROM "conferences_conference"' in one for one in said) == 1
    assert sum('INSERT INTO "networks_accesslink"' in one for one in said) == 1
    assert states() == [("sent", "", 1)] * 3


def test_each_of_them_has_a_link_of_its_own_that_works(postman: Postman, called_off: list[Message]) -> None:
    deliver.deliver_due()

    opened = set()
    for letter in postman.letters:
        link = links.exchange(postman.last_address_in(letter).rstrip("/").rpartition("/")[2])
        assert link is not None
        assert link.person.card.email == letter["To"]
        opened.add(link.person_id)
    assert len(opened) == 3


def test_where_a_link_of_a_pile_can_not_be_stored_the_others_go_all_the_same(
    postman: Postman, called_off: list[Message], monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    caplog.expect_errors = True
    spoilt = called_off[1].to_person_id
    keep = letters.Pile.keep

    def spoil(pile: letters.Pile, row: AccessLink) -> None:
        if row.person_id == spoilt:
            row.token_hash = "x" * 65
        keep(pile, row)

    monkeypatch.setattr(letters.Pile, "keep", spoil)

    deliver.deliver_due()

    assert sorted(Message.objects.values_list("state", flat=True)) == ["retry", "sent", "sent"]
    assert Message.objects.get(state=State.RETRY).reason == "letter_failed"
    assert len(postman.letters) == AccessLink.objects.count() == 2


def test_who_may_not_come_in_any_more_hears_nothing_and_the_others_do(
    postman: Postman, family: Family, saskia: User, marleen: User, cem: User
) -> None:
    """The roles of all accounts are asked in one go; each counts for its own letter only."""
    for user in (saskia, marleen, cem):
        queue.to_user(user, Kind.LET_IN, family)
    grants.end(family.pk, roles=Role, user_id=marleen.pk)

    with CaptureQueriesContext(connection) as asked:
        deliver.deliver_due()

    assert {letter["To"] for letter in postman.letters} == {saskia.email, cem.email}
    assert Message.objects.get(to_user=marleen).reason == "access_ended"
    assert sum("permission" in query["sql"] for query in asked) == 1
