"""What the clock does with promises, and what people say of how it goes."""

from datetime import date, time, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fgc.access.actors import SystemActor
from fgc.audit.models import Line as AuditLine
from fgc.errors import NotAllowed, RuleBroken
from fgc.families.models import Family
from fgc.families.rules import Stage
from fgc.networks.models import Person
from fgc.outbox.deliver import deliver_due
from fgc.outbox.models import Channel, Kind, Message
from fgc.plans import queries
from fgc.plans.actions import plan_follow_up, report_progress
from fgc.plans.models import Commitment, Look, Plan, ProgressReport
from fgc.plans.rules import Look as LookKind
from fgc.plans.rules import Promise, Runs
from tests import factories
from tests.conftest import acting
from tests.factories import by_link
from tests.plans.running import on, promised, running_plan

CLOCK = SystemActor("follow_up")
TUESDAY = date(2026, 3, 3)


@pytest.fixture(autouse=True)
def _in_february():
    with time_machine.travel(on(2026, 2, 25), tick=False):
        yield


@pytest.fixture
def plan(family: Family) -> Plan:
    return running_plan(family)


@pytest.fixture
def cooking(plan: Plan, truus: Person) -> Commitment:
    return promised(plan, truus, text="Truus kookt op dinsdag.")


def make_contact(person: Person) -> Person:
    Person.objects.filter(pk=person.pk).update(is_contact_person=True)
    person.refresh_from_db()
    return person


def clock_on(day: int, month: int = 3, hour: int = 9) -> list[Message]:
    """The clock rings twice at this hour; returns what is new."""
    before = set(Message.objects.values_list("pk", flat=True))
    with time_machine.travel(on(2026, month, day, hour), tick=False):
        count = plan_follow_up(CLOCK)
        assert plan_follow_up(CLOCK) == 0
    new = list(Message.objects.exclude(pk__in=before).order_by("due_at", "kind"))
    assert len(new) == count
    return new


def test_only_the_clock_plans(saskia, mirjam, plan):
    for somebody in (saskia, mirjam):
        with pytest.raises(NotAllowed):
            plan_follow_up(acting(somebody))


def test_the_day_before_in_the_afternoon_somebody_is_reminded(cooking, truus):
    [message] = clock_on(2)

    assert (message.kind, message.to_person_id, message.occurrence) == (Kind.REMIND_PROMISE, truus.pk, "2026-03-03")
    assert message.due_at == on(2026, 3, 2, 17)
    assert message.not_after == on(2026, 3, 3, 12)


def test_the_day_after_is_asked_and_then_every_four_weeks(cooking):
    asked = []
    for after in range(70):
        day = date(2026, 3, 1) + timedelta(days=after)
        asked += [m.due_at.date() for m in clock_on(day.day, day.month) if m.kind == Kind.ASK_PROGRESS]

    assert asked == [date(2026, 3, 4), date(2026, 4, 1), date(2026, 4, 29)]


def test_nobody_gets_two_messages_on_one_day(plan, truus):
    for _ in range(3):
        promised(plan, truus)
    promised(plan, truus, state=Promise.ASKED)

    for day in range(1, 20):
        clock_on(day)

    days = [timezone.localdate(message.due_at) for message in Message.objects.filter(to_person_id=truus.pk)]
    assert len(days) == len(set(days))


def test_who_is_called_is_reminded_once_and_not_every_week(plan, fatma):
    promised(plan, fatma)

    assert [m.channel for m in clock_on(2)] == [Channel.CALL]
    assert Kind.REMIND_PROMISE not in [m.kind for m in clock_on(9)]


@pytest.mark.parametrize("state", [Promise.DECLINED, Promise.LAPSED, Promise.FINISHED])
def test_nothing_is_sent_of_what_is_not_promised(state, plan, truus):
    promised(plan, truus, state=state)

    assert [clock_on(day) for day in (2, 4, 8, 12)] == [[], [], [], []]


def test_a_family_that_ended_and_a_plan_that_is_finished_hear_nothing(cooking, family):
    Family.objects.update(stage=Stage.STOPPED)
    assert clock_on(2) == []

    Family.objects.update(stage=Stage.FOLLOWING)
    Plan.objects.update(state="finished")
    assert clock_on(2) == []


def test_who_did_not_answer_is_reminded_once_and_then_the_contact_person_hears_it(plan, truus, fatma):
    make_contact(truus)
    promised(plan, fatma, state=Promise.ASKED)

    found = [(day, m.kind, m.to_person_id) for day in range(25, 29) for m in clock_on(day, 2)]
    found += [(day, m.kind, m.to_person_id) for day in range(1, 28) for m in clock_on(day)]

    assert found == [(28, Kind.REMIND_ANSWER, fatma.pk), (4, Kind.STALLED, truus.pk)]


