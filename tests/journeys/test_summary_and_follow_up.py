"""From February on: a professional reads what the family chose, promises are kept, the plan changes, and it ends."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from fgc.demo import telling
from tests.journeys.conftest import Clock
from tests.journeys.walking import (
    come_in_by_code,
    enter_by_code,
    fill,
    follow_letter,
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

SASKIA, KEMAL, WENDY = "saskia@post.example", "kemal@post.example", "wendy@post.example"
NOOR, MIRJAM, PETRA = "noor@post.example", "mirjam@werk.example", "petra@werk.example"
PROMISED, RELEASED, COORDINATOR_GONE, LOOKED_BACK = 25, 26, 30, 32


def prepare_release(page: Page) -> list[str]:
    """The family chooses parts, and sees exactly what would be read."""
    press(page, "What we let professionals read")
    press(page, "Let somebody read")
    for part in ("Noor gaat dinsdag", "Saskia vraagt hulp in huis aan"):
        page.get_by_label(re.compile(part)).check()
    press(page, "Show me")
    preview = page.locator(".card section").all_inner_texts()
    page.get_by_label(re.compile("Petra, jeugdhulpverlener")).check()
    fill(page, "What is it for?", "Hulp in huis en de training")
    fill(page, "Until which day?", "2026-08-31")
    press(page, "Let this person read it")
    return preview


def agree(page: Page, postman: Postman) -> None:
    """Noor is fifteen: it does not go out without her yes."""
    enter_by_code(page, postman, NOOR)
    follow_letter(page, postman, NOOR)
    sees(page, "May %(name)s read this?", name="Petra")
    press(page, "Yes")


def pdf_of(page: Page) -> tuple[int, str, bytes]:
    """The PDF of the page that is open: status, kind, and its first bytes."""
    answer = page.context.request.get(f"{page.url}pdf/")
    return answer.status, answer.headers.get("content-type", ""), answer.body()[:4]


def test_a_professional_reads_what_the_family_chose_until_it_takes_it_back(
    clock: Clock, postman: Postman, telephone: Callable[[], Page], laptop: Callable[[], Page]
) -> None:
    telling.tell_noor(until=PROMISED)
    clock.moves_to("2026-02-24T10:00:00+01:00")
    saskia, noor, petra = telephone(), telephone(), laptop()
    enter_by_code(saskia, postman, SASKIA)
    preview = prepare_release(saskia)
    clock.rings()
    agree(noor, postman)
    clock.rings()

    enter_by_code(petra, postman, PETRA)
    follow_letter(petra, postman, PETRA)
    assert petra.locator("main section").all_inner_texts() == preview
    reads_nothing_of(petra, "Ineke", "Fatma")
    assert pdf_of(petra) == (200, "application/pdf", b"%PDF")

    saskia.reload()
    reads(saskia, "24 februari, 10:")
    press(saskia, "Take it back")
    press(saskia, "Yes, take it back")
    petra.reload()
    sees(petra, "This page is not there")
    assert pdf_of(petra)[0] == 404


def report(page: Page, postman: Postman, said: str) -> None:
    """Wendy is asked how it went, the day after."""
    follow_link(page, postman, WENDY)
    sees(page, "How did it go?")
    press(page, "Answer this")
    press(page, said)


def hold(page: Page, said: dict[str, str], remember: str = "") -> None:
    """Going through the agreements one by one: each is opened by itself."""
    for text, answer in said.items():
        agreement = page.locator("details").filter(has_text=text)
        if agreement.get_attribute("open") is None:
            agreement.locator("summary").click()
        agreement.get_by_label(words(answer), exact=True).first.check()
    if remember:
        fill(page, "What do you want to remember?", remember)
    press(page, "Keep this")
    sees(page, "Done. This is kept with the plan.")


def write_down_for_fatma(page: Page) -> None:
    """She has no screen; the coordinator writes down what she says, and everybody sees that she did."""
    press_from_home(page, "De kring van Noor", "How it goes with the plan")
    press(page, "Write down what %(name)s says", name="Fatma")
    sees(page, "You write this down for %(name)s. The family sees that it was you.", name="Fatma")
    press(page, "yes, it runs")


def letter_that_something_stalls(page: Page) -> str:
    """The contact person has no screen either: a letter for her waits for the coordinator's hand."""
    press_from_home(page, "De kring van Noor")
    press(page, "The people of %(family)s", family="de kring van Noor")
    page.locator("main a[href$='/by-hand/']").click()
    told_of_it = in_row(page, "Truus").filter(has_text=words("Tell that a promise does not run well."))
    press(page, "Print the letter", within=told_of_it)
    press(page, "Make the letter")
    return page.locator(".code").inner_text()


def call_after_four_weeks(page: Page) -> None:
    """The coordinator goes through the agreements by telephone; one of them does not run."""
    press_from_home(page, "De kring van Noor", "How it goes with the plan", "The call after four weeks")
    hold(page, {"Wendy brengt Deniz": "yes, it runs", "Op dinsdag kookt": "no"})
    write_down_for_fatma(page)


