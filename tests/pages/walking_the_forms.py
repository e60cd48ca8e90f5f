"""Walks over the pages as the people of the story, finds every form, and fills it in so that it is accepted."""

import copy
import functools
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.forms import BaseForm
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from tests.access.test_table import PARAMETERS, addresses
from tests.pages.forms_on_pages import FormOnPage, Page, read
from tests.pages.wrong_input import Body, bodies

# What a refusal may write: nothing. Who looked and which visit it was are no part of that.
BESIDE = (
    "audit_line", "audit_head", "accounts_session", "django_migrations", "django_content_type", "auth_permission",
)  # fmt: skip
# Forms that have no page of their own.
BUTTONS = {name for verb, name in addresses() if verb == "POST"} - {name for verb, name in addresses() if verb == "GET"}
OK, TAKEN, FAULT = 200, 400, 500


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    html: str
    place: str
    page: Page
    forms: list[BaseForm]

    @property
    def is_taken(self) -> bool:
        """True when what was sent was accepted."""
        return self.status < TAKEN and not any(form.errors for form in self.forms if form.is_bound)

    @property
    def is_refused(self) -> bool:
        """True for a no that says so."""
        return TAKEN <= self.status < FAULT


@dataclass
class Caller:
    """Somebody with a browser."""

    name: str
    client: Client
    met: Answer | None = None

    def get(self, address: str) -> Answer:
        """Opens a page."""
        return _answer(self.client.get(address))

    def post(self, address: str, body: Any, **how: Any) -> Answer:
        """Sends a form."""
        self.met = _answer(self.client.post(address, body, **how))
        return self.met

    def speaks(self, language: str) -> None:
        """Chooses a language for what follows."""
        self.client.cookies[settings.LANGUAGE_COOKIE_NAME] = language

    @contextmanager
    def in_vain(self, *, unless_refused: bool = False) -> Iterator["Caller"]:
        """Nothing of what happens here stays, in the house or in the browser.

        Args:
            unless_refused: a refusal has to leave nothing behind by itself.
        """
        cookies = copy.deepcopy(self.client.cookies)
        cache.clear()
        with transaction.atomic():
            yield self
            transaction.set_rollback(not (unless_refused and self.met and self.met.is_refused))
        self.client.cookies = cookies

    @contextmanager
    def guarded(self) -> Iterator["Caller"]:
        """With the guard against forged requests, that reads what is sent first; a test's browser goes without it."""
        self.client.cookies[settings.CSRF_COOKIE_NAME] = "x" * 32
        self.client.handler.enforce_csrf_checks = True
        yield self
        self.client.handler.enforce_csrf_checks = False


def _answer(answer: Any) -> Answer:
    is_page = answer.get("Content-Type", "").startswith("text/html")
    html = answer.content.decode() if is_page else ""
    return Answer(answer.status_code, html, answer.get("Location", ""), read(html), _forms_of(answer))


def _forms_of(answer: Any) -> list[BaseForm]:
    """The forms with which the page was made."""
    contexts = answer.context if isinstance(answer.context, list) else [answer.context] if answer.context else []
    layers = [layer for context in contexts for layer in context.dicts]
    return list({id(one): one for layer in layers for one in layer.values() if isinstance(one, BaseForm)}.values())


@functools.cache
def _tables() -> list[str]:
    return [name for name in connection.introspection.table_names() if name not in BESIDE]


def _ask_every_table(question: str, together: str, *args: str) -> list[tuple[Any, ...]]:
    tables = _tables()
    with connection.cursor() as cursor:
        cursor.execute(together.join(question.format(table=name) for name in tables), list(args) * len(tables))
        return list(cursor.fetchall())


def rows() -> dict[str, int]:
    """How many rows there are in each table."""
    return dict(_ask_every_table("SELECT '{table}', count(*) FROM {table}", " UNION ALL "))


def stored() -> str:
    """A mark of everything that is stored."""
    question = "SELECT '{table}', count(*), sum(hashtextextended(t::text, 0)) FROM {table} t"
    return str(sorted(_ask_every_table(question, " UNION ALL ")))


