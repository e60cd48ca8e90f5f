"""Coming in by a code in a text message: for families without e-mail."""

import re

import pytest
from django.core import mail

from fgc.access.roles import Role
from fgc.accounts.models import Work
from tests import factories, texting
from tests.entering import wait_for_mail
from tests.factories import let_in
from tests.postman import TELLING

pytestmark = pytest.mark.django_db
TYPED, NUMBER, ABROAD = "06 12 34 56 78", "+31612345678", "0031612345678"


@pytest.fixture
def company(settings):
    with texting.at_work() as company:
        settings.SMS_URL, settings.SMS_TOKEN = company.address, texting.TOKEN
        yield company


@pytest.fixture
def wendy(family):
    """Somebody of the circle without an address for mail."""
    return let_in(factories.UserFactory(name="Wendy Aydin", email=None, phone=NUMBER), Role.MEMBER, family)


def ask(browser, typed=TYPED, **more):
    answer = browser.post("/enter/", {"email": "", "phone": typed, **more})
    wait_for_mail()
    return answer


def code_in(company):
    return re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", company.words_to(ABROAD)[-1]).group()


def without_token(page):
    return re.sub(r'value="\w{64}"', "", page.content.decode())


def test_somebody_without_mail_comes_in_with_a_text_message(visit, company, wendy, family):
    browser = visit()

    assert ask(browser).headers["Location"] == "/enter/code/"
    assert "sms" in browser.get("/enter/code/").content.decode()
    page = browser.post("/enter/code/", {"code": code_in(company)})

    assert page.headers["Location"] == "/mine/"
    assert browser.get(f"/families/{family.pk}/").status_code == 200
    wait_for_mail()
    code, notice = company.words_to(ABROAD)
    assert not TELLING.search(f"{code} {notice}")
    assert "nieuw toestel" in notice
    assert not mail.outbox


def test_a_number_that_we_do_not_know_looks_like_one_that_we_know(visit, company, wendy):
    known, unknown = visit(), visit()

    answers = [ask(known), ask(unknown, "06 87 65 43 21")]

    assert [(one.status_code, one.headers["Location"]) for one in answers] == [(302, "/enter/code/")] * 2
    pages = [browser.get("/enter/code/") for browser in (known, unknown)]
    assert without_token(pages[0]) == without_token(pages[1])
    wrong = [browser.post("/enter/code/", {"code": "WRONG-ONE1"}) for browser in (known, unknown)]
    assert [one.status_code for one in wrong] == [422, 422]
    assert without_token(wrong[0]) == without_token(wrong[1])
    assert len(company.asked) == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Vul je mailadres of je mobiele nummer in"),
        ({"phone": "12"}, "geen mobiel nummer"),
        ({"phone": "nee"}, "geen mobiel nummer"),
        ({"phone": "020 123 4567"}, "geen sms"),
        ({"phone": "+1 212 555 2368"}, "geen sms"),
        ({"phone": "0" * 41}, ""),
        ({"phone": TYPED, "email": "wendy@post.example"}, "één van de twee"),
    ],
)
def test_what_is_no_mobile_number_is_refused_in_plain_words(visit, company, wendy, typed, words):
    page = visit().post("/enter/", typed)

    assert page.status_code == 422
    assert words in page.content.decode()
    assert company.asked == []


@pytest.mark.parametrize(
    "other", [{"email": "wendy@post.example"}, {"work": Work.PROFESSIONAL}, {"is_active": False}, {"phone": ""}]
)
def test_who_has_an_address_works_here_or_is_closed_gets_no_text_message(visit, company, wendy, other):
    for name, value in other.items():
        setattr(wendy, name, value)
    wendy.save()

    assert ask(visit()).headers["Location"] == "/enter/code/"

    assert company.asked == []


def test_a_household_that_shares_a_telephone_says_who_it_is(visit, company, wendy, family):
    son = let_in(factories.UserFactory(name="Deniz Aydin", email=None, phone=NUMBER), Role.MEMBER, family)
    browser = visit()
    ask(browser, next="/second-step/")

    page = browser.post("/enter/code/?next=/second-step/", {"code": code_in(company), "next": "/second-step/"})
    asked = browser.get(page.headers["Location"])

    assert asked.status_code == 200
    assert "Wendy Aydin" in asked.content.decode()
    assert browser.get(f"/families/{family.pk}/").status_code == 302
    assert browser.post("/enter/who/", {"who": str(family.pk)}).status_code == 422
    assert browser.post(page.headers["Location"], {"who": str(son.pk)}).headers["Location"] == "/second-step/"
    assert str(browser.session["_auth_user_id"]) == str(son.pk)
    assert visit().get("/enter/who/").headers["Location"] == "/enter/"


def test_one_telephone_is_not_rained_upon(visit, company, wendy):
    statuses = [ask(visit()).status_code for _try in range(7)]

    assert statuses[0] == 302
    assert statuses[-1] == 429
    assert len(company.asked) <= 5


def test_a_provider_that_fails_tells_nobody_anything(visit, company, wendy):
    company.status, company.body = 500, b"oops"
    browser = visit()

    assert ask(browser).headers["Location"] == "/enter/code/"
    assert browser.get("/enter/code/").status_code == 200


def test_without_a_provider_nobody_is_offered_a_text_message(visit, wendy):
    browser = visit()

    page = browser.get("/enter/").content.decode()

    assert 'name="phone"' not in page
    assert browser.post("/enter/", {"phone": TYPED}).status_code == 422
    assert "mobiele nummer" not in browser.get("/asked/?by=phone").content.decode()


def test_who_asks_by_telephone_hears_that_a_code_lets_in(visit, company):
    page = visit().post("/ask/", {"name": "Wendy", "phone": TYPED}, follow=True)
    assert "mobiele nummer" in page.content.decode()

    browser = visit()
    ask(browser)
    browser.post("/enter/code/", {"code": code_in(company)})

    assert browser.get("/mine/").headers["Location"].startswith("/families/")
