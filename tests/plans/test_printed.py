"""Every version on paper with a fingerprint, and whether a paper is what stands in the record."""

import io
import re
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from fgc.access.actors import SystemActor
from fgc.access.walls import acting as telling
from fgc.accounts.models import User
from fgc.audit.models import Act, Line
from fgc.errors import NotAllowed, RuleBroken
from fgc.families.models import Family
from fgc.plans import actions, queries
from fgc.plans.models import LineAbout, Plan, Wording
from fgc.plans.rules.printed import fingerprint, typed_fingerprint, typed_numbers
from tests import factories
from tests.conftest import acting
from tests.plans.running import on, promised, running_plan


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel(on(2026, 11, 2), tick=False):
        yield


@pytest.fixture
def plan(family: Family, saskia: User, truus: Any) -> Plan:
    """Two versions: in the second Truus cooks on another day, and there is a line more."""
    plan = running_plan(family)
    line = promised(plan, truus, text="Truus kookt op dinsdag.", why="Dan eet Noor mee.").agreement
    actions.add_line_to_running_plan(acting(saskia), plan, text="Wij bellen op zondag.")
    actions.propose_amendment(acting(saskia), line, based_on=2, text="Truus kookt op maandag.")
    plan.refresh_from_db()
    return plan


def test_the_fingerprint_is_of_exactly_these_words():
    header, line = {"version": 1}, {"number": 1, "text": "Samen eten."}

    assert fingerprint(header, [line]) == fingerprint(dict(header), [dict(line)])
    assert fingerprint(header, [line]) != fingerprint(header, [{**line, "text": "Samen eten!"}])
    assert fingerprint(header, [line]) != fingerprint({"version": 2}, [line])
    assert len(fingerprint(header, [])) == 64


def test_what_is_typed_from_paper_is_read_with_and_without_spaces():
    assert typed_fingerprint(" AB12 " + "0" * 60) == "ab12" + "0" * 60
    assert typed_numbers(" 4, 1 ;2,2") == [1, 2, 4]
    assert typed_numbers("  ") == []
    for typed in ("", "ab12", "g" * 64):
        with pytest.raises(RuleBroken) as no:
            typed_fingerprint(typed)
        assert no.value.field == "fingerprint"
    with pytest.raises(RuleBroken) as no:
        typed_numbers("1, twee")
    assert no.value.field == "lines"


def is_it(user: User, family: Family, version: int, typed: str, *numbers: int) -> bool:
    return queries.paper_is_of(acting(user), family, version=version, numbers=numbers, typed=typed)


def test_each_version_keeps_its_own_fingerprint(saskia, mirjam, cem, family, plan):
    first, second = queries.printed_versions(acting(saskia), family)
    assert [first.numbers, second.numbers] == ["1", "1, 2"]
    assert first.lines[0][2].text == second.lines[0][2].text == "Truus kookt op dinsdag."

    for reader in (saskia, mirjam, cem):
        assert is_it(reader, family, 1, first.fingerprint)
        assert is_it(reader, family, 2, second.fingerprint, 1, 2)
        assert not is_it(reader, family, 2, second.fingerprint, 1)
        assert not is_it(reader, family, 2, first.fingerprint)
        assert not is_it(reader, family, 7, first.fingerprint)
    Wording.objects.filter(version=1).update(text="Iets anders.")
    assert not is_it(saskia, family, 1, first.fingerprint)


def test_without_a_plan_there_is_nothing_to_print_or_to_check(saskia, family):
    assert queries.printed_versions(acting(saskia), family) == []
    assert not is_it(saskia, family, 1, "0" * 64)
    with pytest.raises(RuleBroken) as no:
        actions.print_versions(acting(saskia), family)
    assert no.value.code == "wrong_moment"


def test_the_paper_says_when_and_what_and_the_list_who_took_it(saskia, family, plan):
    [_first, second] = queries.printed_versions(acting(saskia), family)

    words = read(actions.print_versions(acting(saskia), family))

    assert "Truuskooktopdinsdag." in words
    assert "Wijbellenopzondag." in words
    assert second.fingerprint in words
    line = Line.objects.get(act=Act.TAKE_ALONG)
    assert (line.actor_id, line.ground) == (str(saskia.pk), "approve_plan")


def read(paper: bytes) -> str:
    """The words of a PDF, without the spaces between them."""
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages))


def test_only_who_decides_prints_it(mirjam, cem, hanneke, family, plan):
    for somebody in (mirjam, cem, hanneke):
        with pytest.raises(NotAllowed):
            actions.print_versions(acting(somebody), family)


def test_a_parent_prints_what_he_or_she_reads_and_anybody_can_check_it(saskia, noor, mirjam, family, plan, noor_child):
    factories.CommissionFactory(family=family, giver=noor, giver_as="young", child=noor_child)
    own = actions.add_line_to_running_plan(acting(noor), plan, text="Ik schrijf.", child_ids=[noor_child.pk])
    assert LineAbout.objects.get().agreement == own

    printed = queries.printed_versions(acting(saskia), family)[-1]

    assert printed.numbers == "1, 2"
    whole = queries.printed_versions(acting(noor), family)[-1]
    assert whole.numbers == "1, 2, 3"
    assert is_it(mirjam, family, 3, printed.fingerprint, 1, 2)
    assert is_it(mirjam, family, 3, whole.fingerprint)
    assert not is_it(saskia, family, 3, whole.fingerprint, 1, 2, 3)


def test_the_service_checks_a_paper_and_sees_nothing_of_it(saskia, family, plan):
    [first, _second] = queries.printed_versions(acting(saskia), family)
    said = StringIO()
    groups = [first.fingerprint[at : at + 8] for at in range(0, 64, 8)]

    call_command("check_paper", str(family.pk), "1", *groups, "--lines", "1", stdout=said)

    assert said.getvalue().startswith("Yes")
    for wrong in (["2", first.fingerprint], ["1", "0" * 64], ["1", "x"]):
        with pytest.raises(CommandError):
            call_command("check_paper", str(family.pk), *wrong, stdout=said)
    with pytest.raises(CommandError):
        call_command("check_paper", str(factories.OrganisationFactory().pk), "1", first.fingerprint, stdout=said)
    with telling(SystemActor("check_paper", factories.FamilyFactory().pk)):
        assert not Plan.objects.filter(pk=plan.pk).exists()
