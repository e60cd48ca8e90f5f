"""The two other endings, as good as the first: a plan without a meeting, and stopped in the family's own words."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from fgc.demo import telling
from tests.journeys.conftest import Clock
from tests.journeys.walking import (
    enter_by_code,
    fill,
    follow_link,
    press,
    press_from_home,
    reads_nothing_of,
    sees,
    words,
)
from tests.postman import Postman

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SASKIA, MIRJAM, CEM = "saskia@post.example", "mirjam@werk.example", "cem@post.example"
THEIR_QUESTION, INVITED, DATES_ASKED = 11, 16, 12


def write_a_plan(page: Page) -> None:
    """The circle agreed at the kitchen table; the family's coordinator types it."""
    press(page, "De kring van Noor")
    press(page, "The plan of %(family)s", family="de kring van Noor")
    press(page, "Begin the plan")
    fill(page, "What do you agree?", "Cem belt Noor op zondag.")
    page.get_by_label(re.compile(r"^\s*Cem")).check()
    press(page, "Keep this")


def test_a_plan_without_a_meeting(
    clock: Clock, postman: Postman, telephone: Callable[[], Page], laptop: Callable[[], Page]
) -> None:
    telling.tell_noor(until=THEIR_QUESTION)
    clock.moves_to("2026-02-03T10:00:00+01:00")
    saskia, mirjam, cem = telephone(), laptop(), telephone()
    enter_by_code(mirjam, postman, MIRJAM)
    write_a_plan(mirjam)
    enter_by_code(saskia, postman, SASKIA)
    press_from_home(saskia, "Our plan", "Say yes to our plan", "Yes, this is our plan")
    clock.rings()
    follow_link(cem, postman, CEM)
    press(cem, "Answer this")
    press(cem, "Yes, I do this")

    press_from_home(saskia, "Stop or finish", "It is enough")
    assert saskia.get_by_label(words("a plan without a meeting")).is_checked()
    press(saskia, "Yes, we close")
    sees(saskia, "Done. It is closed. You can still take everything along.")
    mirjam.reload()
    sees(mirjam, "This page is not there")


def stop(page: Page, why: str) -> None:
    """No reason is needed; who wants to say one uses own words."""
    press_from_home(page, "Stop or finish", "Stop with everything")
    page.locator("details summary").last.click()
    fill(page, "In your own words", why)
    press(page, "Yes, stop with everything")


def test_stopped_in_the_familys_own_words(
    clock: Clock, postman: Postman, telephone: Callable[[], Page], laptop: Callable[[], Page]
) -> None:
    telling.tell_noor(until=DATES_ASKED)
    clock.moves_to("2026-02-04T10:00:00+01:00")
    saskia, mirjam, cem = telephone(), laptop(), telephone()
    enter_by_code(mirjam, postman, MIRJAM)
    press(mirjam, "De kring van Noor")
    enter_by_code(saskia, postman, SASKIA)
    stop(saskia, "We redden het nu zelf.")

    mirjam.get_by_role("link", name=words("The people of %(family)s", family="de kring van Noor")).click()
    sees(mirjam, "This page is not there")
    reads_nothing_of(mirjam, "Noor", "Saskia")
    follow_link(cem, postman, CEM)
    sees(cem, "This link does not work any more")

    postman.letters.clear()
    clock.moves_to("2026-02-20T10:00:00+01:00")
    clock.rings("worker.tasks.plan_follow_up", "worker.tasks.deliver_due")
    assert not postman.letters
    enter_by_code(saskia, postman, SASKIA)
    sees(saskia, "Nobody else can look in any more. You can keep everything, or erase it.")
