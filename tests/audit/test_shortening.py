"""Lines that are past their term go; what is left is proven as before, and no other line can go in that way."""

import uuid
from datetime import timedelta
from typing import Any

import psycopg
import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from fgc.access.actors import SystemActor
from fgc.access.roles import Role
from fgc.access.walls import acting as telling
from fgc.audit import record as audit
from fgc.audit.chain import Verification
from fgc.audit.models import Act, Head, Line, Start
from fgc.audit.shortening import shorten_lists
from fgc.errors import NotAllowed
from fgc.families.models import Family
from fgc.families.queries import seen_lines
from tests import factories
from tests.access.test_wall import logged_in
from tests.audit.lists import changed, faults, written
from tests.conftest import acting

CLOCK = SystemActor("lists")
YEAR = timedelta(days=365.25)


def ago(years: float, family: Family, many: int) -> None:
    """So many lines of so long ago."""
    with time_machine.travel(timezone.now() - years * YEAR, tick=False):
        written(family, many)


@pytest.fixture
def old(family: Family) -> Family:
    """A list of five lines, of which three are past their term."""
    ago(6, family, 3)
    ago(4.9, family, 2)
    return family


def numbers(family: Family) -> list[int]:
    return list(Line.objects.filter(family_id=family.pk).order_by("number").values_list("number", flat=True))


@pytest.mark.django_db
def test_lines_past_their_term_go_and_the_rest_is_as_it_was_written(old: Family) -> None:
    other = written(factories.FamilyFactory(), 2)

    assert shorten_lists(CLOCK) == 1

    assert (numbers(old), numbers(other)) == ([4, 5, 6], [1, 2])
    said = Line.objects.get(number=6)
    assert (said.act, said.object_type, said.actor_id) == (Act.ERASE, "audit.start", "lists")
    assert faults() == faults(family_id=old.pk) == []
    # It rings every night, and there is nothing more to do.
    assert shorten_lists(CLOCK) == 0
    written(old, 1)
    assert faults() == []


@pytest.mark.django_db
def test_later_it_is_shortened_further_and_one_line_says_up_to_where(old: Family) -> None:
    shorten_lists(CLOCK)
    changed("UPDATE audit_line SET at = at - interval '1 year' WHERE number = 4")
    # That was no clock: it is found, as any change.
    assert faults() == ["4 was changed, or does not follow the one before it."]
    changed("UPDATE audit_line SET at = at + interval '1 year' WHERE number = 4")
    ago(0, old, 1)

    with time_machine.travel(timezone.now() + YEAR, tick=False):
        # The database's own clock says that it is not time yet, whatever the program says.
        assert shorten_lists(CLOCK) == 0
    assert Start.objects.get().number == 3


@pytest.mark.django_db
def test_a_line_that_is_kept_keeps_what_comes_after_it(family: Family) -> None:
    ago(6, family, 1)
    ago(1, family, 1)
    ago(6, family, 2)

    shorten_lists(CLOCK)

    assert numbers(family) == [2, 3, 4, 5]
    assert faults() == []


@pytest.mark.django_db
def test_a_list_of_which_every_line_is_old_says_that_it_was_shortened(family: Family) -> None:
    ago(6, family, 4)
    before = Verification()
    list(before.faults())

    shorten_lists(CLOCK)

    assert numbers(family) == [5]
    assert faults() == []
    # The heads that were kept know the last line that went.
    assert faults(kept=before.heads) == []


@pytest.mark.django_db
def test_heads_that_were_kept_too_long_ago_prove_nothing_any_more(family: Family) -> None:
    ago(7, family, 2)
    before = Verification()
    list(before.faults())
    ago(6, family, 2)

    shorten_lists(CLOCK)

    assert faults(kept=before.heads) == ["2 is not the line that the kept heads know."]


