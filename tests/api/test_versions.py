"""A change names the version that was read, so that nobody writes over what somebody else wrote meanwhile."""

from typing import Any

import pytest

from fgc.accounts.models import User
from fgc.networks.models import ContactCard, Person
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(family: Any) -> Any:
    return factories.AgreementFactory(plan__family=family)


def test_a_change_names_the_version_that_it_changes(program: Any, mirjam: User, truus: Person) -> None:
    hers, card = program(mirjam), f"~/persons/{truus.pk}/contact-card"
    read = hers.get(card)["ETag"]

    missing = hers.patch(card, {"call_note": "na het eten"})
    done = hers.patch(card, {"call_note": "na het eten"}, If_Match=read)
    stale = hers.patch(card, {"call_note": "altijd"}, If_Match=read)

    assert (missing.status_code, missing.json()["code"]) == (428, "needs_version")
    assert (done.status_code, done["ETag"]) == (200, hers.get(card)["ETag"])
    assert (stale.status_code, stale.json()["code"]) == (412, "stale")
    assert ContactCard.objects.get(person=truus).call_note == "na het eten"


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
