"""Behind a personal link: robots do nothing, a press begins, and the token is nowhere afterwards."""

import logging
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from fgc.accounts.models import Session
from fgc.audit.models import Line
from fgc.conferences.models import Conference, DateAsked
from fgc.networks import actions, links
from fgc.networks.models import AccessLink, Person
from fgc.networks.queries import Question
from fgc.networks.rules import Standing
from fgc.outbox.models import Message
from fgc.pages.links import routes
from fgc.pages.links.robots import number_for
from tests.conftest import acting
from tests.entering import press
from tests.factories import (
    CommitmentFactory,
    ConferenceFactory,
    DateOptionFactory,
    InvitationFactory,
    PersonFactory,
    at_work_for,
)
from tests.networks.test_persons import ended


@pytest.fixture
def token(truus):
    """A link of Truus, as it stands in her mail."""
    return links.open_for(at_work_for(truus), truus, via="mail")


@pytest.fixture
def inside(token, visit):
    """A browser in which Truus pressed the button."""
    browser = visit()
    press(browser, token)
    return browser


def test_fifty_robots_look_and_then_the_person_still_comes_in(token, visit):
    for _robot in range(25):
        assert visit().get(reverse("links:open", args=[token])).status_code == 200
        assert visit().head(reverse("links:open", args=[token])).status_code == 200

    assert AccessLink.objects.get().uses == 0
    assert Session.objects.count() == 0
    assert Line.objects.count() == 0
    browser = visit()
    begun = press(browser, token)
    assert (begun.status_code, begun["Location"]) == (303, reverse("links:mine"))
    assert "Truus" in browser.get(reverse("links:mine")).content.decode()


def words_of(response):
    """A page without what is different on every page: the token itself, its figures, and the secret of the form."""
    text = response.content.decode()
    figures = response.context["form"].asked
    for value in (response.context["token"], str(response.context["csrf_token"]), f">{figures}<"):
        text = text.replace(value, "")
    return text


def test_before_the_press_every_link_looks_the_same(token, truus, fatma, mirjam, visit):
    gone = links.open_for(at_work_for(fatma), fatma, via="mail")
    links.revoke_all(fatma.family_id, person=fatma)

    pages = [visit().get(reverse("links:open", args=[link])) for link in (token, gone, "made-up", "A" * 43)]

    assert len({words_of(page) for page in pages}) == 1
    assert {page.status_code for page in pages} == {200}
    assert "Truus" not in pages[0].content.decode()
    assert "Kring" not in pages[0].content.decode()


def test_without_the_figures_of_the_page_a_press_does_nothing_and_they_may_be_typed_with_spaces(token, visit):
    browser, figures = visit(), number_for(token)

    for number in ("", "1", "test", figures[0], f"{figures}0", "\u0661\u0662", "\x00"):
        refused = browser.post(reverse("links:begin"), {"token": token, "number": number})
        assert (refused.status_code, figures in refused.content.decode()) == (422, True)
        assert refused["Referrer-Policy"] == "strict-origin"
    assert AccessLink.objects.get().uses == 0
    assert browser.post(reverse("links:begin"), {"token": token, "number": f" {figures[0]} {figures[1]}"})[
        "Location"
    ] == (reverse("links:mine"))


def test_after_the_press_every_link_that_does_not_work_ends_on_the_same_page(fatma, family, visit):
    gone = links.open_for(at_work_for(fatma), fatma, via="mail")
    links.revoke_all(fatma.family_id, person=fatma)

    for link in (gone, "made-up", "A" * 43, "", "\x00", "x" * 5000):
        answer = press(visit(), link)
        assert (answer.status_code, answer["Location"]) == (303, reverse("links:ended"))
    assert visit().get(reverse("links:ended")).status_code == 200
    assert visit().get(reverse("links:begin")).status_code == 405


