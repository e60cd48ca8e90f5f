"""Writing down agreements: in the draft, and as an extra line of a plan that runs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from fgc.conferences.rules import Moment
from fgc.errors import NotAllowed, RuleBroken
from fgc.families.rules import Stage
from fgc.outbox.models import Kind
from fgc.plans import actions, queries
from fgc.plans.models import Agreement, PlanVersion
from fgc.plans.rules import PlanState, Promise
from tests import factories
from tests.conftest import acting
from tests.plans.cast_of_the_plan import meeting_at, person_of, promised, running, sent

TODAY = timezone.localdate()


@pytest.fixture
def plan(family):
    return factories.PlanFactory(family=family)


def test_only_the_text_is_needed(plan, saskia):
    line = actions.record_agreement(acting(saskia), plan, text="  We eten samen op zondag.  ")

    assert line.number == 1
    assert line.wordings.get().text == "We eten samen op zondag."
    assert line.commitments.count() == 0


def test_everybody_named_gets_a_promise_that_is_not_confirmed(plan, mirjam, truus, fatma):
    line = actions.record_agreement(
        acting(mirjam),
        plan,
        text="Truus en Fatma koken.",
        person_ids=[truus.pk, fatma.pk],
        for_whom="Noor",
        why="Dan is het rustig.",
        starts_on=TODAY,
        repeats="weekly",
        ends_on=TODAY + timedelta(days=90),
        sign_it_works="Noor eet mee.",
        what_if="Dan belt Truus.",
    )

    assert {promise.state for promise in line.commitments.all()} == {Promise.ASKED}
    assert line.wordings.get().repeats == "weekly"


@pytest.mark.parametrize(
    ("words", "field", "code"),
    [
        ({"text": ""}, "text", "required"),
        ({"text": "x" * 281}, "text", "too_long"),
        ({"text": "Mijn nummer is 111222333."}, "text", "citizen_number"),
        ({"for_whom": "x" * 121}, "for_whom", "too_long"),
        ({"what_if": "x" * 281}, "what_if", "too_long"),
        ({"starts_on": TODAY + timedelta(days=9), "ends_on": TODAY}, "ends_on", "wrong_order"),
        ({"ends_on": TODAY - timedelta(days=1)}, "ends_on", "in_past"),
        ({"ends_on": TODAY + timedelta(days=3000)}, "ends_on", "too_far"),
        ({"starts_on": TODAY + timedelta(days=3000)}, "starts_on", "too_far"),
        ({"starts_on": TODAY - timedelta(days=3000)}, "starts_on", "too_far"),
        ({"repeats": "hourly"}, "repeats", "unknown"),
        ({"kind": "order"}, "kind", "unknown"),
        ({"kind": "scale_up"}, "ends_on", "required"),
        ({"person_ids": ["00000000-0000-0000-0000-000000000000"]}, "person_ids", "unknown"),
        ({"bottom_line_id": "00000000-0000-0000-0000-000000000000"}, "bottom_line_id", "unknown"),
        ({"supports_id": "00000000-0000-0000-0000-000000000000"}, "supports_id", "unknown"),
    ],
)
def test_bad_input_names_the_field_and_stores_nothing(plan, saskia, words, field, code):
    with pytest.raises(RuleBroken) as no:
        actions.record_agreement(acting(saskia), plan, **{"text": "Truus kookt.", **words})

    assert (no.value.field, no.value.code) == (field, code)
    assert not Agreement.objects.exists()


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "אבא מתקשר", "Noor 🐎 rijdt"])
def test_any_script_is_kept_as_it_was_typed(plan, saskia, text):
    assert actions.record_agreement(acting(saskia), plan, text=text).wordings.get().text == text


def test_people_of_another_family_and_people_who_left_cannot_be_named(plan, saskia, truus):
    truus.standing, truus.left_at = "left", timezone.now()
    truus.save()

    for person in (factories.PersonFactory(), truus):
        with pytest.raises(RuleBroken) as no:
            actions.record_agreement(acting(saskia), plan, text="Samen.", person_ids=[person.pk])
        assert no.value.field == "person_ids"


def test_the_same_line_sent_twice_is_written_once(plan, saskia):
    actions.record_agreement(acting(saskia), plan, text="Truus kookt.")

    with pytest.raises(RuleBroken) as no:
        actions.record_agreement(acting(saskia), plan, text="Truus kookt.")

    assert no.value.code == "already_there"
    assert Agreement.objects.count() == 1


def test_what_only_a_professional_does_helps_something_of_the_family(plan, saskia, outsider):
    with pytest.raises(RuleBroken) as no:
        actions.record_agreement(acting(saskia), plan, text="Hanneke belt school.", person_ids=[outsider.pk])
    assert no.value.field == "supports_id"
    own = actions.record_agreement(acting(saskia), plan, text="Noor gaat dinsdag.")

    helped = actions.record_agreement(
        acting(saskia), plan, text="Hanneke belt school.", person_ids=[outsider.pk], supports_id=own.pk
    )

    assert helped.supports == own
    with pytest.raises(RuleBroken):
        actions.record_agreement(acting(saskia), plan, text="En de huisarts.", supports_id=helped.pk)
    assert [line.pk for line in queries.lines_to_help(acting(saskia), plan)] == [own.pk]


def test_a_professional_beside_the_family_needs_no_other_line(plan, saskia, outsider, truus):
    line = actions.record_agreement(
        acting(saskia), plan, text="Truus en Hanneke bellen.", person_ids=[outsider.pk, truus.pk]
    )

    assert line.supports is None


def test_a_line_can_answer_a_bottom_line(family, saskia, outsider):
    plan = actions.begin_plan(acting(saskia), family, conference=meeting_at(family, Moment.HELD))
    bottom_line = factories.BottomLineFactory(conference=plan.conference, person=outsider)

    line = actions.record_agreement(acting(saskia), plan, text="Noor gaat.", bottom_line_id=bottom_line.pk)

    assert line.bottom_line == bottom_line
    assert queries.bottom_lines_to_answer(plan) == [bottom_line]


def test_other_words_ask_anew_who_had_said_yes(plan, saskia, mirjam, truus, fatma):
    line = actions.record_agreement(acting(saskia), plan, text="Truus kookt.", person_ids=[truus.pk])
    actions.confirm_on_behalf(acting(mirjam), line.commitments.get(), answer="yes", how="in_meeting")

    actions.change_draft_agreement(acting(saskia), line, text="Truus kookt.", person_ids=[truus.pk, fatma.pk])
    assert line.commitments.get(person=truus).state == Promise.CONFIRMED
    actions.change_draft_agreement(acting(saskia), line, text="Truus kookt dinsdag.", person_ids=[truus.pk])

    promise = line.commitments.get()
    assert (promise.person, promise.state, promise.how) == (truus, Promise.ASKED, "")
    assert line.wordings.get().text == "Truus kookt dinsdag."


def test_a_line_is_taken_out_and_the_others_move_up(plan, saskia):
    first, second, third = [
        actions.record_agreement(acting(saskia), plan, text=text) for text in ("Een.", "Twee.", "Drie.")
    ]

    actions.remove_agreement(acting(saskia), second)

    assert list(plan.agreements.order_by("number").values_list("pk", "number")) == [(first.pk, 1), (third.pk, 2)]


def test_a_plan_that_runs_is_not_rewritten(family, saskia, truus):
    line = promised(running(family), truus).agreement

    for act in (
        lambda: actions.record_agreement(acting(saskia), line.plan, text="Nog iets."),
        lambda: actions.change_draft_agreement(acting(saskia), line, text="Anders."),
        lambda: actions.remove_agreement(acting(saskia), line),
    ):
        with pytest.raises(RuleBroken) as no:
            act()
        assert no.value.code == "wrong_moment"


@pytest.mark.parametrize("who", ["cem", "marleen", "hanneke", "stranger"])
def test_others_write_nothing_in_it(request, plan, who):
    actor = acting(request.getfixturevalue(who))
    line = factories.AgreementFactory(plan=plan)

    for act in (
        lambda: actions.record_agreement(actor, plan, text="Van mij."),
        lambda: actions.change_draft_agreement(actor, line, text="Van mij."),
        lambda: actions.remove_agreement(actor, line),
        lambda: actions.add_line_to_running_plan(actor, plan, text="Van mij."),
    ):
        with pytest.raises(NotAllowed):
            act()


@pytest.mark.parametrize(("change", "code"), [({"stage": Stage.STOPPED}, "ended"), ({"is_disputed": True}, "disputed")])
def test_a_family_that_ended_or_is_divided_writes_nothing(plan, saskia, family, change, code):
    type(family).objects.filter(pk=family.pk).update(**change)

    with pytest.raises(RuleBroken) as no:
        actions.record_agreement(acting(saskia), plan, text="Truus kookt.")

    assert no.value.code == code


def test_a_line_is_added_to_a_plan_that_runs_as_the_next_version(family, saskia, truus, fatma):
    plan = running(family)
    promised(plan, fatma)

    line = actions.add_line_to_running_plan(acting(saskia), plan, text="Truus kookt.", person_ids=[truus.pk])

    plan.refresh_from_db()
    assert (plan.version, line.added_in, line.number) == (2, 2, 2)
    assert PlanVersion.objects.filter(plan=plan).count() == 2
    assert [message.to_person_id for message in sent(Kind.ASK_CONFIRMATION)] == [truus.pk]
    assert [row.number for row in queries.plan_for(acting(saskia), family, 1).lines] == [1]


def test_an_added_line_for_a_bottom_line_is_judged_anew(family, saskia, outsider, hanneke):
    plan = running(family)
    bottom_line = factories.BottomLineFactory(conference=meeting_at(family, Moment.HELD), person=outsider)

    actions.add_line_to_running_plan(acting(saskia), plan, text="Noor gaat.", bottom_line_id=bottom_line.pk)

    assert [(m.to_user, m.occurrence) for m in sent(Kind.ASK_VERDICT)] == [(hanneke, "v2")]


def test_a_line_is_added_only_when_the_plan_runs(plan, saskia):
    with pytest.raises(RuleBroken) as no:
        actions.add_line_to_running_plan(acting(saskia), plan, text="Truus kookt.")

    assert no.value.code == "wrong_moment"
    assert plan.state == PlanState.DRAFT


def test_what_nobody_does_is_free_unless_it_is_everybodys(family, cem):
    plan = running(family)
    promised(plan, person_of(family, "Cem"), number=1)
    promised(plan, factories.PersonFactory(family=family), number=2, state="declined")
    factories.AgreementFactory(plan=plan, number=3)
    factories.AgreementFactory(plan=plan, number=4, kind="stop")

    assert [line.number for line in queries.free_tasks(plan)] == [2, 3]


def test_what_is_finished_is_not_offered_again_nor_is_anything_of_an_older_version(family, saskia, cem):
    plan = running(family)
    done = promised(plan, person_of(family, "Cem"), number=1, state="finished")
    actions.add_line_to_running_plan(acting(saskia), plan, text="Wie kookt er?")
    plan.refresh_from_db()

    now, then = (queries.plan_for(acting(cem), family, version) for version in (None, 1))

    assert [(line.number, line.is_free) for line in now.lines] == [(1, False), (2, True)]
    assert [(line.number, line.is_free) for line in then.lines] == [(1, False)]
    assert [line.number for line in queries.free_tasks(plan)] == [2]
    with pytest.raises(RuleBroken) as no:
        actions.take_over(acting(saskia), done.agreement, person_id=person_of(family, "Saskia").pk)
    assert no.value.code == "taken"
