"""Coming in for work: an app with codes on an old telephone, and a passkey on the device's own lock."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from fgc.accounts.models import User
from fgc.families.models import Family
from tests.journeys.conftest import Clock, wait_until
from tests.journeys.walking import code_in, enter_by_code, fill, press, sees, take_the_second_step, words
from tests.pages.test_every_page import AXE, ONLY_WHAT_IS_WRONG
from tests.postman import Postman

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


WHOEVER_MAY_ANSWER = """
form => {
  const asked = JSON.parse(form.dataset.question);
  asked.publicKey.allowCredentials = [];
  form.dataset.question = JSON.stringify(asked);
}
"""


class Lock:
    """The lock of a device, as Chromium plays it: it keeps passkeys, and opens when its owner is there."""

    def __init__(self, page: Page) -> None:
        self.cdp = page.context.new_cdp_session(page)
        self.cdp.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        self.id = self.cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    def opens(self, *, for_its_owner: bool) -> None:
        """Does the device know the finger, the face or the code that it gets?"""
        self.cdp.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": for_its_owner})

    def passkeys(self) -> list[dict[str, Any]]:
        """What it keeps."""
        kept: list[dict[str, Any]] = self.cdp.send("WebAuthn.getCredentials", {"authenticatorId": self.id})[
            "credentials"
        ]
        return kept

    def keeps_only(self, passkey: dict[str, Any]) -> None:
        """Takes over a passkey of another device, in place of its own."""
        self.cdp.send("WebAuthn.clearCredentials", {"authenticatorId": self.id})
        self.cdp.send("WebAuthn.addCredential", {"authenticatorId": self.id, "credential": passkey})


def add_device(page: Page, name: str) -> None:
    """Adds the lock of this device, from the page of how one comes in."""
    press(page, "The lock of a device")
    fill(page, "What do you call this device?", name)
    press(page, "Add this device")


def test_a_coordinator_sets_up_a_passkey_and_comes_in_with_it_alone(
    site: str, postman: Postman, laptop: Callable[[], Page], family: Family, mirjam: User
) -> None:
    page = laptop()
    lock = Lock(page)
    page.goto("/enter/")
    comes_to_the_second_step(page, postman, mirjam)
    add_device(page, "Laptop")
    sees(page, "Your codes for an emergency")
    press(page, "I have kept them")
    reads_desk(page)
    assert len(lock.passkeys()) == 1

    press(page, "Log out")
    page.goto("/enter/")
    press(page, "Come in with the lock of my device")
    press(page, "Use the lock of my device")

    reads_desk(page)


def judged(page: Page) -> None:
    """Nothing on a page that only a press leads to is wrong either, also on a narrow telephone."""
    over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert (page.evaluate(over), page.evaluate(ONLY_WHAT_IS_WRONG)) == (0, []), page.url


def comes_to_the_second_step(page: Page, postman: Postman, user: User) -> None:
    """Comes in with the code from the mail, and no further."""
    email = user.email or ""
    enter_by_code(page, postman, email, halfway=True)


def reads_desk(page: Page) -> None:
    """The first page of the coordinator's work."""
    expect(page.locator("body")).to_contain_text("De kring van Noor")
    assert page.url.endswith("/desk/"), page.url


def test_a_passkey_is_the_second_step_after_the_mail(
    site: str, postman: Postman, laptop: Callable[[], Page], family: Family, mirjam: User
) -> None:
    page = laptop()
    Lock(page)
    comes_to_the_second_step(page, postman, mirjam)
    add_device(page, "Laptop")
    press(page, "I have kept them")
    press(page, "Log out")

    comes_to_the_second_step(page, postman, mirjam)
    sees(page, "The second step")
    press(page, "Use the lock of my device")

    reads_desk(page)


def test_a_device_that_does_not_know_its_owner_lets_nobody_in(
    site: str, postman: Postman, laptop: Callable[[], Page], family: Family, mirjam: User
) -> None:
    page = laptop()
    lock = Lock(page)
    comes_to_the_second_step(page, postman, mirjam)
    add_device(page, "Laptop")
    press(page, "I have kept them")
    press(page, "Log out")
    lock.opens(for_its_owner=False)

    page.goto("/enter/passkey/")
    page.get_by_role("button", name=words("Use the lock of my device")).click()

    expect(page.get_by_text(words("That did not work. Try again, or take another way."))).to_be_visible()
    page.goto("/desk/")
    assert "/enter/" in page.url


