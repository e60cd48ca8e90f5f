"""The cast of the first story, and how the house is kept strict in tests."""

import gc
import logging
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.db import connection
from django.test import Client, TransactionTestCase

from fgc.access.actors import UserActor
from fgc.access.roles import Role
from fgc.accounts.models import User, Work
from fgc.families.models import Child, Family
from fgc.networks.models import Person
from fgc.networks.rules import CircleRole
from tests import factories
from tests.chromium import browser
from tests.entering import come_in
from tests.factories import let_in

__all__ = ["browser"]

# The house itself is never garbage: looking through all of it, again and again, is a tenth of the time of a run.
gc.set_threshold(50_000, 10, 10)
# A machine that is busy with something else is no mistake of the house.
hypothesis.settings.register_profile("house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("house")


# The rooms that test the domain itself. What a page or a walk happens to pass through on its way proves no rule.
DOMAIN = {"access", "accounts", "attacks", "audit", "conferences", "demo", "families", "networks", "outbox", "plans"}


# What walks through every page proves the doors; counting its lines would only slow it down.
WALKS = {
    "test_table", "test_both_walls", "test_canaries", "test_shields", "test_split_circle", "test_see_as",
    "test_outlets", "test_pooler", "test_story",
}  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the tests that count as reaching a line of the domain."""
    for item in items:
        room = item.path.relative_to(Path(__file__).parent).parts[0]
        if room in DOMAIN and item.path.stem not in WALKS:
            item.add_marker("domain")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: Any, django_db_blocker: Any) -> Iterator[None]:
    """The database of the run. At its end whoever is still inside, as a browser's last request may be, is shown out."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


# What the migrations wrote, and no test changes.
STANDS = {"django_content_type", "auth_permission", "access_right", "django_site"}


def _take_the_rows_away(_case: TransactionTestCase) -> None:
    """After a test with real transactions. To empty every table, as Django does, takes twenty times as long."""
    there = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
    with connection.cursor() as cursor:
        cursor.execute("; ".join(f'DELETE FROM "{table}"' for table in sorted(there - STANDS)))


TransactionTestCase._fixture_teardown = _take_the_rows_away


@pytest.fixture(autouse=True)
def no_errors_in_the_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A test during which an error was logged fails, unless it asked for that with `expect_errors`."""
    yield
    if not getattr(caplog, "expect_errors", False):
        errors = [r.getMessage() for r in caplog.get_records("call") if r.levelno >= logging.ERROR]
        assert not errors, errors


@pytest.fixture(autouse=True)
def counters_of_its_own(settings: Any) -> None:
    """What one test tries is not counted in the next."""
    cache = settings.CACHES["default"]
    settings.CACHES = {"default": {**cache, "KEY_PREFIX": f"test-{uuid.uuid4().hex}"}}


@pytest.fixture
def family(db: Any) -> Family:
    """De kring van Noor, with a coordinator, preparing."""
    return factories.FamilyFactory()


@pytest.fixture
def noor_child(family: Family) -> Child:
    return factories.ChildFactory(family=family)


def _somebody(family: Family, name: str, role: Role, tie: str, circle_role: str) -> User:
    person = factories.PersonFactory(family=family, call_name=name, tie_label=tie, role=circle_role)
    return let_in(factories.UserFactory(name=f"{name} Verhulst"), role, family, person)


@pytest.fixture
def saskia(family: Family) -> User:
    """Mother, commissioning person."""
    return _somebody(family, "Saskia", Role.COMMISSIONER, "mama", CircleRole.PARENT)


@pytest.fixture
def noor(family: Family) -> User:
    """The young person whom it is about."""
    return _somebody(family, "Noor", Role.YOUNG, "Noor zelf", CircleRole.MAIN_PERSON)


@pytest.fixture
def marleen(family: Family) -> User:
    """Aunt, support person of Noor, with an account."""
    return _somebody(family, "Marleen", Role.SUPPORTER, "tante", CircleRole.OTHER_FAMILY)


@pytest.fixture
def cem(family: Family) -> User:
    """Uncle, a circle member with an account."""
    return _somebody(family, "Cem", Role.MEMBER, "oom", CircleRole.OTHER_FAMILY)


@pytest.fixture
def mirjam(family: Family) -> User:
    """The coordinator whom the family accepted."""
    return let_in(factories.WorkerFactory(name="Mirjam Tolhuis"), Role.COORDINATOR, family)


@pytest.fixture
def erik(db: Any) -> User:
    """The regional manager."""
    return factories.WorkerFactory(name="Erik van Loon", work=Work.MANAGER)


@pytest.fixture
def petra(db: Any) -> User:
    """A professional of the youth team."""
    return factories.UserFactory(
        name="Petra Aalders", work=Work.PROFESSIONAL, function="jeugdteam", employer="Jeugdteam Zilverdam"
    )


@pytest.fixture
def hanneke(db: Any) -> User:
    """The attendance officer, who may set a bottom line."""
    return factories.UserFactory(
        name="Hanneke Brand",
        work=Work.PROFESSIONAL,
        function="leerplichtambtenaar",
        employer="Gemeente Zilverdam",
    )


@pytest.fixture
def stranger(db: Any) -> User:
    """The mother of another family."""
    other = factories.FamilyFactory(name="De kring van een ander")
    return let_in(factories.UserFactory(name="Iemand Anders"), Role.COMMISSIONER, other)


@pytest.fixture
def truus(family: Family) -> Person:
    """Grandmother: no account, reached by mail."""
    return factories.PersonFactory(family=family, call_name="Truus", tie_label="oma", role=CircleRole.GRANDPARENT)


@pytest.fixture
def fatma(family: Family) -> Person:
    """Father's mother: no mail, no smartphone; visited."""
    return factories.PersonFactory(
        family=family,
        call_name="Fatma",
        tie_label="babaanne",
        role=CircleRole.GRANDPARENT,
        language="tr",
        way="visit",
    )


@pytest.fixture
def outsider(family: Family, hanneke: User) -> Person:
    """Hanneke as a person on the map: here for work, with a legal task."""
    return factories.PersonFactory(
        family=family,
        call_name="Hanneke",
        tie_label="leerplicht",
        role=CircleRole.PROFESSIONAL,
        account=hanneke,
        function=hanneke.function,
        employer=hanneke.employer,
        has_legal_task=True,
    )


def acting(user: User) -> UserActor:
    """The account as an actor."""
    return UserActor(user)


@pytest.fixture
def visit() -> Any:
    """A browser without JavaScript, logged in as somebody: visit(saskia).get(…)."""

    def browser(user: User | None = None) -> Client:
        client = Client()
        if user:
            come_in(client, user)
        return client

    return browser
