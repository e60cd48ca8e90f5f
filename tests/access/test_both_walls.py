"""Each wall stands alone: with the database's wall taken away every page is the same, byte for byte, for everybody.

So the code shows nothing that the database has to hide, and the database hides nothing that the code means to show.
"""

import copy
import re

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from tests.access.house import STATES, State, callers, ids, told
from tests.access.test_table import address_of, addresses

# What differs between two visits of the same page: the key of a form, when a calendar was made, what a passkey is
# asked, and the secret that a new app would get.
PASSING = re.compile(
    rb'name="csrfmiddlewaretoken" value="[^"]*"|DTSTAMP:\S+|data-question="[^"]*"'
    rb'|<strong class="secret">[^<]*|class="letter-qr"[^>]*>\s*<svg.*?</svg>',
    re.DOTALL,
)


# The state in which there is most to see; the others are walked by `script/test faults`.
SHORT = [State("task_is_free", 28)]
LONG = [pytest.param(one, marks=pytest.mark.faults) for one in STATES if one not in SHORT]


def read(client: Client, address: str) -> tuple[int, str, bytes]:
    """What somebody gets to see there; nothing of the visit stays."""
    cookies = copy.deepcopy(client.cookies)
    with transaction.atomic():
        answer = client.get(address)
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer.status_code, answer.headers.get("Location", ""), PASSING.sub(b"", answer.content)


def take_the_wall_away() -> None:
    """Until the end of the test the database hides nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what waits for the end of the transaction holds a table
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity")
        for (table,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')


@pytest.mark.django_db
@pytest.mark.parametrize("state", [*SHORT, *LONG], ids=lambda s: s.name)
def test_without_the_databases_wall_every_page_is_the_same(state: State) -> None:
    # The clock stands still: a page that says when somebody was there last says the same in both walks.
    with told(state) as stage, time_machine.travel(timezone.now(), tick=False):
        browsers, known = callers(stage), ids(stage)
        pages = [
            (name, address_of(name, known))
            for verb, name in addresses()
            # Who watches the house is answered on a line of its own, for which the tables are locked here.
            if verb == "GET" and not name.startswith("watch:")
        ]
        asked = [(who, name, browser, address) for name, address in pages for who, browser in browsers.items()]
        with_it = [read(browser, address) for _who, _name, browser, address in asked]
        take_the_wall_away()
        without = [read(browser, address) for _who, _name, browser, address in asked]

    differ = [
        (who, name) for (who, name, _b, _a), one, other in zip(asked, with_it, without, strict=True) if one != other
    ]
    assert not differ, differ
