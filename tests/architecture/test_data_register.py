"""Every field that is kept has a reason, a reader and an end, on one page; and the page names nothing else."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

REGISTER = Path(__file__).resolve().parent.parent.parent / "docs" / "data-register.md"
# They mean the same in every table; the register says so once.
SAME_EVERYWHERE = {"id", "created_at", "family"}


def kept() -> dict[str, set[str]]:
    """Per table of ours: the names of its fields."""
    return {model._meta.label: {field.name for field in _own_fields(model)} for model in _models()}


def _models() -> Iterator[type[models.Model]]:
    for app in apps.get_app_configs():
        if app.name.startswith("fgc."):
            yield from app.get_models()


def _own_fields(model: type[models.Model]) -> list[models.Field]:
    return [*model._meta.local_fields, *model._meta.local_many_to_many]


def written() -> dict[str, dict[str, list[str]]]:
    """Per table of the register: each field with its reason, its readers and its end."""
    tables: dict[str, dict[str, list[str]]] = {}
    rows: dict[str, list[str]] = {}
    for line in REGISTER.read_text().splitlines():
        if line.startswith("#"):
            title = re.fullmatch(r"### (\w+\.\w+)", line)
            rows = tables.setdefault(title[1], {}) if title else {}
        elif line.startswith("| `"):
            names, *rest = [cell.strip() for cell in line.strip().strip("|").split("|")]
            rows.update(dict.fromkeys(re.findall(r"`(\w+)`", names), rest))
    return tables


def test_the_register_names_every_table_and_no_other() -> None:
    assert set(written()) == set(kept())


@pytest.mark.parametrize("table", sorted(kept()))
def test_every_field_that_is_kept_stands_in_the_register(table: str) -> None:
    assert kept()[table] - SAME_EVERYWHERE - set(written().get(table, {})) == set()


@pytest.mark.parametrize("table", sorted(kept()))
def test_the_register_names_no_field_that_is_not_kept(table: str) -> None:
    assert set(written().get(table, {})) - kept()[table] == set()


def test_every_field_of_the_register_has_a_reason_a_reader_and_an_end() -> None:
    unexplained = [
        f"{table}.{name}"
        for table, rows in written().items()
        for name, cells in rows.items()
        if len(cells) != 3 or not all(cells)
    ]

    assert unexplained == []


def test_what_the_register_leaves_out_is_found_in_some_table() -> None:
    assert SAME_EVERYWHERE - set().union(*kept().values()) == set()