def test_the_token_is_nowhere_once_it_was_used(token, visit, caplog):
    caplog.set_level(logging.DEBUG)
    browser = visit()

    browser.get(reverse("links:open", args=[token]))
    begun = press(browser, token)
    mine = browser.get(reverse("links:mine"))

    everywhere = [
        begun["Location"],
        mine.content.decode(),
        str([dict(row.get_decoded()) for row in Session.objects.all()]),
        str(list(Line.objects.values())),
        str(list(Message.objects.values())),
        str(list(AccessLink.objects.values())),
        caplog.text,
    ]
    assert not [text for text in everywhere if token in text]


def test_the_page_of_a_link_is_kept_by_nobody_and_sends_its_address_nowhere(token, visit):
    page = visit().get(reverse("links:open", args=[token]))

    assert page["Cache-Control"] == "no-store"
    assert page["Referrer-Policy"] == "strict-origin"
    assert "noindex" in page["X-Robots-Tag"]
    assert "autofocus" not in page.content.decode()


def test_an_open_page_can_do_nothing_any_more_after_a_link_is_taken_back(inside, saskia, truus):
    actions.take_back_links(acting(saskia), truus)

    answer = inside.post(reverse("links:contact"), {"way": "phone", "phone": "0612345678"})

    assert answer["Location"] == reverse("links:ended")
    assert Person.objects.get(pk=truus.pk).card.phone == ""


def test_nothing_opens_after_the_family_stopped(inside, family):
    ended(family)

    assert inside.get(reverse("links:mine"))["Location"] == reverse("links:ended")


@pytest.mark.parametrize("name", ["mine", "contact", "leave"])
def test_without_a_link_there_is_nothing_to_see_not_even_with_an_account(name, saskia, visit):
    for browser in (visit(), visit(saskia)):
        assert browser.get(reverse(f"links:{name}"))["Location"] == reverse("links:ended")


@pytest.mark.parametrize("name", ["mine", "contact", "leave"])
def test_each_page_is_there_in_both_languages(name, inside):
    dutch = inside.get(reverse(f"links:{name}"))
    inside.cookies["django_language"] = "en"
    english = inside.get(reverse(f"links:{name}"))

    assert (dutch.status_code, english.status_code) == (200, 200)
    assert dutch.content != english.content


def test_when_nothing_is_asked_the_page_says_so(inside):
    page = inside.get(reverse("links:mine")).content.decode()

    assert "next-step" not in page
    assert 'class="empty"' in page


def test_one_question_at_a_time_and_the_promises_below(inside, truus, monkeypatch):
    promise = CommitmentFactory(person=truus, agreement__family=truus.family, agreement__plan__family=truus.family)
    promise.agreement.plan.state = "running"
    promise.agreement.plan.save()

    page = inside.get(reverse("links:mine")).content.decode()

    assert reverse("plan:link_promise", args=[promise.pk]) in page
    # Nobody has promised anything before the own yes.
    assert "nog niet bevestigd" in page
    assert "beloofde" not in page
    assert page.count("utrecht-button--primary-action") == 1
    assert "Truus kookt op dinsdag." in page


def test_every_kind_of_question_has_its_two_pages(truus):
    for kind in routes.ROUTES:
        question = Question(kind, truus.pk)
        assert routes.by_link(question).address.startswith("/l/")
        assert str(truus.pk) in routes.by_person(truus.family_id, truus.pk, question).address


@pytest.mark.parametrize("kind", sorted(str(kind) for kind in {*routes.ASKS, *routes.TELLS, "task_free"}))
def test_every_message_says_what_to_do_by_hand(kind, truus):
    message = SimpleNamespace(kind=kind, family_id=truus.family_id, subject_id=truus.pk)

    asked = routes.by_hand(SimpleNamespace(message=message, person=truus))

    assert str(asked.words)
    assert bool(asked.address) == (kind in routes.ASKS)


