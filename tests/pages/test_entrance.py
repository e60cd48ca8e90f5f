"""The entrance: asking, coming in, leaving, and a professional's proposal."""

import re
import threading
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.urls import reverse

from fgc.access.roles import Role
from fgc.accounts.models import User
from fgc.families.models import Commission, Family, Proposal
from fgc.families.rules import ProposalState
from fgc.families.tokens import hash_of
from fgc.outbox import queue
from fgc.outbox.models import Message
from fgc.pages.links.robots import number_for
from tests import factories
from tests.conftest import acting

pytestmark = pytest.mark.django_db
PUBLIC = ["/", "/ask/", "/asked/", "/asked/?by=phone", "/enter/", "/help/", "/help/advocate/", "/privacy/"]


def without_token(page):
    return re.sub(r'value="\w{64}"', "", page.content.decode())


def code_for(browser, user, **more):
    browser.post("/enter/", {"email": user.email, **more})
    for thread in threading.enumerate():
        if thread.name == "login-code":
            thread.join()
    return re.search(r"^[A-Z0-9-]{4,}$", mail.outbox[-1].body, re.MULTILINE).group()


@pytest.mark.parametrize("address", PUBLIC)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_anybody_reads_the_entrance_in_two_languages(visit, address, language):
    browser = visit()
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = language

    page = browser.get(address)

    assert page.status_code == 200
    assert f'lang="{language}"' in page.content.decode()
    assert page.content.decode().count("<h1") == 1


def test_a_mother_asks_and_hears_what_happens_now(visit):
    page = visit().post("/ask/", {"name": "Saskia", "email": "saskia@post.example"}, follow=True)

    assert "Dit gebeurt er nu" in page.content.decode()
    assert Family.objects.get().name == "De kring van Saskia"


def test_the_thanks_do_not_tell_whether_we_knew_the_address(visit, stranger):
    known = visit().post("/ask/", {"name": "Saskia", "email": stranger.email}, follow=True)
    unknown = visit().post("/ask/", {"name": "Saskia", "email": "new@post.example"}, follow=True)

    assert known.redirect_chain == unknown.redirect_chain
    assert without_token(known) == without_token(unknown)


def test_without_an_address_we_call(visit):
    page = visit().post("/ask/", {"name": "Saskia", "phone": "06 12 34 56 78"}, follow=True)

    assert "We bellen je" in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"email": "a@post.example"}, "Vul hier een naam in"),
        ({"name": "Saskia 123"}, "Eén is genoeg"),
        ({"name": "Saskia 123", "email": "nee"}, "geen compleet mailadres"),
        ({"name": "Saskia 123", "phone": "12"}, "kunnen we niet bellen"),
        ({"name": "x" * 81, "email": "a@post.example"}, ""),
        ({"name": "111222333", "email": "a@post.example"}, "BSN"),
    ],
)
def test_a_request_that_is_not_complete_keeps_what_was_typed(visit, typed, words):
    page = visit().post("/ask/", typed)

    assert page.status_code == 422
    assert words in page.content.decode()
    assert typed.get("name", "") in page.content.decode()
    assert not User.objects.exists()


def test_somebody_comes_in_with_a_code_and_lands_at_home(visit, family, saskia):
    browser = visit()

    page = browser.post("/enter/code/", {"code": code_for(browser, saskia)}, follow=True)

    assert page.redirect_chain[-1][0] == f"/families/{family.pk}/"
    assert (mail.outbox[0].subject, "kring" in mail.outbox[0].body) == ("Er is een bericht voor je", False)


def test_who_followed_a_letter_lands_where_it_leads(visit, family, saskia):
    browser = visit()
    wanted = f"/families/{family.pk}/question/"
    assert browser.get(wanted).headers["Location"] == f"/enter/?next={wanted}"

    code = code_for(browser, saskia, next=wanted)
    page = browser.post(f"/enter/code/?next={wanted}", {"code": code, "next": wanted})

    assert page.headers["Location"] == wanted


def test_an_unknown_address_looks_like_a_known_one(visit, saskia):
    known, unknown = visit(), visit()

    answers = [known.post("/enter/", {"email": saskia.email}), unknown.post("/enter/", {"email": "no@post.example"})]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert without_token(known.get("/enter/code/")) == without_token(unknown.get("/enter/code/"))


def test_a_wrong_code_says_so_and_three_wrong_ones_end_it(visit, saskia):
    browser = visit()
    browser.post("/enter/", {"email": saskia.email})

    assert browser.post("/enter/code/", {"code": ""}).status_code == 422
    for _try in range(3):
        browser.post("/enter/code/", {"code": "WRONG1"})

    assert browser.get("/enter/code/").headers["Location"] == "/enter/"


@pytest.mark.parametrize("typed", [{}, {"email": "nee"}, {"email": "x" * 300 + "@post.example"}])
def test_an_address_that_is_none_is_refused(visit, typed):
    assert visit().post("/enter/", typed).status_code == 422


