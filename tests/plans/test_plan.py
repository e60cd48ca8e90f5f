"""Beginning a plan, saying yes to it, and judging a bottom line."""

import pytest

from fgc.conferences.rules import Moment
from fgc.errors import NotAllowed, RuleBroken
from fgc.families.rules import Stage
from fgc.outbox.models import Channel, Kind
from fgc.plans import actions, queries
from fgc.plans.letters import promises as letters
from fgc.plans.models import BottomLineVerdict, Look, Plan, PlanVersion
from fgc.plans.rules import PlanState, Promise
from tests import factories
from tests.conftest import acting
from tests.plans.cast_of_the_plan import meeting_at, person_of, promised, running, sent


def test_a_plan_can_begin_without_a_meeting(family, saskia):
    plan = actions.begin_plan(acting(saskia), family)

    assert plan.state == PlanState.DRAFT
    assert plan.conference is None
    assert actions.begin_plan(acting(saskia), family) == plan


def test_a_plan_begins_from_the_meeting_after_private_time(family, mirjam):
    meeting = factories.ConferenceFactory(family=family, moment=Moment.PLANNING)
    with pytest.raises(RuleBroken) as no:
        actions.begin_plan(acting(mirjam), family, conference=meeting)
    assert no.value.code == "wrong_moment"
    meeting.moment = Moment.AGREEING

    plan = actions.begin_plan(acting(mirjam), family, conference=meeting)

    assert plan.conference == meeting


def test_a_plan_that_was_begun_earlier_comes_from_the_meeting_after_all(family, saskia):
    actions.begin_plan(acting(saskia), family)
    meeting = meeting_at(family, Moment.AGREEING)

    assert actions.begin_plan(acting(saskia), family, conference=meeting).conference == meeting


@pytest.mark.parametrize(
    ("change", "code"),
    [({"stage": Stage.REQUESTED}, "no_commission"), ({"is_disputed": True}, "disputed")],
)
def test_a_plan_waits_for_the_commission_and_for_a_divided_family(family, saskia, change, code):
    for name, value in change.items():
        setattr(family, name, value)

    with pytest.raises(RuleBroken) as no:
        actions.begin_plan(acting(saskia), family)

    assert no.value.code == code


def test_the_meeting_of_another_family_is_not_found(family, saskia):
    with pytest.raises(NotAllowed):
        actions.begin_plan(acting(saskia), family, conference=meeting_at(factories.FamilyFactory(), Moment.HELD))


@pytest.mark.parametrize("who", ["cem", "hanneke", "erik", "stranger"])
def test_others_begin_no_plan(request, family, who):
    with pytest.raises(NotAllowed):
        actions.begin_plan(acting(request.getfixturevalue(who)), family)


def test_the_family_says_yes_and_everybody_named_is_asked_once(family, saskia, noor, truus, fatma, mirjam):
    plan = actions.begin_plan(acting(mirjam), family)
    actions.record_agreement(acting(mirjam), plan, text="Truus kookt op dinsdag.", person_ids=[truus.pk])
    actions.record_agreement(acting(mirjam), plan, text="Truus en Fatma bellen.", person_ids=[truus.pk, fatma.pk])

    actions.approve_plan(acting(saskia), plan)
    actions.approve_plan(acting(noor), plan)

    plan.refresh_from_db()
    family.refresh_from_db()
    assert (plan.state, plan.version, family.stage) == (PlanState.RUNNING, 1, Stage.FOLLOWING)
    assert PlanVersion.objects.get(plan=plan).approved_by == saskia
    asked = {message.to_person_id: message.channel for message in sent(Kind.ASK_CONFIRMATION)}
    assert asked == {truus.pk: Channel.MAIL, fatma.pk: Channel.CALL}
    assert Look.objects.filter(plan=plan).exists()


