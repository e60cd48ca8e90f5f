"""Answers to a promise: the own one, one on behalf of somebody, and taking a free task."""

import pytest

from fgc.audit.models import Line
from fgc.errors import NotAllowed, RuleBroken
from fgc.families.rules import Stage
from fgc.outbox.models import Channel, Kind
from fgc.plans import actions, queries
from fgc.plans.letters import promises as letters
from fgc.plans.rules import ConfirmedHow, PlanState, Promise
from tests import factories
from tests.conftest import acting
from tests.factories import by_link
from tests.plans.cast_of_the_plan import person_of, promised, running, sent


@pytest.fixture
def asked(family, truus):
    """Truus is asked to cook."""
    return promised(running(family), truus, state="asked")


@pytest.mark.parametrize(("answer", "state"), [("yes", "confirmed"), ("less", "less"), ("rather_not", "declined")])
def test_grandmother_answers_by_her_link(asked, truus, saskia, noor, answer, state):
    promise = actions.confirm_commitment(by_link(truus), asked, answer=answer, note=" Eén dinsdag per twee. ")

    assert (promise.state, promise.note, promise.how) == (state, "Eén dinsdag per twee.", ConfirmedHow.SELF)
    told = {message.to_user for message in sent(Kind.PROMISE_ANSWERED)}
    assert told == (set() if answer == "yes" else {saskia, noor})


def test_an_own_answer_may_change_and_be_sent_twice(asked, truus, saskia):
    for answer in ("less", "less", "yes", "rather_not"):
        actions.confirm_commitment(by_link(truus), asked, answer=answer)

    asked.refresh_from_db()
    assert asked.state == Promise.DECLINED
    assert len(sent(Kind.PROMISE_ANSWERED)) == 2


def test_an_uncle_answers_with_his_account_and_a_professional_with_hers(family, cem, hanneke, outsider):
    plan = running(family)
    of_cem = promised(plan, person_of(family, "Cem"), number=1, state="asked")
    of_hanneke = promised(plan, outsider, number=2, state="asked")

    actions.confirm_commitment(acting(cem), of_cem, answer="yes")
    actions.confirm_commitment(acting(hanneke), of_hanneke, answer="yes")

    of_hanneke.refresh_from_db()
    assert of_hanneke.state == Promise.CONFIRMED


@pytest.mark.parametrize("who", ["saskia", "cem", "mirjam", "hanneke", "stranger"])
def test_nobody_confirms_grandmothers_promise_for_her(request, asked, who):
    with pytest.raises(NotAllowed):
        actions.confirm_commitment(acting(request.getfixturevalue(who)), asked, answer="yes")

    asked.refresh_from_db()
    assert asked.state == Promise.ASKED


def test_another_persons_link_does_not_reach_it(asked, fatma):
    with pytest.raises(NotAllowed):
        actions.confirm_commitment(by_link(fatma), asked, answer="yes")
    with pytest.raises(NotAllowed):
        queries.promise_of(by_link(fatma), asked.person, asked.pk)


def test_the_coordinator_writes_down_what_fatma_said_and_everybody_sees_it(family, mirjam, fatma, saskia):
    asked = promised(running(family), fatma, state="asked")

    promise = actions.confirm_on_behalf(acting(mirjam), asked, answer="yes", how="spoken", spoken_in="Turks")

    assert (promise.state, promise.on_behalf_by) == (Promise.CONFIRMED, mirjam)
    shown = queries.plan_for(acting(saskia), family).lines[0].promises[0]
    assert (shown.written_by, shown.spoken_in) == ("Mirjam", "Turks")
    assert Line.objects.filter(on_behalf_of=fatma.pk).exists()


def test_an_own_answer_outdoes_the_written_down_one_and_not_the_other_way_round(asked, truus, mirjam):
    actions.confirm_on_behalf(acting(mirjam), asked, answer="yes", how="paper")
    actions.confirm_commitment(by_link(truus), asked, answer="rather_not")

    with pytest.raises(RuleBroken) as no:
        actions.confirm_on_behalf(acting(mirjam), asked, answer="yes", how="paper")

    asked.refresh_from_db()
    assert no.value.code == "own_answer"
    assert (asked.state, asked.on_behalf_by) == (Promise.DECLINED, None)


@pytest.mark.parametrize("who", ["saskia", "cem", "hanneke", "stranger"])
def test_only_the_coordinator_writes_on_behalf(request, asked, who):
    with pytest.raises(NotAllowed):
        actions.confirm_on_behalf(acting(request.getfixturevalue(who)), asked, answer="yes", how="paper")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"answer": "maybe", "how": "paper"}, "answer"),
        ({"answer": "yes", "how": "self"}, "how"),
        ({"answer": "yes", "how": "dream"}, "how"),
        ({"answer": "yes", "how": "spoken", "spoken_in": "x" * 41}, "spoken_in"),
        ({"answer": "less", "how": "paper", "note": "x" * 281}, "note"),
    ],
)
def test_bad_answers_name_their_field(asked, mirjam, said, field):
    with pytest.raises(RuleBroken) as no:
        actions.confirm_on_behalf(acting(mirjam), asked, **said)

    assert no.value.field == field


