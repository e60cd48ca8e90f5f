"""Lists in pieces."""

from typing import Any

import pytest

from fgc.accounts.models import User
from fgc.families.models import Family
from fgc.networks.models import Person
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def seven(family: Family, saskia: User) -> list[str]:
    for number in range(6):
        factories.PersonFactory(family=family, call_name=f"Buur {number}", tie_label=str(number), ring="3")
    return [str(pk) for pk in Person.objects.order_by("ring", "created_at").values_list("pk", flat=True)]


def walk(program: Any, address: str, link: str = "next") -> list[list[str]]:
    pieces, there = [], address
    while there:
        piece = program.get(there if there == address else there.removeprefix("http://testserver")).json()
        pieces.append([row["id"] for row in piece["results"]])
        there = piece[link]
    return pieces


def test_the_links_lead_through_the_whole_list_once(program: Any, saskia: User, seven: list[str]) -> None:
    pieces = walk(program(saskia), "~/persons?pageSize=3")

    assert [len(piece) for piece in pieces] == [3, 3, 1]
    assert [pk for piece in pieces for pk in piece] == seven


def test_the_links_lead_back_too(program: Any, saskia: User, seven: list[str]) -> None:
    mine = program(saskia)
    second = mine.get("~/persons?pageSize=3").json()["next"].removeprefix("http://testserver")

    first = mine.get(second).json()["previous"].removeprefix("http://testserver")

    assert [row["id"] for row in mine.get(first).json()["results"]] == seven[:3]


def test_somebody_new_hides_nobody(program: Any, saskia: User, family: Family, seven: list[str]) -> None:
    mine = program(saskia)
    following = mine.get("~/persons?pageSize=3").json()["next"].removeprefix("http://testserver")
    factories.PersonFactory(family=family, call_name="Nieuw", ring="1")

    assert [row["id"] for row in mine.get(following).json()["results"]] == seven[3:6]


def test_a_piece_has_a_hundred_rows_at_most(program: Any, saskia: User, family: Family) -> None:
    for number in range(101):
        factories.PersonFactory(family=family, call_name=f"Buur {number}")

    assert len(program(saskia).get("~/persons?pageSize=5000").json()["results"]) == 100
    assert len(program(saskia).get("~/persons").json()["results"]) == 50


SIZES = ["pageSize=0", "pageSize=-1", "pageSize=x", "pageSize=%C2%B2", "pageSize=99999999"]
CURSORS = ["cursor=x", "cursor=%00", "cursor=%F0%9F%91%A9", "cursor=eA"]


@pytest.mark.parametrize("query", SIZES + CURSORS)
def test_a_question_for_a_piece_that_cannot_be_is_refused(program: Any, saskia: User, query: str) -> None:
    answer = program(saskia).get(f"~/persons?{query}")

    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [query.split("=", maxsplit=1)[0]]


def test_a_cursor_past_the_end_is_an_empty_piece(program: Any, saskia: User) -> None:
    assert program(saskia).get("~/persons?cursor=OTk5Lng").json()["results"] == []
