"""Changing a line of a plan that runs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from fgc.conferences.rules import Moment
from fgc.errors import NotAllowed, RuleBroken
from fgc.outbox.models import Kind
from fgc.plans import actions, queries
from fgc.plans.letters import promises as letters
from fgc.plans.models import Amendment, AmendmentConsent
from fgc.plans.rules import AmendmentState, Promise
from tests import factories
from tests.conftest import acting
from tests.factories import by_link
from tests.plans.cast_of_the_plan import meeting_at, person_of, promised, running, sent

SWIMMING = "Wendy rijdt Deniz dinsdag naar zwemmen."
KEMAL_DRIVES = "Kemal rijdt Deniz dinsdag naar zwemmen."


@pytest.fixture
def wendy(family):
    return factories.PersonFactory(family=family, call_name="Wendy", tie_label="moeder van Yara", role="friend")


@pytest.fixture
def kemal(family):
    return factories.PersonFactory(family=family, call_name="Kemal", tie_label="papa", role="parent")


@pytest.fixture
def swimming(family, wendy):
    """Agreement 6 of the story."""
    return promised(running(family), wendy, number=6, text=SWIMMING).agreement


def propose(user, line, **said):
    return actions.propose_amendment(acting(user), line, **{"based_on": 1, "text": SWIMMING, **said})


def consent(amendment):
    return AmendmentConsent.objects.get(amendment=amendment)


def test_who_newly_does_it_says_yes_and_nobody_else_has_to(family, saskia, noor, swimming, wendy, kemal):
    amendment = propose(saskia, swimming, text=KEMAL_DRIVES, new_person_id=kemal.pk, reason="Wendy heeft ander werk.")
    assert amendment.state == AmendmentState.PROPOSED
    assert [message.to_person_id for message in sent(Kind.ASK_AMENDMENT)] == [kemal.pk]
    assert queries.plan_for(acting(saskia), family).version == 1

    actions.answer_amendment(by_link(kemal), consent(amendment), said_yes=True)

    view = queries.plan_for(acting(saskia), family)
    assert (view.version, view.lines[0].words.text) == (2, KEMAL_DRIVES)
    assert [(row.name, row.state) for row in view.lines[0].promises] == [("Kemal", "confirmed")]
    assert swimming.commitments.get(person=wendy).state == Promise.LAPSED
    told = {message.to_user or message.to_person_id for message in sent(Kind.AMENDED)}
    assert told == {saskia, noor, wendy.pk}


def test_other_words_are_agreed_by_who_does_it(family, saskia, swimming, wendy):
    amendment = propose(saskia, swimming, text="Wendy rijdt Deniz woensdag.")

    assert consent(amendment).person == wendy
    assert [(q.kind, q.subject_id) for q in queries.open_questions(wendy)] == [("amendment", consent(amendment).pk)]
    asked = queries.consent_of(by_link(wendy), wendy, consent(amendment).pk)
    assert (asked.now.text, asked.then.text, asked.is_newcomer) == (SWIMMING, "Wendy rijdt Deniz woensdag.", False)


def test_a_no_leaves_the_plan_as_it_was_and_the_family_hears_it(family, saskia, swimming, wendy):
    amendment = propose(saskia, swimming, text="Wendy rijdt Deniz elke dag.")

    actions.answer_amendment(by_link(wendy), consent(amendment), said_yes=False)

    amendment.refresh_from_db()
    view = queries.plan_for(acting(saskia), family)
    assert amendment.state == AmendmentState.REFUSED
    assert (view.version, view.lines[0].words.text) == (1, SWIMMING)
    assert [message.to_user for message in sent(Kind.PROMISE_ANSWERED)] == [saskia]
    assert propose(saskia, swimming, text="Wendy rijdt Deniz om de week.").state == AmendmentState.PROPOSED


def test_an_answer_sent_twice_counts_once_and_is_not_turned_around(saskia, swimming, wendy):
    amendment = propose(saskia, swimming, text="Wendy rijdt Deniz woensdag.")
    asked = consent(amendment)

    actions.answer_amendment(by_link(wendy), asked, said_yes=True)
    actions.answer_amendment(by_link(wendy), asked, said_yes=True)

    swimming.plan.refresh_from_db()
    assert swimming.plan.version == 2
    with pytest.raises(RuleBroken) as no:
        actions.answer_amendment(by_link(wendy), asked, said_yes=False)
    assert no.value.code == "wrong_moment"


def test_a_change_that_touches_nobody_is_accepted_at_once(family, saskia):
    line = factories.AgreementFactory(plan=running(family), kind="keep", wording__text="Mama rust van 13 tot 15 uur.")

    amendment = propose(saskia, line, text="Mama rust van 14 tot 16 uur.")

    assert (amendment.state, amendment.accepted_in) == (AmendmentState.ACCEPTED, 2)


def test_who_proposes_the_change_of_the_own_task_has_said_yes(family, saskia):
    line = promised(running(family), person_of(family, "Saskia"), text="Saskia belt school.").agreement

    amendment = propose(saskia, line, text="Saskia mailt school.")

    assert amendment.state == AmendmentState.ACCEPTED
    assert consent(amendment).said_yes is True


def test_a_line_is_dropped_at_once_and_its_people_are_told(family, saskia, swimming, wendy):
    amendment = actions.propose_amendment(acting(saskia), swimming, based_on=1, drops_it=True)

    assert amendment.state == AmendmentState.ACCEPTED
    assert queries.plan_for(acting(saskia), family).lines == []
    assert [line.number for line in queries.plan_for(acting(saskia), family, 1).lines] == [6]
    assert [message.to_person_id for message in sent(Kind.AMENDED)] == [wendy.pk]
    with pytest.raises(RuleBroken) as no:
        propose(saskia, swimming, based_on=2, text="Toch weer.")
    assert no.value.code == "wrong_moment"


def test_who_drops_a_line_of_the_own_is_not_told_of_it(family, saskia, noor):
    own = promised(running(family), person_of(family, "Saskia"), text="Saskia belt oma.").agreement

    actions.propose_amendment(acting(saskia), own, based_on=1, drops_it=True)

    assert [message.to_user for message in sent(Kind.AMENDED)] == [noor]


def test_where_more_people_do_it_one_says_whose_place_is_taken(family, saskia, swimming, wendy, kemal, truus):
    factories.CommitmentFactory(agreement=swimming, person=truus, state=Promise.LESS)
    with pytest.raises(RuleBroken) as no:
        propose(saskia, swimming, text=KEMAL_DRIVES, new_person_id=kemal.pk)
    assert no.value.field == "old_person_id"
    with pytest.raises(RuleBroken):
        propose(
            saskia, swimming, text=KEMAL_DRIVES, new_person_id=kemal.pk, old_person_id=person_of(family, "Saskia").pk
        )

    amendment = propose(saskia, swimming, text=KEMAL_DRIVES, new_person_id=kemal.pk, old_person_id=wendy.pk)

    for row in AmendmentConsent.objects.filter(amendment=amendment).order_by("person__call_name"):
        actions.answer_amendment(by_link(row.person), row, said_yes=True)
    states = {row.person.call_name: row.state for row in swimming.commitments.all()}
    assert states == {"Kemal": "confirmed", "Truus": "confirmed", "Wendy": "lapsed"}


def test_only_another_person_asks_only_that_person(saskia, swimming, kemal, truus):
    factories.CommitmentFactory(agreement=swimming, person=truus, state=Promise.CONFIRMED)

    amendment = propose(saskia, swimming, new_person_id=kemal.pk, old_person_id=truus.pk)

    assert (consent(amendment).person, amendment.wording) == (kemal, None)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"based_on": 0, "text": "Anders."}, "stale"),
        ({}, "nothing_changed"),
        ({"text": ""}, "required"),
        ({"text": "Anders.", "new_person_id": "00000000-0000-0000-0000-000000000000"}, "unknown"),
        ({"text": "Anders.", "ends_on": timezone.localdate() - timedelta(days=1)}, "in_past"),
        ({"text": "Anders.", "reason": "Nummer 111222333."}, "citizen_number"),
    ],
)
def test_bad_changes_are_refused_and_nothing_is_stored(saskia, swimming, said, code):
    with pytest.raises(RuleBroken) as no:
        propose(saskia, swimming, **said)

    assert no.value.code == code
    assert not Amendment.objects.exists()


def test_an_end_that_is_past_already_may_stay(family, saskia, truus):
    past = timezone.localdate() - timedelta(days=5)
    line = promised(running(family), truus, text="Truus kookt.", ends_on=past).agreement

    assert propose(saskia, line, text="Truus kookt soep.", ends_on=past).state == AmendmentState.PROPOSED


def test_one_change_of_a_line_waits_at_a_time_and_can_be_taken_back(saskia, swimming, wendy):
    amendment = propose(saskia, swimming, text="Wendy rijdt woensdag.")
    with pytest.raises(RuleBroken) as no:
        propose(saskia, swimming, text="Wendy rijdt donderdag.")
    assert no.value.code == "already_proposed"

    actions.withdraw_amendment(acting(saskia), amendment)
    actions.withdraw_amendment(acting(saskia), amendment)

    assert queries.open_amendments(wendy) == []
    with pytest.raises(RuleBroken):
        actions.answer_amendment(by_link(wendy), consent(amendment), said_yes=True)


def test_what_was_answered_is_not_taken_back(saskia, swimming, wendy):
    amendment = propose(saskia, swimming, text="Wendy rijdt woensdag.")
    actions.answer_amendment(by_link(wendy), consent(amendment), said_yes=True)

    with pytest.raises(RuleBroken) as no:
        actions.withdraw_amendment(acting(saskia), amendment)

    assert no.value.code == "wrong_moment"


def test_the_coordinator_writes_down_a_yes_visibly(family, saskia, mirjam, swimming, fatma):
    amendment = propose(mirjam, swimming, text="Fatma rijdt mee.", new_person_id=fatma.pk)

    actions.answer_amendment_on_behalf(acting(mirjam), consent(amendment), said_yes=True)

    promise = queries.plan_for(acting(saskia), family).lines[0].promises[0]
    assert (promise.name, promise.written_by, promise.state) == ("Fatma", "Mirjam", "confirmed")


@pytest.mark.parametrize("who", ["cem", "marleen", "hanneke", "stranger"])
def test_others_change_nothing(request, saskia, swimming, who):
    actor = acting(request.getfixturevalue(who))
    with pytest.raises(NotAllowed):
        actions.propose_amendment(actor, swimming, based_on=1, text="Anders.")
    amendment = propose(saskia, swimming, text="Wendy rijdt woensdag.")

    for act in (
        lambda: actions.withdraw_amendment(actor, amendment),
        lambda: actions.answer_amendment(actor, consent(amendment), said_yes=True),
        lambda: actions.answer_amendment_on_behalf(actor, consent(amendment), said_yes=True),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_plan_that_does_not_run_is_written_and_not_amended(family, saskia):
    line = factories.AgreementFactory(plan=factories.PlanFactory(family=family))

    with pytest.raises(RuleBroken) as no:
        propose(saskia, line, based_on=0, text="Anders.")

    assert no.value.code == "wrong_moment"


def test_a_professional_agrees_to_a_change_of_the_own_task(family, saskia, hanneke, outsider, petra, truus):
    plan = running(family)
    own = promised(plan, truus, number=1).agreement
    line = promised(plan, outsider, number=2, text="Hanneke belt school.").agreement
    line.supports = own
    line.save()
    amendment = propose(saskia, line, text="Hanneke mailt school.")
    question = sent(Kind.ASK_AMENDMENT)[0]
    assert question.to_user == hanneke
    assert f"/change/{consent(amendment).pk}/" in letters.ask_amendment(question).leads_to
    assert queries.work_consent(acting(hanneke), consent(amendment).pk).is_open
    with pytest.raises(NotAllowed):
        queries.work_consent(acting(petra), consent(amendment).pk)

    actions.answer_amendment(acting(hanneke), consent(amendment), said_yes=True)

    assert queries.plan_for(acting(saskia), family).version == 2


def test_a_professional_does_not_take_a_line_of_the_family_alone(saskia, swimming, outsider):
    with pytest.raises(RuleBroken) as no:
        propose(saskia, swimming, new_person_id=outsider.pk)

    assert no.value.field == "supports_id"


def test_a_changed_line_of_a_bottom_line_is_judged_anew(family, saskia, swimming, outsider, hanneke):
    swimming.bottom_line = factories.BottomLineFactory(conference=meeting_at(family, Moment.HELD), person=outsider)
    swimming.save()

    actions.propose_amendment(acting(saskia), swimming, based_on=1, drops_it=True)

    assert [(m.to_user, m.occurrence) for m in sent(Kind.ASK_VERDICT)] == [(hanneke, "v2")]


def test_letters_of_a_change(saskia, noor, swimming, wendy, kemal):
    amendment = propose(saskia, swimming, text=KEMAL_DRIVES, new_person_id=kemal.pk)
    question = sent(Kind.ASK_AMENDMENT)[0]
    assert "/l/" in letters.ask_amendment(question).text

    actions.answer_amendment(by_link(kemal), consent(amendment), said_yes=True)

    assert letters.ask_amendment(question).reason == "answered"
    told = next(message for message in sent(Kind.AMENDED) if message.to_user == noor)
    assert f"/families/{swimming.family_id}/plan/" in letters.amended(told).leads_to
    Amendment.objects.update(state=AmendmentState.WITHDRAWN)
    assert letters.amended(told).reason == "replaced"


def test_whose_place_it_is_is_somebody_who_does_it(saskia, swimming, kemal):
    with pytest.raises(RuleBroken) as no:
        propose(saskia, swimming, text="Anders.", old_person_id=kemal.pk)

    assert (no.value.code, no.value.field) == ("unknown", "old_person_id")
