"""A mail scanner in a real browser that runs what is on the page, fills in what it finds, and sends every form."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from fgc.accounts.models import Session
from fgc.families.models import Proposal
from fgc.families.rules import ProposalState
from fgc.families.tokens import hash_of
from fgc.networks import links
from fgc.networks.models import AccessLink, Person
from fgc.pages.links.robots import number_for
from fgc.plans.models import Commitment
from tests.factories import CommitmentFactory, UserFactory, at_work_for
from tests.journeys.walking import fill, press, sees

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FORMS = "document.querySelectorAll('main form').length"
# Everything a scanner might do with one form: fill it in, tick it, and send it past the browser's own checks.
SENDS = """([at, said]) => {
    const form = document.querySelectorAll('main form')[at];
    for (const one of form.elements) {
        if (one.type === 'checkbox' || one.type === 'radio') one.checked = true;
        else if (one.type !== 'hidden' && one.type !== 'submit') one.value = said;
    }
    HTMLFormElement.prototype.submit.call(form);
}"""
FILLED_IN = ("", "test", "1", "scanner@post.example")


def scans(page: Page, address: str) -> None:
    """Opens the page, sends every form on it in every way, presses every button; and so on, one page further."""
    page.goto(address)
    for at in range(page.evaluate(FORMS)):
        for said in FILLED_IN:
            page.goto(address)
            with page.expect_navigation():
                page.evaluate(SENDS, [at, said])
            for button in page.locator("main button").all()[:2]:
                button.click()
    page.goto(address)
    for number in range(page.locator("main button").count()):
        page.goto(address)
        for one in page.locator("main input:visible").all():
            one.fill("1")
        page.locator("main button").nth(number).click()
        for _further in range(page.locator("main button").count()):
            page.locator("main button").first.click()
    page.goto(reverse("links:mine"))


def test_a_robot_spends_no_link_and_answers_nothing(
    device: Callable[..., Page], site: str, truus: Person, settings: Any
) -> None:
    settings.NEUTRAL_URL = f"{site}/privacy/"
    promise = CommitmentFactory(person=truus, agreement__family=truus.family, agreement__plan__family=truus.family)
    promise.agreement.plan.state = "running"
    promise.agreement.plan.save()
    token = links.open_for(at_work_for(truus), truus, via="mail")
    address = reverse("links:open", args=[token])

    for _robot in range(3):
        scans(device(1024, 768), address)

    link = AccessLink.objects.get()
    assert (link.uses, link.first_used_at, link.device_hash, link.elsewhere_at) == (0, None, "", None)
    assert not [row for row in Session.objects.all() if links.KEY in row.get_decoded()]
    assert Commitment.objects.get().state == promise.state
    assert Person.objects.get(pk=truus.pk).standing == truus.standing
    hers = device(320, 640)
    hers.goto(address)
    fill(hers, "Type this number here", number_for(token))
    press(hers, "Go on")
    sees(hers, "Hello %(name)s", name="Truus")


def test_a_robot_answers_no_proposal(device: Callable[..., Page], site: str, settings: Any) -> None:
    settings.NEUTRAL_URL = f"{site}/privacy/"
    proposal = Proposal.objects.create(
        proposer=UserFactory(), token_hash=hash_of("told"), call_name="An", email="an@post.example",
        consent_on="2026-01-05", consent_how="thuis",
    )  # fmt: skip

    scans(device(1024, 768), reverse("proposal", args=["told"]))

    proposal.refresh_from_db()
    assert proposal.state == ProposalState.ASKED
