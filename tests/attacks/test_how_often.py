"""Nobody lets it rain: requests, codes, invitations."""

import pytest

from fgc import limits
from fgc.accounts.models import User
from fgc.errors import RuleBroken
from fgc.families import actions
from fgc.families.actions.request import FROM_ONE_PLACE, TO_ONE_PERSON
from fgc.families.models import Family
from fgc.outbox import queue
from fgc.outbox.models import Message
from fgc.outbox.queue import OF_A_FAMILY
from fgc.pages.entrance.login import MAIL
from tests.conftest import acting
from tests.factories import FamilyFactory

pytestmark = pytest.mark.django_db


def ask(browser, number, **place):
    return browser.post("/ask/", {"name": f"Saskia {number}", "email": f"saskia{number}@post.example"}, **place)


def test_one_place_asks_so_often_and_no_more_and_loses_nothing_of_what_was_typed(visit, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    here, elsewhere = {"HTTP_X_FORWARDED_FOR": "198.51.100.7"}, {"HTTP_X_FORWARDED_FOR": "198.51.100.8"}
    answers = [ask(visit(), number, **here) for number in range(FROM_ONE_PLACE.most)]

    refused = ask(visit(), "Tolhuis", **here)
    other = ask(visit(), 99, **elsewhere)

    assert {answer.status_code for answer in answers} == {302}
    assert (refused.status_code, other.status_code) == (429, 302)
    assert "Wacht even" in refused.content.decode()
    assert 'value="Saskia Tolhuis"' in refused.content.decode()
    assert not User.objects.filter(name="Saskia Tolhuis").exists()


def test_all_addresses_of_one_connection_are_one_place():
    assert limits.place_of("2001:db8:1:2::7") == limits.place_of("2001:db8:1:2:ffff::1")
    assert limits.place_of("2001:db8:1:2::7") != limits.place_of("2001:db8:1:3::7")
    assert limits.place_of("192.0.2.7") != limits.place_of("192.0.2.8")


@pytest.mark.parametrize("reached", [{"email": "Oma@post.example"}, {"phone": "06 12 34 56 78"}])
def test_from_many_places_nobody_lets_it_rain_on_one_person(visit, reached, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(TO_ONE_PERSON.most):
        place = {"HTTP_X_FORWARDED_FOR": f"198.51.100.{number}"}
        assert visit().post("/ask/", {"name": f"A {number}", **reached}, **place).status_code == 302

    same = {key: value.lower() for key, value in reached.items()}
    refused = visit().post("/ask/", {"name": "B", **same}, HTTP_X_FORWARDED_FOR="198.51.100.99")

    assert refused.status_code == 429
    assert not Family.objects.filter(name__endswith=" B").exists()


def test_the_limit_says_the_same_for_an_address_that_we_know(visit, stranger):
    for number in range(TO_ONE_PERSON.most):
        visit().post("/ask/", {"name": f"A {number}", "email": stranger.email})
        visit().post("/ask/", {"name": f"A {number}", "email": "new@post.example"})

    assert visit().post("/ask/", {"name": "B", "email": stranger.email}).status_code == 429
    assert visit().post("/ask/", {"name": "B", "email": "new@post.example"}).status_code == 429


def test_a_program_is_counted_by_whom_it_reaches(saskia):
    for number in range(TO_ONE_PERSON.most):
        actions.start_request(acting(saskia), name="A", family_name=f"kring {number}", email="oma@post.example")

    with pytest.raises(RuleBroken) as no:
        actions.start_request(acting(saskia), name="A", family_name="nog een", email="oma@post.example")

    assert no.value.code == "too_many_tries"


def test_without_a_counter_nobody_asks_and_hears_so_beside_what_was_typed(visit, settings):
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}

    refused = visit().post("/ask/", {"name": "Saskia", "email": "saskia@post.example"})

    assert refused.status_code == 422
    assert 'value="saskia@post.example"' in refused.content.decode()
    assert not Family.objects.exists()


@pytest.mark.parametrize("known", [True, False])
def test_who_asks_for_codes_of_another_shuts_out_nobody_but_himself(visit, stranger, settings, known):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    there, home = {"HTTP_X_FORWARDED_FOR": "198.51.100.7"}, {"HTTP_X_FORWARDED_FOR": "203.0.113.9"}
    email = stranger.email if known else "niemand@post.example"

    flood = [visit().post("/enter/", {"email": email}, **there).status_code for _try in range(30)]
    owner = visit().post("/enter/", {"email": email}, **home)

    assert flood == [302] * 4 + [429] * 26
    assert owner.status_code == 302


def test_from_many_places_nobody_lets_it_rain_on_one_mailbox(visit, stranger, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(MAIL.most):
        assert MAIL.allows_one_more(stranger.email), number

    assert visit().post("/enter/", {"email": stranger.email}).status_code == 429


def test_codes_for_one_address_stop_and_the_page_says_so_in_plain_words(visit, stranger):
    answers = [visit().post("/enter/", {"email": stranger.email}) for _try in range(5)]

    assert answers[-1].status_code == 429
    assert "te vaak geprobeerd" in answers[-1].content.decode()


def test_a_family_invites_so_many_on_one_day_and_no_more(visit, saskia, family):
    for number in range(OF_A_FAMILY.most - 1):
        assert OF_A_FAMILY.allows_one_more(str(family.pk)), number
    browser, address = visit(saskia), f"/families/{family.pk}/seen/let-in/"
    other = FamilyFactory(name="De kring van een ander")

    answers = [
        browser.post(address, {"name": f"Gast {number}", "email": f"gast{number}@post.example", "role": "act_member"})
        for number in range(2)
    ]

    assert [answer.status_code for answer in answers] == [302, 429]
    assert "Ga morgen verder" in answers[1].content.decode()
    assert 'value="Gast 1"' in answers[1].content.decode()
    assert not User.objects.filter(name="Gast 1").exists()
    # Another family is counted apart, and what is not sent on a press always goes out.
    queue.to_user(saskia, queue.Kind.LET_IN, other)
    queue.to_user(saskia, queue.Kind.STOPPED, family)
    assert set(Message.objects.filter(to_user=saskia).values_list("kind", flat=True)) == {"let_in", "stopped"}


def test_what_goes_by_hand_is_not_counted(family, truus):
    while OF_A_FAMILY.allows_one_more(str(family.pk)):
        pass

    queue.to_person(truus.pk, queue.Kind.INVITATION, family, channel=queue.Channel.PAPER)

    assert Message.objects.filter(channel="paper").exists()
    with pytest.raises(RuleBroken) as no:
        queue.to_person(truus.pk, queue.Kind.INVITATION, family)
    assert no.value.code == "too_many_tries"
