"""Mail servers that are slow, and lines that are slow, break in the middle or go silent."""

import random
import time

import psycopg
import pytest

from tests import broken_line, texting
from tests.broken_line import Fate
from tests.faults.servers import a_site
from tests.faults.yard import Database, at_work, due_now, environment, hurry, judge, plant, rows, to_the_end
from tests.faults.yard import wait_until as waits
from tests.postman import Postman

pytestmark = [pytest.mark.faults, pytest.mark.django_db]
LATE = "UPDATE outbox_message SET next_at = now() - interval '11 minutes' WHERE channel = 'mail'"
OF_TEXTS = "SELECT id FROM outbox_message WHERE channel = 'sms' AND (state, reason) = ('sent', '')"


def test_a_mail_server_of_ten_seconds_a_letter_keeps_nothing_else_waiting(database: Database, postman: Postman) -> None:
    """Text messages go all the same, the web answers, and a watch hears that mail is late."""
    postman.thinks_s = 10
    plant(database, 40)
    plant(database, 20, by="sms")
    with psycopg.connect(database.superuser) as line:
        line.execute(LATE)
    with texting.at_work() as company, a_site(environment(database, address=database.addresses.app)) as site:
        told = {"SMS_URL": company.address, "SMS_TOKEN": texting.TOKEN}
        with at_work(database, postman, **told) as loops:
            waits(lambda: len(company.messages) == 20)
            mails_by_then, page, watched = len(postman.letters), site.get("/"), site.get("/healthz")
            postman.thinks_s = 0
            found = to_the_end(database, postman, loops)

    assert mails_by_then < 40
    assert (page.status, watched.status, '"sending": "late"' in watched.text) == (200, 503, True)
    assert len({one["to"][0]["number"] for one in company.messages}) == len(company.messages) == 20
    assert {row.id for row in found.lost} == texts(database)  # the oracle counts mail only
    assert (found.states, found.unexplained, found.doubles) == ({"sent": 60}, [], 0)


def texts(database: Database) -> set[str]:
    """The messages that went by text message."""
    with psycopg.connect(database.superuser) as line:
        return {str(pk) for [pk] in line.execute(OF_TEXTS)}


def test_lines_that_are_slow_and_break_in_the_middle(database: Database, postman: Postman) -> None:
    chance = random.Random(20260301)
    plant(database, 200)
    with broken_line.to(postman.port) as line:
        line.delay_s = 0.005
        line.fate_of = lambda number: Fate(breaks_at=chance.randint(100, 8_000) if number < 40 else None)
        with at_work(database, postman, port=line.port) as loops:
            waits(lambda: over(database, line))
            found = to_the_end(database, postman, loops)

    assert line.broken >= 20
    assert (found.lost, found.unexplained) == ([], [])
    assert set(found.states) <= {"sent", "uncertain"}
    assert found.doubles <= line.broken


def over(database: Database, line: broken_line.Line) -> bool:
    """Time passes quickly, until nothing waits any more."""
    hurry(database.superuser)
    time.sleep(0.5)
    return not due_now(database.superuser)


def test_lines_that_go_silent_while_both_sides_believe_in_them(database: Database, postman: Postman) -> None:
    """Nobody hangs up and nobody answers: the sender gives up by itself, and what may have gone is a doubt."""
    plant(database, 60)
    with broken_line.to(postman.port) as line:
        line.fate_of = lambda number: Fate(silent_at=(0, 1_500, 4_000)[number] if number < 3 else None)
        with at_work(database, postman, port=line.port) as loops:
            waits(lambda: over(database, line) and line.silenced == 3)
            found = to_the_end(database, postman, loops)

    assert line.silenced == 3
    assert (found.lost, found.unexplained) == ([], [])
    assert found.states == {"sent": 60}
    assert found.doubles <= 2


def test_a_line_to_the_database_that_breaks_again_and_again(database: Database, postman: Postman) -> None:
    """The sender loses its transactions in the middle, between a letter and its note as well."""
    chance = random.Random(20261025)
    plant(database, 200)
    with broken_line.to(database.port) as line:
        line.fate_of = lambda number: Fate(breaks_at=chance.randint(2_000, 60_000) if number < 15 else None)
        through = database.addresses.clock.replace(f":{database.port}/", f":{line.port}/")
        with at_work(database, postman, DATABASE_URL=through) as loops:
            waits(lambda: over(database, line))
            found = to_the_end(database, postman, loops)

    assert line.broken >= 5
    assert (found.lost, found.unexplained) == ([], [])
    assert found.states == {"sent": 200}
    assert found.doubles <= line.broken


def test_nothing_is_judged_where_nothing_happened(database: Database, postman: Postman) -> None:
    """The oracle itself: it tells a letter that is missing, one that came twice without a doubt, and one too many."""
    plant(database, 3)
    lost, double, good = rows(database.superuser)
    sent = [row._replace(state="sent") for row in (lost, double, good)]
    with at_work(database, postman) as loops:
        waits(lambda: len(postman.letters) == 3)
        loops.stop()
    came = {str(letter["Message-ID"])[1:37]: letter for letter in postman.letters}
    postman.letters[:] = [came[double.id], came[double.id], came[good.id]]
    found = judge(sent, postman)

    assert ([row.id for row in found.lost], [row.id for row in found.unexplained]) == ([lost.id], [double.id])
    with pytest.raises(AssertionError):
        judge(sent[:2], postman)
