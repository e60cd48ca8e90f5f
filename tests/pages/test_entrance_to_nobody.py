"""Codes to an address at which nothing arrives: once a day, proven by who types one, and nothing to learn from it."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fgc.access.actors import Visitor
from fgc.access.walls import acting
from fgc.accounts.models import User
from fgc.outbox import returned
from fgc.outbox.models import Channel, Receipt
from fgc.outbox.returned import Said, Word
from tests import texting
from tests.entering import mailed_code, wait_for_mail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def heard(settings: Any) -> None:
    """The operator set up that providers say what became of a message."""
    settings.ANYMAIL = {"MAILGUN_WEBHOOK_SIGNING_KEY": "key"}
    settings.SMS_REPORT_TOKEN = "token"


def came_back(address: str, said: Said = Said.HARD, channel: Channel = Channel.MAIL, number: int = 1) -> None:
    word = Word(f"{address} {number}", channel, address, said, timezone.now() - timedelta(minutes=1))
    with acting(Visitor()):
        returned.take_in(word)


def ask(browser: Any, **typed: str) -> Any:
    answer = browser.post("/enter/", typed)
    wait_for_mail()
    return answer


def without_token(page: Any) -> str:
    return re.sub(r'value="\w{64}"', "", page.content.decode())


def test_a_code_goes_once_a_day_and_not_for_ever(visit: Any, saskia: User, caplog: Any) -> None:
    came_back(saskia.email or "")

    for _again in range(3):
        assert ask(visit(), email=saskia.email)["Location"] == "/enter/code/"
    assert len(mail.outbox) == 1
    assert "nothing arrives at its address" in caplog.text
    assert (saskia.email or "") not in caplog.text

    cache.clear()  # as the counter does after a day
    ask(visit(), email=saskia.email)
    assert len(mail.outbox) == 2


def test_who_types_it_has_proven_that_it_arrives(visit: Any, saskia: User, family: Any) -> None:
    came_back(saskia.email or "")
    browser = visit()

    page = browser.post("/enter/code/", {"code": mailed_code(browser, saskia)}, follow=True)

    assert page.redirect_chain[-1][0] == f"/families/{family.pk}/"
    assert returned.closed_among(Channel.MAIL, [saskia.email or ""]) == set()
    assert Receipt.objects.get(said=Said.PROVEN).message_id is None
    before = len(mail.outbox)
    ask(visit(), email=saskia.email)
    ask(visit(), email=saskia.email)
    assert len(mail.outbox) == before + 2
    # What comes back after that counts again.
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        came_back(saskia.email or "", number=2)
        assert returned.closed_among(Channel.MAIL, [saskia.email or ""]) == {saskia.email}


def test_a_code_that_was_typed_writes_nothing_where_nothing_came_back(visit: Any, saskia: User) -> None:
    browser = visit()
    browser.post("/enter/code/", {"code": mailed_code(browser, saskia)})
    assert not Receipt.objects.exists()


def test_who_wants_no_messages_still_gets_the_code_that_is_asked_for(visit: Any, saskia: User) -> None:
    came_back(saskia.email or "", Said.UNWANTED)
    for _again in range(2):
        ask(visit(), email=saskia.email)
    assert len(mail.outbox) == 2
    assert returned.closed_among(Channel.MAIL, [saskia.email or ""]) == {saskia.email}
    browser = visit()
    browser.post("/enter/code/", {"code": mailed_code(browser, saskia)})
    assert returned.closed_among(Channel.MAIL, [saskia.email or ""]) == {saskia.email}


def test_nobody_learns_whether_an_address_is_known_or_dead(visit: Any, saskia: User, noor: User) -> None:
    """The same answer, the same page and the same questions to the database: known, dead, both, or neither."""
    came_back(saskia.email or "")
    came_back("dead@post.example")
    addresses = [saskia.email, noor.email, "dead@post.example", "nobody@post.example"]
    for _again in range(2):
        browsers = [visit() for _one in addresses]
        answers = [ask(browser, email=address) for browser, address in zip(browsers, addresses, strict=True)]
        assert {(one.status_code, one["Location"]) for one in answers} == {(302, "/enter/code/")}
        pages = {without_token(browser.get("/enter/code/")) for browser in browsers}
        assert len(pages) == 1
        assert "Bel je coördinator" in pages.pop()


def asked_of_the_database(browser: Any, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        ask(browser, email=address)
    return len([one for one in asked if "outbox_receipt" in one["sql"]])


def test_each_address_is_looked_up_known_or_not(visit: Any, saskia: User) -> None:
    came_back(saskia.email or "")
    known, unknown = (asked_of_the_database(visit(), one) for one in (saskia.email or "", "nobody@post.example"))
    assert known == unknown == 2


def test_by_text_message_it_is_the_same(visit: Any, saskia: User, settings: Any) -> None:
    User.objects.filter(pk=saskia.pk).update(email=None, phone="+31612345678")
    came_back("+31612345678", channel=Channel.SMS)
    with texting.at_work() as company:
        settings.SMS_URL, settings.SMS_TOKEN = company.address, texting.TOKEN
        for _again in range(2):
            assert ask(visit(), email="", phone="06 12 34 56 78")["Location"] == "/enter/code/"
        assert len(company.asked) == 1
        cache.clear()
        browser = visit()
        ask(browser, email="", phone="06 12 34 56 78")
        code = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", company.words_to("0031612345678")[-1])
        assert code
        browser.post("/enter/code/", {"code": code.group()})
        wait_for_mail()
    assert returned.closed_among(Channel.SMS, ["+31612345678"]) == set()


def test_who_is_in_and_is_asked_again_gets_one_a_day_as_well(visit: Any, family: Any, saskia: User) -> None:
    came_back(saskia.email or "")
    erase = reverse("families:erase", args=[family.pk])

    for _device in range(2):
        browser = visit(saskia)
        browser.get(erase)
        with time_machine.travel(timezone.now() + timedelta(minutes=6)):
            page = browser.post(erase, {"typed_name": family.name})
        wait_for_mail()
        assert "Ben jij het nog?" in page.content.decode()

    assert len(mail.outbox) == 1
    family.refresh_from_db()
    assert family.erase_at is None