def test_the_passkey_of_another_account_is_not_the_second_step_of_this_one(
    site: str, postman: Postman, laptop: Callable[[], Page], mirjam: User, erik: User
) -> None:
    one, other = laptop(), laptop()
    lock_of_mirjam, lock_of_erik = Lock(one), Lock(other)
    for page, user in ((one, mirjam), (other, erik)):
        comes_to_the_second_step(page, postman, user)
        add_device(page, "Laptop")
        press(page, "I have kept them")
    press(one, "Log out")
    comes_to_the_second_step(one, postman, mirjam)
    # Erik answers the question to Mirjam with his own passkey, whatever the page says about whose may answer.
    lock_of_mirjam.keeps_only(lock_of_erik.passkeys()[0])
    one.locator("form[data-passkey]").evaluate(WHOEVER_MAY_ANSWER)

    press(one, "Use the lock of my device")

    sees(one, "That did not work. Try again, or take another way.")
    one.goto("/matching/")
    assert "/enter/" in one.url


def test_an_app_with_codes_on_a_telephone_without_javascript(
    site: str, postman: Postman, telephone: Callable[..., Page], family: Family, mirjam: User
) -> None:
    page = telephone(java_script_enabled=False)
    comes_to_the_second_step(page, postman, mirjam)
    assert page.get_by_role("button", name=words("Use the lock of my device")).count() == 0

    take_the_second_step(page, mirjam.email or "")
    reads_desk(page)
    press(page, "How you come in")
    press(page, "Log out everywhere")
    enter_by_code(page, postman, mirjam.email or "")

    reads_desk(page)


def erase_after_a_while(page: Page, clock: Clock, family: Family) -> None:
    """Types what erases a family, leaves the telephone for six minutes, and presses then."""
    page.goto(reverse("families:erase", args=[family.pk]))
    fill(page, "Type the name over", family.name)
    clock.traveller.shift(360)
    press(page, "Yes, erase everything")
    sees(page, "Is it still you?")
    judged(page)


def test_on_a_telephone_that_was_left_open_erasing_asks_a_code_by_mail(
    clock: Clock, postman: Postman, telephone: Callable[[], Page], family: Family, saskia: User
) -> None:
    page, email = telephone(), saskia.email or ""
    page.add_init_script(path=AXE)
    enter_by_code(page, postman, email)
    before = len(postman.to(email))

    erase_after_a_while(page, clock, family)
    wait_until(lambda: len(postman.to(email)) > before)
    fill(page, "The code from the message", code_in(postman.to(email)[-1]))
    press(page, "Go on")

    sees(page, "Done. Everything is closed for everybody else.")


def test_who_added_a_passkey_shows_it_before_erasing_and_at_the_entrance(
    clock: Clock, postman: Postman, telephone: Callable[[], Page], family: Family, saskia: User
) -> None:
    page, email = telephone(), saskia.email or ""
    page.add_init_script(path=AXE)
    Lock(page)
    enter_by_code(page, postman, email)
    press(page, "How you come in")
    add_device(page, "Telefoon")
    judged(page)

    erase_after_a_while(page, clock, family)
    press(page, "Use the lock of my device")

    sees(page, "Done. Everything is closed for everybody else.")
    press(page, "Log out")
    enter_by_code(page, postman, email, halfway=True)
    sees(page, "The second step")
    judged(page)


def test_two_minutes_before_the_end_one_press_keeps_somebody_in(
    clock: Clock, postman: Postman, laptop: Callable[[], Page], family: Family, mirjam: User
) -> None:
    page = laptop()
    page.clock.install()
    enter_by_code(page, postman, mirjam.email or "")
    warning = page.get_by_text(words("You will be logged out in two minutes. Are you still here?"))
    expect(warning).to_be_hidden()

    page.clock.fast_forward("13:01")
    clock.traveller.shift(13 * 60)
    expect(warning).to_be_visible()
    page.get_by_role("button", name=words("Yes, I am still here")).click()
    expect(warning).to_be_hidden()

    clock.traveller.shift(13 * 60)
    page.goto("/desk/")
    reads_desk(page)
    clock.traveller.shift(16 * 60)
    page.goto("/desk/")
    assert "/enter/" in page.url
