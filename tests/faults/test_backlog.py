"""After a day without any sender: what is still of use goes, oldest first, once to each person, and not at night."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from tests.faults.yard import Database, at_work, due_now, environment, in_hand, judge, rows, run, wait_until
from tests.postman import Postman

pytestmark = [pytest.mark.faults, pytest.mark.django_db]
A_MINUTE, IN_HAND = 2_000, 2 * 50
QUIET = "SELECT count(*) FROM outbox_message WHERE state = 'retry' AND reason = 'quiet' AND next_at > now() + %s"


def test_ten_thousand_messages_after_a_day_without_a_sender(database: Database, postman: Postman) -> None:
    run(["-m", "tests.faults.plant_backlog"], environment(database, address=database.superuser))
    order = in_order_of_due(database)
    with at_work(database, postman, MAIL_PER_MINUTE=str(A_MINUTE)) as loops:
        wait_until(lambda: not due_now(database.superuser) and not in_hand(database.superuser), seconds=900)
        loops.stop()
    planned = rows(database.superuser)
    # Who is asleep waits for the morning: that is no end yet.
    waits = [row for row in planned if row.state == "retry"]
    found = judge([row for row in planned if row.state != "retry"], postman)

    assert (found.lost, found.unexplained, found.doubles) == ([], [], 0)
    ends, went_out = Counter((row.state, row.reason) for row in planned), len(postman.letters)
    assert ends == {
        ("sent", ""): went_out,
        ("sent", "told_along"): 8_000 - went_out,
        ("expired", "too_late"): 1_000,
        ("expired", "quiet"): 500,
        ("retry", "quiet"): 500,
    }
    # One message to each person; a second one only where two senders had one of the same person in hand.
    each = Counter(letter["To"] for letter in postman.letters)
    assert (len(each), max(each.values()) <= 2, went_out - 2_000 <= IN_HAND) == (2_000, True, True)
    assert not {row.id for row in waits} & {message_of(letter) for letter in postman.letters}
    with psycopg.connect(database.superuser) as line:
        assert line.execute(QUIET, [timedelta(hours=2)]).fetchone() == (500,)
    went = [order[message_of(letter)] for letter in postman.letters]
    assert all(abs(place - sorted(went).index(due)) <= IN_HAND for place, due in enumerate(went))
    assert max(Counter(minute(at) for at in postman.came_at).values()) <= A_MINUTE + IN_HAND
    assert len({minute(at) for at in postman.came_at}) > 1


def in_order_of_due(database: Database) -> dict[str, int]:
    """Each message with its place among all, the oldest first."""
    with psycopg.connect(database.superuser) as line:
        found = line.execute("SELECT id FROM outbox_message ORDER BY due_at, id").fetchall()
    return {str(pk): place for place, [pk] in enumerate(found)}


def message_of(letter: object) -> str:
    """The message of a letter."""
    return str(letter["Message-ID"]).strip("<>").partition("@")[0]  # type: ignore[index]


def minute(at: float) -> datetime:
    """In which minute something came."""
    return datetime.fromtimestamp(at, UTC).replace(second=0, microsecond=0)
