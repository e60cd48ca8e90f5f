"""The command that proves it: what it says, how it ends, and as whom it looks."""

import os
import subprocess
import sys
import uuid
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from fgc.access.actors import SystemActor
from fgc.access.walls import acting
from fgc.audit import record as audit
from fgc.audit.models import Head
from fgc.families.models import Family
from tests import factories
from tests.audit.lists import changed, written

ROOT = Path(__file__).resolve().parent.parent.parent


def run(*asked: Any) -> tuple[int, list[str]]:
    """How the command ends, and what it says."""
    out, status = StringIO(), 0
    try:
        call_command("verify_log", *map(str, asked), stdout=out)
    except CommandError as error:
        out.write(f"{error}\n")
        status = error.returncode
    return status, out.getvalue().splitlines()


def test_the_auditors_command_counts_what_is_well_and_names_what_is_not(house: Family) -> None:
    parts = urlsplit(os.environ["DATABASE_URL_AUDITOR"])
    address = urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))

    def verify() -> tuple[int, str, str]:
        done = subprocess.run(
            [sys.executable, "manage.py", "verify_log"],
            env={**os.environ, "DATABASE_URL": address}, cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout, done.stderr

    assert verify() == (0, "5 lines of 1 families: all as they were written.\n", "")
    changed("UPDATE audit_line SET at = now() WHERE number = 2")
    status, out, error = verify()
    assert (status, out) == (1, f"{house.pk} line 2: was changed, or does not follow the one before it.\n")
    assert "1 faults" in error


def test_the_command_looks_at_one_family_when_asked(house: Family) -> None:
    other = written(factories.FamilyFactory(), 2)
    changed("DELETE FROM audit_line WHERE number = 2")

    assert run("--family", other.pk) == (
        1,
        [f"{other.pk} line 1: line 2 is missing after it.", "1 lines of 1 families: 1 faults."],
    )
    assert run()[1][-1] == "5 lines of 2 families: 2 faults."


def test_the_heads_are_kept_in_a_file_and_renewed_only_when_all_is_well(house: Family, tmp_path: Path) -> None:
    heads = tmp_path / "heads"
    assert run("--heads", heads) == (0, ["5 lines of 1 families: all as they were written.", f"Began {heads}."])
    first = heads.read_text()
    assert first == f"{house.pk} 5 {bytes(Head.objects.get().chain).hex()}\n"
    written(house, 2)
    assert run("--heads", heads, "--family", house.pk) == (0, ["7 lines of 1 families: all as they were written."])
    assert heads.read_text() == first
    assert run("--heads", heads)[1][-1] == f"Renewed {heads}."
    second = heads.read_text()

    changed("DELETE FROM audit_line WHERE number > 6")
    changed("UPDATE audit_head SET number = 6, chain = (SELECT chain FROM audit_line WHERE number = 6)")

    status, lines = run("--heads", heads)
    assert (status, lines[0]) == (1, f"{house.pk} line 7: is not the line that the kept heads know.")
    assert heads.read_text() == second
    assert [file.name for file in tmp_path.iterdir()] == ["heads"]


def test_an_erasure_is_named_once_and_is_no_fault(house: Family, tmp_path: Path) -> None:
    heads = tmp_path / "heads"
    run("--heads", heads)
    with acting(SystemActor("erase", house.pk)):
        audit.forget(house.pk)

    once = f"{house.pk}: erased since these heads were kept. Did the family ask for it?"
    assert run("--heads", heads)[1][0] == once
    assert once not in run("--heads", heads)[1]


@pytest.mark.parametrize("words", ["x", "a b c", f"{uuid.UUID(int=1)} 1 xyz", f"{uuid.UUID(int=1)} one 00"])
def test_a_file_that_is_no_copy_of_heads_is_refused(house: Family, tmp_path: Path, words: str) -> None:
    heads = tmp_path / "heads"
    heads.write_text(f"{house.pk} 1 00\n{words}\n")

    assert run("--heads", heads) == (2, [f"{heads} line 2: not an id, a number and a hash."])


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["fgc_app", "fgc_job", "fgc_clock"])
def test_a_role_for_which_the_lists_would_look_empty_proves_nothing(family: Family, role: str) -> None:
    written(family)
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")

    assert run() == (2, ["This role does not see the lists. Log in to the database as fgc_auditor."])
