"""Passkeys: what a device answers counts once, for its owner, at this site, and only when it knew its owner."""

import json
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from fgc.accounts import second_step
from fgc.accounts.models import User
from tests.device import SITE, Device, question_on
from tests.entering import BACKEND, come_in, mailed_code, with_app

pytestmark = pytest.mark.django_db
ADD, ALONE, AT_THE_ENTRANCE = "/second-step/passkey/", "/enter/passkey/", "/enter/second-step/"


@pytest.fixture(autouse=True)
def at_our_site(settings: Any) -> None:
    """The host that passkeys belong to."""
    settings.SITE_URL = SITE


def with_passkey(user: User, device: Device | None = None) -> Device:
    """Gives an account a passkey, by its own page."""
    device, client = device or Device(), Client()
    client.force_login(user, backend=BACKEND)
    answer = client.post(ADD, {"name": "Laptop", "credential": device.makes(question_on(client.get(ADD)))})
    assert answer.status_code == 200, answer.headers
    return device


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def after_the_mail(user: User) -> Client:
    client = Client()
    client.post("/enter/code/", {"code": mailed_code(client, user)})
    return client


@pytest.mark.parametrize("address", [ALONE, AT_THE_ENTRANCE])
def test_a_passkey_lets_in(mirjam: User, address: str) -> None:
    device = with_passkey(mirjam)
    client = Client() if address == ALONE else after_the_mail(mirjam)

    answer = client.post(address, {"credential": device.answers(question_on(client.get(address)))})

    assert answer.headers["Location"] == "/mine/"
    assert client.get("/mine/").headers["Location"] == reverse("desk:desk")


def test_a_family_comes_in_with_a_passkey_too(saskia: User, family: Any) -> None:
    device, client = with_passkey(saskia), Client()

    client.post(ALONE, {"credential": device.answers(question_on(client.get(ALONE)))})

    assert client.get("/mine/").headers["Location"] == f"/families/{family.pk}/"


def test_an_answer_counts_once_and_only_for_who_was_asked(mirjam: User) -> None:
    device, client, other = with_passkey(mirjam), Client(), Client()
    other.get(ALONE)
    answer = device.answers(question_on(client.get(ALONE)))

    assert other.post(ALONE, {"credential": answer}).status_code == 422
    assert client.post(ALONE, {"credential": answer}).status_code == 302
    client.post("/leave/")
    assert client.post(ALONE, {"credential": answer}).status_code == 422
    assert (is_in(client), is_in(other)) == (False, False)


@pytest.mark.parametrize("address", [ALONE, AT_THE_ENTRANCE])
@pytest.mark.parametrize(
    "wrong", [{"knows_owner": False}, {"site": "https://evil.example"}, {"site": "https://mijnafspraken.example.evil"}]
)
def test_a_device_that_did_not_see_its_owner_or_is_elsewhere_lets_nobody_in(
    mirjam: User, address: str, wrong: dict[str, Any]
) -> None:
    device = with_passkey(mirjam)
    changed = Device(**wrong)
    device.site, device.flags = changed.site, changed.flags
    client = Client() if address == ALONE else after_the_mail(mirjam)

    answer = client.post(address, {"credential": device.answers(question_on(client.get(address)))})

    assert answer.status_code == 422
    assert not is_in(client)


@pytest.mark.parametrize("wrong", [{"knows_owner": False}, {"site": "https://evil.example"}])
def test_a_passkey_that_asks_nothing_of_its_owner_is_not_taken(mirjam: User, wrong: dict[str, Any]) -> None:
    client = Client()
    client.force_login(mirjam, backend=BACKEND)

    answer = client.post(ADD, {"name": "Laptop", "credential": Device(**wrong).makes(question_on(client.get(ADD)))})

    assert answer.status_code == 422
    assert not second_step.can_take_it(mirjam)


def test_the_passkey_of_another_account_is_not_the_step_of_this_one(mirjam: User, erik: User) -> None:
    with_passkey(mirjam)
    device_of_erik = with_passkey(erik)
    client = after_the_mail(mirjam)
    question = question_on(client.get(AT_THE_ENTRANCE))

    assert client.post(AT_THE_ENTRANCE, {"credential": device_of_erik.answers(question)}).status_code == 422
    assert not is_in(client)


def test_a_device_that_says_it_is_of_another_account_lets_nobody_in(mirjam: User, erik: User) -> None:
    with_passkey(mirjam)
    device_of_erik, client = with_passkey(erik), Client()
    device_of_erik.owner = mirjam.pk.hex.encode()

    answer = client.post(ALONE, {"credential": device_of_erik.answers(question_on(client.get(ALONE)))})

    assert answer.status_code == 422
    assert not is_in(client)


def test_a_closed_account_does_not_come_in_with_its_passkey(mirjam: User) -> None:
    device, client = with_passkey(mirjam), Client()
    User.objects.filter(pk=mirjam.pk).update(is_active=False)

    client.post(ALONE, {"credential": device.answers(question_on(client.get(ALONE)))})

    assert not is_in(client)


