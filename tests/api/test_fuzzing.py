"""Questions that nobody would think of, for a program of each role: never a fault, always as described."""

from collections.abc import Iterator
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
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from fgc.accounts import tokens
from fgc.families.models import Family
from fgc.networks.models import Person
from fgc.wsgi import application
from tests import factories

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
ROLES = ("saskia", "noor", "cem", "mirjam", "erik", "petra", "hanneke", "stranger")
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


@pytest.fixture
def known(family: Family, truus: Person, outsider: Person) -> dict[str, str]:
    """Ids of a family in which there is something of everything, for the places in an address."""
    conference = factories.ConferenceFactory(family=family)
    agreement = factories.AgreementFactory(plan__family=family, wording__text="Truus kookt.")
    found = {
        "family_id": family,
        "person_id": truus,
        "child_id": factories.ChildFactory(family=family),
        "conference_id": conference,
        "option_id": factories.DateOptionFactory(conference=conference),
        "invitation_id": factories.InvitationFactory(conference=conference, person=truus),
        "sheet_id": factories.InformationSheetFactory(conference=conference, person=outsider),
        "bottom_line_id": factories.BottomLineFactory(conference=conference, person=outsider),
        "agreement_id": agreement,
        "commitment_id": factories.CommitmentFactory(agreement=agreement, person=truus),
        "question_id": factories.MainQuestionFactory(family=family),
    }
    return {name: str(thing.pk) for name, thing in found.items()}


def test_no_question_is_too_strange_for_a_program(request: Any, known: dict[str, str]) -> None:
    ask_everything(_programs(request, ROLES), known, examples=2)


@pytest.mark.faults
@pytest.mark.parametrize("role", ROLES)
def test_no_question_is_too_strange_for_a_program_of_this_role(request: Any, known: dict[str, str], role: str) -> None:
    ask_everything(_programs(request, (role,)), known, examples=8)


def _programs(request: Any, roles: tuple[str, ...]) -> list[str]:
    return [tokens.make_token(request.getfixturevalue(role), name="kladblok") for role in roles]


def ask_everything(programs: list[str], known: dict[str, str], *, examples: int) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    for found in schema.get_all_operations():
        operation = found.ok()
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            try:
                _ask(operation, mode, programs, known, examples)
            except Unsatisfiable:
                assert mode is GenerationMode.NEGATIVE, "what is described can be asked"


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