def test_who_said_yes_in_the_meeting_is_not_asked_again(family, saskia, mirjam, truus):
    plan = actions.begin_plan(acting(mirjam), family)
    line = actions.record_agreement(acting(mirjam), plan, text="Truus kookt.", person_ids=[truus.pk])
    actions.confirm_on_behalf(acting(mirjam), line.commitments.get(), answer="yes", how="in_meeting")

    actions.approve_plan(acting(saskia), plan)

    assert line.commitments.get().state == Promise.CONFIRMED
    assert sent(Kind.ASK_CONFIRMATION) == []


def test_an_empty_plan_is_not_approved(family, saskia):
    plan = actions.begin_plan(acting(saskia), family)

    with pytest.raises(RuleBroken) as no:
        actions.approve_plan(acting(saskia), plan)

    assert no.value.code == "empty"


@pytest.mark.parametrize("who", ["mirjam", "cem", "marleen", "hanneke"])
def test_only_the_family_says_yes_to_its_plan(request, family, who):
    plan = factories.PlanFactory(family=family)

    with pytest.raises(NotAllowed):
        actions.approve_plan(acting(request.getfixturevalue(who)), plan)


@pytest.fixture
def bottom_line(family, outsider):
    meeting = meeting_at(family, Moment.AGREEING)
    return factories.BottomLineFactory(conference=meeting, person=outsider)


def approved(family, saskia, bottom_line, **line) -> Plan:
    plan = actions.begin_plan(acting(saskia), family, conference=bottom_line.conference)
    actions.record_agreement(
        acting(saskia), plan, text="Noor gaat dinsdag naar school.", bottom_line_id=bottom_line.pk, **line
    )
    actions.record_agreement(acting(saskia), plan, text="Noor slaapt vrijdag bij Marleen.")
    return actions.approve_plan(acting(saskia), plan)


def test_the_professional_is_asked_and_reads_only_the_lines_that_the_family_tied(
    family, saskia, hanneke, petra, bottom_line
):
    approved(family, saskia, bottom_line)

    judgement = queries.judgement_for(acting(hanneke), bottom_line.pk)

    assert [words.text for words in judgement.lines] == ["Noor gaat dinsdag naar school."]
    assert [message.to_user for message in sent(Kind.ASK_VERDICT)] == [hanneke]
    for other in (petra, saskia):
        with pytest.raises(NotAllowed):
            queries.judgement_for(acting(other), bottom_line.pk)


def test_before_the_familys_yes_the_professional_reads_nothing(family, saskia, hanneke, bottom_line):
    plan = actions.begin_plan(acting(saskia), family, conference=bottom_line.conference)
    actions.record_agreement(acting(saskia), plan, text="Nog een concept.", bottom_line_id=bottom_line.pk)

    with pytest.raises(NotAllowed):
        queries.judgement_for(acting(hanneke), bottom_line.pk)
    with pytest.raises(RuleBroken) as no:
        actions.judge_bottom_line(acting(hanneke), bottom_line, verdict="met")
    assert no.value.code == "wrong_moment"


def test_a_verdict_is_met_or_says_what_is_missing(family, saskia, hanneke, bottom_line):
    approved(family, saskia, bottom_line)

    for verdict in ("met_if", "not_met"):
        with pytest.raises(RuleBroken) as no:
            actions.judge_bottom_line(acting(hanneke), bottom_line, verdict=verdict, reason=" ")
        assert (no.value.field, no.value.code) == ("reason", "required")
    actions.judge_bottom_line(acting(hanneke), bottom_line, verdict="met_if", reason="Als Bas erbij is.")
    actions.judge_bottom_line(acting(hanneke), bottom_line, verdict="met")

    given = BottomLineVerdict.objects.get()
    assert (given.verdict, given.reason, given.version) == ("met", "", 1)
    shown = queries.plan_for(acting(saskia), family).bottom_lines[0]
    assert (shown.verdict, shown.lines) == ("met", [1])


def test_a_verdict_needs_a_plan_and_one_of_three_words(family, saskia, hanneke, bottom_line):
    with pytest.raises(RuleBroken) as no:
        actions.judge_bottom_line(acting(hanneke), bottom_line, verdict="met")
    assert no.value.code == "wrong_moment"
    approved(family, saskia, bottom_line)

    with pytest.raises(RuleBroken) as no:
        actions.judge_bottom_line(acting(hanneke), bottom_line, verdict="perhaps")

    assert no.value.field == "verdict"


