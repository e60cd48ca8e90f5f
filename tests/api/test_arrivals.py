"""At what time somebody comes, for a program of the coordinator; and the own time, for a program of that person."""

# ruff: noqa: F811

from typing import Any

import pytest

from fgc.accounts.models import User
from fgc.conferences import actions
from fgc.conferences.models import Arrival, Conference
from fgc.networks.models import Person
from tests.conferences.conftest import (  # noqa: F401  # the same days of the same story
    at,
    clock,
    conference,
    dated,
    ready,
    saturday,
)
from tests.conftest import acting

HIS = {"comes_at": "2026-02-21T12:40:00Z", "goes_at": "2026-02-21T15:00:00Z", "entrance": "De tuindeur."}


@pytest.fixture
def cems(cem: User) -> Person:
    return Person.objects.get(account=cem)


def test_each_program_reads_what_its_account_reads(
    program: Any, dated: Conference, mirjam: User, cem: User, cems: Person, saskia: User
) -> None:
    here = f"~/conferences/{dated.pk}"
    put = program(mirjam).put(f"{here}/arrivals/{cems.pk}", {"comes": "13:40", "entrance": "De tuindeur."})
    assert put.json() == {**HIS, "person_id": str(cems.pk)}
    assert program(mirjam).get(f"{here}/arrivals").json()["results"] == [put.json()]

    assert program(cem).get(f"{here}/own-arrival").json() == HIS
    assert program(saskia).get(f"{here}/own-arrival").status_code == 404
    assert "T124000Z" in program(cem).get(f"{here}/appointment").content.decode()
    assert "T100000Z" in program(saskia).get(f"{here}/appointment").content.decode()
    [asked] = actions.invite(acting(mirjam), dated, person_ids=[cems.pk])
    actions.mark_told(acting(mirjam), asked)
    own = program(cem).get(f"~/persons/{cems.pk}/invitations/{asked.pk}").json()
    assert {name: own[name] for name in ("starts_at", "ends_at", "entrance")} == {
        "starts_at": HIS["comes_at"], "ends_at": HIS["goes_at"], "entrance": HIS["entrance"],
    }  # fmt: skip

    assert program(mirjam).delete(f"{here}/arrivals/{cems.pk}").status_code == 204
    assert program(mirjam).delete(f"{here}/arrivals/{cems.pk}").status_code == 404
    assert program(cem).get(f"{here}/own-arrival").status_code == 404


def test_what_is_said_wrongly_is_refused_in_words(program: Any, dated: Conference, mirjam: User, cems: Person) -> None:
    address = f"~/conferences/{dated.pk}/arrivals/{cems.pk}"
    for said, field in (
        ({"comes": "half drie"}, "comes"),
        ({"comes": "12:00", "goes": "11:00"}, "goes"),
        ({}, "comes"),
    ):
        answer = program(mirjam).put(address, said)
        assert answer.status_code == 422
        assert field in str(answer.json())
    assert not Arrival.objects.exists()


@pytest.mark.parametrize("who", ["saskia", "noor", "cem", "marleen", "erik", "hanneke", "stranger"])
def test_for_a_program_of_anybody_else_there_are_no_arrivals(
    who: str, program: Any, dated: Conference, mirjam: User, cems: Person, request: Any
) -> None:
    actions.agree_arrival(acting(mirjam), dated, cems, comes="13:40")
    theirs, here = program(request.getfixturevalue(who)), f"~/conferences/{dated.pk}"
    assert theirs.get(f"{here}/arrivals").status_code == 404
    assert theirs.put(f"{here}/arrivals/{cems.pk}", {"comes": "12:00"}).status_code == 404
    assert theirs.delete(f"{here}/arrivals/{cems.pk}").status_code == 404
    assert Arrival.objects.get().comes_at == at(21, 13, 40)
