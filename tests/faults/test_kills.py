"""Whoever dies, and whenever: every message has exactly one end, and its reason is written down."""

import time

import pytest

from tests.faults.yard import Database, at_work, due_now, plant, rows, to_the_end, wait_until
from tests.postman import Postman

pytestmark = [pytest.mark.faults, pytest.mark.django_db]


def test_three_thousand_messages_twenty_kills_and_two_crashes_of_the_database(
    database: Database, postman: Postman
) -> None:
    number, kills, crashes = 3_000, 20, {7, 14}
    plant(database, number)
    with at_work(database, postman) as loops:
        for kill in range(1, kills + 1):
            # In the first quarter: each that dies keeps up to a hundred until its lease is over.
            goal = kill * number // (4 * kills)
            wait_until(lambda goal=goal: len(postman.letters) >= goal)  # type: ignore[misc]
            loops.kill_one()
            if kill in crashes:
                database.crash()
                time.sleep(2)
                database.start()
        found = to_the_end(database, postman, loops)

    assert (found.lost, found.unexplained) == ([], [])
    assert found.states["sent"] == number
    assert found.doubles <= kills + len(crashes)


def test_a_mail_server_that_takes_some_later_and_some_never(database: Database, postman: Postman) -> None:
    """451 for one in seven, 550 for one in fifty: tried again to its end, or failed at once and never tried again."""
    postman.says_to = lambda address: _moody(address, postman)
    plant(database, 600)
    with at_work(database, postman) as loops:
        wait_until(lambda: len(postman.letters) > 300)
        loops.kill_one()
        wait_until(lambda: not due_now(database.superuser))
        found = to_the_end(database, postman, loops)

    never = [row for row in rows(database.superuser) if row.state == "failed"]
    assert (found.lost, found.unexplained) == ([], [])
    assert {row.reason for row in never} == {"address_refused"}
    assert len(never) == 600 // 50
    assert found.states == {"sent": 588, "failed": 12}
    assert found.doubles <= loops.kills


def _moody(address: str, postman: Postman) -> str:
    number = int(address.removeprefix("reader").partition("x")[0])
    if number % 50 == 0:
        return "550 nobody here"
    if number % 7 == 0 and address not in postman.seen:
        postman.seen.add(address)
        return "451 not now"
    return "250 OK"


def test_answers_that_come_too_late_are_doubts_and_end_after_one_more_try(database: Database, postman: Postman) -> None:
    postman.hangs_up_for = lambda address: address.startswith("reader1") and address not in postman.seen
    plant(database, 100)
    with at_work(database, postman) as loops:
        wait_until(lambda: not due_now(database.superuser))
        found = to_the_end(database, postman, loops)

    assert (found.lost, found.unexplained) == ([], [])
    assert found.states == {"sent": 100}
    assert found.doubles == 11  # reader1 and reader10 to reader19


def test_a_database_that_is_away_for_long_is_waited_for(database: Database, postman: Postman) -> None:
    plant(database, 50)
    database.crash()
    with at_work(database, postman) as loops:
        time.sleep(8)
        assert all(one.poll() is None for one in loops.running)
        assert postman.letters == []
        database.start()
        wait_until(lambda: len(postman.letters) == 50)
        found = to_the_end(database, postman, loops)

    assert found.states == {"sent": 50}
    assert (found.lost, found.unexplained, found.doubles) == ([], [], 0)
