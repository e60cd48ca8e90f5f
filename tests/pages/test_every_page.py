"""Every page that a person of the story can reach, in a real browser: axe finds nothing, nothing hangs over the edge.

Each person of the story enters, and every link is followed once per kind of page, in both languages and at both widths;
in English, where words are shorter and the pages are the same, in `script/test faults`.
"""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from playwright.sync_api import Browser, Page

from fgc.demo import entering, people
from fgc.demo.stage import Stage
from fgc.demo.telling import NOOR, keep_ways_in, tell_noor
from fgc.networks import links
from tests.entering import come_in
from tests.postman import at_work

AXE = Path(__file__).resolve().parent.parent.parent / "node_modules" / "axe-core" / "axe.min.js"
WHO = ("visitor", "saskia", "noor", "kemal", "marleen", "cem", "truus", "mirjam", "erik", "hanneke")
WIDTHS = (320, 1280)
# The watermark is faint on purpose: its words stand in the page as well.
# Only what is wrong leaves the browser; all that axe found in order is most of the time that it takes.
ONLY_WHAT_IS_WRONG = """
axe.run({exclude: [".watermark"]}, {resultTypes: ["violations"], selectors: false, preload: false})
  .then(found => found.violations.map(one => one.id + ": " + one.nodes[0].html.slice(0, 120)))
"""
# The scene after which most pages have something to show: promises confirmed, a summary released, nobody left yet.
UNTIL = next(number for number, scene in enumerate(NOOR, start=1) if scene.play.__name__ == "a_summary_is_released")
IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
# The form's token and the identifiers: no two answers have the same, and no eye sees them.
OWN_TO_THIS_ANSWER = re.compile(rf"{IDS.pattern}|(?<=value=\"|nonce=\")[A-Za-z0-9]{{22,64}}")
LINKS = re.compile(r'<a\b[^>]*\shref="(/[^"]*)"')
NOT_PAGES = re.compile(r"\.ics|/calendar/|/pdf/|/static/|\.json|^/api/")


@dataclass
class Walk:
    """One person's walk through everything there is to see; what is new to the eye is opened in the browser."""

    client: Client
    page: Page
    site: str
    # What was looked at before, by whomever: a page that is the same to the letter is not judged twice.
    judged: set[str]
    width: int = 0
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
            queue.extend(unescape(found) for found in LINKS.findall(self.visit(path)))

    def visit(self, path: str) -> str:
        """Asks for a page, opens it when nobody saw it before, and returns its words."""
        answer = self.client.get(path, follow=True)
        if answer.status_code >= 400:
            self.complaints.append(f"{path} answers {answer.status_code}")
        words = answer.content.decode()
        to_the_letter = OWN_TO_THIS_ANSWER.sub("", words)
        if to_the_letter not in self.judged:
            self.judged.add(to_the_letter)
            self.open(path)
        return words

    def open(self, path: str) -> None:
        """Opens a page in the browser and writes down what is wrong with it, at each width."""
        self.page.goto(self.site + path)
        # Beginning with the width that the browser has: changing it takes longer than looking.
        for width in sorted(WIDTHS, key=lambda width: width != self.width):
            self.look(path, width)

    def look(self, path: str, width: int) -> None:
        """Looks at the open page through a screen of this width, in pixels."""
        if width != self.width:
            self.page.set_viewport_size({"width": width, "height": 800})
            self.width = width
        over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        if self.page.evaluate(over) > 0:
            self.complaints.append(f"{path} hangs over the edge at {width} px")
        self.complaints += [f"{path} at {width} px: {wrong}" for wrong in self.page.evaluate(ONLY_WHAT_IS_WRONG)]


@pytest.fixture
def told(live_server: Any, settings: Any) -> Iterator[str]:
    """The site with the story told, the day after its last scene: who coordinates is in as well."""
    with at_work() as postman:
        settings.EMAIL_BACKEND = "fgc.outbox.mail.Backend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", postman.port
        tell_noor(until=UNTIL)
        keep_ways_in()
    with time_machine.travel(NOOR[UNTIL - 1].moment + timedelta(days=1), tick=True):
        yield str(live_server.url)


def enter(client: Client, key: str) -> str:
    """Becomes somebody of the story; returns where the walk begins."""
    if key == "visitor":
        return "/"
    one = entering.somebody(key)
    if entering.has_account(one):
        come_in(client, Stage().account(one))
        start = "/mine/"
    else:
        assert isinstance(one, people.Somebody)
        session = client.session
        links.remember(session, entering.link_of(one))
        session.save()
        client.cookies["sessionid"] = session.session_key or ""
        start = "/l/mine/"
    return start


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["nl", pytest.param("en", marks=pytest.mark.faults)])
def test_nothing_is_wrong_with_any_page(told: str, browser: Browser, language: str) -> None:
    judged: set[str] = set()
    walks = [_walk(told, browser, language, key, judged) for key in WHO]

    assert [complaint for walk in walks for complaint in walk.complaints] == []
    assert len(judged) > 200
    assert len(walks[WHO.index("mirjam")].seen) > 80


def _walk(site: str, browser: Browser, language: str, key: str, judged: set[str]) -> Walk:
    """Walks as one person, whose browser and client hold the same cookies."""
    client, context = Client(), browser.new_context()
    start = enter(client, key)
    client.cookies["django_language"] = language
    context.add_cookies([{"name": name, "value": one.value, "url": site} for name, one in client.cookies.items()])
    context.add_init_script(path=AXE)
    walk = Walk(client, context.new_page(), site, judged)
    walk.page.on("console", lambda said: walk.complaints.append(said.text) if said.type == "error" else None)
    walk.from_(start)
    walk.complaints = [f"{key}: {complaint}" for complaint in walk.complaints]
    context.close()
    return walk
