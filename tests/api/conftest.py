"""A program of somebody: the test client with that somebody's token, and nothing else."""

import json
from itertools import count
from typing import Any

import pytest
from django.test import Client

from fgc.accounts import tokens
from fgc.accounts.models import User
from fgc.families.models import Family
from tests.entering import for_programs

ROOT = "/api/v1/"


class Program:
    """Asks as a program does, and reads what it hears."""

    def __init__(self, token: str, family: Family | None = None) -> None:
        self.token = token
        self.family = family
        self.client = Client(raise_request_exception=True)

    def ask(self, verb: str, address: str, said: Any = None, **headers: str) -> Any:
        """An address that begins with "/" is used as it is; "~" stands for the family of the test."""
        place = address if address.startswith("/") else ROOT + address.replace("~", f"families/{self._family_id}")
        body = {} if said is None else {"data": json.dumps(said), "content_type": "application/json"}
        if self.token:
            headers.setdefault("Authorization", f"Bearer {self.token}")
        return self.client.generic(verb, place, headers={k.replace("_", "-"): v for k, v in headers.items()}, **body)

    @property
    def _family_id(self) -> Any:
        return self.family.pk if self.family else ""

    def get(self, address: str, **headers: str) -> Any:
        return self.ask("GET", address, **headers)

    def post(self, address: str, said: Any = None, **headers: str) -> Any:
        return self.ask("POST", address, said, **headers)

    def put(self, address: str, said: Any = None, **headers: str) -> Any:
        return self.ask("PUT", address, said, **headers)

    def patch(self, address: str, said: Any = None, **headers: str) -> Any:
        return self.ask("PATCH", address, said, **headers)

    def delete(self, address: str, said: Any = None, **headers: str) -> Any:
        return self.ask("DELETE", address, said, **headers)

    def amend(self, verb: str, address: str, said: Any = None, *, read: str | None = None) -> Any:
        """Reads first, and changes what was read."""
        return self.ask(verb, address, said, If_Match=self.get(read or address)["ETag"])


@pytest.fixture
def program(family: Family) -> Any:
    """A program of somebody, in the family of the test: program(saskia).get("~/persons")."""

    number = count(1)

    def of(user: User | None) -> Program:
        return Program(tokens.make_token(for_programs(user), name=f"kladblok {next(number)}") if user else "", family)

    return of


@pytest.fixture
def no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that asks more often than any program may, and looks at something else."""
    monkeypatch.setattr("api.throttles.PerAccount.THROTTLE_RATES", {"account": None})
    monkeypatch.setattr("fgc.limits.Limit.allows_one_more", lambda limit, key="": True)
