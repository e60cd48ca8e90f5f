"""February: the day is prepared, the family is among itself, makes its plan, and each confirms the own promise."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from fgc.demo import telling
from tests.journeys.conftest import Clock
from tests.journeys.walking import (
    choose,
    enter_by_code,
    fill,
    follow_letter,
    follow_link,
    press,
    press_from_home,
    reads,
    reads_nothing_of,
    sees,
    to_press,
    words,
)
from tests.postman import Postman

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SASKIA, MIRJAM, HANNEKE = "saskia@post.example", "mirjam@werk.example", "hanneke@werk.example"
CEM, WENDY, JOLANDA = "cem@post.example", "wendy@post.example", "jolanda@post.example"
DATE_IS_CHOSEN, PREPARED, THEY_WRITE = 15, 19, 22
OUTSIDE = "The family is among itself now. You come in again when they say that they are ready."
BOTTOM_LINE = "Vanaf 2 maart is Noor minstens twee dagdelen per week op school."


def ask_hanneke(page: Page) -> None:
    """The coordinator asks the attendance officer for one page."""
    press_from_home(page, "De kring van Noor", "The meeting", "Preparation", "Ask a professional")
    page.get_by_label(re.compile("Hanneke")).check()
    fill(page, "Until which day?", "2026-02-18")
    press(page, "Ask for it")


def hand_in(page: Page) -> None:
    """She writes one page in plain words, and one bottom line; of the family she sees a first name."""
    reads_nothing_of(page, "Verhulst", "Aydin", "Saskia", "zonder dat er iemand omvalt")
    fill(page, "What is going on?", "Er zijn twee meldingen van school.")
    fill(page, "What goes well?", "Noor wil zelf weer naar school.")
    press(page, "Hand it in")
    press(page, "Set a bottom line")
    fill(page, "What must in any case be arranged?", BOTTOM_LINE)
    fill(page, "Why?", "De wet zegt dat Noor les krijgt.")
    press(page, "Set this bottom line")
    reads(page, BOTTOM_LINE)


def say_something_back(page: Page) -> None:
    """The family reads it before the day, and puts its own words beside it."""
    page.reload()
    reads(page, BOTTOM_LINE)
    press(page, "Say something back")
    fill(page, "What do you say to this?", "Graag wel met Bas erbij.")
    press(page, "Keep our words")


def test_everything_is_known_before_the_day(
    clock: Clock, postman: Postman, telephone: Callable[[], Page], laptop: Callable[[], Page]
) -> None:
    telling.tell_noor(until=DATE_IS_CHOSEN)
    clock.moves_to("2026-02-14T10:00:00+01:00")
    saskia, mirjam, hanneke = telephone(), laptop(), laptop()
    enter_by_code(mirjam, postman, MIRJAM)
    ask_hanneke(mirjam)
    clock.rings()

    enter_by_code(hanneke, postman, HANNEKE)
    follow_letter(hanneke, postman, HANNEKE)
    hand_in(hanneke)
    enter_by_code(saskia, postman, SASKIA)
    press(saskia, "The meeting")
    press(saskia, "What professionals tell you")
    reads_nothing_of(saskia, BOTTOM_LINE)
    mirjam.reload()
    press(mirjam, "Give the family what came in")
    say_something_back(saskia)

    hanneke.reload()
    reads(hanneke, "Graag wel met Bas erbij.")


def note_who_was_there(page: Page, part: int, **otherwise: str) -> None:
    """Who was there in one part of the day, never what was said: as each said beforehand, but for some."""
    press(page, "Who was there", within=page.locator("ol.steps > li").nth(part - 1))
    for name, presence in otherwise.items():
        page.get_by_role("group", name=re.compile(rf"^\s*{name}")).get_by_label(words(presence), exact=True).check()
    # In private time nobody from outside is there, so nobody can be noted to have been.
    assert (page.get_by_role("group", name=re.compile("Hanneke")).count() == 0) == (part == 2)
    press(page, "Note it")
    noted = page.locator("ol.steps > li").nth(part - 1)
    expect(noted).to_contain_text("Saskia")
    for name, presence in otherwise.items():
        assert (name in noted.inner_text()) == (presence != "not there")


def among_themselves(mirjam: Page, saskia: Page) -> None:
    """Private time: the coordinator's page shows nothing until the family says that it is ready."""
    press_from_home(mirjam, "De kring van Noor", "The meeting", "To the day", "Start part 1")
    note_who_was_there(mirjam, 1, Cem="by video", Bas="not there")
    press(mirjam, "Start private time")
    press(mirjam, "Yes, we leave them alone")
    sees(mirjam, OUTSIDE)
    plan_address = re.sub(r"conference/.*", "plan/", mirjam.url)
    for address in (plan_address, plan_address.replace("/plan/", "/circle/")):
        mirjam.goto(address)
        sees(mirjam, "Until then you see nothing of this family.")
        reads_nothing_of(mirjam, "Saskia", "Noor", "Truus")

    saskia.goto(plan_address.replace("/plan/", "/conference/day/"))
    fill(saskia, "What we think of and agree on", "Oma kookt ook wel eens.")
    press(saskia, "Keep this")
    press(saskia, "We are ready")
    press(saskia, "Yes, we are ready")
    press_from_home(mirjam, "De kring van Noor", "The meeting", "The day itself")
    note_who_was_there(mirjam, 2, Cem="by video", Yara="not there")


