"""A plan for the children of two circles: the yes of each, and a copy in both, carried by the clock."""

import pytest
from django.urls import reverse
from django.utils import timezone

from fgc.access import grants
from fgc.access.actors import SystemActor
from fgc.access.roles import Role
from fgc.access.walls import acting as told
from fgc.audit.models import Line
from fgc.errors import NotAllowed, RuleBroken
from fgc.families import actions as families
from fgc.families.models import Family
from fgc.networks import actions as networks
from fgc.networks.models import Person
from fgc.outbox.models import Kind, Message
from fgc.plans import actions, queries
from fgc.plans.models import Agreement, AmendmentConsent, ChildrensPlanCopy, Commitment, Plan
from fgc.plans.rules import PlanState, Promise
from tests.conftest import acting
from tests.splitting import both_circles, chosen_is, everybody_says_yes

pytestmark = pytest.mark.django_db
CLOCK = SystemActor("childrens_plan")
VISITS = "Op zaterdag van 10.00 tot 11.30 is er bezoek in Het Bruggetje."


@pytest.fixture
def split(family, saskia, mirjam):
    return both_circles(family, saskia, mirjam)


@pytest.fixture
def dennis(split):
    return grants.holders(split.circle_b_id, Role.COMMISSIONER)[0]


@pytest.fixture
def together(split, saskia, dennis, mirjam):
    """The plan for the children, commissioned by both, with the coordinator."""
    family = networks.make_childrens_plan(acting(mirjam), split, giver_ids=[saskia.pk, dennis.pk])
    everybody_says_yes(family)
    chosen_is(mirjam, family, by=saskia)
    family.refresh_from_db()
    return family


@pytest.fixture
def draft(together, mirjam):
    plan = actions.begin_plan(acting(mirjam), together)
    somebody = Person.objects.get(family=together, call_name="Iemand uit de familie")
    actions.record_agreement(acting(mirjam), plan, text=VISITS, person_ids=[somebody.pk], repeats="weekly")
    return plan


@pytest.fixture
def running(draft, saskia, dennis):
    actions.approve_plan(acting(saskia), draft)
    return actions.approve_plan(acting(dennis), draft)


def carried(family):
    return [(copy.version, copy.content["sections"][0]["lines"]) for copy in queries.childrens_plans_of(family)]


def amend(actor, plan, **said):
    plan.refresh_from_db()
    line = plan.agreements.get(number=1)
    words = {"text": VISITS, "repeats": "fortnightly", "starts_on": None, **said}
    return actions.propose_amendment(acting(actor), line, based_on=plan.version, **words)


def say(user, amendment, *, yes=True):
    consent = AmendmentConsent.objects.get(amendment=amendment, person__account=user)
    return actions.answer_amendment(acting(user), consent, said_yes=yes)


def test_it_begins_with_the_yes_of_each_to_the_same_words(draft, saskia, dennis, mirjam):
    assert actions.approve_plan(acting(saskia), draft).state == PlanState.DRAFT
    line = draft.agreements.get()
    actions.change_draft_agreement(acting(mirjam), line, text="Bezoek is op zondag.", repeats="weekly")
    assert actions.approve_plan(acting(dennis), draft).state == PlanState.DRAFT
    assert not ChildrensPlanCopy.objects.exists()

    assert actions.approve_plan(acting(saskia), draft).state == PlanState.RUNNING
    assert actions.approve_plan(acting(saskia), draft).version == 1


def test_both_circles_read_it_after_the_clock_and_the_tasks_are_those_of_somebody(running, split):
    assert actions.carry_childrens_plans(CLOCK) == 2

    for circle in (split.circle_a, split.circle_b):
        [(version, [line])] = carried(circle)
        assert (version, line["text"]) == (1, VISITS)
        assert line["who"] == [{"name": "Iemand uit de familie", "promise": "", "note": ""}]
    keys = set(ChildrensPlanCopy.objects.values_list("key", flat=True))
    assert len(keys) == 2
    assert not keys & {split.pk, split.circle_a_id, split.circle_b_id, running.family_id}
    assert [line.act for line in Line.objects.filter(family_id=split.circle_b_id, object_type__contains="copy")] == [
        "create"
    ]


def test_twice_is_once_and_a_missed_bell_loses_nothing(running, saskia, dennis, split):
    actions.carry_childrens_plans(CLOCK)
    assert actions.carry_childrens_plans(CLOCK) == 0
    ChildrensPlanCopy.objects.filter(family=split.circle_b).delete()

    assert actions.carry_childrens_plans(CLOCK) == 1
    assert ChildrensPlanCopy.objects.count() == 2


