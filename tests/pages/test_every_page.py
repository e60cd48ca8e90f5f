"""Every page that a person of the story can reach, in a real browser: axe finds nothing, nothing hangs over the edge.

Each person of the story enters, and every link is followed once per kind of page, in both languages and at both widths.
"""

import re
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from fgc.demo import entering, people
from fgc.demo.stage import Stage
from fgc.demo.telling import NOOR, tell_noor
from fgc.networks import links
from tests.postman import at_work

AXE = Path(__file__).resolve().parent.parent.parent / "node_modules" / "axe-core" / "axe.min.js"
WHO = ("visitor", "saskia", "noor", "kemal", "marleen", "cem", "truus", "mirjam", "erik", "hanneke")
WIDTHS = (320, 1280)
# Only what is wrong, without how to find it again: that is most of the time that axe takes.
ONLY_WHAT_IS_WRONG = "axe.run({resultTypes: ['violations'], selectors: false})"
# The scene after which most pages have something to show: promises confirmed, a summary released, nobody left yet.
UNTIL = next(number for number, scene in enumerate(NOOR, start=1) if scene.play.__name__ == "a_summary_is_released")
IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
# The form's token and the identifiers: no two answers have the same, and no eye sees them.
OWN_TO_THIS_ANSWER = re.compile(rf"{IDS.pattern}|(?<=value=\"|nonce=\")[A-Za-z0-9]{{22,64}}")
NOT_PAGES = re.compile(r"\.ics|/calendar/|/pdf/|/static/|\.json|^/api/")


@dataclass
class Walk:
    """One person's walk through everything there is to see."""

    page: Page
    site: str
    # What was looked at before, by whomever: a page that is the same to the letter is not judged twice.
    judged: set[str]
    seen: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)

    def from_(self, start: str) -> None:
        """Follows every link once per kind of page."""
        queue = deque([start])
        while queue:
            path = queue.popleft().split("#")[0]
            shape = IDS.sub("<id>", path.split("?")[0])
            if shape in self.seen or NOT_PAGES.search(path):
                continue
            self.seen.add(shape)
            self.open(path)
            queue.extend(self.links())

    def open(self, path: str) -> None:
        """Opens a page and writes down what is wrong with it, at each width."""
        answer = self.page.goto(self.site + path)
        assert answer is not None
        if answer.status >= 400:
            self.complaints.append(f"{path} answers {answer.status}")
        to_the_letter = OWN_TO_THIS_ANSWER.sub("", self.page.content())
        if to_the_letter in self.judged:
            return
        self.judged.add(to_the_letter)
        self.page.evaluate(AXE.read_text())
        for width in WIDTHS:
            self.look(path, width)

    def look(self, path: str, width: int) -> None:
        """Looks at the open page through a screen of this width, in pixels."""
        self.page.set_viewport_size({"width": width, "height": 800})
        over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        if self.page.evaluate(over) > 0:
            self.complaints.append(f"{path} hangs over the edge at {width} px")
        for finding in self.page.evaluate(ONLY_WHAT_IS_WRONG)["violations"]:
            self.complaints.append(f"{path} at {width} px: {finding['id']}: {finding['nodes'][0]['html'][:120]}")

    def links(self) -> list[str]:
        """The addresses of this site on the page."""
        found = self.page.eval_on_selector_all("a[href]", "all => all.map(one => one.getAttribute('href'))")
        return [one for one in found if one.startswith("/")]


@pytest.fixture
def told(live_server: Any, settings: Any) -> str:
    """The site with the story told, half a year ago."""
    with at_work() as postman:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", postman.port
        tell_noor(until=UNTIL)
    return str(live_server.url)


def enter(context: BrowserContext, site: str, key: str) -> str:
    """Becomes somebody of the story, with the cookie of a visit; returns where the walk begins."""
    if key == "visitor":
        return "/"
    client, one = Client(), entering.somebody(key)
    if entering.has_account(one):
        client.force_login(Stage().account(one), backend="allauth.account.auth_backends.AuthenticationBackend")
        start = "/mine/"
    else:
        assert isinstance(one, people.Somebody)
        session = client.session
        links.remember(session, entering.link_of(one))
        session.save()
        client.cookies["sessionid"] = session.session_key or ""
        start = "/l/mine/"
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])
    return start


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_nothing_is_wrong_with_any_page(told: str, browser: Browser, language: str) -> None:
    judged: set[str] = set()
    walks = [_walk(told, browser, language, key, judged) for key in WHO]

    assert [complaint for walk in walks for complaint in walk.complaints] == []
    assert len(judged) > 90


def _walk(site: str, browser: Browser, language: str, key: str, judged: set[str]) -> Walk:
    """Walks as one person."""
    context = browser.new_context()
    context.add_cookies([{"name": "django_language", "value": language, "url": site}])
    walk = Walk(context.new_page(), site, judged)
    walk.page.on("console", lambda said: walk.complaints.append(said.text) if said.type == "error" else None)
    walk.from_(enter(context, site, key))
    walk.complaints = [f"{key}: {complaint}" for complaint in walk.complaints]
    context.close()
    return walk
