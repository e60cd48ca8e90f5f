"""January and February: a circle is drawn, a date is found, and everybody is asked to come in the own way."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from fgc.demo import telling
from tests.journeys.conftest import Clock
from tests.journeys.walking import (
    choose,
    come_in_by_code,
    enter_by_code,
    fill,
    follow_link,
    in_row,
    press,
    press_from_home,
    reads,
    reads_nothing_of,
    sees,
    words,
)
from tests.postman import Postman

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SASKIA, MIRJAM, CEM = "saskia@post.example", "mirjam@werk.example", "cem@post.example"
KEMAL_SAYS_YES, DATE_IS_CHOSEN = 8, 15
LINES = ("Cem oom vader cem@post.example", "Fatma babaanne")


def draw(page: Page) -> None:
    """One line of typing adds somebody, to the drawing and to the list alike."""
    page.goto("/mine/")
    press(page, "Our circle")
    for line in LINES:
        fill(page, "Who else?", line)
        press(page, "Put in the circle")
    names = page.locator(".people .person-name").all_inner_texts()
    drawn = page.locator("svg g text").all_text_contents()
    for name in ("Saskia", "Truus", "Marleen", "Ineke", "Cem", "Fatma"):
        assert name in names
        assert name in drawn


def offer_dates(page: Page) -> None:
    """The coordinator: two days on the list, after a talk about safety."""
    page.goto("/mine/")
    press(page, "De kring van Noor")
    press(page, "The meeting")
    press(page, "Begin with a meeting")
    for day in ("2026-02-20", "2026-02-21"):
        fill(page, "It begins", f"{day}T11:00")
        fill(page, "It ends", f"{day}T16:00")
        press(page, "Put it on the list")
    press(page, "To the meeting")
    press(page, "The talk about safety")
    fill(page, "On which day did you speak with everybody about it?", "2026-01-23")
    press(page, "Note it")
    press(page, "The dates")
    press(page, "Ask people which day they can come")
    for name in ("Cem", "Fatma"):
        page.get_by_label(re.compile(rf"^\s*{name}")).check()
    press(page, "Ask them")


def say_when(page: Page, friday: str, saturday: str) -> None:
    """An answer for each moment."""
    for day, answer in (("20 februari", friday), ("21 februari", saturday)):
        page.get_by_role("group", name=re.compile(day)).get_by_label(words(answer), exact=True).check()
    press(page, "This is my answer")


def write_down_for_fatma(page: Page) -> None:
    """She has no mail; the coordinator visits her, and it shows who wrote."""
    page.goto(page.url)
    press(page, "Fatma")
    sees(page, "You write this down for %(name)s.", name="Fatma")
    say_when(page, "no", "yes")


def choose_saturday(page: Page) -> None:
    """The day that suits everybody stands first."""
    press_from_home(page, "The meeting", "The dates")
    expect(page.locator("ol h2").first).to_have_text(re.compile("21 februari"))
    press(page, "Choose this day")
    choose(page, "there and online")
    fill(page, "Where is it?", "Buurthuis De Brink, Zilverdam")
    press(page, "Yes, this is the day")
    reads(page, "Buurthuis De Brink")


def their_own_question(page: Page) -> None:
    """In their own words; it counts after their own yes."""
    page.goto("/mine/")
    press(page, "Write your question")
    fill(page, "What do you want to make a plan about?", "Hoe kan Noor weer naar school zonder dat mama omvalt?")
    press(page, "Keep these words")
    press(page, "Yes, these are our words")


def the_childrens_questions(page: Page) -> None:
    """The next step on her page asks for them, one child after the other."""
    for question in ("Wie luistert er als ik niet kan praten?", "Mag ik blijven zwemmen?"):
        page.goto("/mine/")
        press(page, "Write it down")
        fill(page, "The question", question)
        press(page, "Keep these words")


def test_a_circle_is_drawn_and_a_date_found(
    clock: Clock, postman: Postman, telephone: Callable[[], Page], laptop: Callable[[], Page]
) -> None:
    telling.tell_noor(until=KEMAL_SAYS_YES)
    clock.moves_to("2026-01-23T10:00:00+01:00")
    saskia, mirjam, cem = telephone(), laptop(), telephone()
    enter_by_code(saskia, postman, SASKIA)
    their_own_question(saskia)
    draw(saskia)
    the_childrens_questions(saskia)
    enter_by_code(mirjam, postman, MIRJAM)
    offer_dates(mirjam)
    clock.rings()

    follow_link(cem, postman, CEM)
    sees(cem, "Hello %(name)s", name="Cem")
    press(cem, "Answer this")
    say_when(cem, "no", "yes")
    sees(cem, "Nothing is asked of you now. You can close this page.")
    write_down_for_fatma(mirjam)
    choose_saturday(saskia)

    clock.rings()
    follow_link(cem, postman, CEM)
    reads(cem, "Buurthuis De Brink")


def invite(page: Page) -> None:
    """By mail, on paper and by telephone."""
    press(page, "De kring van Noor")
    press(page, "The meeting")
    press(page, "Invitations", within=page.locator("main").get_by_role("navigation"))
    for name in ("Cem", "Truus", "Ineke"):
        page.get_by_label(re.compile(rf"^\s*{name}")).check()
    press(page, "Put them on the list")
    press(page, "Send by mail", within=in_row(page, "Cem"))
    press(page, "I told this person", within=in_row(page, "Ineke"))


def letter_to_truus(page: Page) -> str:
    """The letter is made at the press; its code is shown this once, and printed on one sheet."""
    press(page, "Make the letter", within=in_row(page, "Truus"))
    press(page, "Make the letter")
    code = page.locator(".code").inner_text()
    [sheet] = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    lines = [line.strip() for line in sheet.extract_text().splitlines() if line.strip()]
    assert lines.index("Lindelaan 3") + 1 == lines.index("1234 AB Zilverdam")
    assert code in sheet.extract_text()
    page.go_back()
    page.go_back()
    press(page, "The letter is on its way", within=in_row(page, "Truus"))
    return code


def answer(page: Page, coming: str, message: str = "") -> None:
    """Do you come?"""
    choose(page, coming)
    if message:
        fill(page, "A message that we read out", message)
    press(page, "This is my answer")


def talk_with_ineke(page: Page) -> None:
    """A talk with each, apart: that it was held, and what somebody needs; never what was said."""
    press_from_home(page, "De kring van Noor", "The meeting", "Preparation")
    press(page, "Ineke")
    choose(page, "by telephone", "transport")
    fill(page, "What may the others know beforehand?", "Bobbie komt mee.")
    press(page, "Note the talk")
    for name, said in (("Ineke", "by telephone"), ("Ineke", "transport"), ("Truus", "still to do")):
        expect(page.get_by_role("row", name=re.compile(name))).to_contain_text(words(said))


def test_each_is_invited_in_the_own_way_and_answers(
    clock: Clock, postman: Postman, telephone: Callable[[], Page], laptop: Callable[[], Page]
) -> None:
    telling.tell_noor(until=DATE_IS_CHOSEN)
    clock.moves_to("2026-02-08T11:00:00+01:00")
    mirjam, cem, truus = laptop(), telephone(), telephone()
    enter_by_code(mirjam, postman, MIRJAM)
    invite(mirjam)
    come_in_by_code(truus, letter_to_truus(mirjam), "Truus")
    clock.rings()

    press(truus, "Answer this")
    answer(truus, "I come")
    follow_link(cem, postman, CEM)
    press(cem, "Answer this")
    answer(cem, "I join by video")
    press(mirjam, "Write the answer down", within=in_row(mirjam, "Ineke"))
    sees(mirjam, "You write this down for %(name)s.", name="Ineke")
    answer(mirjam, "sends a message only", "Ik kook dinsdag voor jullie.")

    for name, said in (("Truus", "comes"), ("Cem", "joins by video"), ("Ineke", "sends a message only")):
        expect(in_row(mirjam, name)).to_contain_text(words(said))
    talk_with_ineke(mirjam)
    press_from_home(mirjam)
    # The desk says with whom she has not spoken yet, without opening anything.
    reads(mirjam, "Truus")
    reads_nothing_of(mirjam, "Ineke")
