"""What connects two circles, behind the database's own wall: proven by logging in as each role."""

from typing import Any

import psycopg
import pytest
from django.utils import timezone

from fgc.access.roles import Role
from fgc.accounts.models import User, Work
from fgc.families.models import CoordinatorOffer, Family, Split
from fgc.ids import new_id
from tests import factories
from tests.access.test_wall import logged_in

JOIN = "INSERT INTO families_split (id, circle_a_id, circle_b_id) VALUES (%s, %s, %s)"
PART = "DELETE FROM families_split"


@pytest.fixture
def both(transactional_db: Any) -> tuple[Family, Family, User]:
    """Two circles that were asked for apart, with one coordinator."""
    hers, his = (factories.FamilyFactory(name=name) for name in ("De kring van haar", "De kring van hem"))
    coordinator = factories.WorkerFactory(name="Mirjam")
    for circle in (hers, his):
        factories.let_in(coordinator, Role.COORDINATOR, circle)
    return hers, his, coordinator


def test_who_coordinates_both_joins_and_parts_them(both: tuple[Family, Family, User]) -> None:
    hers, his, coordinator = both
    for one, other in ((hers, his), (his, hers)):
        with logged_in("APP", user_id=coordinator.pk) as cursor:
            cursor.execute(JOIN, [new_id(), one.pk, other.pk])
            cursor.execute(PART)
            assert cursor.rowcount == 1


def test_nobody_else_joins_or_parts_them(both: tuple[Family, Family, User]) -> None:
    hers, his, _coordinator = both
    others = {
        "one circle only": factories.let_in(factories.WorkerFactory(), Role.COORDINATOR, hers),
        "the other only": factories.let_in(factories.WorkerFactory(), Role.COORDINATOR, his),
        "decides in both": factories.let_in(factories.UserFactory(), Role.COMMISSIONER, hers),
        "manager": factories.WorkerFactory(work=Work.MANAGER),
        "stranger": factories.UserFactory(),
    }
    factories.let_in(others["decides in both"], Role.COMMISSIONER, his)
    Split.objects.create(circle_a=hers, circle_b=his)
    for name, user in others.items():
        for told in ({}, {"family_id": hers.pk}, {"family_id": his.pk}):
            with logged_in("APP", user_id=user.pk, **told) as cursor:
                cursor.execute(PART)
                assert cursor.rowcount == 0, name
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    cursor.execute(JOIN, [new_id(), hers.pk, his.pk])


def test_the_worker_and_the_clock_neither_join_nor_part(both: tuple[Family, Family, User]) -> None:
    hers, his, _coordinator = both
    Split.objects.create(circle_a=hers, circle_b=his)
    for circle in (hers, his):
        with logged_in("CLOCK") as cursor:
            with pytest.raises(psycopg.errors.InsufficientPrivilege), cursor.connection.transaction():
                cursor.execute(PART)
            cursor.execute("SET LOCAL ROLE fgc_job")
            cursor.execute("SELECT set_config('app.family_id', %s, true)", [str(circle.pk)])
            cursor.execute(PART)
            assert cursor.rowcount == 0
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                cursor.execute(JOIN, [new_id(), his.pk, hers.pk])


def test_in_private_time_of_either_nothing_is_joined_or_parted(both: tuple[Family, Family, User]) -> None:
    hers, his, coordinator = both
    Split.objects.create(circle_a=hers, circle_b=his)
    for circle in (hers, his):
        Family.objects.filter(pk=circle.pk).update(private_since=timezone.now())
        with logged_in("APP", user_id=coordinator.pk) as cursor:
            cursor.execute(PART)
            assert cursor.rowcount == 0
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                cursor.execute(JOIN, [new_id(), his.pk, hers.pk])
        Family.objects.filter(pk=circle.pk).update(private_since=None)


def test_who_is_asked_in_a_circle_connects_it_with_one_that_he_or_she_coordinates(
    both: tuple[Family, Family, User],
) -> None:
    """So a circle is opened for somebody; the other way round, a circle of others would be drawn in."""
    hers, _his, coordinator = both
    asked = factories.FamilyFactory(name="De kring van de derde")
    CoordinatorOffer.objects.create(family=asked, coordinator=coordinator)
    with logged_in("APP", user_id=coordinator.pk) as cursor:
        cursor.execute(JOIN, [new_id(), hers.pk, asked.pk])
    with logged_in("APP", user_id=coordinator.pk) as cursor, pytest.raises(psycopg.errors.InsufficientPrivilege):
        cursor.execute(JOIN, [new_id(), asked.pk, hers.pk])