def test_the_coordinator_is_told_to_call_and_the_family_that_a_look_comes(mirjam, saskia, plan, truus):
    make_contact(truus)
    for look, day in ((LookKind.CALL, date(2026, 3, 24)), (LookKind.MONTH_1, date(2026, 3, 24))):
        Look.objects.create(family=plan.family, plan=plan, look=look, due_on=day)

    assert clock_on(16) == []
    week_before = clock_on(17)
    on_the_day = clock_on(24)

    assert {(m.kind, m.to_user, m.to_person_id) for m in week_before} == {
        (Kind.REVIEW_COMING, saskia, None),
        (Kind.REVIEW_COMING, None, truus.pk),
    }
    assert [(m.kind, m.to_user) for m in on_the_day] == [(Kind.FOUR_WEEK_CALL, mirjam)]


def test_what_is_found_late_in_the_evening_waits_for_the_morning_and_is_the_one_message_of_that_day(
    settings, plan, truus
):
    settings.QUIET_HOURS = time(21), time(8)
    promised(plan, truus)
    [message] = clock_on(2, hour=22)
    deliver_due(now=on(2026, 3, 2, 22))
    message.refresh_from_db()
    assert (message.state, message.reason, message.next_at) == ("retry", "quiet", on(2026, 3, 3, 8))
    # Something else that would be asked on the third.
    promised(plan, truus, starts_on=date(2026, 3, 2), text="Truus belt.")

    assert clock_on(3) == []
    deliver_due(now=on(2026, 3, 3, 8))
    assert clock_on(3, hour=12) == []
    message.refresh_from_db()
    assert (message.state, message.settled_at) == ("sent", on(2026, 3, 3, 8))


def test_a_call_that_is_found_late_comes_to_the_coordinator_at_once(mirjam, plan):
    Look.objects.create(family=plan.family, plan=plan, look=LookKind.CALL, due_on=date(2026, 3, 24))

    [message] = clock_on(24, hour=22)

    assert message.due_at == on(2026, 3, 24, 22)


def test_one_family_after_the_other_is_planned_with_the_same_few_queries(plan, truus, django_assert_num_queries):
    def one_more(number: int) -> None:
        family = factories.FamilyFactory(name=f"Kring {number}")
        promised(running_plan(family), factories.PersonFactory(family=family))

    promised(plan, truus)
    with time_machine.travel(on(2026, 3, 2), tick=False), CaptureQueriesContext(connection) as for_one:
        assert plan_follow_up(CLOCK) == 1
    for number in range(5):
        one_more(number)
    with time_machine.travel(on(2026, 3, 2), tick=False), CaptureQueriesContext(connection) as for_six:
        assert plan_follow_up(CLOCK) == 5
    asking_which = 5
    assert len(for_six) - asking_which <= 6 * (len(for_one) - asking_which) <= 6 * 24


def test_a_promise_says_how_it_goes_by_link(cooking, truus):
    with time_machine.travel(on(2026, 3, 4), tick=False):
        assert [question.subject_id for question in queries.open_progress(truus)] == [cooking.pk]

        report = report_progress(by_link(truus), cooking, runs=Runs.PARTLY, note="Met Marleen samen.")

        assert queries.open_progress(truus) == []
    cooking.refresh_from_db()
    assert (report.about_on, report.note, report.on_behalf_by) == (date(2026, 3, 4), "Met Marleen samen.", None)
    assert cooking.last_run == Runs.PARTLY


def test_saying_it_twice_on_a_day_is_one_report(cooking, truus):
    report_progress(by_link(truus), cooking, runs=Runs.NOT)
    report_progress(by_link(truus), cooking, runs=Runs.RUNS)

    assert ProgressReport.objects.get().runs == Runs.RUNS


def test_the_coordinator_writes_it_down_visibly_on_behalf_of(mirjam, cooking, truus):
    report = report_progress(acting(mirjam), cooking, runs=Runs.RUNS)

    assert report.on_behalf_by == mirjam
    assert AuditLine.objects.get(object_id=cooking.pk).on_behalf_of == truus.pk


@pytest.mark.parametrize("who", ["saskia", "noor", "cem", "marleen", "petra", "stranger"])
def test_nobody_else_says_how_somebodys_promise_goes(who, cooking, request):
    with pytest.raises(NotAllowed):
        report_progress(acting(request.getfixturevalue(who)), cooking, runs=Runs.RUNS)


def test_a_link_of_somebody_else_says_nothing_of_it(cooking, fatma):
    with pytest.raises(NotAllowed):
        report_progress(by_link(fatma), cooking, runs=Runs.RUNS)


