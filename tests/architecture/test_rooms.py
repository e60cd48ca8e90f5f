"""The rules of the house that no library knows: read from the code itself."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from fgc.outbox.letters import WRITERS
from fgc.outbox.models import Kind

ROOT = Path(__file__).resolve().parent.parent.parent
HOUSES = ("fgc", "api", "worker")
DOMAIN = ("families", "networks", "conferences", "plans")


def modules(*folders: str) -> Iterator[Path]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def actions_of(app: str) -> Iterator[tuple[Path, ast.FunctionDef]]:
    """The actions of an app: every public function of `actions.py`, or what the package `actions` hands out."""
    single = ROOT / "fgc" / app / "actions.py"
    if single.exists():
        yield from ((single, node) for node in functions(single) if not node.name.startswith("_"))
        return
    handed_out = set(import_module(f"fgc.{app}.actions").__all__)
    for path in modules(f"fgc/{app}/actions"):
        for node in functions(path):
            if node.name in handed_out:
                yield path, node


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef):
            yield node


ACTIONS = [found for app in DOMAIN for found in actions_of(app)]


def test_there_are_actions_to_look_at() -> None:
    assert len(ACTIONS) > 20


@pytest.mark.parametrize(("path", "node"), ACTIONS, ids=lambda x: getattr(x, "name", None))
def test_every_action_asks_first(path: Path, node: ast.FunctionDef) -> None:
    first_argument = node.args.args[0]
    statements = [s for s in node.body if not (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant))]

    assert first_argument.arg == "actor", "an action begins with who acts"
    assert ast.unparse(statements[0]).startswith("actor.must(Can."), "the first statement of an action is its question"


@pytest.mark.parametrize(("path", "node"), ACTIONS, ids=lambda x: getattr(x, "name", None))
def test_every_action_is_one_transaction(path: Path, node: ast.FunctionDef) -> None:
    assert "action" in {ast.unparse(decorator) for decorator in node.decorator_list}


@pytest.mark.parametrize("path", list(modules(*HOUSES)), ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_fits_in_a_room(path: Path) -> None:
    assert path.read_text().count("\n") <= 300


@pytest.mark.parametrize("path", list(modules("tests")), ids=lambda p: str(p.relative_to(ROOT)))
def test_a_test_module_fits_in_a_larger_room(path: Path) -> None:
    assert path.read_text().count("\n") <= 400


def test_a_function_fits_on_a_screen() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name} has {_lines_of_code(node)} lines"
        for path in modules(*HOUSES)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.end_lineno is not None and _lines_of_code(node) > 30
    ]

    assert long == []


def _lines_of_code(node: ast.FunctionDef) -> int:
    """Lines of the body. What it takes and what it means, its signature and docstring, do not count."""
    first = node.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and len(node.body) > 1:
        first = node.body[1]
    assert node.end_lineno is not None
    return node.end_lineno - first.lineno + 1


def test_no_door_touches_a_model() -> None:
    doors = [*modules("fgc/pages", "api", "worker")]
    guilty = [f"{path.relative_to(ROOT)}: {found}" for path in doors for found in _touches(ast.parse(path.read_text()))]

    assert guilty == []


def _touches(tree: ast.Module) -> Iterator[str]:
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "objects":
            yield f"line {node.lineno} uses .objects"
        if isinstance(node, ast.ImportFrom) and id(node) not in typing_only:
            module = node.module or ""
            if module.startswith("fgc.") and module.endswith(".models"):
                yield f"line {node.lineno} imports {module}"


def test_every_public_thing_says_what_it_means() -> None:
    silent = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in modules(*HOUSES)
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and ast.get_docstring(node) is None
    ]

    assert silent == []


def test_every_kind_of_message_has_a_letter() -> None:
    assert set(WRITERS) == set(Kind)
