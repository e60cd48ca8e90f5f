"""A personal link in other hands: it opens nothing there, tells nothing, and the coordinator hears of it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fgc.families.models import Family
from fgc.networks import actions, links
from fgc.networks.models import AccessLink, ContactCard, Person
from tests import texting
from tests.conftest import acting
from tests.entering import press, wait_for_mail
from tests.factories import at_work_for, by_link

pytestmark = pytest.mark.django_db
MINE, ELSEWHERE = "/l/mine/", "/l/elsewhere/"


@pytest.fixture
def token(truus: Person) -> str:
    """A link of Truus, that she opened on her own telephone."""
    return links.open_for(at_work_for(truus), truus, via="mail")


@pytest.fixture
def hers(token: str) -> Client:
    client = Client()
    assert opens(client, token).headers["Location"] == MINE
    return client


def opens(client: Client, token: str) -> Any:
    return press(client, token)


def code_sent() -> str:
    wait_for_mail()
    return re.search(r"^[A-Z0-9-]{4,}$", mail.outbox[-1].body, re.MULTILINE).group()  # type: ignore[union-attr]


def test_whoever_gets_it_forwarded_sees_nothing_and_hears_to_ask_the_family(
    hers: Client, token: str, truus: Person
) -> None:
    other = Client()

    assert opens(other, token).headers["Location"] == ELSEWHERE

    page = other.get(ELSEWHERE).content.decode()
    assert "Vraag het dan de familie" in page
    assert not [
        word for word in (truus.call_name, truus.card.email, truus.family.name, "coördinator Mirjam") if word in page
    ]
    assert other.get(MINE).headers["Location"] == "/l/ended/"
    assert not mail.outbox
    assert hers.get(MINE).status_code == 200


def test_its_owner_comes_in_on_a_second_device_with_a_fresh_code(hers: Client, token: str, truus: Person) -> None:
    other = Client()
    opens(other, token)

    other.post(ELSEWHERE)
    code = code_sent()
    assert mail.outbox[-1].to == [truus.card.email]
    assert other.post(ELSEWHERE, {"code": code}).headers["Location"] == MINE

    assert "Truus" in other.get(MINE).content.decode()
    assert hers.get(MINE).status_code == 200
    assert not AccessLink.objects.exclude(elsewhere_at=None).exists()


def test_the_next_link_opens_on_the_device_that_is_known(hers: Client, token: str, truus: Person) -> None:
    newer = links.open_for(at_work_for(truus), truus, via="mail")

    assert opens(Client(), newer).headers["Location"] == ELSEWHERE
    assert opens(hers, newer).headers["Location"] == MINE


def test_three_wrong_codes_end_it_and_a_code_counts_once(hers: Client, token: str) -> None:
    other = Client()
    opens(other, token)
    other.post(ELSEWHERE)
    code = code_sent()

    statuses = [other.post(ELSEWHERE, {"code": "WRONG-ONE1"}).status_code for _number in range(3)]
    late = other.post(ELSEWHERE, {"code": code})

    assert statuses == [422] * 3
    assert late.status_code == 422
    assert other.get(MINE).headers["Location"] == "/l/ended/"
    assert other.post(ELSEWHERE, {"code": code}).status_code == 422


def test_a_code_does_not_work_in_another_browser_nor_after_ten_minutes(
    hers: Client, token: str, time_machine: Any
) -> None:
    first, second = Client(), Client()
    for client in (first, second):
        opens(client, token)
    first.post(ELSEWHERE)
    code = code_sent()

    assert second.post(ELSEWHERE, {"code": code}).status_code == 422
    time_machine.move_to(timezone.now() + timedelta(minutes=11))
    assert first.post(ELSEWHERE, {"code": code}).headers["Location"] == "/l/ended/"


def test_a_sign_of_another_browser_that_is_made_up_opens_nothing(hers: Client, token: str) -> None:
    other = Client()
    other.cookies["w"] = "x" * 43

    assert opens(other, token).headers["Location"] == ELSEWHERE
    assert hers.cookies["w"]["httponly"]
    assert hers.cookies["w"].value not in str(AccessLink.objects.values_list("device_hash"))


def test_nobody_lets_it_rain_on_her_mailbox(hers: Client, token: str) -> None:
    statuses = []
    for _number in range(5):
        other = Client()
        opens(other, token)
        statuses.append(other.post(ELSEWHERE).status_code)
    wait_for_mail()

    assert statuses == [200] * 3 + [409] * 2
    assert len(mail.outbox) == 3


def test_the_coordinator_sees_it_as_something_to_do(
    hers: Client, token: str, visit: Any, mirjam: Any, saskia: Any, family: Family, truus: Person
) -> None:
    opens(Client(), token)
    address = reverse("circle:by_hand", args=[family.pk])

    page = visit(mirjam).get(address).content.decode()

    assert "Op een ander toestel geopend" in page
    assert "Truus" in page
    actions.take_back_links(acting(saskia), truus)
    assert "ander toestel" not in visit(mirjam).get(address).content.decode()


def test_a_link_that_came_as_a_text_message_is_followed_by_a_code_to_that_number(truus: Person, settings: Any) -> None:
    with texting.at_work() as company:
        settings.SMS_URL, settings.SMS_TOKEN = company.address, texting.TOKEN
        actions.set_contact(by_link(truus), truus, way="sms", phone="06 12345678")
        token = links.open_for(at_work_for(truus), truus, via="sms")
        opens(Client(), token)
        other = Client()
        opens(other, token)

        other.post(ELSEWHERE)
        wait_for_mail()
        [words] = company.words_to("0031612345678")
        code = re.search(r"[A-Z0-9]{4,}(?:-[A-Z0-9]+)*", words).group()  # type: ignore[union-attr]
        assert other.post(ELSEWHERE, {"code": code}).headers["Location"] == MINE
    assert not mail.outbox


@pytest.mark.parametrize("way", ["letter", "no_messages", "no_address"])
def test_where_no_code_can_go_the_coordinator_helps(mirjam: Any, truus: Person, token: str, way: str) -> None:
    if way == "letter":
        code = links.code_for(acting(mirjam), truus)
        opened = [Client().post(reverse("links:code"), {"code": code}) for _number in range(2)]
    else:
        opened = [opens(Client(), token), None]
        Person.objects.filter(pk=truus.pk).update(no_messages=way == "no_messages")
        ContactCard.objects.filter(person=truus).update(**({"email": ""} if way == "no_address" else {}))
    other = Client()
    again = other.post(reverse("links:code"), {"code": code}) if way == "letter" else opens(other, token)

    assert opened[0].headers["Location"] == MINE
    assert again.headers["Location"] == ELSEWHERE
    assert "Bel dan je coördinator" in other.get(ELSEWHERE).content.decode()
    other.post(ELSEWHERE)
    wait_for_mail()
    assert not mail.outbox
    if way == "letter":
        anew = links.code_for(acting(mirjam), truus)
        assert other.post(reverse("links:code"), {"code": anew}).headers["Location"] == MINE


def test_a_link_that_was_taken_back_meanwhile_asks_for_no_code(hers: Client, token: str, truus: Person) -> None:
    other = Client()
    opens(other, token)
    other.post(ELSEWHERE)
    code = code_sent()
    links.revoke_all(truus.family_id, person=truus)

    assert other.get(ELSEWHERE).headers["Location"] == "/l/ended/"
    assert other.post(ELSEWHERE, {"code": code}).headers["Location"] == "/l/ended/"
    assert Client().get(ELSEWHERE).headers["Location"] == "/l/ended/"


def test_fifty_robots_spend_nothing_and_remember_no_device(token: str) -> None:
    for _robot in range(25):
        Client().get(reverse("links:open", args=[token]))
        Client().head(reverse("links:open", args=[token]))

    assert AccessLink.objects.get().device_hash == ""
    assert opens(Client(), token).headers["Location"] == MINE