def test_logging_out_and_leaving_fast_end_the_session(visit, family, saskia):
    browser = visit(saskia)
    assert browser.get("/leave/").status_code == 405
    assert browser.post("/leave/").headers["Location"] == "/"
    assert browser.get(f"/families/{family.pk}/").status_code == 302

    browser = visit(saskia)
    answer = browser.post("/exit/")
    assert answer.headers["Location"] == settings.NEUTRAL_URL
    assert "storage" in answer.headers["Clear-Site-Data"]
    for address in ("/", "/enter/", "/ask/"):
        assert browser.get(address).headers["Location"] == settings.NEUTRAL_URL


def test_the_language_is_kept_and_leads_nowhere_else(visit):
    browser = visit()

    answer = browser.post("/language/", {"language": "en", "next": "https://elsewhere.example/"})

    assert answer.headers["Location"] == "/"
    assert "I want this" in browser.get("/").content.decode()


def test_somebody_without_anything_here_is_told_what_to_do(visit):
    page = visit(factories.UserFactory()).get("/mine/")

    assert "Wil je zelf beginnen?" in page.content.decode()


def test_who_has_more_than_one_place_chooses(visit, family, saskia, stranger):
    factories.let_in(saskia, Role.MEMBER, Family.objects.exclude(pk=family.pk).get())

    page = visit(saskia).get("/mine/")

    assert "De kring van Noor" in page.content.decode()
    assert "De kring van een ander" in page.content.decode()


@pytest.mark.parametrize(("who", "address"), [("erik", "/matching/"), ("mirjam", "/desk/"), ("petra", "/work/")])
def test_who_works_here_lands_at_the_work(visit, who, address, request):
    answer = visit(request.getfixturevalue(who)).get("/mine/")

    assert answer.headers["Location"].startswith(address)


def test_search_engines_are_asked_to_stay_away(visit):
    assert "Disallow: /" in visit().get("/robots.txt").content.decode()


HERE = {"number": number_for("token")}
PROPOSED = {"call_name": "Saskia", "email": "s@post.example", "consent_on": "2026-01-05", "consent_how": "thuis"}


@pytest.fixture
def proposed(petra):
    """A proposal with its token."""
    proposal = Proposal.objects.create(proposer=petra, token_hash=hash_of("token"), **PROPOSED)
    return proposal, "/p/token/"


def test_a_professional_proposes_and_sees_only_where_it_stands(visit, petra):
    browser = visit(petra)

    page = browser.post("/propose/", PROPOSED, follow=True)

    assert "gevraagd" in page.content.decode()
    assert "s@post.example" not in page.content.decode()


@pytest.mark.parametrize("missing", ["call_name", "email", "consent_on", "consent_how"])
def test_a_proposal_without_a_yes_is_refused(visit, petra, missing):
    page = visit(petra).post("/propose/", {**PROPOSED, missing: ""})

    assert page.status_code == 422
    assert not Proposal.objects.exists()


def test_only_professionals_propose(visit, saskia, erik):
    for user in (saskia, erik):
        assert visit(user).get("/propose/").status_code == 404
        assert visit(user).post("/propose/", PROPOSED).status_code == 404


def test_opening_the_letter_changes_nothing_and_a_yes_begins(visit, proposed):
    proposal, address = proposed
    browser = visit()
    assert "Lees het bericht" in browser.get(address).content.decode()
    assert browser.post(address, {"answer": "read"}).status_code == 422
    assert "Ja, vertel me meer" in browser.post(address, {"answer": "read", **HERE}).content.decode()
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.ASKED

    assert browser.post(address, {"answer": "yes"}).status_code == 422
    for answer in ({}, {"answer": "perhaps"}):
        refused = browser.post(address, {**answer, **HERE})
        assert (refused.status_code, "Kies een van de antwoorden" in refused.content.decode()) == (422, True)
    assert browser.post(address, {"answer": "yes", **HERE}).status_code == 302

    proposal.refresh_from_db()
    assert proposal.state == ProposalState.ACCEPTED
    assert Commission.objects.get().giver.email == "s@post.example"
    assert "is er niet meer" in browser.get(address).content.decode()


def test_a_no_is_fine(visit, proposed):
    page = visit().post(proposed[1], {"answer": "no", **HERE}, follow=True)

    assert "gewist" in page.content.decode()
    assert visit().post(proposed[1], {"answer": "yes", **HERE}).status_code == 200
    assert not Family.objects.exists()


def test_pages_that_are_not_there_and_forms_that_are_too_old_say_so(visit, saskia):
    page = visit(saskia).get("/nothing/")
    assert page.status_code == 404
    assert "Deze pagina is er niet" in page.content.decode()
    assert acting(saskia).kind == "user"


def test_a_message_leads_only_its_own_reader_to_the_page(saskia: User, cem: User, family: Family, visit: Any) -> None:
    queue.to_user(
        saskia, queue.Kind.ASK_COMMISSION, factories.CommissionFactory(family=family, giver=saskia, answer="asked")
    )
    address = reverse("message", args=[Message.objects.get().pk])

    assert visit(saskia).get(address)["Location"] == reverse("families:commission", args=[family.pk])
    assert visit(cem).get(address)["Location"] == reverse("mine")
    assert visit().get(address)["Location"].startswith(reverse("enter"))
