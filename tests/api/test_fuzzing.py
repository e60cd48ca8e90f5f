"""Questions that nobody would think of, for a program of each role: never a fault, always as described."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from fgc.access.roles import Role
from fgc.accounts import tokens
from fgc.demo import people
from fgc.wsgi import application
from tests import factories
from tests.access.house import STATES, ids, told
from tests.entering import for_programs
from tests.factories import let_in

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
ROLES = (people.SASKIA, people.NOOR, people.KEMAL, people.MARLEEN, people.MIRJAM, people.ERIK, people.HANNEKE)
GENTLE = {
    "deadline": None,
    "derandomize": True,
    "database": None,
    "phases": [Phase.generate],
    "suppress_health_check": list(HealthCheck),
}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """Keeps the connection of the test between requests, as Django's own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@dataclass(frozen=True)
class World:
    """A family whose plan runs, with something of everything: who asks, and ids for the places in an address."""

    tokens: dict[str, str]
    known: dict[str, str]


@pytest.fixture
def world(no_limit: None) -> Iterator[World]:
    """The story, told until the plan runs."""
    with told(next(state for state in STATES if state.name == "plan_runs")) as stage:
        everybody = {somebody.key: stage.account(somebody) for somebody in ROLES}
        everybody["member"] = let_in(factories.UserFactory(name="Lid"), Role.MEMBER, stage.family)
        other = factories.FamilyFactory(name="Een ander")
        everybody["stranger"] = let_in(factories.UserFactory(name="Een ander"), Role.COMMISSIONER, other)
        made = {key: tokens.make_token(for_programs(user), name="kladblok") for key, user in everybody.items()}
        yield World(made, {name: str(value) for name, value in ids(stage).items()})


def test_no_question_is_too_strange_for_a_program(world: World) -> None:
    assert faults(list(world.tokens.values()), world.known, examples=2) == []


@pytest.mark.faults
@pytest.mark.parametrize("who", [*(somebody.key for somebody in ROLES), "member", "stranger"])
def test_no_question_is_too_strange_for_a_program_of_this_role(world: World, who: str) -> None:
    assert faults([world.tokens[who]], world.known, examples=8) == []


def faults(programs: list[str], known: dict[str, str], *, examples: int) -> list[str]:
    """Asks of every operation what its description allows, and what it forbids; returns what was answered amiss."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    found = []
    for operation in (result.ok() for result in schema.get_all_operations()):
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            try:
                _ask(operation, mode, programs, known, examples)
            except Unsatisfiable:
                assert mode is GenerationMode.NEGATIVE, "what is described can be asked"
            except FailureGroup as group:
                found += [f"{operation.label}: {fault}" for fault in group.exceptions]
    return found


def _ask(operation: Any, mode: Any, programs: list[str], known: dict[str, str], examples: int) -> None:
    @settings(max_examples=examples, **GENTLE)
    @given(case=operation.as_strategy(generation_mode=mode), token=st.sampled_from(programs))
    def ask(case: Any, token: str) -> None:
        ids = {name: known.get(name, value) for name, value in (case.path_parameters or {}).items()}
        case.path_parameters = ids
        if "If-Match" in (case.headers or {}):
            case.headers["If-Match"] = "*"
        with transaction.atomic():
            case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, checks=CHECKS)
            # Whatever was asked, the next one asks of the same family.
            transaction.set_rollback(True)

    ask()