def test_what_lapsed_finished_or_ended_is_not_asked_any_more(asked, truus, family):
    for change in ("lapsed", "dropped", "finished", "stopped"):
        if change == "lapsed":
            type(asked).objects.update(state=Promise.LAPSED)
        if change == "dropped":
            type(asked).objects.update(state=Promise.ASKED)
            type(asked.agreement).objects.update(dropped_in=2)
        if change == "finished":
            type(asked.agreement.plan).objects.update(state=PlanState.FINISHED)
        if change == "stopped":
            type(family).objects.update(stage=Stage.STOPPED, ended_at="2026-03-01T00:00Z", ending="stopped")
        with pytest.raises(NotAllowed if change == "stopped" else RuleBroken):
            actions.confirm_commitment(by_link(truus), asked, answer="yes")


def test_a_free_task_is_offered_to_somebody_who_then_says_yes(family, saskia, truus, fatma):
    left = promised(running(family), truus, state="lapsed")

    promise = actions.take_over(acting(saskia), left.agreement, person_id=fatma.pk)
    again = actions.take_over(acting(saskia), left.agreement, person_id=fatma.pk)

    assert (promise.state, again) == (Promise.ASKED, promise)
    assert [(m.to_person_id, m.channel) for m in sent(Kind.ASK_CONFIRMATION)] == [(fatma.pk, Channel.CALL)]


def test_who_lapsed_can_come_back_and_who_names_herself_has_said_yes(family, saskia, truus):
    plan = running(family)
    left = promised(plan, truus, number=1, state="lapsed")
    free = promised(plan, truus, number=2, state="declined")

    assert actions.take_over(acting(saskia), left.agreement, person_id=truus.pk).pk == left.pk
    own = actions.take_over(acting(saskia), free.agreement, person_id=person_of(family, "Saskia").pk)

    assert own.state == Promise.CONFIRMED


def test_an_uncle_takes_a_free_task_himself(family, cem, truus):
    free = promised(running(family), truus, state="lapsed")
    me = person_of(family, "Cem")

    promise = actions.take_it_myself(acting(cem), me, agreement_id=free.agreement_id)

    assert (promise.person, promise.state) == (me, Promise.CONFIRMED)
    with pytest.raises(NotAllowed):
        actions.take_it_myself(acting(cem), truus, agreement_id=free.agreement_id)
    theirs = factories.PersonFactory()
    other = promised(running(theirs.family), theirs, state="lapsed")
    with pytest.raises(NotAllowed):
        actions.take_it_myself(acting(cem), me, agreement_id=other.agreement_id)


def test_what_somebody_does_is_not_taken_and_only_by_people_of_the_circle(family, saskia, truus, fatma, outsider, cem):
    plan = running(family)
    busy = promised(plan, truus, number=1)
    free = promised(plan, truus, number=2, state="lapsed")

    for line, person, code in (
        (busy, fatma, "taken"),
        (free, factories.PersonFactory(), "unknown"),
        (free, outsider, "required"),
    ):
        with pytest.raises(RuleBroken) as no:
            actions.take_over(acting(saskia), line.agreement, person_id=person.pk)
        assert no.value.code == code
    with pytest.raises(NotAllowed):
        actions.take_over(acting(cem), free.agreement, person_id=fatma.pk)


def test_the_open_questions_of_a_person_are_the_own_ones(family, asked, truus, fatma):
    assert [(q.kind, q.subject_id) for q in queries.open_questions(truus)] == [("promise", asked.pk)]
    assert queries.open_questions(fatma) == []
    assert [row.words.text for row in queries.promises_of(truus)] == ["Truus kookt op dinsdag."]
    actions.confirm_commitment(by_link(truus), asked, answer="yes")

    assert queries.open_promises(truus) == []


def test_a_draft_is_shown_to_the_coordinator_only(family, truus, mirjam):
    plan = factories.PlanFactory(family=family)
    asked = promised(plan, truus, state="asked")

    assert queries.promise_of(acting(mirjam), truus, asked.pk).promise == asked
    with pytest.raises(NotAllowed):
        queries.promise_of(by_link(truus), truus, asked.pk)
    assert queries.open_promises(truus) == []


def test_letters_are_dropped_when_they_are_not_wanted_any_more(family, saskia, mirjam, truus, outsider, hanneke):
    plan = factories.PlanFactory(family=family)
    of_truus = promised(plan, truus, number=1, state="asked")
    of_hanneke = promised(plan, outsider, number=2, state="asked")
    actions.approve_plan(acting(saskia), plan)
    messages = {message.to_user or message.to_person_id: message for message in sent(Kind.ASK_CONFIRMATION)}

    assert "/l/" in letters.ask_confirmation(messages[truus.pk]).text
    assert f"/promise/{of_hanneke.pk}/" in letters.ask_confirmation(messages[hanneke]).leads_to
    actions.confirm_commitment(by_link(truus), of_truus, answer="less")
    assert letters.ask_confirmation(messages[truus.pk]).reason == "answered"
    told = sent(Kind.PROMISE_ANSWERED)[0]
    assert letters.promise_answered(told).to == saskia.email
    actions.confirm_commitment(by_link(truus), of_truus, answer="yes")
    assert letters.promise_answered(told).reason == "answered_anew"
