"""The door for programs: tokens, verbs, forms and languages; and every no in one shape."""

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from fgc.accounts import tokens
from fgc.accounts.models import Token, User
from fgc.audit.models import Line
from fgc.errors import RuleBroken
from fgc.families.models import Family
from tests.api.wrongly import HOSTILE

pytestmark = pytest.mark.django_db
PROBLEM = "application/problem+json"


def is_problem(answer: Any, status: int, code: str = "") -> bool:
    body = json.loads(answer.content)
    assert answer["Content-Type"] == PROBLEM
    assert answer["API-Version"] == "1.0.0"
    assert {"type", "title", "status", "code", "detail"} <= set(body)
    return answer.status_code == body["status"] == status and code in ("", body["code"])


def test_a_token_opens_what_its_owner_may_see(program: Any, saskia: User, family: Family) -> None:
    answer = program(saskia).get("~")

    assert answer.status_code == 200
    assert answer.json()["id"] == str(family.pk)
    assert answer.json()["requested_at"].endswith("Z")
    assert "see_plan" in answer.json()["rights"]
    assert answer["Cache-Control"] == "no-store"


def test_a_look_of_a_program_is_in_the_list_of_who_looked(program: Any, saskia: User, family: Family) -> None:
    program(saskia).get("~/persons")

    [line] = Line.objects.filter(act="read")
    assert (line.family_id, line.actor_id) == (family.pk, str(saskia.pk))
    assert (line.object_type, line.channel) == ("circle:Persons", "api")


def test_only_a_hash_of_a_token_is_kept(saskia: User) -> None:
    plain = tokens.make_token(saskia, name="kladblok")

    kept = Token.objects.get()
    assert plain not in str(vars(kept))
    assert len(kept.digest) == 128


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer x", "Bearer a b", "Basic abc", "Bearer \xe9\xe9", "Bearer \x00"]
)
def test_without_a_token_that_works_nobody_comes_in(program: Any, family: Family, header: str) -> None:
    answer = program(None).get("~", **({"Authorization": header} if header else {}))

    assert is_problem(answer, 401)
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_token_that_was_taken_back_opens_nothing(program: Any, saskia: User) -> None:
    mine = program(saskia)
    tokens.take_back_token(saskia, Token.objects.get().public_id)

    assert is_problem(mine.get("families"), 401)


def test_a_token_ends_by_itself(program: Any, saskia: User) -> None:
    mine = program(saskia)

    with time_machine.travel(timezone.now() + tokens.LIVES + timedelta(minutes=1)):
        assert is_problem(mine.get("families"), 401)
        assert tokens.tokens_of(saskia) == []


def test_a_token_of_a_closed_account_opens_nothing(program: Any, saskia: User) -> None:
    mine = program(saskia)
    User.objects.filter(pk=saskia.pk).update(is_active=False)

    assert is_problem(mine.get("families"), 401)


def test_somebody_has_ten_tokens_at_most(saskia: User) -> None:
    for number in range(10):
        tokens.make_token(saskia, name=f"programma {number}")

    with pytest.raises(RuleBroken, match="10"):
        tokens.make_token(saskia, name="nog een")


def test_another_family_is_the_same_as_no_family(program: Any, stranger: User, family: Family) -> None:
    theirs = program(stranger)

    hidden = theirs.get("~/persons")
    missing = theirs.get("families/00000000-0000-0000-0000-000000000000/persons")

    assert is_problem(hidden, 404)
    assert hidden.content == missing.content
    assert not Line.objects.exists()


def test_who_may_read_but_not_change_hears_so(program: Any, cem: User) -> None:
    assert program(cem).get("~/plan/approval").status_code == 404  # nothing was begun
    assert is_problem(program(cem).post("~/plan", {}), 403)


@pytest.mark.parametrize(
    ("verb", "address"), [("DELETE", "~"), ("PATCH", "families"), ("TRACE", "~"), ("PUT", "~/plan")]
)
def test_a_verb_that_nobody_decided_about_is_not_there(program: Any, saskia: User, verb: str, address: str) -> None:
    answer = program(saskia).ask(verb, address)

    assert is_problem(answer, 405)
    assert "GET" in answer["Allow"]


def test_options_name_the_verbs(program: Any, saskia: User) -> None:
    answer = program(saskia).ask("OPTIONS", "~/plan")

    assert answer.status_code == 204
    assert answer["Allow"] == "GET, POST"


