"""Before a release, taking along and erasing: who left the device alone is not spoken for by who sits down at it."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from fgc.accounts.models import User
from fgc.checks import routes
from fgc.families.models import Family
from tests import texting
from tests.entering import app_shows, come_in, mailed_code, wait_for_mail, with_app
from tests.pages.forms_on_pages import read

pytestmark = pytest.mark.django_db
BEGIN, A_WHILE = "2030-01-07T09:00:00+01:00", timedelta(minutes=6)
ASKED = "Ben jij het nog?"


@pytest.fixture
def clock() -> Any:
    """A clock that only goes on when the test says so."""
    with time_machine.travel(BEGIN, tick=False) as clock:
        yield clock


@pytest.fixture
def erase(family: Family) -> str:
    """Where a family is erased; what must be typed there is its name."""
    return reverse("families:erase", args=[family.pk])


def newest_code() -> str:
    wait_for_mail()
    found = re.search(r"^[A-Z0-9-]{4,}$", mail.outbox[-1].body, re.MULTILINE)
    assert found
    return found.group()


def is_erased(family: Family) -> bool:
    family.refresh_from_db()
    return family.erase_at is not None


def test_what_asks_again_is_this_and_nothing_else() -> None:
    asking = {name for _address, name, view in routes() if getattr(view, "asks_again", False)}

    letting_out = {"released:prepare", "released:agree", "follow_up:take_along", "families:erase", "plan:paper"}
    coming_in = {"end_stay", "end_other_stays", "families:codes"}
    assert asking == letting_out | coming_in | {"families:emergencies", "families:allow_emergency"}


def test_who_came_in_just_now_is_not_asked(clock: Any, family: Family, saskia: User, erase: str) -> None:
    client = Client()
    client.post("/enter/code/", {"code": mailed_code(client, saskia)})
    clock.shift(timedelta(minutes=4))

    assert client.post(erase, {"typed_name": family.name}).status_code == 302
    assert is_erased(family)


def test_after_a_while_a_code_by_mail_is_asked_and_nothing_that_was_typed_is_lost(
    clock: Any, visit: Any, family: Family, saskia: User, erase: str
) -> None:
    client = visit(saskia)
    [marks] = re.findall(r'name="as_read" value="([^"]+)"', client.get(erase).content.decode())
    clock.shift(A_WHILE)
    page = client.post(erase, {"typed_name": family.name, "as_read": marks})
    assert ASKED in page.content.decode()
    [form] = [one for one in read(page.content.decode()).forms if "again-code" in one.inputs]
    assert form.inputs["typed_name"].values == [family.name]
    assert form.inputs["as_read"].values == [marks]
    assert not is_erased(family)

    answer = client.post(erase, {**form.typed(), "again-code": newest_code()})

    assert answer.status_code == 302
    assert is_erased(family)
    assert "kring" not in mail.outbox[-1].body


@pytest.mark.parametrize("code", ["", "x", "BCDF-GHJK", "\x00", "é"])
def test_a_wrong_code_does_nothing(clock: Any, visit: Any, family: Family, saskia: User, erase: str, code: str) -> None:
    client = visit(saskia)
    client.get(erase)
    clock.shift(A_WHILE)
    client.post(erase, {"typed_name": family.name})

    assert client.post(erase, {"typed_name": family.name, "again-code": code}).status_code == 422
    assert not is_erased(family)


def test_a_code_ends_after_three_tries_and_after_ten_minutes_and_works_once(
    clock: Any, visit: Any, family: Family, saskia: User, erase: str
) -> None:
    client, body = visit(saskia), {"typed_name": "iets anders"}
    client.get(erase)
    clock.shift(A_WHILE)
    client.post(erase, body)
    first = newest_code()
    for _try in range(3):
        client.post(erase, {**body, "again-code": "BCDF-GHJK"})
    assert client.post(erase, {**body, "again-code": first}).status_code == 422
    second = newest_code()
    assert second != first
    clock.shift(timedelta(minutes=10))
    assert ASKED in client.post(erase, {**body, "again-code": second}).content.decode()
    third = newest_code()
    assert ASKED not in client.post(erase, {**body, "again-code": third}).content.decode()
    clock.shift(A_WHILE)

    assert ASKED in client.post(erase, {**body, "again-code": third}).content.decode()


def test_the_code_of_another_session_does_nothing(
    clock: Any, visit: Any, family: Family, saskia: User, erase: str
) -> None:
    here, elsewhere = visit(saskia), visit(saskia)
    for client in (here, elsewhere):
        client.get(erase)
    clock.shift(A_WHILE)
    here.post(erase, {})
    code = newest_code()
    elsewhere.post(erase, {})

    assert elsewhere.post(erase, {"typed_name": family.name, "again-code": code}).status_code == 422
    assert not is_erased(family)


def test_who_has_no_mail_gets_the_code_by_text_message(
    clock: Any, visit: Any, family: Family, saskia: User, erase: str, settings: Any
) -> None:
    User.objects.filter(pk=saskia.pk).update(email=None, phone="+31612345678")
    with texting.at_work() as company:
        settings.SMS_URL, settings.SMS_TOKEN = company.address, texting.TOKEN
        client = visit(saskia)
        client.get(erase)
        clock.shift(A_WHILE)
        assert "per sms" in client.post(erase, {"typed_name": family.name}).content.decode()
        wait_for_mail()
        [words] = company.words_to("0031612345678")
        code = words.split(".")[0].split(" ")[-1]

        client.post(erase, {"typed_name": family.name, "again-code": code})

    assert is_erased(family)
    assert not mail.outbox


def test_nobody_lets_it_rain_on_a_mailbox(clock: Any, visit: Any, saskia: User, erase: str) -> None:
    clients = [visit(saskia) for _number in range(7)]
    for client in clients:
        client.get(erase)
    clock.shift(A_WHILE)

    answers = [client.post(erase, {}).status_code for client in clients]

    wait_for_mail()
    assert answers == [200] * 5 + [409] * 2
    assert len(mail.outbox) == 5


def test_a_stranger_is_asked_alike_and_learns_nothing(
    clock: Any, visit: Any, stranger: User, family: Family, erase: str
) -> None:
    client = visit(stranger)
    client.get(erase)
    clock.shift(A_WHILE)

    assert ASKED in client.post(erase, {}).content.decode()
    assert client.post(erase, {"typed_name": family.name, "again-code": newest_code()}).status_code == 404
    assert not is_erased(family)


def test_who_has_a_second_step_takes_it_again(clock: Any, family: Family, saskia: User, erase: str) -> None:
    with_app(saskia)
    client = come_in(Client(), saskia)
    client.get(erase)
    clock.shift(A_WHILE)
    assert "in je app" in client.post(erase, {"typed_name": family.name}).content.decode()
    assert not mail.outbox
    assert client.post(erase, {"typed_name": family.name, "again-code": "000000"}).status_code == 422

    assert client.post(erase, {"typed_name": family.name, "again-code": app_shows()}).status_code == 302
    assert is_erased(family)


def test_taking_along_comes_after_it(clock: Any, visit: Any, family: Family, saskia: User) -> None:
    client, address = visit(saskia), reverse("follow_up:take_along", args=[family.pk])
    client.get("/second-step/")
    clock.shift(A_WHILE)
    assert ASKED in client.post(address).content.decode()

    answer = client.post(address, {"again-code": newest_code()})

    assert answer.headers["Content-Type"] == "application/zip"
