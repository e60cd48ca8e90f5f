"""The clock rings what exists."""

import inspect
from importlib import import_module

import pytest

from worker.schedule import BELL


@pytest.mark.parametrize("entry", BELL.values(), ids=BELL.keys())
def test_every_bell_rings_a_task_that_exists_and_takes_what_it_gets(entry: dict[str, object]) -> None:
    module, _, name = str(entry["task"]).rpartition(".")
    task = getattr(import_module(module), name)

    inspect.signature(task.run).bind(*entry.get("args", ()), **entry.get("kwargs", {}))  # type: ignore[arg-type]
    assert task.name == entry["task"]