def test_a_change_needs_the_yes_of_each_and_then_both_circles_read_it(running, saskia, dennis, split):
    actions.carry_childrens_plans(CLOCK)
    somebody = Commitment.objects.get(agreement__plan=running)
    change = amend(saskia, running)
    assert actions.carry_childrens_plans(CLOCK) == 0
    assert Message.objects.filter(kind=Kind.ASK_AMENDMENT, to_user=dennis).count() == 1
    with pytest.raises(NotAllowed):
        actions.answer_amendment(
            acting(saskia), AmendmentConsent.objects.get(amendment=change, person__account=dennis), said_yes=True
        )
    assert not AmendmentConsent.objects.filter(amendment=change, person=somebody.person).exists()
    running.refresh_from_db()
    assert running.version == 1

    say(dennis, change)

    assert actions.carry_childrens_plans(CLOCK) == 2
    for circle in (split.circle_a, split.circle_b):
        [(version, [line])] = carried(circle)
        assert (version, line["repeats"]) == (2, "fortnightly")
    assert set(Commitment.objects.filter(agreement__plan=running).values_list("person", flat=True)) == {
        somebody.person_id
    }


def test_a_no_of_one_leaves_it_as_it_was(running, saskia, dennis, split):
    actions.carry_childrens_plans(CLOCK)

    say(saskia, amend(dennis, running, text="Geen bezoek meer."), yes=False)

    running.refresh_from_db()
    assert running.version == 1
    assert actions.carry_childrens_plans(CLOCK) == 0


def test_a_line_that_goes_needs_the_yes_of_each_as_well(running, saskia, dennis):
    change = amend(dennis, running, drops_it=True)

    running.refresh_from_db()
    assert (running.version, change.state) == (1, "proposed")


FEASTS = "Op verjaardagen mag een kaart."


def propose(mirjam, plan, **more):
    """The coordinator types a new line for those who decide."""
    return actions.add_line_to_running_plan(acting(mirjam), plan, text=FEASTS, **more)


def lines_read_by(who, family):
    view = queries.plan_for(acting(who), family)
    return [line.words.text for line in view.lines], [line.words.text for line in view.proposed]


def test_a_new_line_comes_in_it_when_each_who_decides_said_yes(running, together, mirjam, saskia, dennis, split):
    somebody = Person.objects.get(family=together, call_name="Iemand uit de familie")
    line = propose(mirjam, running, person_ids=[somebody.pk])
    assert lines_read_by(dennis, together) == ([VISITS], [FEASTS])

    say(saskia, line.amendments.get())
    actions.carry_childrens_plans(CLOCK)
    assert [version for version, _lines in carried(split.circle_b)] == [1]
    say(dennis, line.amendments.get())

    line.refresh_from_db()
    assert (line.added_in, line.is_there) == (2, True)
    assert lines_read_by(saskia, together) == ([VISITS, FEASTS], [])
    assert actions.carry_childrens_plans(CLOCK) == 2
    [(version, lines)] = carried(split.circle_b)
    assert (version, [(row["text"], row["who"][0]["name"]) for row in lines]) == (
        2,
        [(VISITS, "Iemand uit de familie"), (FEASTS, "Iemand uit de familie")],
    )


def test_a_no_to_a_new_line_leaves_the_plan_as_it_was(running, together, mirjam, saskia, dennis):
    line = propose(mirjam, running)

    say(dennis, line.amendments.get(), yes=False)

    running.refresh_from_db()
    assert running.version == 1
    assert lines_read_by(saskia, together) == ([VISITS], [])
    for change in (actions.take_over, actions.propose_amendment):
        more = {"person_id": dennis.pk} if change is actions.take_over else {"based_on": 1, "text": "Anders."}
        with pytest.raises(RuleBroken):
            change(acting(saskia), Agreement.objects.get(pk=line.pk), **more)
    assert propose(mirjam, running) != line


def test_the_same_line_is_not_proposed_twice_and_by_one_person_at_most(running, together, mirjam):
    everybody = [person.pk for person in Person.objects.filter(family=together)][:2]
    with pytest.raises(RuleBroken) as no:
        propose(mirjam, running, person_ids=everybody)
    assert (no.value.code, no.value.field) == ("one_person", "person_ids")

    propose(mirjam, running)

    with pytest.raises(RuleBroken) as no:
        propose(mirjam, running)
    assert no.value.code == "already_there"


def test_a_change_that_gives_a_line_to_somebody_whom_nobody_can_ask_puts_that_somebody_there(
    running, together, saskia, dennis, mirjam
):
    somebody = Person.objects.get(family=together, call_name="Iemand uit de familie")
    line = propose(mirjam, running)
    for who in (saskia, dennis):
        say(who, line.amendments.get())
    running.refresh_from_db()

    actions.propose_amendment(
        acting(saskia), Agreement.objects.get(pk=line.pk), based_on=2, text=FEASTS, new_person_id=somebody.pk
    )
    consents = AmendmentConsent.objects.filter(amendment__agreement=line, amendment__state="proposed")
    actions.answer_amendment(acting(dennis), consents.get(person__account=dennis), said_yes=True)

    assert [row.person for row in Commitment.objects.filter(agreement=line)] == [somebody]


