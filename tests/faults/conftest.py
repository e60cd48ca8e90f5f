"""What tests of faults need: a folder that the database's account may enter, and a mail server with a record."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree

import pytest

from tests.postman import Postman, at_work
from tests.scripts.conftest import ROOT

assert ROOT, "the scripts of the house can be imported from here on"

from house import places  # noqa: E402

from tests.faults.yard import Database, a_database, clear  # noqa: E402


@pytest.fixture
def postman() -> Iterator[Postman]:
    with at_work() as keeper:
        yield keeper


@pytest.fixture(scope="session")
def yard() -> Iterator[Database]:
    """One database for all tests here: it takes its time to be made."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(places, "VENV", Path(sys.prefix))
        folder = Path(tempfile.mkdtemp(prefix="fgc-"))
        folder.chmod(0o755)
        try:
            with a_database(folder / "postgres") as found:
                yield found
        finally:
            rmtree(folder, ignore_errors=True)


@pytest.fixture
def database(yard: Database) -> Database:
    clear(yard)
    return yard
