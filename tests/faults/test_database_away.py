"""The database away, as people and programs meet it: a plain page to come back later, and nothing of the fault."""

import os
import socket

import pytest
from django.db import connection

from tests.black_hole import black_hole
from tests.faults.servers import Queue, a_site
from tests.faults.yard import Database, environment, wait_until

long = pytest.mark.faults
pytestmark = pytest.mark.django_db


def test_a_line_to_a_database_whose_machine_is_gone_is_found_dead_in_a_minute() -> None:
    """The kernel itself was told so: nothing above it can tell a machine that is gone from one that thinks."""
    with connection.cursor(), socket.socket(fileno=os.dup(connection.connection.fileno())) as line:
        idle, pause, times = (
            line.getsockopt(socket.IPPROTO_TCP, getattr(socket, name))
            for name in ("TCP_KEEPIDLE", "TCP_KEEPINTVL", "TCP_KEEPCNT")
        )

    assert idle + pause * times <= 60


@long
def test_the_web_says_plainly_that_the_database_is_away_and_comes_back_by_itself(
    database: Database, redis: Queue
) -> None:
    env = {**environment(database, address=database.addresses.app), "REDIS_URL": redis.address}
    with a_site(env) as site:
        assert site.get("/ask/").status == 200
        database.crash()
        page, program, watched = site.get("/ask/"), site.get("/api/v1/families"), site.get("/healthz")
        database.start()
        wait_until(lambda: site.get("/ask/").status == 200, seconds=30)

    assert (page.status, program.status, watched.status) == (503, 503, 503)
    assert "Probeer" in page.text
    assert '"code": "unavailable"' in program.text
    assert '"database": "away"' in watched.text
    for answer in (page, program):
        assert not {"Traceback", "psycopg", "OperationalError", "127.0.0.1"} & set(answer.text.split())
        assert "Error" not in answer.text


@long
def test_the_web_answers_while_the_database_hangs(database: Database, redis: Queue) -> None:
    """Nobody waits without end for who takes the call and says nothing."""
    with black_hole() as hole:
        silent = database.addresses.app.replace(f":{database.port}/", f":{hole}/")
        with a_site({**environment(database, address=silent), "REDIS_URL": redis.address}) as site:
            page, watched = site.get("/ask/"), site.get("/healthz")

    assert (page.status, watched.status) == (503, 503)
    assert '"database": "away"' in watched.text