def test_whoever_is_asked_reads_what_would_come_what_would_go_and_that_all_decide(
    visit, running, together, mirjam, saskia, dennis
):
    line = propose(mirjam, running)
    consent = AmendmentConsent.objects.get(amendment__agreement=line, person__account=dennis)
    asked = reverse("plan:person_amendment", args=[together.pk, consent.person_id, consent.pk])

    assert "Komt dit in het plan?" in visit(dennis).get(asked).text
    assert FEASTS in visit(dennis).get(asked).text
    read = visit(saskia).get(reverse("plan:plan", args=[together.pk])).text
    assert "Een nieuwe afspraak wacht op een antwoord" in read
    page = visit(saskia).get(reverse("plan:add", args=[together.pk])).text
    assert "Dit komt in het plan als iedereen die beslist ja zegt." in page


def test_who_is_here_for_work_is_named_in_both_circles(running, mirjam, together, split):
    tilly = networks.add_professional(
        acting(mirjam), together, call_name="Tilly", function="contacthuis", email="tilly@werk.example"
    )
    Commitment.objects.create(
        family=together, agreement=running.agreements.get(), person=tilly, state=Promise.CONFIRMED
    )
    actions.carry_childrens_plans(CLOCK)

    [(_version, [line])] = carried(split.circle_a)
    assert [who["name"] for who in line["who"]] == ["Iemand uit de familie", "Tilly"]


def test_when_it_ends_the_clock_takes_it_away_from_both(running, together, dennis, split):
    actions.carry_childrens_plans(CLOCK)

    families.withdraw_commission(acting(dennis), together)

    assert actions.carry_childrens_plans(CLOCK) == 2
    assert not ChildrensPlanCopy.objects.exists()
    assert actions.carry_childrens_plans(CLOCK) == 0


def test_when_it_is_erased_too_and_when_the_other_circle_is_nothing_changes(running, together, split):
    actions.carry_childrens_plans(CLOCK)
    assert families.erase_again(SystemActor("erase", together.pk))
    split.refresh_from_db()
    assert split.childrens_plan is None
    assert actions.carry_childrens_plans(CLOCK) == 2


def test_a_circle_keeps_its_copy_when_the_other_circle_is_erased(running, split):
    actions.carry_childrens_plans(CLOCK)

    families.erase_again(SystemActor("erase", split.circle_a_id))

    assert actions.carry_childrens_plans(CLOCK) == 0
    assert [copy.family for copy in ChildrensPlanCopy.objects.all()] == [split.circle_b]


def test_what_ended_is_left_alone(running, split):
    actions.carry_childrens_plans(CLOCK)
    Family.objects.filter(pk=split.circle_b_id).update(stage="stopped", ended_at=timezone.now(), ending="stopped")
    ChildrensPlanCopy.objects.all().delete()

    assert actions.carry_childrens_plans(CLOCK) == 1


def test_only_the_clock_carries_and_only_the_circle_reads(running, split, saskia, dennis, mirjam, erik, cem):
    with pytest.raises(NotAllowed):
        actions.carry_childrens_plans(acting(mirjam))
    actions.carry_childrens_plans(CLOCK)
    for user, circles in (
        (saskia, {split.circle_a_id}),
        (cem, {split.circle_a_id}),
        (dennis, {split.circle_b_id}),
        (mirjam, {split.circle_a_id, split.circle_b_id}),
        (erik, set()),
    ):
        with told(acting(user)):
            assert set(ChildrensPlanCopy.objects.values_list("family", flat=True)) == circles
            assert ChildrensPlanCopy.objects.update(version=9) == 0


def test_before_there_is_a_version_nothing_is_carried(draft, saskia, dennis, split):
    actions.approve_plan(acting(saskia), draft)

    assert actions.carry_childrens_plans(CLOCK) == 0
    assert Plan.objects.get(pk=draft.pk).version == 0


def test_the_circle_reads_it_beside_its_own_plan(running, split, visit, cem, dennis):
    actions.carry_childrens_plans(CLOCK)
    for user, circle in ((cem, split.circle_a), (dennis, split.circle_b)):
        page = visit(user).get(f"/families/{circle.pk}/plan/").content.decode()
        assert "Het plan voor de kinderen" in page
        assert VISITS in page
        assert "Iemand uit de familie" in page


def test_the_archive_of_a_circle_holds_it(running, split, saskia):
    actions.carry_childrens_plans(CLOCK)

    with told(acting(saskia)):
        archive = queries.archive_of(acting(saskia), split.circle_a)
    assert [row["version"] for row in archive["childrens_plans"]] == [1]
