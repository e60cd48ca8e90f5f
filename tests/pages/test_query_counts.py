"""A page asks the database as often for 300 people and lines as for a handful."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection, reset_queries, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fgc.audit.models import Line
from fgc.conferences.models import (
    Attendance,
    Conference,
    DateOption,
    DateReply,
    Invitation,
    PhaseOfDay,
    PreparationTalk,
)
from fgc.demo import people
from fgc.demo.stage import Stage
from fgc.families.models import Family, MainQuestion
from fgc.networks.models import ContactCard, Person, Tie
from fgc.outbox.models import Message
from fgc.plans.models import Agreement, Commitment, Plan, ProgressReport, Release, Wording
from tests.access.house import STATES, ids, told
from tests.access.test_table import PARAMETERS, addresses
from tests.entering import come_in

FEW, MANY = 3, 300
FOR_WHOM = (people.SASKIA, people.MIRJAM)


def grow(family: Family, many: int) -> None:
    """The same family with so many more of everything that a page lists."""
    persons = Person.objects.bulk_create(
        Person(family=family, call_name=f"Mens {n}", tie_label="kennis", way="mail") for n in range(many)
    )
    ContactCard.objects.bulk_create(
        ContactCard(family=family, person=one, email=f"{one.pk}@post.example") for one in persons
    )
    Tie.objects.bulk_create(Tie(family=family, a=a, b=b) for a, b in pairwise(persons))
    _grow_the_conference(family, persons)
    _grow_the_plan(family, persons)
    Line.objects.bulk_create(
        Line(family_id=family.pk, act="read", object_type="plan:plan", actor_kind="user", actor_id=str(one.pk))
        for one in persons
    )
    Message.objects.bulk_create(
        Message(
            family=family,
            kind="remind_promise",
            subject_id=one.pk,
            to_person_id=one.pk,
            channel="call",
            state="by_hand",
        )
        for one in persons
    )
    last = MainQuestion.objects.filter(family=family).count()
    MainQuestion.objects.bulk_create(
        MainQuestion(family=family, version=last + n, text="Hoe dan?", proposed_by="x", state="refused")
        for n in range(1, many)
    )


def _grow_the_conference(family: Family, persons: list[Person]) -> None:
    conference = Conference.objects.get(family=family)
    options = list(DateOption.objects.filter(conference=conference))
    Invitation.objects.bulk_create(
        Invitation(family=family, conference=conference, person=one, sent="sent") for one in persons
    )
    PreparationTalk.objects.bulk_create(
        PreparationTalk(family=family, conference=conference, person=one, by="phone", held_on=timezone.localdate())
        for one in persons[: len(persons) // 2]
    )
    DateReply.objects.bulk_create(
        DateReply(family=family, option=option, person=one, answer="yes") for one in persons for option in options
    )
    Attendance.objects.bulk_create(
        Attendance(family=family, phase_of_day=part, person=one)
        for part in PhaseOfDay.objects.filter(conference=conference)
        for one in persons
    )


def _grow_the_plan(family: Family, persons: list[Person]) -> None:
    plan = Plan.objects.get(family=family)
    first = plan.agreements.count() + 1
    lines = Agreement.objects.bulk_create(
        Agreement(family=family, plan=plan, number=first + n) for n in range(len(persons))
    )
    Wording.objects.bulk_create(
        Wording(
            family=family,
            agreement=line,
            version=1,
            text=f"Regel {line.number}",
            repeats="weekly",
            starts_on="2026-03-01",
        )
        for line in lines
    )
    promises = Commitment.objects.bulk_create(
        Commitment(family=family, agreement=line, person=one, state="confirmed")
        for line, one in zip(lines, persons, strict=True)
    )
    ProgressReport.objects.bulk_create(
        ProgressReport(family=family, commitment=one, about_on="2026-03-09", runs="not") for one in promises
    )
    release = Release.objects.filter(family=family).first()
    assert release is not None
    Release.objects.bulk_create(
        Release(
            family=family,
            plan=plan,
            version=1,
            recipient=release.recipient,
            recipient_name="x",
            purpose=f"{len(persons)} {n}",
            until=release.until + timedelta(days=n % 30),
            content=release.content,
            content_hash=release.content_hash,
            agreed_at=release.agreed_at,
        )
        for n in range(len(persons))
    )


def counts(browser: Client, known: dict[str, Any]) -> dict[str, int]:
    """How many queries each page of the family takes for this person; pages that are not theirs are left out."""
    found = {}
    for verb, name in addresses():
        names = PARAMETERS[name]
        if verb != "GET" or "family_id" not in names:
            continue
        address = reverse(name, kwargs={key: known[key] for key in names})
        reset_queries()
        with transaction.atomic(), CaptureQueriesContext(connection) as queries:
            answer = browser.get(address)
            transaction.set_rollback(True)
        if answer.status_code == 200:
            found[name] = len(queries)
    return found


@pytest.mark.django_db
def test_a_page_costs_the_same_for_a_handful_and_for_hundreds() -> None:
    state = next(state for state in STATES if state.name == "plan_runs")
    with told(state) as stage:
        known = ids(stage)
        browsers = {one.key: _browser(stage, one) for one in FOR_WHOM}
        grow(stage.family, FEW)
        few = {key: counts(browser, known) for key, browser in browsers.items()}
        grow(stage.family, MANY)
        many = {key: counts(browser, known) for key, browser in browsers.items()}

    assert len(few["mirjam"]) > 25
    assert {key: _different(few[key], many[key]) for key in few} == {key: {} for key in few}


def _browser(stage: Stage, one: people.Somebody | people.Worker) -> Client:
    client = Client()
    come_in(client, stage.account(one))
    return client


def _different(few: dict[str, int], many: dict[str, int]) -> dict[str, tuple[int, int]]:
    return {name: (few[name], many.get(name, -1)) for name in few if few[name] != many.get(name, -1)}