CUTTING: dict[str, tuple[str, list[str]]] = {
    "more is taken away from the beginning": (
        "DELETE FROM audit_line WHERE number = 4",
        ["5 line 4 is missing before it."],
    ),
    "more is taken away, and the start goes along": (
        "UPDATE audit_start SET number = 4, chain = (SELECT chain FROM audit_line WHERE number = 4);"
        "DELETE FROM audit_line WHERE number = 4",
        ["4 is where it begins, and no line says why."],
    ),
    "the start is taken away": ("DELETE FROM audit_start", ["4 lines 1 to 3 are missing before it."]),
    "the start is changed": (
        "UPDATE audit_start SET chain = '\\x00'",
        ["4 was changed, or does not follow the one before it.", "3 is where it begins, and no line says why."],
    ),
    "a line is changed": (
        "UPDATE audit_line SET act = 'create' WHERE number = 5",
        ["5 was changed, or does not follow the one before it."],
    ),
    "the first line that is left is changed": (
        "UPDATE audit_line SET actor_id = 'x' WHERE number = 4",
        ["4 was changed, or does not follow the one before it."],
    ),
    "what says it is changed": (
        "UPDATE audit_line SET ground = '4:AAAA' WHERE number = 6",
        [
            "6 was changed, or does not follow the one before it.",
            "3 is where it begins, and no line says why.",
        ],
    ),
    "what says it is cut off": (
        "DELETE FROM audit_line WHERE number = 6",
        ["3 is where it begins, and no line says why.", "5 line 6 is missing after it."],
    ),
    "a line comes back": (
        "INSERT INTO audit_line SELECT (jsonb_populate_record(l, jsonb_build_object('id', gen_random_uuid(),"
        " 'number', 3))).* FROM audit_line l WHERE number = 4",
        ["3 is one too many."],
    ),
    "all is cut off": ("DELETE FROM audit_line", ["1 the whole list is gone."]),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("deed", "found"), CUTTING.values(), ids=CUTTING.keys())
def test_what_was_done_to_a_shortened_list_is_found(old: Family, deed: str, found: list[str]) -> None:
    shorten_lists(CLOCK)

    for statement in deed.split(";"):
        changed(statement)

    assert faults() == found


@pytest.mark.django_db
def test_a_young_list_that_is_cut_as_if_it_were_old_is_found(family: Family) -> None:
    written(family)
    changed("INSERT INTO audit_start SELECT family_id, number, chain FROM audit_line WHERE number = 2")
    changed("DELETE FROM audit_line WHERE number <= 2")

    assert faults() == ["2 is where it begins, and no line says why."]


@pytest.mark.django_db
def test_an_erasure_takes_the_start_along_and_its_own_line_stays(old: Family) -> None:
    shorten_lists(CLOCK)
    with telling(SystemActor("erase", old.pk)):
        audit.forget(old.pk)
    assert not Start.objects.exists()
    Family.objects.filter(pk=old.pk).delete()
    changed("UPDATE audit_line SET at = at - interval '7 years'")

    assert shorten_lists(CLOCK) == 0

    assert numbers(old) == [1]


@pytest.mark.django_db
def test_the_family_reads_that_old_lines_are_gone(old: Family) -> None:
    saskia = factories.let_in(factories.UserFactory(name="Saskia"), Role.COMMISSIONER, old)
    shorten_lists(CLOCK)

    with telling(acting(saskia)):
        first = seen_lines(acting(saskia), old)[0]

    assert (first.act, first.subject) == ("wiste", "regels van deze lijst die ouder zijn dan vijf jaar")


def test_the_command_walks_along_a_shortened_list(house: Family, capsys: Any) -> None:
    other = factories.FamilyFactory()
    ago(6, other, 2)
    assert shorten_lists(CLOCK) == 1

    call_command("verify_log")

    assert "all as they were written" in capsys.readouterr().out


def test_nobody_but_the_clock_shortens_a_list(family: Family, saskia: Any) -> None:
    with pytest.raises(NotAllowed):
        shorten_lists(acting(saskia))  # type: ignore[arg-type]  # that is the point


@pytest.mark.parametrize("role", ["APP", "CLOCK", "AUDITOR"])
def test_nobody_who_logs_in_writes_where_a_list_begins(house: Family, role: str) -> None:
    forbidden = [
        f"INSERT INTO audit_start VALUES ('{uuid.uuid4()}', 1, '')",
        "UPDATE audit_start SET number = 1",
        "DELETE FROM audit_start",
    ]
    if role != "CLOCK":
        forbidden += ["SELECT wall.shorten()", "SELECT wall.old_lists()"]
    for deed in forbidden:
        with logged_in(role, family_id=house.pk) as cursor, pytest.raises(psycopg.errors.InsufficientPrivilege):
            cursor.execute(deed)
    assert Head.objects.get().number == len(numbers(house))
