"""The coordinator's desk: what to do today, without a click."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fgc.access.roles import Role
from fgc.audit.models import Line
from fgc.conferences.rules import Lack, Moment
from fgc.families.models import CoordinatorOffer
from fgc.families.rules import QuestionState
from fgc.networks.rules import CircleRole
from fgc.outbox import queue
from fgc.outbox.models import Channel, Message, State
from fgc.pages.desk import board
from fgc.pages.desk.board import Facts, Waits
from fgc.plans.queries.desk import PlanAtDesk
from fgc.plans.rules import PlanState
from tests.conftest import acting
from tests.factories import (
    ConferenceFactory,
    FamilyFactory,
    InvitationFactory,
    MainQuestionFactory,
    PersonFactory,
    PlanFactory,
    let_in,
)

DESK = "/desk/"
CALM = SimpleNamespace(private_since=None, is_for_children=False)


def facts(**known):
    rest = {"family": CALM, "question": QuestionState.CONFIRMED, "people": 6}
    return Facts(**{**rest, **known})


def meeting(moment):
    return SimpleNamespace(moment=moment)


def plan(state, unanswered=0):
    return PlanAtDesk(state, unanswered)


STEPS = [
    (facts(family=SimpleNamespace(private_since=timezone.now())), "conference:day", Waits.FAMILY),
    (facts(question=None), "families:question", Waits.YOU),
    (facts(question=QuestionState.PROPOSED), "families:question", Waits.FAMILY),
    (facts(people=1), "circle:circle", Waits.YOU),
    (facts(unreached=2), "circle:circle", Waits.YOU),
    (facts(unasked=1), "families:question", Waits.YOU),
    (facts(unasked=1, meeting=meeting(Moment.PLANNING), lacks={Lack.CHILD: 1}), "families:question", Waits.YOU),
    (facts(unasked=1, meeting=meeting(Moment.DATED), lacks={Lack.CHILD: 1}), "conference:preparation", Waits.YOU),
    (facts(unreached=2, meeting=meeting(Moment.DATED)), "conference:conference", Waits.NOBODY),
    (facts(), "conference:conference", Waits.YOU),
    (facts(meeting=meeting(Moment.PLANNING), lacks={Lack.DATE: 1}), "conference:dates", Waits.YOU),
    (facts(meeting=meeting(Moment.DATED), lacks={Lack.TALK: 3}), "conference:preparation", Waits.YOU),
    (facts(meeting=meeting(Moment.DATED), lacks={Lack.ANSWER: 1}), "conference:invitations", Waits.CIRCLE),
    (facts(meeting=meeting(Moment.DATED)), "conference:conference", Waits.NOBODY),
    (facts(meeting=meeting(Moment.AGREEING)), "conference:day", Waits.YOU),
    (facts(meeting=meeting(Moment.HELD)), "plan:plan", Waits.YOU),
    (facts(plan=plan(PlanState.DRAFT)), "plan:plan", Waits.FAMILY),
    (facts(plan=plan(PlanState.RUNNING, 2)), "plan:plan", Waits.CIRCLE),
    (facts(plan=plan(PlanState.RUNNING), stalled=1), "plan:plan", Waits.CIRCLE),
    (facts(plan=plan(PlanState.RUNNING)), "plan:plan", Waits.NOBODY),
    (facts(plan=plan(PlanState.FINISHED)), "plan:plan", Waits.NOBODY),
    (facts(plan=plan(PlanState.RUNNING), call_on=timezone.now().date()), "follow_up:call", Waits.YOU),
]


@pytest.mark.parametrize(("known", "route", "waits"), STEPS)
def test_each_moment_has_one_next_step_and_says_on_whom_it_waits(known, route, waits):
    step = board.next_step(known)

    assert (step.route, step.waits) == (route, waits)
    assert step.waits_words


def test_the_desk_tells_what_is_missing_before_the_day(mirjam, family, truus, fatma, visit):
    MainQuestionFactory(family=family, state=QuestionState.CONFIRMED)
    now = timezone.now()
    dated = ConferenceFactory(
        family=family, moment=Moment.DATED, starts_at=now + timedelta(days=9), ends_at=now + timedelta(days=9, hours=4)
    )
    for person in (truus, fatma):
        InvitationFactory(conference=dated, person=person, sent="sent")

    page = visit(mirjam).get(DESK).content.decode()

    assert "De kring van Noor" in page
    assert str(Lack.TALK.label) in page
    assert "(2×)" in page
    assert f"{fatma.call_name}, {truus.call_name}" in page


def test_the_choice_of_what_is_shown_stays_in_the_address(mirjam, family, visit):
    browser = visit(mirjam)

    today = browser.get(DESK, {"show": "today"}).content.decode()
    by_hand = browser.get(DESK, {"show": "by-hand"}).content.decode()
    unknown = browser.get(DESK, {"show": "<script>"}).content.decode()

    assert "De kring van Noor" in today
    assert "De kring van Noor" not in by_hand
    assert 'href="?"' in by_hand
    assert "De kring van Noor" in unknown


def test_letters_and_calls_are_counted_per_family(mirjam, family, fatma, visit):
    queue.to_person(fatma.pk, queue.Kind.ASK_DATE, family, channel=Channel.CALL)
    Message.objects.update(state=State.BY_HAND)

    page = visit(mirjam).get(DESK, {"show": "by-hand"}).content.decode()

    assert reverse("circle:by_hand", args=[family.pk]) in page


def test_during_private_time_the_desk_says_only_that(mirjam, family, fatma, visit):
    MainQuestionFactory(family=family, state=QuestionState.CONFIRMED)
    queue.to_person(fatma.pk, queue.Kind.ASK_DATE, family, channel=Channel.CALL)
    Message.objects.update(state=State.BY_HAND)
    family.private_since = timezone.now()
    family.save()

    page = visit(mirjam).get(DESK).content.decode()

    assert reverse("conference:day", args=[family.pk]) in page
    assert reverse("circle:by_hand", args=[family.pk]) not in page
    assert f'href="{reverse("families:home", args=[family.pk])}"' not in page
    assert not Line.objects.filter(family_id=family.pk).exists()


def test_an_offer_stands_on_the_desk_without_a_name(mirjam, visit):
    elsewhere = FamilyFactory(name="De kring van Selam", region="Lindemeer")
    offer = CoordinatorOffer.objects.create(family=elsewhere, coordinator=mirjam)

    page = visit(mirjam).get(DESK).content.decode()

    assert reverse("families:offer", args=[offer.pk]) in page
    assert "Lindemeer" in page
    assert "Selam" not in page


def test_a_desk_without_families_says_what_will_come(mirjam, visit, family):
    family.stage, family.ending, family.ended_at = "stopped", "stopped", timezone.now()
    family.save()

    assert 'class="empty"' in visit(mirjam).get(DESK).content.decode()


def test_that_the_coordinator_looked_is_in_the_list_of_each_family(mirjam, family, visit):
    visit(mirjam).get(DESK)

    assert Line.objects.get(family_id=family.pk).object_type == "desk:desk"


@pytest.mark.parametrize("who", ["saskia", "erik", "hanneke", "cem"])
def test_the_desk_is_for_coordinators_only(who, visit, request):
    assert visit(request.getfixturevalue(who)).get(DESK).status_code == 404


def test_what_waits_for_the_coordinator_stands_first(mirjam, family):
    waiting = let_family_in(mirjam, "A, wacht op het gezin")
    MainQuestionFactory(family=waiting, state=QuestionState.PROPOSED)

    rows = board.rows_for(acting(mirjam))

    assert [row.family for row in rows] == [family, waiting]


def let_family_in(coordinator, name):
    family = FamilyFactory(name=name)
    let_in(coordinator, Role.COORDINATOR, family)
    return family


def test_the_desk_takes_as_many_queries_with_three_families_as_with_thirty(mirjam, visit):
    browser = visit(mirjam)

    def fill(count):
        for number in range(count):
            family = let_family_in(mirjam, f"Kring {number}")
            fatma = PersonFactory(family=family, role=CircleRole.GRANDPARENT, way="visit")
            InvitationFactory(conference=ConferenceFactory(family=family), person=fatma)
            queue.to_person(fatma.pk, queue.Kind.ASK_DATE, family, channel=Channel.CALL)
            PlanFactory(family=family)
        Message.objects.update(state=State.BY_HAND)

    fill(3)
    browser.get(DESK)
    with CaptureQueriesContext(connection) as few:
        browser.get(DESK)
    fill(27)
    with CaptureQueriesContext(connection) as many:
        browser.get(DESK)

    assert len(few) == len(many)


def test_a_plan_for_the_children_asks_for_its_lines_and_for_no_date_question_or_talk(mirjam, visit):
    """Marit is asked for her information in a meeting that never gets a day."""
    together = FamilyFactory(name="Het plan voor de kinderen", kind="childrens_plan")
    let_in(mirjam, Role.COORDINATOR, together)
    ConferenceFactory(family=together, moment=Moment.PLANNING)

    [row] = [one for one in board.rows_for(acting(mirjam)) if one.family == together]

    assert (row.step.route, row.lacks) == ("plan:plan", [])
    page = visit(mirjam).get(DESK).content.decode()
    for lack in (Lack.DATE, Lack.QUESTION, Lack.SAFETY, Lack.NOBODY):
        assert str(lack.label) not in page