def write_line(page: Page, text: str, *names: str, bottom_line: bool = False) -> None:
    """One agreement in the family's words."""
    fill(page, "What do you agree?", text)
    for name in names:
        page.locator("[name=person_ids]").and_(page.get_by_label(re.compile(rf"^\s*{name}"))).check()
    fill(page, "From when?", "2026-03-03")
    page.get_by_label(words("How often?")).select_option("weekly")
    if bottom_line:
        page.get_by_text(words("Say more about it")).click()
        page.get_by_label(words("Does it answer a bottom line?")).select_option(index=1)
    press(page, "Keep this")


def write_the_plan(page: Page) -> None:
    """The coordinator types what the family says."""
    press_from_home(page, "De kring van Noor")
    press(page, "The plan of %(family)s", family="de kring van Noor")
    press(page, "Begin the plan")
    write_line(page, "Noor gaat dinsdag en donderdag naar school.", "Noor", bottom_line=True)
    press(page, "Write down one more agreement")
    write_line(page, "Wendy brengt Deniz naar zwemmen.", "Wendy")
    press(page, "Write down one more agreement")
    write_line(page, "Cem betaalt de taxi, Jolanda belt, Fatma kookt.", "Cem", "Jolanda", "Fatma")


def approve(page: Page) -> None:
    """Only the family says yes to its plan, and reads first what happens then."""
    press_from_home(page, "Our plan", "Say yes to our plan")
    sees(page, "This is your plan from now on: version 1. You can always change a line.")
    press(page, "Yes, this is our plan")


def judge(page: Page, postman: Postman) -> None:
    """The attendance officer answers her bottom line, and reads nothing but the line for it."""
    enter_by_code(page, postman, HANNEKE)
    press(page, "Does the plan meet your bottom line?")
    reads(page, "Noor gaat dinsdag en donderdag naar school.")
    reads_nothing_of(page, "Wendy", "taxi")
    choose(page, "met")
    press(page, "Send my answer")


def confirm(page: Page, postman: Postman, email: str, answer: str, note: str = "") -> None:
    """By the personal link of the mail."""
    follow_link(page, postman, email)
    press(page, "Answer this")
    press(page, answer)
    if note:
        fill(page, "Do you want to say something with it?", note)
        press(page, "Keep these words")


def on_behalf_of_fatma(page: Page) -> None:
    """She says it aloud; the coordinator writes it down, and it shows."""
    press_from_home(page, "De kring van Noor")
    press(page, "The plan of %(family)s", family="de kring van Noor")
    press(page, "Write down the answer of %(name)s", name="Fatma")
    sees(page, "You write this down for %(name)s. Everybody who reads the plan sees that.", name="Fatma")
    choose(page, "spoken, read out by the coordinator")
    fill(page, "In which language did you read it out?", "Turks")
    choose(page, "Yes, I do this")
    press(page, "Write this down")


def test_the_family_makes_its_plan_and_each_confirms(
    clock: Clock, postman: Postman, telephone: Callable[[], Page], laptop: Callable[[], Page]
) -> None:
    telling.tell_noor(until=PREPARED)
    clock.moves_to("2026-02-21T11:00:00+01:00")
    saskia, mirjam = telephone(), laptop()
    enter_by_code(mirjam, postman, MIRJAM)
    enter_by_code(saskia, postman, SASKIA)
    among_themselves(mirjam, saskia)
    write_the_plan(mirjam)
    reads_nothing_of(mirjam, "Oma kookt")
    assert to_press(mirjam, "Say yes to our plan").count() == 0
    approve(saskia)
    judge(laptop(), postman)
    clock.rings()

    confirm(telephone(), postman, CEM, "Yes, I do this")
    confirm(telephone(), postman, WENDY, "I do less", "In de schoolvakantie niet.")
    confirm(telephone(), postman, JOLANDA, "Rather not")
    on_behalf_of_fatma(mirjam)

    press_from_home(saskia, "Our plan")
    for said in ("wants to do less", "rather not", "confirmed"):
        expect(saskia.locator("main")).to_contain_text(words(said))
    reads(saskia, "In de schoolvakantie niet.")
    reads(saskia, "Mirjam")