def test_somebody_keeps_the_own_contact_card(inside, truus):
    refused = inside.post(reverse("links:contact"), {"way": "phone", "phone": "not a number"})
    done = inside.post(reverse("links:contact"), {"way": "phone", "phone": "06 12345678", "no_messages": "on"})

    now = Person.objects.get(pk=truus.pk)
    assert refused.status_code == 422
    assert 'value="not a number"' in refused.content.decode()
    assert done["Location"] == reverse("links:mine")
    assert (str(now.card.phone), now.no_messages) == ("+31612345678", True)


def test_somebody_stops_in_two_presses_and_is_left_in_peace(inside, truus):
    asked = inside.get(reverse("links:leave"))
    done = inside.post(reverse("links:leave"), {"quietly": "on"})

    truus.refresh_from_db()
    assert asked.status_code == 200
    assert done["Location"] == reverse("links:left")
    assert inside.get(reverse("links:left")).status_code == 200
    assert (truus.standing, truus.left_quietly) == (Standing.LEFT, True)
    assert inside.get(reverse("links:mine"))["Location"] == reverse("links:ended")


def test_a_letter_opens_the_same_with_its_code(mirjam, fatma, visit):
    code = links.code_for(acting(mirjam), fatma)
    browser = visit()

    page = browser.get(reverse("links:code"))
    wrong = browser.post(reverse("links:code"), {"code": "WRONG"})
    empty = browser.post(reverse("links:code"), {"code": ""})
    right = browser.post(reverse("links:code"), {"code": code.lower()})

    assert page.status_code == 200
    assert (wrong.status_code, empty.status_code) == (422, 422)
    assert 'value="WRONG"' in wrong.content.decode()
    assert (right.status_code, right["Location"]) == (303, reverse("links:mine"))
    assert "Fatma" in browser.get(reverse("links:mine")).content.decode()


def test_too_many_codes_are_told_beside_the_field(db, visit):
    browser = visit()

    answers = [browser.post(reverse("links:code"), {"code": "WRONG"}) for _try in range(12)]

    assert [answer.status_code for answer in answers] == [422] * 10 + [429] * 2
    assert answers[0].content != answers[-1].content


def test_a_second_link_in_the_same_browser_is_somebody_else_from_then_on(inside, fatma):
    token = links.open_for(at_work_for(fatma), fatma, via="mail")

    press(inside, token)

    assert "Fatma" in inside.get(reverse("links:mine")).content.decode()


def test_a_link_reaches_no_page_of_the_family(inside, truus):
    other = PersonFactory(family=truus.family)

    for address in (
        reverse("circle:circle", args=[truus.family_id]),
        reverse("circle:person", args=[truus.family_id, other.pk]),
        reverse("desk:desk"),
    ):
        assert inside.get(address).status_code in (302, 404)
        assert "enter" in inside.get(address).get("Location", "enter")


def test_whose_circle_it_is_is_said_after_the_press(inside, family):
    assert family.name in inside.get(reverse("links:mine")).content.decode()


def test_an_answer_that_can_still_change_can_be_found_again(inside, truus):
    soon = timezone.now() + timedelta(days=20)
    option = DateOptionFactory(conference__family=truus.family, starts_at=soon, ends_at=soon + timedelta(hours=5))
    DateAsked.objects.create(family=truus.family, conference=option.conference, person=truus)
    address = reverse("conference:link_date", args=[option.conference.pk])
    inside.post(address, {f"option_{option.pk}": "yes"})

    page = inside.get(reverse("links:mine")).content.decode()

    assert f'href="{address}"' in page.partition('id="answered"')[2]


def test_an_answer_that_is_final_is_no_way_back(inside, truus):
    soon = timezone.now() + timedelta(days=20)
    meeting = ConferenceFactory(family=truus.family, moment="dated", starts_at=soon, ends_at=soon + timedelta(hours=5))
    invitation = InvitationFactory(person=truus, conference=meeting, coming="in_person", sent="sent")
    address = reverse("conference:link_invitation", args=[invitation.pk])
    before = inside.get(reverse("links:mine")).content.decode()
    Conference.objects.update(moment="informing")

    after = inside.get(reverse("links:mine")).content.decode()

    assert address in before
    assert address not in after