@pytest.mark.parametrize(
    "address", ["/api/", "/api/v2/families", "/api/v1/families/", "/api/v1/families/abc", "/api/v1/%0Ax"]
)
@pytest.mark.parametrize("verb", ["GET", "POST", "OPTIONS"])
def test_an_unknown_address_is_a_problem_too(program: Any, saskia: User, verb: str, address: str) -> None:
    assert is_problem(program(saskia).ask(verb, address), 404)


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b'{"text": "\\ud800"}', "application/json", 400),
        (b"[" * 200_000, "application/json", 400),
        (b"NaN", "application/json", 400),
        (b"[]", "application/json", 422),
        (b'"text"', "application/json", 422),
        (b"text=a", "application/x-www-form-urlencoded", 415),
        (b"<a/>", "application/xml", 415),
        (b'{"line": "' + b"a" * 10_000_000 + b'"}', "application/json", 413),
    ],
    ids=["half", "no utf-8", "half a sign", "nested", "no number", "list", "text", "form", "xml", "10 MB"],
)
def test_what_is_no_json_is_refused_in_words(
    program: Any, saskia: User, family: Family, body: bytes, kind: str, status: int
) -> None:
    mine = program(saskia)
    answer = mine.client.post(
        f"/api/v1/families/{family.pk}/person-lines",
        body,
        content_type=kind,
        headers={"Authorization": f"Bearer {mine.token}"},
    )

    assert is_problem(answer, status)


def test_another_form_of_an_answer_is_not_to_be_had(program: Any, saskia: User) -> None:
    assert is_problem(program(saskia).get("~", Accept="text/html"), 406)


def test_a_key_that_does_not_exist_is_named(program: Any, saskia: User, family: Family) -> None:
    answer = program(saskia).put("~/wishes", {"language": "Turks", "stage": "closed", "name": "x"})

    assert is_problem(answer, 422, "invalid")
    assert set(answer.json()["errors"]) == {"stage", "name"}
    family.refresh_from_db()
    assert (family.wish_language, family.stage) == ("", "preparing")


@pytest.mark.parametrize(
    ("wished", "heard"), [("", "nl"), ("en", "en"), ("en-GB,nl;q=0.5", "en"), ("tr, en", "en"), ("fr", "nl")]
)
def test_a_program_hears_the_language_that_it_asked_for(program: Any, saskia: User, wished: str, heard: str) -> None:
    answer = program(saskia).put("~/wishes", {"gender": 1}, **({"Accept_Language": wished} if wished else {}))

    assert answer["Content-Language"] == heard
    assert (answer.json()["errors"]["gender"] == ["This must be a text."]) == (heard == "en")


def test_a_coordinator_outside_hears_that_the_family_is_alone(program: Any, mirjam: User, family: Family) -> None:
    Family.objects.filter(pk=family.pk).update(private_since=timezone.now())

    assert is_problem(program(mirjam).get("~/plan"), 403, "private_time")


def test_what_nobody_foresaw_says_nothing_of_what_happened(
    program: Any, saskia: User, caplog: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.expect_errors = True
    monkeypatch.setattr("fgc.families.queries.seen_families", lambda actor: 1 / 0)
    mine = program(saskia)
    mine.client.raise_request_exception = False

    answer = mine.get("families")

    assert is_problem(answer, 500, "server_error")
    assert b"division" not in answer.content


def test_who_asks_too_often_waits(program: Any, saskia: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.throttles.PerAccount.THROTTLE_RATES", {"account": "2/min"})
    mine = program(saskia)

    answers = [mine.get("families") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert is_problem(answers[2], 429)
    assert 0 < int(answers[2]["Retry-After"]) <= 61


def test_without_a_counter_nobody_is_stopped(program: Any, saskia: User, settings: Any) -> None:
    settings.CACHES = {
        **settings.CACHES,
        "default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"},
    }

    assert program(saskia).get("families").status_code == 200


@pytest.mark.parametrize(("language", "words"), [("nl", "Dit is geen JSON"), ("en", "This is not JSON")])
def test_what_cannot_be_read_is_said_in_the_language_of_the_reader(
    program: Any, saskia: User, family: Family, language: str, words: str
) -> None:
    mine = program(saskia)
    headers = {"Authorization": f"Bearer {mine.token}", "Accept-Language": language}

    answer = mine.client.put(f"/api/v1/families/{family.pk}/wishes", b"{", "application/json", headers=headers)

    assert is_problem(answer, 400)
    assert answer.json()["detail"].startswith(words)


@pytest.mark.parametrize(("language", "words"), [("nl", "hoogstens 500"), ("en", "at most 500")])
def test_a_list_has_an_end(program: Any, saskia: User, language: str, words: str) -> None:
    answer = program(saskia).post("~/release-previews", {"parts": ["question"] * 501}, Accept_Language=language)

    assert is_problem(answer, 422)
    assert words in answer.json()["errors"]["parts"][0]


def test_a_language_that_we_do_not_speak_is_refused(program: Any, saskia: User) -> None:
    answer = program(saskia).post("families", {"name": "Saskia", "language": "klingon"})

    assert list(answer.json()["errors"]) == ["language"]


def test_whatever_somebody_types_comes_back_as_it_was(program: Any, saskia: User) -> None:
    answer = program(saskia).put("~/wishes", {"culture": HOSTILE})

    assert answer.json()["culture"] == HOSTILE
    assert answer["Content-Type"] == "application/json"
