"""The table that must be complete: what everybody meets at every address, in every state of a family.

The table stands in `tests/access/tables/<state>.txt`, one line an address and verb, and is read by people: a
change of it is a change of who sees what. After reading the difference, write it anew with FGC_WRITE_TABLES=1.
"""

import copy
import os
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponseForbidden, HttpResponseNotFound
from django.test import Client
from django.urls import reverse

from fgc.checks import routes
from fgc.pages.middleware import door_of
from tests.access.house import STATES, State, callers, ids, told

TABLES = Path(__file__).parent / "tables"
# Where most can be done, and where nothing can be done any more; the others are walked by `script/test faults`.
SHORT = {"plan_runs", "stopped"}
STATES_TO_WALK = [state if state.name in SHORT else pytest.param(state, marks=pytest.mark.faults) for state in STATES]
WORDS = {
    200: "ok",
    204: "ok",
    403: "no",
    404: "-",
    409: "mend",
    422: "mend",
    400: "mend",
    412: "mend",
    428: "mend",
    503: "away",
    401: "in",
}


def addresses() -> list[tuple[str, str]]:
    """Every page as (verb, name); the API has a table of its own."""
    doors = [(name, door_of(view)) for _address, name, view in routes() if name]
    found = {(verb, name) for name, door in doors if door and not isinstance(door, str) for verb in door.verbs}
    return sorted(found, key=lambda row: (row[1], row[0]))


def meets(client: Client, verb: str, address: str) -> str:
    """What somebody meets there, in one word; nothing of it stays."""
    cookies = copy.deepcopy(client.cookies)
    with transaction.atomic():
        answer = client.get(address) if verb == "GET" else client.post(address, {})
        transaction.set_rollback(True)
    client.cookies = cookies
    if answer.status_code in (302, 303):
        place = answer["Location"]
        return "in" if "/enter" in place else "ended" if "/l/ended" in place else "go"
    return WORDS.get(answer.status_code, str(answer.status_code))


def address_of(name: str, known: dict[str, Any]) -> str:
    """The address of a route, filled with things of the family."""
    patterns = PARAMETERS[name]
    return reverse(name, kwargs={key: known[key] for key in patterns})


PARAMETERS = {name: re.findall(r"<(?:\w+:)?(\w+)>", address) for address, name, _view in routes()}


@pytest.fixture
def bare_refusals(monkeypatch: Any) -> None:
    """Nobody reads ten thousand times the page that says that there is no page: here its status is enough."""
    monkeypatch.setattr("django.conf.urls.handler404", lambda *_a, **_k: HttpResponseNotFound())
    monkeypatch.setattr("django.conf.urls.handler403", lambda *_a, **_k: HttpResponseForbidden())


@pytest.mark.django_db
@pytest.mark.usefixtures("bare_refusals")
@pytest.mark.parametrize("state", STATES_TO_WALK, ids=lambda state: state.name)
def test_everybody_meets_what_the_table_says(state: State, caplog: Any) -> None:
    with told(state) as stage:
        browsers, known = callers(stage), ids(stage)
        rows = [
            (verb, name, [meets(browser, verb, address_of(name, known)) for browser in browsers.values()])
            for verb, name in addresses()
        ]
    made = table(list(browsers), rows)
    path = TABLES / f"{state.name}.txt"
    if os.environ.get("FGC_WRITE_TABLES") == "1":
        TABLES.mkdir(exist_ok=True)
        path.write_text(made)

    assert made == path.read_text()
    for verb, name, met in rows:
        said = dict(zip(browsers, met, strict=True))
        assert not {one for one in met if one.isdigit()} - {"405"}, (verb, name, said)
        if "family_id" in PARAMETERS[name]:
            assert said["visitor"] == "in", (verb, name)
            assert said["stranger"] == said["ended"] == said["manager"] == "-", (verb, name, said)
            assert said["link"] == "in", (verb, name, said)
            assert said["named"] == said["professional"] == "-", (verb, name, said)


def table(heads: list[str], rows: list[tuple[str, str, list[str]]]) -> str:
    """The table as text that is read and compared line by line."""
    lines = [f"{'':42}" + " ".join(f"{head:12}" for head in heads).rstrip()]
    lines += [f"{verb:5}{name:37}" + " ".join(f"{one:12}" for one in met).rstrip() for verb, name, met in rows]
    return "\n".join(lines) + "\n"
