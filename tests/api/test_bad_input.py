"""What can be said wrongly: a clear sentence that names the key, a 4xx, and nothing stored."""

from typing import Any

import pytest
from django.apps import apps

from fgc.accounts.models import User
from fgc.families.models import Child, Family
from fgc.networks.models import ContactCard, Person
from tests import factories

BSN = "111222333"
# HTML, right-to-left with the sign that turns the direction, signs of four bytes, and a word from a database.
HOSTILE = [
    "<script>alert(1)</script> & <i>",
    "مرحبا \u202e omgekeerd",
    "Truus \U0001f469\u200d\U0001f467 kookt \U0001d546\U0001d55c",
    "'; DROP TABLE x; --",
]
pytestmark = pytest.mark.django_db


@pytest.fixture
def conference(family: Family) -> Any:
    return factories.ConferenceFactory(family=family)


@pytest.fixture
def plan(family: Family) -> Any:
    return factories.PlanFactory(family=family)


@pytest.fixture
def agreement(plan: Any) -> Any:
    return factories.AgreementFactory(plan=plan)


def rows() -> dict[str, int]:
    """How many rows there are of everything that belongs to a family."""
    kept = [
        model
        for app in ("families", "networks", "conferences", "plans")
        for model in apps.get_app_config(app).get_models()
    ]
    return {model._meta.label: model.objects.count() for model in kept}


OPTION = {"starts_at": "2099-01-01T10:00:00Z", "ends_at": "2099-01-01T12:00:00Z"}
WRONG_ORDER = {"starts_on": "2027-03-03", "ends_on": "2027-03-01"}
CASES = [
    ("children", "POST", "~/children", {"birth_date": "2010-11-02"}, "call_name"),
    ("children", "POST", "~/children", {"call_name": "x" * 81, "birth_date": "2010-11-02"}, "call_name"),
    ("children", "POST", "~/children", {"call_name": "", "birth_date": "2010-11-02"}, "call_name"),
    ("children", "POST", "~/children", {"call_name": "Noor", "birth_date": "2-11-2010"}, "birth_date"),
    ("children", "POST", "~/children", {"call_name": "Noor", "birth_date": "2999-11-02"}, "birth_date"),
    ("children", "POST", "~/children", {"call_name": "Noor", "birth_date": 20101102}, "birth_date"),
    ("children", "POST", "~/children", {"call_name": f"Noor {BSN}", "birth_date": "2010-11-02"}, "call_name"),
    ("children", "POST", "~/children", {"call_name": ["Noor"], "birth_date": "2010-11-02"}, "call_name"),
    ("children", "POST", "~/children", {"call_name": None, "birth_date": "2010-11-02"}, "call_name"),
    ("children", "POST", "~/children", {"call_name": "a\x00b", "birth_date": "2010-11-02"}, "call_name"),
    ("persons", "POST", "~/persons", {"call_name": "Truus", "role": "queen"}, "role"),
    ("persons", "POST", "~/persons", {"call_name": "Truus", "email": "geen adres"}, "email"),
    ("persons", "POST", "~/persons", {"call_name": "Truus", "phone": "12"}, "phone"),
    ("persons", "POST", "~/persons", {"call_name": "Truus", "no_messages": "yes"}, "no_messages"),
    ("persons", "POST", "~/persons", {"call_name": "Truus", "family": "x"}, "family"),
    ("line", "POST", "~/person-lines", {"line": f"Truus {BSN}"}, "line"),
    ("line", "POST", "~/person-lines", {"line": "x" * 500}, "line"),
    ("wishes", "PUT", "~/wishes", {"culture": "x" * 281}, "culture"),
    ("ties", "POST", "~/ties", {"a": "no id", "b": "no id"}, "a"),
    ("options", "POST", "{conference}/date-options", {**OPTION, "starts_at": "2020-01-01T10:00:00Z"}, "starts_at"),
    ("options", "POST", "{conference}/date-options", {**OPTION, "starts_at": "2026-03-01T10:00:00"}, "starts_at"),
    ("options", "POST", "{conference}/date-options", {**OPTION, "starts_at": "9999-12-31T23:59:59-12:00"}, "starts_at"),
    ("options", "POST", "{conference}/date-options", {**OPTION, "starts_at": "2099-01-02T10:00:00Z"}, "ends_at"),
    ("requests", "POST", "{conference}/date-requests", {"person_ids": "all"}, "person_ids"),
    ("talk", "PUT", "{conference}/talks/{person}", {"by": "visit", "held_on": "2099-01-01"}, "held_on"),
    ("agreements", "POST", "~/plan/agreements", {"text": ""}, "text"),
    ("agreements", "POST", "~/plan/agreements", {"text": "x", **WRONG_ORDER}, "ends_on"),
    ("agreements", "POST", "~/plan/agreements", {"text": "x", "ends_on": "2020-03-01"}, "ends_on"),
    ("agreements", "POST", "~/plan/agreements", {"text": "x", "kind": "scale_up"}, "ends_on"),
    ("agreements", "POST", "~/plan/agreements", {"text": f"Bel {BSN}"}, "text"),
    ("agreements", "POST", "~/plan/agreements", {"text": "x", "person_ids": [None]}, "person_ids"),
]  # fmt: skip


