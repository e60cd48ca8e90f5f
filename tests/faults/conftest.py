"""What tests of faults need: a folder that the database's account may enter, and a mail server with a record."""

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

from tests.postman import Postman, at_work
from tests.scripts.conftest import ROOT

assert ROOT, "the scripts of the house can be imported from here on"

from house import places  # noqa: E402

from fgc.access.roles import Role  # noqa: E402
from fgc.accounts.models import User  # noqa: E402
from fgc.families.models import Family  # noqa: E402
from fgc.outbox import queue  # noqa: E402
from fgc.outbox.models import Kind  # noqa: E402
from tests import factories  # noqa: E402
from tests.factories import let_in  # noqa: E402
from tests.faults.servers import Queue, a_queue  # noqa: E402
from tests.faults.yard import Database, a_database, clear  # noqa: E402


@pytest.fixture
def postman() -> Iterator[Postman]:
    with at_work() as keeper:
        yield keeper


@pytest.fixture(scope="session")
def servers() -> Iterator[None]:
    """The servers come from the packages of this run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(places, "VENV", Path(sys.prefix))
        yield


@pytest.fixture(scope="session")
def made(django_db_setup: None) -> str:
    """The address of a database that is made already: that of the run."""
    owner = urlsplit(os.environ["DATABASE_URL_OWNER"])
    return urlunsplit(owner._replace(path=f"/{connection.settings_dict['NAME']}"))


@pytest.fixture(scope="session")
def yard(made: str, servers: None) -> Iterator[Database]:
    """One database for all tests here."""
    folder = Path(tempfile.mkdtemp(prefix="fgc-"))
    folder.chmod(0o755)
    try:
        with a_database(folder / "postgres", like=made) as found:
            yield found
    finally:
        rmtree(folder, ignore_errors=True)


@pytest.fixture
def database(yard: Database) -> Database:
    clear(yard)
    return yard


@pytest.fixture
def redis(servers: None) -> Iterator[Queue]:
    """A Redis that a test may stop, fill and hang."""
    folder = Path(tempfile.mkdtemp(prefix="fgc-"))
    try:
        with a_queue(folder / "redis") as found:
            yield found
    finally:
        rmtree(folder, ignore_errors=True)


@pytest.fixture
def readers(family: Family) -> list[User]:
    """Ten members of one family, each with something to read."""
    found = [let_in(factories.UserFactory(), Role.MEMBER, family) for _one in range(10)]
    for user in found:
        queue.to_user(user, Kind.LET_IN, family)
    return found


@pytest.fixture
def here(settings: Any, postman: Postman) -> None:
    """This process sends by the same mail server."""
    settings.EMAIL_BACKEND = "fgc.outbox.mail.Backend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", postman.port