def hear_what_stalls(page: Page, code: str) -> None:
    """The family's own contact person hears it, and nobody from outside."""
    come_in_by_code(page, code, "Truus")
    sees(page, "This does not run yet")
    reads(page, "Op dinsdag kookt er iemand voor ons.")


def test_promises_are_reminded_of_asked_about_and_looked_back_on(
    clock: Clock, postman: Postman, telephone: Callable[[], Page], laptop: Callable[[], Page]
) -> None:
    telling.tell_noor(until=PROMISED)
    postman.letters.clear()
    wendy = telephone()
    for moment, letters in (("2026-02-23T18:00:00+01:00", 1), ("2026-02-25T11:00:00+01:00", 2)):
        clock.moves_to(moment)
        clock.rings("worker.tasks.plan_follow_up", "worker.tasks.deliver_due")
        assert len(postman.to(WENDY)) == letters
    report(wendy, postman, "a little")

    clock.moves_to("2026-03-21T11:00:00+01:00")
    mirjam = laptop()
    enter_by_code(mirjam, postman, MIRJAM)
    call_after_four_weeks(mirjam)
    clock.rings()
    hear_what_stalls(telephone(), letter_that_something_stalls(mirjam))

    clock.moves_to("2026-03-24T12:00:00+01:00")
    saskia = telephone()
    enter_by_code(saskia, postman, SASKIA)
    press(saskia, "How it goes with the plan")
    sees(saskia, "Written down by %(name)s.", name="Mirjam Tolhuis")
    press(saskia, "Look back")
    hold(saskia, {"Wendy brengt Deniz": "yes, it runs"}, "De training helpt.")


def change_line_six(page: Page) -> None:
    """Wendy has other work: Kemal drives from now on."""
    press(page, "Our plan")
    press(page, "Change this line", within=page.locator("#line-6"))
    fill(page, "What do you agree?", "Kemal brengt Deniz op dinsdag naar zwemmen.")
    page.get_by_label(words("Does somebody else do it from now on?")).select_option(label="Kemal (papa)")
    fill(page, "From when?", "2026-04-14")
    fill(page, "Why do you change it?", "Wendy heeft ander werk.")
    press(page, "Propose this change")


def the_difference(page: Page) -> None:
    """Version 2: the old and the new words of one line, who said yes, and nothing else."""
    page.reload()
    press(page, "This is version %(number)s. See all versions", number=2)
    press(page, "What changed?")
    sees(page, "%(name)s said yes.", name="Kemal")
    for said in ("Wendy brengt Deniz", "Kemal brengt Deniz", "Wendy heeft ander werk."):
        reads(page, said)
    reads_nothing_of(page, "Ineke", "tekenlokaal")


def test_a_changed_line_becomes_version_two_and_somebody_leaves(
    clock: Clock, postman: Postman, telephone: Callable[[], Page]
) -> None:
    telling.tell_noor(until=COORDINATOR_GONE)
    clock.moves_to("2026-04-09T18:00:00+02:00")
    saskia, kemal, wendy = telephone(), telephone(), telephone()
    enter_by_code(saskia, postman, SASKIA)
    change_line_six(saskia)
    clock.rings()
    enter_by_code(kemal, postman, KEMAL)
    press(kemal, "Is this change all right?")
    press(kemal, "Yes, I agree")
    the_difference(saskia)

    clock.rings()
    follow_link(wendy, postman, WENDY)
    sees(wendy, "Nothing is asked of you now. You can close this page.")
    press(wendy, "I want to stop")
    press(wendy, "Yes, I stop")
    wendy.goto("/l/mine/")
    sees(wendy, "This link does not work any more")


def take_along(page: Page) -> list[str]:
    """Everything in one file, of which the name tells nothing."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=words("Take everything along")).click()
    box = zipfile.ZipFile(io.BytesIO(Path(waiting.value.path()).read_bytes()))
    assert re.fullmatch(r"\d{4}-\d\d-\d\d\.zip", waiting.value.suggested_filename)
    return box.namelist()


def test_the_family_closes_takes_everything_along_and_erases(
    clock: Clock, postman: Postman, telephone: Callable[[], Page]
) -> None:
    telling.tell_noor(until=LOOKED_BACK)
    clock.moves_to("2026-08-22T12:00:00+02:00")
    saskia, kemal = telephone(), telephone()
    enter_by_code(kemal, postman, KEMAL)
    enter_by_code(saskia, postman, SASKIA)
    for button in ("Stop or finish", "It is enough", "Yes, we close"):
        press(saskia, button)
    assert len(take_along(saskia)) >= 3

    saskia.goto("/mine/")
    press(saskia, "Erase everything")
    fill(saskia, "Type the name over", "De kring van Noor")
    press(saskia, "Yes, erase everything")
    sees(saskia, "Everything is erased on %(day)s", day="zaterdag 29 augustus")
    kemal.goto("/mine/")
    sees(kemal, "Keep everything")
    clock.moves_to("2026-08-29T13:00:00+02:00")
    clock.rings("worker.tasks.erase_due")
    # His account was here only for this family: it is gone too, and his open page with it.
    kemal.reload()
    expect(kemal).to_have_url(re.compile("/enter/"))
    reads_nothing_of(kemal, "Noor")