@pytest.mark.parametrize(
    ("said", "field", "code"),
    [
        ({"runs": "fine"}, "runs", "not_a_choice"),
        ({"runs": ""}, "runs", "not_a_choice"),
        ({"runs": Runs.RUNS, "note": "x" * 281}, "note", "too_long"),
        ({"runs": Runs.RUNS, "note": "111222333"}, "note", "citizen_number"),
        ({"runs": Runs.RUNS, "about_on": date(2026, 2, 26)}, "about_on", "in_future"),
    ],
)
def test_a_report_that_is_not_right_says_why(said, field, code, cooking, truus):
    with pytest.raises(RuleBroken) as no:
        report_progress(by_link(truus), cooking, **said)

    assert (no.value.field, no.value.code) == (field, code)
    assert not ProgressReport.objects.exists()


def test_nothing_is_reported_after_the_end(cooking, truus):
    Family.objects.update(stage=Stage.CLOSED)

    with pytest.raises(RuleBroken):
        report_progress(by_link(truus), cooking, runs=Runs.RUNS)


def test_a_stall_goes_to_the_contact_person_and_to_no_professional(plan, cooking, truus, fatma, outsider, saskia):
    make_contact(fatma)

    report_progress(by_link(truus), cooking, runs=Runs.NOT)

    assert [(m.kind, m.to_person_id) for m in Message.objects.all()] == [(Kind.STALLED, fatma.pk)]
    assert queries.stalled_for(by_link(fatma), fatma) == ["Truus kookt op dinsdag."]
    assert queries.stalled_for(by_link(truus), truus) == []


def test_the_contact_person_hears_of_an_answer_that_stays_away(plan, truus, fatma):
    promised(plan, fatma, state=Promise.ASKED, text="Fatma stuurt eten.")
    make_contact(truus)
    assert queries.stalled_for(by_link(truus), truus) == []

    with time_machine.travel(on(2026, 3, 5), tick=False):
        assert queries.stalled_for(by_link(truus), truus) == ["Fatma stuurt eten."]


def test_a_promise_of_nobody_in_this_family_is_not_there(plan, cooking):
    with pytest.raises(NotAllowed):
        queries.promise_to_report(factories.FamilyFactory().pk, cooking.pk)


def test_a_stall_of_the_contact_person_self_bothers_nobody(cooking, truus):
    report_progress(by_link(make_contact(truus)), cooking, runs=Runs.NOT)

    assert not Message.objects.exists()


def test_without_a_contact_person_who_commissioned_hears_of_a_stall(cooking, truus, saskia):
    report_progress(by_link(truus), cooking, runs=Runs.NOT)

    assert Message.objects.get().to_user == saskia


def test_what_is_finished_is_asked_no_more_and_may_come_back(cooking, truus):
    report_progress(by_link(truus), cooking, runs=Runs.DONE)
    cooking.refresh_from_db()
    assert cooking.state == Promise.FINISHED
    assert clock_on(2) == []

    report_progress(by_link(truus), cooking, runs=Runs.RUNS)
    cooking.refresh_from_db()
    assert cooking.state == Promise.CONFIRMED


def test_the_family_reads_how_it_goes_in_words_of_growth(plan, cooking, truus, fatma, saskia):
    promised(plan, fatma, state=Promise.LAPSED, text="Fatma stuurt eten.")
    report_progress(by_link(truus), cooking, runs=Runs.PARTLY)

    found = queries.follow_up_of(acting(saskia), plan.family)

    assert [(line.text, line.goes, line.next_due) for line in found.lines] == [
        ("Truus kookt op dinsdag.", "Het begint te lopen.", TUESDAY)
    ]
    assert [free.text for free in found.free] == ["Fatma stuurt eten."]
    assert queries.follow_up_of(acting(saskia), factories.FamilyFactory()) is None


def test_the_desk_sees_where_it_stalls_and_whom_to_call(mirjam, plan, cooking, truus):
    Look.objects.create(family=plan.family, plan=plan, look=LookKind.CALL, due_on=date(2026, 2, 25))
    report_progress(by_link(truus), cooking, runs=Runs.NOT)

    assert [look.family for look in queries.due_calls(mirjam)] == [plan.family]
    assert list(queries.stalled_in([plan.family_id])) == [(plan.family_id, 1)]


def test_a_professional_reads_what_was_asked_and_nothing_else(hanneke, outsider, plan, truus):
    promised(plan, outsider, text="Hanneke belt.")
    promised(plan, truus)
    factories.BottomLineFactory(
        person=outsider, family=plan.family, conference=factories.ConferenceFactory(family=plan.family)
    )

    work = queries.work_of(hanneke)

    assert [line.text for line in work.promises] == ["Hanneke belt."]
    assert [line.number for line in work.verdicts] == [1]
    assert (work.releases, work.changes, work.is_empty) == ([], [], False)
    assert queries.work_progress(acting(hanneke), work.promises[0].commitment.pk).text == "Hanneke belt."
    with pytest.raises(NotAllowed):
        queries.work_progress(acting(hanneke), Commitment.objects.get(person=truus).pk)


def test_a_professional_who_was_asked_nothing_has_an_empty_page(petra):
    assert queries.work_of(petra).is_empty
