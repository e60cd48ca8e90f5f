"""How old somebody is, for the database: as the rule says it, on every day."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection

from fgc.accounts.models import User
from fgc.families.models import Family
from fgc.families.rules import age_on, birthday
from fgc.plans.models import LineAbout
from tests import factories
from tests.plans.running import on, promised, running_plan
from tests.plans.test_closed import reads

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("born", [date(2010, 12, 31), date(2011, 1, 1), date(2011, 3, 30), date(2012, 2, 29)])
def test_a_line_closes_on_the_same_day_as_by_the_code(
    family: Family, born: date, request: pytest.FixtureRequest
) -> None:
    with time_machine.travel(on(2026, 11, 2), tick=False):
        saskia: User = request.getfixturevalue("saskia")
        line = promised(running_plan(family), request.getfixturevalue("truus"), text="Truus praat met haar.").agreement
    LineAbout.objects.create(
        family=family, agreement=line, child=factories.ChildFactory(family=family, call_name="Zij", birth_date=born)
    )
    for day, is_read in ((birthday(born, 16) - timedelta(days=1), True), (birthday(born, 16), False)):
        with time_machine.travel(on(day.year, day.month, day.day), tick=False):
            assert reads(saskia, line) == is_read


def test_full_years_are_those_of_the_rule() -> None:
    days = [date(2008, 1, 1) + timedelta(days=number) for number in range(366)]
    turns = [(born, birthday(born, age)) for born in days for age in (15, 16)]
    asked = [*turns, *((born, day - timedelta(days=1)) for born, day in turns)]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE fgc_wall")
        cursor.execute(
            "SELECT born, day, wall.full_years(born, day) FROM unnest(%s::date[], %s::date[]) AS asked(born, day)",
            [list(one) for one in zip(*asked, strict=True)],
        )
        assert [(born, day) for born, day, years in cursor.fetchall() if years != age_on(born, day)] == []