def test_a_passkey_that_was_taken_away_lets_nobody_in(mirjam: User) -> None:
    device, client = with_passkey(mirjam), come_in(Client(), with_app(mirjam))
    [number] = [one.number for one in second_step.means_of(mirjam) if not one.is_app]
    assert "Laptop" in client.get(f"/second-step/{number}/take-away/").content.decode()

    client.post(f"/second-step/{number}/take-away/")
    client.post("/leave/")
    answer = client.post(ALONE, {"credential": device.answers(question_on(client.get(ALONE)))})

    assert answer.status_code == 422
    assert [one.is_app for one in second_step.means_of(mirjam)] == [True]


def test_the_step_again_by_a_passkey(mirjam: User) -> None:
    with time_machine.travel("2030-01-07T09:00:00+01:00", tick=False) as clock:
        device, client, again = with_passkey(mirjam), come_in(Client(), mirjam), "/second-step/again/"
        clock.shift(301)
        assert client.get(ADD).headers["Location"].startswith(again)

        answer = client.post(again, {"credential": device.answers(question_on(client.get(again))), "next": ADD})

        assert answer.headers["Location"] == ADD
        assert client.get(ADD).status_code == 200


@pytest.mark.parametrize("name", ["", "x" * 41, "111222333", "\x00"])
def test_a_passkey_has_a_name_by_which_its_owner_knows_it(mirjam: User, name: str) -> None:
    client = Client()
    client.force_login(mirjam, backend=BACKEND)

    answer = client.post(ADD, {"name": name, "credential": Device().makes(question_on(client.get(ADD)))})

    assert answer.status_code == 422
    assert not second_step.can_take_it(mirjam)


GARBAGE: list[Any] = [
    "", "{", "null", "[]", "1", '"x"', "{}", '{"id": 1}', '{"id": "x", "rawId": "y", "type": "public-key"}',
    '{"response": null}', '{"response": {"userHandle": 5}}', "\x00", '"\\u0000"', "é" * 500,
    json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": "AA"}}),
    json.dumps({"id": "AA", "rawId": "AA", "type": "x", "response": {
        "clientDataJSON": "e30", "authenticatorData": "AA", "signature": "AA", "userHandle": "AA"}}),
    json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": {
        "clientDataJSON": "e30", "attestationObject": "oA", "authenticatorData": "A" * 60, "signature": "", "x": 1}}),
]  # fmt: skip


@pytest.mark.parametrize("sent", GARBAGE)
def test_what_no_device_answers_is_refused_plainly(mirjam: User, sent: str) -> None:
    device, inside, halfway = with_passkey(mirjam), Client(), after_the_mail(mirjam)
    come_in(inside, mirjam)
    for client, address in ((Client(), ALONE), (halfway, AT_THE_ENTRANCE), (inside, "/second-step/again/")):
        client.get(address)
        assert client.post(address, {"credential": sent}).status_code == 422, address
    inside.get(ADD)
    assert inside.post(ADD, {"name": "x", "credential": sent}).status_code == 422
    assert Authenticator.objects.filter(type="webauthn").count() == 1
    assert device.owner


@pytest.mark.parametrize("part", ["clientDataJSON", "authenticatorData", "signature", "userHandle"])
@pytest.mark.parametrize("value", ["", "AA", "!!", None, 7, [], {}])
def test_an_answer_with_one_part_that_is_wrong_is_refused_plainly(mirjam: User, part: str, value: Any) -> None:
    device, client = with_passkey(mirjam), Client()
    answer = json.loads(device.answers(question_on(client.get(ALONE))))
    answer["response"][part] = value

    assert client.post(ALONE, {"credential": json.dumps(answer)}).status_code == 422
    assert not is_in(client)


@pytest.mark.parametrize("part", ["clientDataJSON", "attestationObject"])
@pytest.mark.parametrize("value", ["", "AA", "!!", None, 7, [], {}])
def test_a_new_passkey_with_one_part_that_is_wrong_is_refused_plainly(mirjam: User, part: str, value: Any) -> None:
    client = Client()
    client.force_login(mirjam, backend=BACKEND)
    answer = json.loads(Device().makes(question_on(client.get(ADD))))
    answer["response"][part] = value

    assert client.post(ADD, {"name": "x", "credential": json.dumps(answer)}).status_code == 422
    assert not second_step.can_take_it(mirjam)


def test_too_many_tries_from_one_place_wait(mirjam: User) -> None:
    device, client = with_passkey(mirjam), Client()
    for _try in range(20):
        assert client.post(ALONE, {"credential": "[1]"}).status_code == 422

    answer = client.post(ALONE, {"credential": device.answers(question_on(client.get(ALONE)))})

    assert answer.status_code == 429
    assert not is_in(client)


def test_nobody_has_more_than_can_be_looked_after(mirjam: User) -> None:
    client = come_in(Client(), mirjam)
    for number in range(second_step.MOST):
        answer = client.post(ADD, {"name": f"{number}", "credential": Device().makes(question_on(client.get(ADD)))})

    assert answer.status_code == 422
    assert len(second_step.means_of(mirjam)) == second_step.MOST
