"""Every page that a person of the story can reach, in a real browser: axe finds nothing, nothing hangs over the edge.

Each person enters, and every link is followed once per kind of page, in both languages and at both widths.
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
# One of each kind: whoever reads the same pages in the same role adds nothing.
WHO = ("visitor", "saskia", "marleen", "mirjam", "erik", "hanneke", "truus")
LOOKS = ((320, "nl"), (1280, "en"))
# The scene after which most pages have something to show: promises confirmed, a summary released, nobody left yet.
UNTIL = next(number for number, scene in enumerate(NOOR, start=1) if scene.play.__name__ == "a_summary_is_released")
IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
NOT_PAGES = re.compile(r"\.ics|/calendar/|/pdf/|/static/|\.json|^/api/")


@dataclass
class Walk:
    """One person's walk through everything there is to see."""

    page: Page
    site: str
    width: int
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
            self.look_at(path)
            queue.extend(self.links())

    def look_at(self, path: str) -> None:
        """Opens a page and writes down what is wrong with it."""
        answer = self.page.goto(self.site + path)
        assert answer is not None
        if answer.status >= 400:
            self.complaints.append(f"{path} answers {answer.status}")
        over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        if self.page.evaluate(over) > 0:
            self.complaints.append(f"{path} hangs over the edge at {self.width} px")
        self.page.evaluate(AXE.read_text())
        for finding in self.page.evaluate("axe.run()")["violations"]:
            self.complaints.append(f"{path}: {finding['id']}: {finding['nodes'][0]['html'][:120]}")

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
@pytest.mark.parametrize(("width", "language"), LOOKS)
def test_nothing_is_wrong_with_any_page(told: str, browser: Browser, width: int, language: str) -> None:
    everybodys: set[str] = set()
    walks = [_walk(told, browser, width, language, key, everybodys) for key in WHO]

    assert [complaint for walk in walks for complaint in walk.complaints] == []
    assert sum(len(walk.seen) for walk in walks) > 100


def _walk(site: str, browser: Browser, width: int, language: str, key: str, everybodys: set[str]) -> Walk:
    """Walks as one person; what the visitor saw is the same for everybody and is seen once."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    context.add_cookies([{"name": "django_language", "value": language, "url": site}])
    walk = Walk(context.new_page(), site, width, seen=set(everybodys))
    walk.page.on("console", lambda said: walk.complaints.append(said.text) if said.type == "error" else None)
    walk.from_(enter(context, site, key))
    walk.complaints = [f"{key}: {complaint}" for complaint in walk.complaints]
    context.close()
    walk.seen -= everybodys
    if key == "visitor":
        everybodys |= walk.seen
    return walk
