"""The table of faults names tests that exist."""

import ast
from pathlib import Path

import pytest

from tests.faults import SHOWN_BY

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.parametrize("fault", SHOWN_BY)
def test_every_fault_is_caused_by_a_test_that_exists(fault: str) -> None:
    assert SHOWN_BY[fault]
    for named in SHOWN_BY[fault]:
        path, _, name = named.partition("::")
        tests = [node.name for node in ast.parse((ROOT / path).read_text()).body if isinstance(node, ast.FunctionDef)]
        assert name in tests, named


def test_every_test_of_faults_stands_in_the_table() -> None:
    modules = {named.partition("::")[0] for tests in SHOWN_BY.values() for named in tests}

    assert {str(path.relative_to(ROOT)) for path in (ROOT / "tests" / "faults").glob("test_*.py")} <= modules