@pytest.mark.parametrize(("_what", "verb", "address", "said", "key"), CASES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_it_names_the_key_and_stores_nothing(
    program: Any, mirjam: User, saskia: User, truus: Person, conference: Any, plan: Any, _what: str, verb: str,
    address: str, said: Any, key: str, language: str,
) -> None:  # fmt: skip
    place = address.format(conference=f"~/conferences/{conference.pk}", person=truus.pk)
    who = program(saskia if address.startswith("~/wishes") else mirjam)
    before = rows()

    answer = who.ask(verb, place, said, Accept_Language=language)

    assert answer.status_code == 422, answer.content.decode()
    assert key in answer.json()["errors"]
    assert answer["Content-Language"] == language
    assert rows() == before


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_somebody_types_comes_back_as_it_was(program: Any, saskia: User, plan: Any, text: str) -> None:
    answer = program(saskia).post("~/plan/agreements", {"text": text})

    assert answer.status_code == 201
    assert answer.json()["words"]["text"] == text
    assert answer["Content-Type"] == "application/json"


def refused(answer: Any) -> list[str]:
    """The keys that are at fault."""
    assert answer.status_code == 422, answer.content.decode()
    return list(answer.json()["errors"])


def test_a_person_of_another_family_does_not_exist(program: Any, mirjam: User, family: Family, plan: Any) -> None:
    theirs = str(factories.PersonFactory(call_name="Vreemd").pk)
    mine = str(factories.PersonFactory(family=family).pk)
    at = f"~/conferences/{factories.DateOptionFactory(conference__family=family).conference_id}"
    other = factories.ConferenceFactory()
    hers, before = program(mirjam), rows()

    for missing in (f"~/persons/{theirs}", f"~/persons/{theirs}/contact-card", f"~/conferences/{other.pk}"):
        assert hers.get(missing).status_code == 404
    assert hers.put(f"{at}/talks/{theirs}", {"by": "visit", "held_on": "2026-01-01"}).status_code == 404
    assert refused(hers.post("~/ties", {"a": mine, "b": theirs})) == ["b"]
    assert refused(hers.post("~/plan/agreements", {"text": "x", "person_ids": [theirs]})) == ["person_ids"]
    assert refused(hers.post(f"{at}/date-requests", {"person_ids": [theirs]})) == ["person_ids"]
    assert rows() == before


def test_saying_it_twice_does_it_once(program: Any, saskia: User) -> None:
    mine = program(saskia)
    child = {"call_name": "Noor", "birth_date": "2010-11-02"}

    ids = {mine.post("~/children", child).json()["id"] for _ in range(2)}
    first, second = (mine.post("~/persons", {"call_name": "Truus", "tie_label": "oma"}) for _ in range(2))

    assert len(ids) == Child.objects.count() == 1
    assert (first.status_code, second.status_code, second.json()["code"]) == (201, 422, "twice")


def test_a_change_names_the_version_that_it_changes(program: Any, mirjam: User, truus: Person) -> None:
    hers, card = program(mirjam), f"~/persons/{truus.pk}/contact-card"
    read = hers.get(card)["ETag"]

    missing = hers.patch(card, {"safe_hours": "na het eten"})
    done = hers.patch(card, {"safe_hours": "na het eten"}, If_Match=read)
    stale = hers.patch(card, {"safe_hours": "altijd"}, If_Match=read)

    assert (missing.status_code, missing.json()["code"]) == (428, "needs_version")
    assert (done.status_code, done["ETag"]) == (200, hers.get(card)["ETag"])
    assert (stale.status_code, stale.json()["code"]) == (412, "stale")
    assert ContactCard.objects.get(person=truus).safe_hours == "na het eten"


@pytest.mark.parametrize("verb", ["PUT", "DELETE"])
def test_a_line_of_the_plan_is_changed_as_it_was_read(program: Any, saskia: User, agreement: Any, verb: str) -> None:
    mine, line = program(saskia), f"~/plan/agreements/{agreement.pk}"
    read = mine.get(line)["ETag"]
    assert mine.ask("PUT", line, {"text": "Truus kookt op vrijdag."}, If_Match=read).status_code == 200

    assert mine.ask(verb, line, {"text": "Truus kookt nooit."}, If_Match=read).status_code == 412
    assert mine.get(line).json()["words"]["text"] == "Truus kookt op vrijdag."


def test_the_version_is_the_same_in_every_language(program: Any, saskia: User, agreement: Any) -> None:
    line = f"~/plan/agreements/{agreement.pk}"

    marks = {program(saskia).get(line, Accept_Language=language)["ETag"] for language in ("nl", "en")}

    assert len(marks) == 1
