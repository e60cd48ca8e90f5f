"""An old telephone without JavaScript: answering, promising, changing and leaving fast all work."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from fgc.demo import telling
from tests.journeys.conftest import Clock
from tests.journeys.walking import enter_by_code, fill, follow_link, press, reads, sees, words
from tests.postman import Postman

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SASKIA, CEM = "saskia@post.example", "cem@post.example"
SAID_YES, DATES_ASKED, APPROVED = 3, 12, 24


def test_which_day_can_you_come(clock: Clock, postman: Postman, telephone: Callable[..., Page]) -> None:
    telling.tell_noor(until=DATES_ASKED)
    clock.moves_to("2026-02-04T10:00:00+01:00")
    cem = telephone(java_script_enabled=False)

    follow_link(cem, postman, CEM)
    press(cem, "Answer this")
    for day in ("20 februari", "21 februari", "28 februari", "7 maart"):
        cem.get_by_role("group", name=re.compile(day)).get_by_label(words("if need be"), exact=True).check()
    press(cem, "This is my answer")

    sees(cem, "Nothing is asked of you now. You can close this page.")


def test_a_promise_and_a_change_of_a_line(clock: Clock, postman: Postman, telephone: Callable[..., Page]) -> None:
    telling.tell_noor(until=APPROVED)
    clock.moves_to("2026-02-22T10:00:00+01:00")
    cem, saskia = telephone(java_script_enabled=False), telephone(java_script_enabled=False)
    follow_link(cem, postman, CEM)
    press(cem, "Answer this")
    fill(cem, "Do you want to say something with it?", "De taxi, ja.")
    press(cem, "Yes, I do this")
    sees(cem, "Thank you. Your answer is kept.")

    enter_by_code(saskia, postman, SASKIA)
    press(saskia, "Our plan")
    reads(saskia, "De taxi, ja.")
    press(saskia, "Change this line", within=saskia.locator("#line-11"))
    fill(saskia, "What do you agree?", "Saskia rust van 13 tot 16 uur. Niemand belt dan.")
    press(saskia, "Propose this change")
    reads(saskia, "Saskia rust van 13 tot 16 uur.")


@pytest.mark.parametrize("has_javascript", [True, False])
def test_leaving_fast(
    clock: Clock, postman: Postman, telephone: Callable[..., Page], site: str, settings: Any, *, has_javascript: bool
) -> None:
    # No test goes outside: a page of our own stands in for the one that everybody reads.
    settings.NEUTRAL_URL = f"{site}/privacy/"
    telling.tell_noor(until=SAID_YES)
    clock.moves_to("2026-01-13T10:00:00+01:00")
    saskia = telephone(java_script_enabled=has_javascript)
    enter_by_code(saskia, postman, SASKIA)
    inside = saskia.url
    saskia.get_by_role("button", name=words("Leave fast")).click()
    saskia.wait_for_url("**/privacy/")

    for address in ("/", "/enter/", inside):
        saskia.goto(address)
        expect(saskia).to_have_url(settings.NEUTRAL_URL)
    saskia.go_back()
    expect(saskia.locator("body")).not_to_contain_text("Noor")
