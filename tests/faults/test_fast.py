"""The fast selection, in every run of `script/test`: some kills and a crash of the database, by the same oracle."""

import time

import pytest

from tests.faults.yard import Database, at_work, plant, to_the_end, wait_until
from tests.postman import Postman

pytestmark = pytest.mark.django_db


def test_a_hundred_and_twenty_messages_three_kills_and_a_crash_of_the_database(
    database: Database, postman: Postman
) -> None:
    number, kills, crashes_after = 120, 3, 2
    # So slow that there is a middle in which to die.
    postman.thinks_s = 0.02
    plant(database, number)
    with at_work(database, postman) as loops:
        for kill in range(1, kills + 1):
            goal = kill * number // (2 * kills)
            wait_until(lambda goal=goal: len(postman.letters) >= goal)  # type: ignore[misc]
            loops.kill_one()
            if kill == crashes_after:
                database.crash()
                time.sleep(0.5)
                database.start()
        found = to_the_end(database, postman, loops, number=1)

    assert (found.lost, found.unexplained) == ([], [])
    assert found.states == {"sent": number}
    assert found.doubles <= kills + 1
