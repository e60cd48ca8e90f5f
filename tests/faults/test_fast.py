"""The fast selection, in every run of `script/test`: some kills and a crash of the database, by the same oracle."""

import time

import pytest

from fgc.outbox.deliver import BATCH
from tests.faults.yard import Database, at_work, plant, to_the_end, wait_until
from tests.postman import Postman

pytestmark = pytest.mark.django_db


def test_some_hundred_messages_three_kills_and_a_crash_of_the_database(database: Database, postman: Postman) -> None:
    kills, crashes_after = 3, 2
    # Who dies keeps up to a batch until its lease is over, and a crash takes both loops: as many are left to send.
    number = 2 * (kills + 1) * BATCH
    # So slow that there is a middle in which to die.
    postman.thinks_s = 0.005
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
