"""Every page and every endpoint, read by everybody, three times: as it is, with every filter of the code taken out, and
with the wall of the database taken away. No word of a family turns up with somebody who has nothing to do with it.

`tables/behind_the_wall.txt` says which field each of the family sees, and which the database alone would let through
if the code forgot to ask. After reading the difference, write it anew with FGC_WRITE_TABLES=1.
"""

import copy
import os
import uuid
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from fgc.access import actors
from fgc.access.can import Can
from fgc.accounts import tokens
from fgc.accounts.models import User
from fgc.checks import routes
from fgc.demo.selam_people import CIRCLE_A, CIRCLE_B
from fgc.families import queries
from fgc.families.models import Family
from fgc.networks import queries as circle
from fgc.networks.models import ContactCard, HandOver, PrivateNote, SafetyPart, SafetySheet
from tests.access import canaries, outlets
from tests.access.canaries import text_of
from tests.access.house import STATES, State, callers, ids, told
from tests.access.test_both_walls import take_the_wall_away
from tests.access.test_table import PARAMETERS, address_of, addresses

TABLE = Path(__file__).parent / "tables" / "behind_the_wall.txt"
# The state in which there is most to see; the others are walked by `script/test faults`.
[RUNS] = [state for state in STATES if state.name == "plan_runs"]
ELSE = [pytest.param(state, marks=pytest.mark.faults) for state in STATES if state is not RUNS]
OUTSIDE = ("visitor", "stranger", "ended", "manager")
# What a family that waits for a coordinator tells the manager who looks for one, and nothing else.
WISHES = {f"families.Family.{field}" for field in ("region", "wish_culture", "wish_gender", "wish_language")}
Reader = Callable[[str], str]


def forget_every_filter(monkeypatch: Any, family: Family) -> None:
    """The code says yes to everything; of a family it hands out an empty row, as a forgotten check would find it."""

    def bare(_actor: Any, _can: Can, family_id: uuid.UUID, **_more: Any) -> Family:
        return Family(pk=family_id, organisation=family.organisation, stage=family.stage)

    monkeypatch.setattr(queries, "family_for", bare)
    monkeypatch.setattr(queries, "rights_in", lambda *_args: frozenset(Can))
    monkeypatch.setattr(queries, "waits_outside", lambda *_args: False)
    monkeypatch.setattr(circle, "card_for", lambda _actor, one: ContactCard.objects.filter(person=one).first())
    monkeypatch.setattr(circle, "notes_for", lambda *_args: list(PrivateNote.objects.select_related("author")))
    monkeypatch.setattr(circle, "safety_sheet_for", lambda *_args: SafetySheet.objects.first())
    monkeypatch.setattr(circle, "safety_parts_for", lambda *_args: list(SafetyPart.objects.select_related("author")))
    monkeypatch.setattr(circle, "told_about_safety", lambda *_args: SafetyPart.objects.first())
    monkeypatch.setattr(circle, "own_hand_over", lambda *_args: HandOver.objects.first())
    monkeypatch.setattr(circle, "note_for", lambda *_args: PrivateNote.objects.select_related("author").first())
    for kind in (actors.UserActor, actors.LinkActor, actors.Visitor):
        monkeypatch.setattr(kind, "may", lambda *_args, **_kwargs: True)


def pages(known: dict[str, Any]) -> list[str]:
    """The address of every page that can be read, and of every endpoint."""
    by_verb = [address_of(name, known) for verb, name in addresses() if verb == "GET"]
    endpoints = [name for address, name, view in routes() if address.startswith("api/v1/") and "GET" in rights(view)]
    return by_verb + [address_of(name, known) for name in endpoints if set(PARAMETERS[name]) <= set(known)]


def rights(view: Any) -> Any:
    return getattr(getattr(view, "cls", None), "rights", {})


