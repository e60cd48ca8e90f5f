"""A program learns no more by asking than its owner may know."""

from typing import Any

import pytest
from django.utils import timezone

from fgc.accounts.models import User
from fgc.conferences.models import Conference
from fgc.families import actions as families
from fgc.families.models import Family
from fgc.families.rules import Stage
from fgc.networks import actions
from fgc.networks.models import Person
from fgc.plans.rules import PlanState
from tests import factories
from tests.api.conftest import Program
from tests.conftest import acting

pytestmark = pytest.mark.django_db


def test_asking_for_somebody_else_does_not_tell_whether_she_asked_herself(
    program: Any, petra: User, erik: User
) -> None:
    hers = {"name": "Saskia", "email": "saskia@post.example"}
    families.start_request(acting(erik), **hers)

    petras = program(petra)
    known = petras.post("families", hers)
    unknown = petras.post("families", {"name": "Saskia", "email": "niemand@post.example"})

    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    assert known.json() == {"id": None}


def test_who_asks_for_oneself_hears_the_id(program: Any, petra: User) -> None:
    own = program(petra).post("families", {"name": "Petra", "email": petra.email})

    assert Family.objects.filter(pk=own.json()["id"]).exists()


@pytest.fixture
def at_work(program: Any, family: Family, outsider: Person, hanneke: User) -> Program:
    """The attendance officer, with a bottom line, a task and a change of it in a plan that runs."""
    Family.objects.filter(pk=family.pk).update(stage=Stage.FOLLOWING)
    theirs: Program = program(hanneke)
    return theirs


@pytest.fixture
def asked(family: Family, outsider: Person) -> list[str]:
    """Where she reads what she was asked."""
    meeting: Conference = factories.ConferenceFactory(family=family)
    line = factories.BottomLineFactory(conference=meeting, person=outsider, delivered_at=timezone.now())
    plan = factories.PlanFactory(family=family, conference=meeting, state=PlanState.RUNNING, version=1)
    task = factories.AgreementFactory(plan=plan, bottom_line=line)
    promise = factories.CommitmentFactory(agreement=task, person=outsider)
    return [f"bottom-lines/{line.pk}/verdict", f"commitments/{promise.pk}"]


def test_who_is_asked_for_work_finds_it(at_work: Program, asked: list[str]) -> None:
    listed = at_work.get("asked-work").json()

    assert [at_work.get(there).status_code for there in asked] == [200, 200]
    assert (asked[0].split("/")[1], asked[1].split("/")[1]) == (
        listed["bottom_line_ids"][0],
        listed["commitment_ids"][0],
    )


def test_who_is_not_wanted_any_more_reads_nothing_of_the_plan(
    at_work: Program, asked: list[str], saskia: User, outsider: Person
) -> None:
    actions.mark_not_invited(acting(saskia), outsider)

    assert [at_work.get(there).status_code for there in asked] == [404, 404]
    assert at_work.put(f"{asked[1]}/progress", {"runs": "runs"}).status_code == 404
    assert not any(at_work.get("asked-work").json().values())
