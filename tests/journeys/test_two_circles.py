"""The second story in the browser: two circles that must not know of each other, and what both read of the children."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from fgc.demo import telling
from fgc.demo.selam_lines import VISITS
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
)
from tests.postman import Postman

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SELAM, DENNIS, ABEBA, MARCO = (f"{name}@post.example" for name in ("selam", "dennis", "abeba", "marco"))
HATICE, MARIT = "hatice@werk.example", "marit@werk.example"
HATICE_IS_THERE, MARIT_MAY_READ = 4, 31
OF_HER_CIRCLE = ("Selam", "Abeba", "Ria", "Lies", "Oosterkolk", "Goede Herder", "taalles")
OF_HIS_CIRCLE = ("Marco", "Stef", "De Spil", "Lindemeer", "Rustig blijven")


def open_his_circle(page: Page) -> None:
    """From the own desk; on no page of the family, so that nobody finds it who looks through the coordinator's eyes."""
    press(page, "Is together not safe?")
    fill(page, "For whom is it?", "Dennis Kuiper")
    fill(page, "E-mail address", DENNIS)
    press(page, "Open it")
    reads(page, "De kring van Dennis")
    sees(page, "waits for a yes, and for the choice of a coordinator")


def dennis_says_yes(page: Page, postman: Postman) -> None:
    """He hears that he may have a circle, and of nothing else."""
    enter_by_code(page, postman, DENNIS, after_letter=True)
    press(page, "Read and answer")
    reads_nothing_of(page, *OF_HER_CIRCLE)
    choose(page, "parent with authority")
    press(page, "Yes, I say yes")


def hatice_declares(page: Page) -> None:
    """As for every family."""
    page.goto("/desk/")
    page.locator("a[href*='/offers/']").first.click()
    page.locator("input[type=checkbox]").first.check()
    press(page, "Yes, I declare this and want to do it")


def test_a_circle_of_his_own_of_which_hers_knows_nothing(
    clock: Clock, postman: Postman, telephone: Callable[[], Page], laptop: Callable[[], Page]
) -> None:
    telling.tell_selam(until=HATICE_IS_THERE)
    clock.moves_to("2026-03-06T15:00:00+01:00")
    selam, dennis, hatice = telephone(), telephone(), laptop()
    enter_by_code(hatice, postman, HATICE)
    open_his_circle(hatice)
    clock.rings()
    dennis_says_yes(dennis, postman)
    hatice_declares(hatice)
    press_from_home(dennis, "See who it is")
    reads(dennis, "Hatice Demirel")
    press(dennis, "Yes, %(name)s", name="Hatice")

    enter_by_code(selam, postman, SELAM)
    press_from_home(selam, "Who sees what")
    reads_nothing_of(selam, "Dennis", *OF_HIS_CIRCLE)
    press_from_home(dennis, "Who sees what")
    reads(dennis, "Hatice")
    reads_nothing_of(dennis, *OF_HER_CIRCLE)
    press_from_home(hatice, "De kring van Dennis")


def read_the_children(page: Page, *hidden: str) -> None:
    """The circle's own plan, and below it what is agreed about the children."""
    press(page, "Our plan")
    sees(page, "The plan for the children")
    reads(page, VISITS)
    reads(page, "Iemand uit de familie")
    reads_nothing_of(page, *hidden)


def propose_fewer_visits(page: Page) -> None:
    """Natnael asked for it; she proposes it in the plan that she has with Dennis, whom she sees nothing of."""
    press_from_home(page, "Het plan voor de kinderen", "Who sees what")
    reads_nothing_of(page, "Antwoordde Dennis", *OF_HIS_CIRCLE)
    press_from_home(page, "Het plan voor de kinderen", "Our plan")
    press(page, "Change this line")
    page.get_by_label("Hoe vaak?").select_option(label="om de week")
    press(page, "Propose this change")


def marit_reads_each_apart(page: Page, postman: Postman) -> None:
    """What both circles let her read stands on her page as two; in neither is anything of the other."""
    enter_by_code(page, postman, MARIT)
    page.goto("/work/")
    released = page.locator("main a[href*='/released/']")
    addresses = [link.get_attribute("href") or "" for link in released.all()]
    texts = []
    for address in addresses:
        page.goto(address)
        texts.append(page.locator("main").inner_text())
    assert sum("wonen Natnael en Hiwet veilig" in text for text in texts) == 1
    assert sum("vader zijn zonder dat iemand bang is" in text for text in texts) == 1


def test_two_circles_read_one_plan_for_the_children(
    clock: Clock, postman: Postman, telephone: Callable[[], Page], laptop: Callable[[], Page]
) -> None:
    telling.tell_selam(until=MARIT_MAY_READ)
    clock.moves_to("2026-04-29T10:00:00+02:00")
    selam, dennis, abeba, marco = (telephone() for _somebody in range(4))
    enter_by_code(abeba, postman, ABEBA)
    read_the_children(abeba, *OF_HIS_CIRCLE)
    enter_by_code(dennis, postman, DENNIS)
    press_from_home(dennis, "De kring van Dennis")
    read_the_children(dennis, "Abeba", "Lies", "Ria", "taalles")
    follow_link(marco, postman, MARCO)
    reads_nothing_of(marco, *OF_HER_CIRCLE)

    enter_by_code(selam, postman, SELAM)
    propose_fewer_visits(selam)
    clock.rings()
    follow_letter(dennis, postman, DENNIS)
    press(dennis, "Yes, I agree")
    clock.rings("worker.tasks.carry_childrens_plans")
    press_from_home(dennis, "De kring van Dennis", "Our plan")
    reads(dennis, "om de week")

    marit_reads_each_apart(laptop(), postman)
