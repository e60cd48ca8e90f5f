"""Small steps of a journey, in the words that stand on the page: tests name them in English, people read Dutch."""

import re
from datetime import datetime
from email.message import EmailMessage
from typing import Any

from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Locator, Page, expect

from fgc.accounts import second_step
from fgc.accounts.models import User
from tests.entering import app_shows
from tests.journeys.conftest import wait_until
from tests.postman import Postman

# What the app of each account holds, by its address.
APPS: dict[str, str] = {}
# By what the browser of each person is known again, by the same: a personal link opens on one's own telephone.
OWN_TELEPHONES: dict[str, Any] = {}


def words(text: str, **names: object) -> str:
    """The Dutch words on the page for a sentence of the house."""
    with translation.override("nl"):
        return gettext(text) % names if names else gettext(text)


def to_press(page: Page | Locator, text: str, **names: object) -> Locator:
    """The one button or link with these words."""
    said = words(text, **names)
    exact = re.compile(rf"^\s*{re.escape(said)}\s*$")
    wanted = page.get_by_role("button", name=exact).or_(page.get_by_role("link", name=exact))
    if wanted.count() == 0:
        wanted = page.get_by_role("button", name=said).or_(page.get_by_role("link", name=said))
    return wanted


def press(page: Page, text: str, *, within: Locator | None = None, **names: object) -> None:
    """Presses a button or follows a link, and waits for the page after it."""
    wanted = to_press(within or page, text, **names)
    if wanted.count() == 0:
        raise AssertionError(f"no “{words(text, **names)}” on {page.url}:\n{page.locator('main').inner_text()}")
    with page.expect_navigation():
        wanted.first.click()


def press_from_home(page: Page, *texts: str) -> None:
    """From one's own first page on, one press after the other."""
    page.goto("/mine/")
    for text in texts:
        press(page, text)


def fill(page: Page, label: str, value: str) -> None:
    """Types in the field with this label."""
    page.get_by_label(words(label)).first.fill(value)


def choose(page: Page, *labels: str) -> None:
    """Presses radio buttons or ticks boxes with these labels."""
    for label in labels:
        page.get_by_label(words(label), exact=True).first.check()


def sees(page: Page, text: str, **names: object) -> None:
    """These words of the house stand on the page."""
    expect(page.locator("body")).to_contain_text(words(text, **names))


def reads(page: Page, text: str) -> None:
    """These words of a person stand on the page."""
    expect(page.locator("body")).to_contain_text(text)


def reads_nothing_of(page: Page, *texts: str) -> None:
    """None of these words of persons stand on the page."""
    for text in texts:
        expect(page.locator("body")).not_to_contain_text(text)


def in_row(page: Page, name: str) -> Locator:
    """The card of this name in a list."""
    return page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=name))


def enter_by_code(
    page: Page, postman: Postman, email: str, *, after_letter: bool = False, halfway: bool = False
) -> None:
    """Comes in with one's address and the code from the mail; after a letter by the address in it.

    Args:
        halfway: stops before the second step, where there is one.
    """
    before = len(postman.to(email))
    if after_letter:
        follow_letter(page, postman, email)
    else:
        page.goto("/enter/")
    fill(page, "Your e-mail address", email)
    press(page, "Send me a code")
    wait_until(lambda: len(postman.to(email)) > before)
    fill(page, "The code from the message", code_in(postman.to(email)[-1]))
    press(page, "Come in")
    if not halfway:
        take_the_second_step(page, email)


def code_in(letter: EmailMessage) -> str:
    """The code that a letter brings."""
    codes: list[str] = re.findall(r"^\s*([A-Z0-9-]{4,12})\s*$", letter.get_content(), re.MULTILINE)
    return codes[0]


def take_the_second_step(page: Page, email: str) -> None:
    """Who is here for work sets up an app the first time, and types what it shows after that."""
    address = page.url.split("?")[0]
    if address.endswith("/enter/second-step/"):
        # The code of now was typed when the app was set up, a moment ago; the next one fits already.
        fill(page, "Your code", app_shows(APPS[email], periods_ago=-1))
        press(page, "Go on")
    else:
        set_up_the_second_step(page, email)


def set_up_the_second_step(page: Page, email: str) -> None:
    """The first time; who came with a family has a code that somebody told by telephone."""
    if page.url.endswith("/second-step/letter/"):
        fill(page, "The code that you got", second_step.new_enrolment_code(User.objects.get(email=email)))
        press(page, "Go on")
    if page.url.split("?")[0].endswith("/second-step/"):
        press(page, "An app with codes")
        APPS[email] = page.locator("strong.secret").inner_text().replace(" ", "")
        fill(page, "The code in your app now", app_shows(APPS[email]))
        press(page, "Add this app")
        press(page, "I have kept them")


def follow_letter(page: Page, postman: Postman, email: str) -> None:
    """Opens the address in the last letter to this person that has one: a code has none."""
    page.goto(next(found for letter in reversed(postman.to(email)) if (found := postman.address_in(letter))))


def follow_link(page: Page, postman: Postman, email: str) -> None:
    """Opens the personal link of the last letter on the own telephone, and presses its button."""
    if email in OWN_TELEPHONES:
        page.context.add_cookies([OWN_TELEPHONES[email]])
    follow_letter(page, postman, email)
    fill(page, "Type this number here", page.locator("main strong").first.inner_text())
    press(page, "Go on")
    for sign in (cookie for cookie in page.context.cookies() if cookie["name"] == "w"):
        OWN_TELEPHONES[email] = {"name": "w", "value": sign["value"], "url": page.url}


def come_in_by_code(page: Page, code: str, name: str) -> None:
    """Types the code of a letter, with the spaces and small letters of a person."""
    page.goto("/code/")
    fill(page, "The code from your letter", code.lower())
    press(page, "Go on")
    sees(page, "Hello %(name)s", name=name)


def moment(day: str, hour: int) -> str:
    """A day and an hour as the browser's field wants it."""
    return datetime.fromisoformat(day).replace(hour=hour).strftime("%Y-%m-%dT%H:%M")