def is_kept(words: str) -> bool:
    """Are these words in any row, sign by sign?"""
    return bool(
        _ask_every_table("(SELECT 1 FROM {table} t WHERE strpos(t::text, %s) > 0 LIMIT 1)", " UNION ALL ", words)
    )


@dataclass
class Found:
    """A form of the house: where it stands, for whom, and a way to fill it in that is accepted."""

    route: str
    caller: Caller
    page: str
    address: str
    form: FormOnPage
    required: set[str]
    body: Body


def route_of(address: str) -> str:
    """The name of the route behind an address of this house, or nothing."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def space_of(route: str) -> str:
    """The part of the house to which a route belongs."""
    return route.rpartition(":")[0] or "entrance"


@dataclass
class Walk:
    """Looks for forms that nobody saw yet.

    Args:
        wanted: the routes of which no form was found yet that somebody fills in and sees accepted.
        done: those of which one was.
        refused: what the others said, for the one who must find out why.
        papers: those that answer with something else than a page.
    """

    wanted: set[str] = field(default_factory=set)
    done: set[str] = field(default_factory=set)
    refused: dict[str, str] = field(default_factory=dict)
    papers: set[str] = field(default_factory=set)

    def begin(self, all_there_are: set[str]) -> None:
        """Looks for what was not found at an earlier moment."""
        self.wanted = all_there_are - self.done

    def over_pages(self, caller: Caller, where: list[str], first: list[str], then: list[str]) -> Iterator[Found]:
        """Follows every link, as long as a form may be there; buttons stand on pages of their own part of the house.

        Args:
            where: in which parts of the house is looked.
            first: addresses that are looked at in any case.
            then: addresses for who finds no link to such a page.
        """
        waiting = deque([*first, *then])
        seen: set[str] = set()
        visited: set[str] = set()
        while waiting:
            address = waiting.popleft()
            route = route_of(address)
            is_wanted = route not in seen and space_of(route) in where and self._may_hold_a_form(route)
            if address in visited or not (is_wanted or address in first):
                continue
            visited.add(address)
            with caller.in_vain():
                answer = caller.get(address)
            if answer.status == OK:
                seen.add(route)
                self.papers |= set() if answer.html else {route}
                waiting.extendleft(urlsplit(link).path for link in answer.page.links if link.startswith("/"))
                yield from self._on(caller, address, answer)

    def _may_hold_a_form(self, route: str) -> bool:
        """True for a page of which the own form is wanted, and for one with buttons or ways to it."""
        near = {name for name in self.wanted if space_of(name) == space_of(route)}
        is_done = route in self.done and not any(name in BUTTONS for name in near)
        return bool(route and near and not is_done and route not in self.papers)

    def _on(self, caller: Caller, page: str, answer: Answer) -> Iterator[Found]:
        fields = {name: one for form in answer.forms for name, one in form.fields.items()}
        for form in answer.page.forms:
            address = urlsplit(form.action).path or page
            route = route_of(address)
            body = self._accepted(caller, address, form) if route in self.wanted else None
            if body is not None:
                self.wanted.discard(route)
                self.done.add(route)
                required = {name for name in form.inputs if name not in fields or fields[name].required}
                yield Found(route, caller, page, address, form, required, body)

    def _accepted(self, caller: Caller, address: str, form: FormOnPage) -> Body | None:
        for body in bodies(form):
            with caller.in_vain():
                answer = caller.post(address, body)
            if answer.is_taken:
                return body
            self.refused[route_of(address)] = f"{caller.name} {answer.status} {answer.page.beside or answer.page.above}"
        return None


def every_page(known: dict[str, Any]) -> list[str]:
    """An address of each page, those first that are about nothing in particular."""
    names = sorted((name for verb, name in addresses() if verb == "GET"), key=lambda name: len(PARAMETERS[name]))
    return [_address(name, known) for name in names]


def every_form(known: dict[str, Any]) -> set[str]:
    """Every route that takes a form; of two names for one address only the first."""
    names = {name for verb, name in addresses() if verb == "POST"}
    return {name for name in names if route_of(_address(name, known)) == name}


def _address(name: str, known: dict[str, Any]) -> str:
    return reverse(name, kwargs={key: known[key] for key in PARAMETERS[name]})
