"""The description of the API says what the code does."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer

from api.v1.description import FILE
from fgc.checks import routes

HOW = "python manage.py spectacular --format openapi-json --file api/v1/openapi.json"
WRITTEN = json.loads(FILE.read_text())
OPERATIONS = [
    (f"{verb.upper()} {path}", operation)
    for path, verbs in WRITTEN["paths"].items()
    for verb, operation in verbs.items()
]


def test_the_committed_description_is_the_one_of_the_code() -> None:
    generated = SchemaGenerator().get_schema(request=None, public=True)

    assert json.loads(OpenApiJsonRenderer().render(generated, renderer_context={})) == WRITTEN, f"stale: {HOW}"


@pytest.mark.django_db
def test_anybody_may_read_it_from_any_site() -> None:
    answer = Client().get("/api/v1/openapi.json")

    assert answer.status_code == 200
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["API-Version"] == answer.json()["info"]["version"]
    assert set(answer.json()["info"]["contact"]) == {"name", "email", "url"}
    assert Client().post("/api/v1/openapi.json").status_code == 405


def test_it_names_every_endpoint_with_every_verb() -> None:
    endpoints = [view.cls for address, _name, view in routes() if address.startswith("api/") and hasattr(view, "cls")]
    offered = {f"{verb.lower()}:{cls.__name__}" for cls in endpoints for verb in getattr(cls, "rights", {})}
    described = {operation["operationId"] for _name, operation in OPERATIONS}

    assert len(described) == len(OPERATIONS) == len(offered)


@pytest.mark.parametrize(("name", "operation"), OPERATIONS, ids=[name for name, _operation in OPERATIONS])
def test_each_operation_says_how_it_refuses(name: str, operation: dict[str, Any]) -> None:
    answers = operation["responses"]

    assert {"401", "404"} <= set(answers)
    if not name.startswith("GET"):
        assert {"403", "422"} <= set(answers)
    problems = {status: answer for status, answer in answers.items() if status >= "400"}
    assert all(answer == {"$ref": f"#/components/responses/Problem{status}"} for status, answer in problems.items())
    assert operation["description"]


def test_every_problem_has_one_shape() -> None:
    kinds = {tuple(answer["content"]) for answer in WRITTEN["components"]["responses"].values()}

    assert kinds == {("application/problem+json",)}


def test_an_address_is_a_noun_in_kebab_case_without_a_slash_at_the_end() -> None:
    parts = [part for path in WRITTEN["paths"] for part in path.strip("/").split("/") if not part.startswith("{")]

    assert [path for path in WRITTEN["paths"] if path.endswith("/")] == []
    assert [part for part in parts if part != part.lower() or "_" in part] == []


def test_what_a_program_may_say_holds_no_other_keys() -> None:
    asked = {name: schema for name, schema in WRITTEN["components"]["schemas"].items() if name.endswith("InRequest")}

    assert asked
    assert [name for name, schema in asked.items() if schema.get("additionalProperties") is not False] == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_language_of_a_machine_does_not_change_it(language: str, tmp_path: Path) -> None:
    target = tmp_path / "openapi.json"
    code = (
        "import django; django.setup(); from django.utils import translation; from django.core.management import "
        f"call_command; translation.activate({language!r}); "
        f"call_command('spectacular', format='openapi-json', file={str(target)!r}, validate=True, fail_on_warn=True)"
    )

    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)

    assert json.loads(target.read_text()) == WRITTEN