@pytest.mark.parametrize("who", ["saskia", "mirjam", "petra", "cem"])
def test_nobody_else_judges_a_bottom_line(request, saskia, family, bottom_line, who):
    approved(family, saskia, bottom_line)

    with pytest.raises(NotAllowed):
        actions.judge_bottom_line(acting(request.getfixturevalue(who)), bottom_line, verdict="met")


def test_a_professional_without_an_account_is_called(family, saskia, bottom_line, outsider):
    outsider.account = None
    outsider.save()

    approved(family, saskia, bottom_line)

    assert [(m.to_person_id, m.channel) for m in sent(Kind.ASK_VERDICT)] == [(outsider.pk, Channel.CALL)]


def test_members_read_what_is_for_the_circle_and_their_own(family, saskia, cem, marleen):
    plan = running(family)
    promised(plan, factories.PersonFactory(family=family), number=1, text="Voor de kring.")
    hidden = promised(plan, factories.PersonFactory(family=family), number=2, text="Alleen voor ons.")
    hidden.agreement.is_for_circle = False
    hidden.agreement.save()
    own = factories.CommitmentFactory(agreement=hidden.agreement, person=person_of(family, "Marleen"))

    assert [line.number for line in queries.plan_for(acting(cem), family).lines] == [1]
    assert [line.number for line in queries.plan_for(acting(marleen), family).lines] == [1, 2]
    assert [line.number for line in queries.plan_for(acting(saskia), family).lines] == [1, 2]
    assert own.person.call_name == "Marleen"


def test_strangers_and_professionals_read_no_plan(family, stranger, hanneke, saskia):
    running(family)

    assert queries.plan_for(acting(stranger), family) is None
    assert queries.plan_for(acting(hanneke), family) is None
    assert queries.plan_for(acting(saskia), family, version=2) is None
    assert queries.plan_for(acting(saskia), family, version=0) is None


def test_reading_a_plan_asks_the_database_as_often_for_many_lines_as_for_few(family, saskia, django_assert_num_queries):
    plan = running(family)
    for number in range(1, 31):
        promised(plan, factories.PersonFactory(family=family), number=number)

    with django_assert_num_queries(11):
        view = queries.plan_for(acting(saskia), family)

    assert len(view.lines) == 30


def test_the_letter_to_the_professional_is_dropped_when_it_is_answered_or_old(family, saskia, hanneke, bottom_line):
    approved(family, saskia, bottom_line)
    message = sent(Kind.ASK_VERDICT)[0]
    assert letters.ask_verdict(message).to == hanneke.email
    actions.judge_bottom_line(acting(hanneke), bottom_line, verdict="met")

    assert letters.ask_verdict(message).reason == "answered"
    Plan.objects.update(version=2)
    assert letters.ask_verdict(message).reason == "replaced"


def test_a_family_that_follows_a_plan_already_stays_so(family, saskia):
    family.stage = Stage.FOLLOWING
    family.save()
    plan = actions.begin_plan(acting(saskia), family)
    actions.record_agreement(acting(saskia), plan, text="We eten samen.")

    actions.approve_plan(acting(saskia), plan)

    family.refresh_from_db()
    assert family.stage == Stage.FOLLOWING


def test_a_bottom_line_that_the_family_has_not_read_is_nowhere_in_the_plan(family, outsider, hanneke):
    plan = running(family)
    meeting = meeting_at(family, Moment.HELD)
    plan.conference = meeting
    plan.save()
    draft = factories.BottomLineFactory(conference=meeting, person=outsider, delivered_at=None)

    assert queries.bottom_lines_to_answer(plan) == []
    with pytest.raises(NotAllowed):
        queries.judgement_for(acting(hanneke), draft.pk)
    with pytest.raises(RuleBroken):
        actions.judge_bottom_line(acting(hanneke), draft, verdict="met")
