"""January: a mother asks without any professional, her family says yes, and chooses a coordinator."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from fgc.accounts import opening
from tests.journeys.conftest import Clock
from tests.journeys.walking import (
    choose,
    enter_by_code,
    fill,
    follow_letter,
    press,
    press_from_home,
    reads,
    reads_nothing_of,
    sees,
)
from tests.postman import Postman

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SASKIA, NOOR = "saskia@post.example", "noor@post.example"
ERIK, MIRJAM = "erik@werk.example", "mirjam@werk.example"


def open_the_service() -> None:
    """What the operator does before anybody comes."""
    service = opening.open_organisation("Kring Zilverdam")
    opening.open_worker(name="Erik van Loon", email=ERIK, work="manager", organisation=service)
    opening.open_worker(
        name="Mirjam Tolhuis", email=MIRJAM, work="coordinator", organisation=service, spoken_languages="Nederlands"
    )


def ask_on_the_start_page(page: Page) -> None:
    """Nobody has to send her."""
    page.goto("/")
    press(page, "I want this")
    fill(page, "How may we call you?", "Saskia Verhulst")
    fill(page, "Your e-mail address", SASKIA)
    fill(page, "Where do you live?", "Zilverdam")
    press(page, "I want this")
    sees(page, "Nobody else hears that you asked.")


def name_a_child(page: Page, name: str, born: str) -> None:
    """One more child in the list."""
    fill(page, "First name", name)
    fill(page, "Date of birth", born)
    press(page, "Add")
    reads(page, name)


def say_yes_for_both(page: Page) -> None:
    """The mother names her children, and says yes."""
    press(page, "Fill in the names")
    name_a_child(page, "Noor", "2010-11-02")
    name_a_child(page, "Deniz", "2015-03-19")
    press(page, "Go on")
    choose(page, "Noor", "Deniz", "parent with authority")
    press(page, "Yes, I say yes")
    sees(page, "Done. Your yes is kept. You can take it back at any moment.")


def ask_noor(page: Page) -> None:
    """The next step on her own page asks for it: from twelve a child decides along."""
    sees(page, "Ask %(name)s too", name="Noor")
    press(page, "Ask")
    choose(page, "a child of 12 years or older")
    page.get_by_label("Welk kind?").select_option(label="Noor")
    fill(page, "Name", "Noor Verhulst-Aydin")
    fill(page, "E-mail address", NOOR)
    press(page, "Ask this person")


def noor_says_yes(page: Page, postman: Postman) -> None:
    """On her own telephone, by her own mail and code."""
    enter_by_code(page, postman, NOOR)
    press(page, "Read and answer")
    press(page, "Yes, I say yes")
    sees(page, "Done. Your yes is kept. You can take it back at any moment.")


def say_wishes(page: Page) -> None:
    """What kind of coordinator the family wants."""
    page.goto("/mine/")
    press(page, "Say what you want")
    fill(page, "Which language should the coordinator speak?", "Nederlands, en iemand die Turks verstaat")
    press(page, "Keep this")


def erik_asks_mirjam(page: Page, postman: Postman) -> None:
    """The manager sees a region and wishes, and no name."""
    enter_by_code(page, postman, ERIK)
    reads(page, "Turks verstaat")
    reads_nothing_of(page, "Saskia", "Noor", "Verhulst")
    press(page, "Ask a coordinator")
    page.get_by_label("Mirjam Tolhuis").check()
    press(page, "Ask")
    sees(page, "Done. The coordinator gets a message.")


def mirjam_declares(page: Page, postman: Postman) -> None:
    """She declares that she is independent of a family of which she sees no name yet."""
    enter_by_code(page, postman, MIRJAM)
    follow_letter(page, postman, MIRJAM)
    reads_nothing_of(page, "Saskia", "Noor", "Verhulst")
    choose(page, "Every sentence above is true of me")
    press(page, "Yes, I declare this and want to do it")
    reads_nothing_of(page, "Saskia", "Noor", "Verhulst")


def test_from_a_mothers_request_to_a_coordinator_of_her_choice(
    clock: Clock, postman: Postman, telephone: Callable[[], Page], laptop: Callable[[], Page]
) -> None:
    open_the_service()
    saskia, noor, mirjam = telephone(), telephone(), laptop()
    ask_on_the_start_page(saskia)
    clock.rings()
    enter_by_code(saskia, postman, SASKIA, after_letter=True)
    say_yes_for_both(saskia)
    ask_noor(saskia)
    clock.rings()
    noor_says_yes(noor, postman)
    say_wishes(saskia)
    erik_asks_mirjam(laptop(), postman)
    clock.rings()
    mirjam_declares(mirjam, postman)
    clock.rings()

    press_from_home(saskia, "See who it is")
    press(saskia, "Yes, %(name)s", name="Mirjam")

    clock.rings()
    press_from_home(mirjam, "De kring van Saskia", "Whom it is about")
    reads(mirjam, "Deniz")
