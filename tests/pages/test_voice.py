"""A family's pages speak to the family; its coordinator reads the same pages with the family's name in them."""

import re
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from fgc.demo import people
from fgc.pages import voice, words
from tests.access.house import STATES, State, callers, ids, told
from tests.access.test_table import PARAMETERS, address_of, addresses

# In Dutch there is no mistaking who is meant: "jullie" is the family, "ons" and "onze" are its own.
FAMILY_VOICE = re.compile(r"\b(?:jullie|ons|onze)\b", re.IGNORECASE)
# What people wrote themselves, what is typed together at the kitchen table, and the words for screen readers' tools.
OWN_WORDS = re.compile(
    r"<form\b.*?</form>|<(\w+)[^>]*\bdir=\"auto\".*?</\1>|<blockquote\b.*?</blockquote>|<[^>]+>", re.DOTALL
)


def said(answer: Any) -> str:
    """What the page itself says."""
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", OWN_WORDS.sub(" ", f"<main{main}"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "state", [one for one in STATES if one.name in ("evening_before", "plan_runs")], ids=lambda state: state.name
)
def test_no_page_speaks_to_the_coordinator_as_to_the_family(state: State) -> None:
    with told(state) as stage:
        mirjam, known = callers(stage)["coordinator"], ids(stage)
        mirjam.cookies["django_language"] = "nl"
        pages = {name: _read(mirjam, address_of(name, known)) for name in _pages_of_a_family()}
    found = {name: FAMILY_VOICE.findall(page) for name, page in pages.items()}

    assert {name: voices for name, voices in found.items() if voices} == {}
    assert sum(bool(page.strip()) for page in pages.values()) > 20


def _pages_of_a_family() -> list[str]:
    return [name for verb, name in addresses() if verb == "GET" and "family_id" in PARAMETERS[name]]


def _read(client: Client, address: str) -> str:
    with transaction.atomic():
        answer = client.get(address)
        transaction.set_rollback(True)
    return said(answer) if answer.status_code == 200 and not answer.streaming else ""


@pytest.mark.django_db
def test_the_plan_is_the_familys_by_name_for_its_coordinator_and_ours_for_the_family() -> None:
    with told(STATES[3]) as stage:
        browsers, family = callers(stage), stage.family
        address = address_of("plan:plan", ids(stage))
        to_coordinator, to_family = browsers["coordinator"].get(address), browsers["commissioner"].get(address)

    assert "Het plan van de kring van Noor" in said(to_coordinator)
    assert to_coordinator.content.count(b'href="/desk/"') == 1
    assert "Ons plan" in said(to_family)
    assert b'href="/desk/"' not in to_family.content
    assert family.name == people.FAMILY


def test_every_sentence_with_a_second_voice_is_still_said_on_some_page() -> None:
    said_anywhere = {word.singular for files in words.rooms().values() for word in words.said_in(_templates(files))}

    assert voice.BY_NAME.keys() - said_anywhere == set()


def _templates(files: Any) -> list[Any]:
    return [path for path in files if path.suffix == ".html"]
