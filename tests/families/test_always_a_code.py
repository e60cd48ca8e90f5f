"""A family that asks for extra care: a code with every visit, and a number that stands on no letter."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from fgc.accounts.models import Device, User
from fgc.audit.models import Line
from fgc.errors import NotAllowed, RuleBroken
from fgc.families.actions import ask_codes, stop_family
from fgc.families.models import Family
from fgc.networks import links
from fgc.networks.models import AccessLink, Person
from tests.conftest import acting
from tests.entering import mailed_code, press, wait_for_mail
from tests.factories import at_work_for

pytestmark = pytest.mark.django_db
MINE, ELSEWHERE, ENDED = "/l/mine/", "/l/elsewhere/", "/l/ended/"


@pytest.fixture
def careful(family: Family, saskia: User) -> Family:
    """The family, with a code asked each time."""
    return ask_codes(acting(saskia), family, always=True)


def opens(client: Client, token: str) -> Any:
    return press(client, token)


def test_who_decides_asks_for_it_and_twice_is_once(family: Family, saskia: User, noor: User) -> None:
    for actor, always in ((saskia, True), (noor, True), (noor, False), (saskia, False), (saskia, True)):
        assert ask_codes(acting(actor), family, always=always).always_code is always

    lines = Line.objects.filter(family_id=family.pk, ground="ask_codes")
    assert lines.count() == 3


def test_nobody_else_asks_for_it_or_takes_it_away(careful: Family, mirjam: User, cem: User, stranger: User) -> None:
    for user in (mirjam, cem, stranger):
        with pytest.raises(NotAllowed):
            ask_codes(acting(user), careful, always=False)


def test_what_ended_asks_for_nothing_more(family: Family, saskia: User) -> None:
    stop_family(acting(saskia), family)

    with pytest.raises(RuleBroken):
        ask_codes(acting(saskia), family, always=True)


def test_every_visit_by_link_asks_a_fresh_code_on_the_same_device_too(careful: Family, truus: Person) -> None:
    token, client = links.open_for(at_work_for(truus), truus, via="mail"), Client()

    for _visit in range(2):
        assert opens(client, token).headers["Location"] == ELSEWHERE
        assert client.get(MINE).headers["Location"] == ENDED
        assert "elke keer een code" in client.get(ELSEWHERE).content.decode()
        client.post(ELSEWHERE)
        wait_for_mail()
        found = re.search(r"^[A-Z0-9-]{4,}$", mail.outbox[-1].body, re.MULTILINE)
        assert found
        assert client.post(ELSEWHERE, {"code": found.group()}).headers["Location"] == MINE
    assert not AccessLink.objects.exclude(elsewhere_at=None).exists()


def test_a_letter_opens_nothing_without_the_number_that_is_not_on_it(
    careful: Family, mirjam: User, truus: Person, visit: Any
) -> None:
    page = visit(mirjam).post(reverse("circle:letter", args=[careful.pk, truus.pk])).content.decode()
    number = re.search(r"<strong>(\d{6})</strong>", page)
    code = re.search(r"[A-Z2-9]{5} [A-Z2-9]{5}", page)
    assert number
    assert code
    client = Client()

    for _visit in range(2):
        assert client.post(reverse("links:code"), {"code": code.group()}).headers["Location"] == ELSEWHERE
        assert client.post(ELSEWHERE, {"number": "000"}).status_code == 422
        assert client.post(ELSEWHERE, {"number": ""}).status_code == 422
        assert client.get(MINE).headers["Location"] == ENDED
        spoken = f"{number.group(1)[:3]} {number.group(1)[3:]}"
        assert client.post(ELSEWHERE, {"number": spoken}).headers["Location"] == MINE
    assert number.group(1) not in str(list(AccessLink.objects.values()))


def test_the_number_is_guessed_five_times_and_not_more(careful: Family, mirjam: User, truus: Person) -> None:
    code, number = links.code_for(acting(mirjam), truus), links.number_to_tell(acting(mirjam), truus)
    client = Client()
    client.post(reverse("links:code"), {"code": code})

    tried = [client.post(ELSEWHERE, {"number": "1"}).status_code for _number in range(5)]

    assert tried == [422] * 5
    assert client.post(ELSEWHERE, {"number": number}).status_code == 429


def test_a_letter_from_before_asks_for_a_new_one(family: Family, saskia: User, mirjam: User, truus: Person) -> None:
    code = links.code_for(acting(mirjam), truus)
    assert links.number_to_tell(acting(mirjam), truus) == ""
    ask_codes(acting(saskia), family, always=True)
    client = Client()

    assert client.post(reverse("links:code"), {"code": code}).headers["Location"] == ELSEWHERE
    assert "Je krijgt een nieuwe brief" in client.get(ELSEWHERE).content.decode()


def test_only_the_coordinator_makes_the_number_and_only_beside_a_letter(
    careful: Family, saskia: User, mirjam: User, truus: Person
) -> None:
    with pytest.raises(NotAllowed):
        links.number_to_tell(acting(saskia), truus)

    assert links.number_to_tell(acting(mirjam), truus) == ""


def test_no_own_device_takes_the_place_of_a_code_there(careful: Family, saskia: User, cem: User) -> None:
    client = Client()
    client.post("/enter/code/", {"code": mailed_code(client, cem), "device": "own"})
    client.cookies.pop("sessionid")
    assert Device.objects.filter(account=cem, is_own=True).exists()

    asked = client.post("/enter/", {"email": cem.email}).headers["Location"]
    ask_codes(acting(saskia), careful, always=False)
    client.cookies.pop("sessionid", None)

    assert asked == "/enter/code/"
    assert client.post("/enter/", {"email": cem.email}).headers["Location"] == "/mine/"


def test_the_page_asks_it_of_who_decides_in_both_languages(visit: Any, family: Family, saskia: User, cem: User) -> None:
    address, browser = reverse("families:codes", args=[family.pk]), visit(saskia)

    assert address in browser.get(reverse("families:seen", args=[family.pk])).content.decode()
    dutch = browser.get(address).content.decode()
    assert browser.post(address, {"when": ""}).status_code == 422
    assert browser.post(address, {"when": "always"}).status_code == 302
    browser.cookies["django_language"] = "en"
    english = browser.get(address).content.decode()

    assert "Elke keer" in dutch
    assert "Each time" in english
    assert Family.objects.get(pk=family.pk).always_code
    assert visit(cem).get(address).status_code == 404