def reader(client: Client) -> Reader:
    """Reads an address as a page does, or as a program of the same account; nothing of the visit stays."""
    client.raise_request_exception = False
    account = User.objects.filter(pk=client.session.get("_auth_user_id")).first()
    token = tokens.make_token(account, name="canary") if account else ""

    def read(address: str) -> str:
        cookies = copy.deepcopy(client.cookies)
        program = {"Authorization": f"Bearer {token}"} if token and address.startswith("/api/") else {}
        with transaction.atomic():
            answer = client.get(address, headers=program)
            transaction.set_rollback(True)
        client.cookies = cookies
        words = text_of(answer.content) + str(dict(answer.headers))
        assert answer.status_code < 500 or "kanarie" not in words, address
        return words

    return read


def crawl(readers: dict[str, Reader], asked: list[str], planted: dict[str, str]) -> dict[str, set[str]]:
    """Who met the words of which fields."""
    met: dict[str, set[str]] = defaultdict(set)
    for who, read in readers.items():
        for address in asked:
            met[who] |= canaries.found(read(address), planted)
    return met


@pytest.mark.django_db
@pytest.mark.parametrize("state", [RUNS, *ELSE], ids=lambda state: state.name)
def test_no_word_of_a_family_reaches_who_has_nothing_to_do_with_it(state: State, caplog: Any, monkeypatch: Any) -> None:
    caplog.expect_errors = True  # a page of which every filter is gone may break; it may not tell
    with told(state) as stage:
        family, browsers = stage.family, callers(stage)
        asked = pages(ids(stage))
        planted = canaries.plant(family)
        readers = {who: reader(browser) for who, browser in browsers.items()}
        outside = {who: readers[who] for who in OUTSIDE}

        as_it_is = crawl(readers, asked, planted)
        with monkeypatch.context() as patch:
            forget_every_filter(patch, family)
            by_the_wall_alone = crawl(readers, asked, planted)
        take_the_wall_away()
        by_the_code_alone = crawl(outside, asked, planted)

    assert len(asked) > 80
    for who in OUTSIDE:
        at_most = WISHES if who == "manager" and state.name == "disputed" else set()
        for met in (as_it_is, by_the_wall_alone, by_the_code_alone):
            assert met[who] <= at_most, who
    if state is RUNS:
        compare(as_it_is, by_the_wall_alone, planted)


@pytest.mark.django_db
def test_no_word_of_one_side_reaches_the_other(caplog: Any, monkeypatch: Any) -> None:
    """Of two circles that must not know of each other, and of the plan for the children between them."""
    caplog.expect_errors = True
    with outlets.told() as both:
        sides = {CIRCLE_A: ("dennis", "marco", "stef"), CIRCLE_B: ("selam", "lies")}
        planted = {
            where: canaries.plant(both.family(where), first=1_000_000 * place) for place, where in enumerate(sides)
        }

        def crossed() -> dict[str, set[str]]:
            """What each of one side meets of the other, at every address with things of the other in it."""
            return {
                who: set().union(
                    *(canaries.found(both.read(who, one).words, planted[where]) for one in both.addresses(who, where))
                )
                for where, those in sides.items()
                for who in those
            }

        as_it_is = crossed()
        with monkeypatch.context() as patch:
            forget_every_filter(patch, both.family(CIRCLE_A))
            by_the_wall_alone = crossed()
        take_the_wall_away()
        by_the_code_alone = crossed()

    assert all(len(words) > 80 for words in planted.values())
    for met in (as_it_is, by_the_wall_alone, by_the_code_alone):
        assert met == {who: set() for those in sides.values() for who in those}


def compare(met: dict[str, set[str]], by_the_wall: dict[str, set[str]], planted: dict[str, str]) -> None:
    """The table of who reads what, for people to read."""
    inside = [who for who in met if who not in OUTSIDE]

    def word(who: str, field: str) -> str:
        return "sees" if field in met[who] else "the wall" if field in by_the_wall[who] else "-"

    lines = [f"{'':42}" + " ".join(f"{who:12}" for who in inside).rstrip()]
    lines += [
        f"{field:42}" + " ".join(f"{word(who, field):12}" for who in inside).rstrip()
        for field in sorted(set(planted.values()))
    ]
    made = "\n".join(lines) + "\n"
    if os.environ.get("FGC_WRITE_TABLES") == "1":
        TABLE.write_text(made)
    assert made == TABLE.read_text()
