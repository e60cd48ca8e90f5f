"""The sheet about safety, for a program of its coordinator; and the own words, for a program of who told them."""

import pytest

from fgc.networks import actions
from fgc.networks.models import SafetyStep
from tests.conftest import acting

SECRET = "Hij stond weer bij school."


def test_a_program_of_the_coordinator_keeps_the_sheet(program, mirjam, cem, family):
    mine = program(mirjam)
    assert mine.get("~/safety").json()["steps"] == []
    assert program(cem).put("~/own-safety", {"text": SECRET}).json()["text"] == SECRET
    assert program(cem).get("~/own-safety").json()["goes_along"] is False

    kept = mine.patch("~/safety", {"mode": "shuttle", "unsafe": "Ruzie.", "leaving": "Eerst zij."}).json()
    assert kept["leaving"] == "Eerst zij."
    assert (kept["mode"], kept["unsafe"], [one["text"] for one in kept["parts"]]) == ("shuttle", "Ruzie.", [SECRET])
    assert mine.put("~/safety/steps/signals", {"on": "2026-01-02"}).json()["step"] == "signals"
    assert [one["step"] for one in mine.get("~/safety").json()["steps"]] == ["signals"]
    assert mine.put("~/safety/term", {"until": None}).json()["kept_until"] is None

    assert program(cem).delete("~/own-safety").status_code == 204
    assert program(cem).get("~/own-safety").status_code == 404


def test_what_a_program_says_wrongly_is_refused_in_words(program, mirjam, family):
    mine = program(mirjam)
    assert mine.put("~/safety/steps/x", {"on": "2026-01-02"}).status_code == 404
    for address, said, field in (
        ("~/safety/term", {"until": "2099-01-01", "reason": "x"}, "until"),
        ("~/safety/steps/talk", {"on": "2026-01-02", "is_waived": True}, "words"),
        ("~/safety/steps/weigh", {"on": "2099-01-02"}, "on"),
    ):
        answer = mine.put(address, said)
        assert answer.status_code == 422
        assert field in str(answer.json())
    assert not SafetyStep.objects.exists()


@pytest.mark.parametrize("who", ["saskia", "noor", "cem", "marleen", "erik", "hanneke", "stranger"])
def test_for_a_program_of_anybody_else_there_is_no_sheet(who, program, mirjam, family, request):
    actions.write_safety_sheet(acting(mirjam), family, unsafe=SECRET)
    theirs = program(request.getfixturevalue(who))
    assert theirs.get("~/safety").status_code == 404
    assert theirs.patch("~/safety", {"unsafe": "x"}).status_code == 404
