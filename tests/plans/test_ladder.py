"""Who hears when something does not run: what the family chooses, who keeps an eye on a line, who wants no reminder."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from fgc.access.actors import SystemActor
from fgc.accounts.models import User
from fgc.audit.models import Line as AuditLine
from fgc.errors import NotAllowed, RuleBroken
from fgc.families.models import Family
from fgc.families.rules import Kind as FamilyKind
from fgc.families.rules import Stage
from fgc.networks.models import Person
from fgc.outbox.letters import Letter
from fgc.outbox.models import Kind, Message, State
from fgc.plans import actions, queries
from fgc.plans.letters import follow_up as letters
from fgc.plans.models import Agreement, Commitment, Plan
from fgc.plans.queries.ladder import rungs
from fgc.plans.queries.work import work_of
from fgc.plans.rules import Promise, Runs
from tests.conftest import acting
from tests.factories import by_link
from tests.plans.running import on, promised, running_plan

CLOCK = SystemActor("follow_up")


@pytest.fixture(autouse=True)
def _in_march() -> Any:
    with time_machine.travel(on(2026, 3, 4), tick=False):
        yield


@pytest.fixture
def plan(family: Family) -> Plan:
    return running_plan(family)


@pytest.fixture
def cooking(plan: Plan, truus: Person) -> Commitment:
    return promised(plan, truus, text="Truus kookt op dinsdag.")


def person_of(user: User, family: Family) -> Person:
    return Person.objects.get(family=family, account=user)


def chosen(plan: Plan, actor: Any, **said: Any) -> Plan:
    return actions.choose_ladder(actor, plan, **{"watcher_hears": True, "contact_hears": True, **said})


def stalled() -> list[tuple[Any, Any]]:
    rows = Message.objects.filter(kind=Kind.STALLED).order_by("created_at", "pk")
    return list(rows.values_list("to_person_id", "to_user_id"))


# What the family chooses.


def test_each_rung_hears_in_its_turn_and_a_professional_only_when_the_family_says_so(
    plan: Plan, cooking: Commitment, saskia: User, truus: Person, fatma: Person, outsider: Person, family: Family
) -> None:
    cem = Person.objects.create(family=family, call_name="Cem", is_contact_person=True)
    actions.name_watcher(acting(saskia), cooking.agreement, person_id=fatma.pk)
    chosen(plan, acting(saskia), work_hears_id=outsider.pk)

    actions.report_progress(by_link(truus), cooking, runs=Runs.NOT)
    for days in range(15):
        with time_machine.travel(on(2026, 3, 4) + timedelta(days=days), tick=False):
            actions.plan_follow_up(CLOCK)

    assert stalled() == [(fatma.pk, None), (cem.pk, None), (None, outsider.account_id)]


def test_without_the_families_word_no_professional_hears(
    plan: Plan, cooking: Commitment, truus: Person, fatma: Person, outsider: Person
) -> None:
    Person.objects.filter(pk=fatma.pk).update(is_contact_person=True)

    actions.report_progress(by_link(truus), cooking, runs=Runs.NOT)
    for days in range(15):
        with time_machine.travel(on(2026, 3, 4) + timedelta(days=days), tick=False):
            actions.plan_follow_up(CLOCK)

    assert stalled() == [(fatma.pk, None)]


def test_a_rung_that_the_family_leaves_out_hears_nothing(
    plan: Plan, cooking: Commitment, saskia: User, truus: Person, fatma: Person, outsider: Person
) -> None:
    Person.objects.filter(pk=fatma.pk).update(is_contact_person=True)
    chosen(plan, acting(saskia), contact_hears=False, work_hears_id=outsider.pk)

    actions.report_progress(by_link(truus), cooking, runs=Runs.NOT)

    assert stalled() == [(None, outsider.account_id)]
    assert not queries.ladder_of(plan).is_empty


def test_with_every_rung_left_out_only_who_decides_can_see_it(
    plan: Plan, cooking: Commitment, saskia: User, truus: Person, fatma: Person
) -> None:
    Person.objects.filter(pk=fatma.pk).update(is_contact_person=True)
    changed = chosen(plan, acting(saskia), contact_hears=False, watcher_hears=False)

    actions.report_progress(by_link(truus), cooking, runs=Runs.NOT)

    assert stalled() == []
    assert queries.ladder_of(changed).is_empty


def test_who_made_the_promise_is_never_told_of_the_own_stall(cooking: Commitment, truus: Person) -> None:
    Person.objects.filter(pk=truus.pk).update(is_contact_person=True)
    cooking.agreement.watcher = truus

    assert rungs(cooking, truus) == []


@pytest.mark.parametrize("who", ["mirjam", "marleen", "cem"])
def test_nobody_else_chooses_the_ladder(who: str, plan: Plan, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed):
        chosen(plan, acting(request.getfixturevalue(who)))

    plan.refresh_from_db()
    assert plan.work_hears is None


def test_the_choice_is_kept_in_the_list(plan: Plan, saskia: User) -> None:
    chosen(plan, acting(saskia), watcher_hears=False)

    assert AuditLine.objects.filter(object_id=plan.pk, act="change").count() == 1


def test_only_a_professional_of_this_family_who_can_log_in_is_put_on_it(
    plan: Plan, saskia: User, fatma: Person, outsider: Person
) -> None:
    for wrong in (fatma, outsider):
        User.objects.filter(pk=outsider.account_id).update(is_active=wrong is fatma)
        with pytest.raises(RuleBroken) as no:
            chosen(plan, acting(saskia), work_hears_id=wrong.pk)
        assert (no.value.field, no.value.code) == ("work_hears_id", "unknown")


def test_in_a_plan_for_the_children_of_two_circles_no_professional_hears(
    plan: Plan, saskia: User, outsider: Person
) -> None:
    Family.objects.update(kind=FamilyKind.CHILDRENS_PLAN)

    with pytest.raises(RuleBroken) as no:
        chosen(plan, acting(saskia), work_hears_id=outsider.pk)

    assert no.value.code == "two_circles"


def test_a_family_that_ended_or_is_divided_chooses_nothing(plan: Plan, saskia: User) -> None:
    for state in ({"is_disputed": True}, {"is_disputed": False, "stage": Stage.STOPPED}):
        Family.objects.update(**state)
        with pytest.raises(RuleBroken):
            chosen(plan, acting(saskia))


# Who keeps an eye on a line.


def test_who_is_named_hears_it_once_and_reads_that_line_by_the_own_link(
    plan: Plan, cooking: Commitment, mirjam: User, fatma: Person, truus: Person
) -> None:
    promised(plan, truus, text="Truus brengt Noor.")
    for _twice in range(2):
        actions.name_watcher(acting(mirjam), Agreement.objects.get(pk=cooking.agreement_id), person_id=fatma.pk)

    [told] = Message.objects.filter(kind=Kind.WATCHES)
    assert told.to_person_id == fatma.pk
    assert queries.watched_by(by_link(fatma), fatma) == ["Truus kookt op dinsdag."]
    assert queries.stalled_for(by_link(fatma), fatma) == []

    Commitment.objects.update(last_run=Runs.NOT)
    assert queries.stalled_for(by_link(fatma), fatma) == ["Truus kookt op dinsdag."]


def test_a_member_with_an_account_reads_a_line_of_the_family_alone_once_asked_to_watch_over_it(
    plan: Plan, cooking: Commitment, saskia: User, marleen: User, family: Family
) -> None:
    Agreement.objects.update(is_for_circle=False)
    assert queries.plan_for(acting(marleen), family).lines == []  # type: ignore[union-attr]

    actions.name_watcher(acting(saskia), cooking.agreement, person_id=person_of(marleen, family).pk)

    [line] = queries.plan_for(acting(marleen), family).lines  # type: ignore[union-attr]
    assert (line.words.text, line.watcher) == ("Truus kookt op dinsdag.", "Marleen")


def test_in_a_draft_nobody_is_told_yet(plan: Plan, cooking: Commitment, saskia: User, fatma: Person) -> None:
    Plan.objects.update(state="draft")

    actions.name_watcher(acting(saskia), cooking.agreement, person_id=fatma.pk)

    assert not Message.objects.exists()


def test_nobody_is_an_answer_too(plan: Plan, cooking: Commitment, saskia: User, fatma: Person) -> None:
    actions.name_watcher(acting(saskia), cooking.agreement, person_id=fatma.pk)
    told = Message.objects.get(kind=Kind.WATCHES)
    assert isinstance(letters.watches(told), Letter)

    actions.name_watcher(acting(saskia), Agreement.objects.get(pk=cooking.agreement_id), person_id=None)

    assert letters.watches(told).reason == "replaced"  # type: ignore[union-attr]


def test_who_does_it_or_is_here_for_work_does_not_watch(
    cooking: Commitment, saskia: User, truus: Person, outsider: Person
) -> None:
    for wrong, code in ((truus, "does_it"), (outsider, "unknown")):
        with pytest.raises(RuleBroken) as no:
            actions.name_watcher(acting(saskia), cooking.agreement, person_id=wrong.pk)
        assert (no.value.field, no.value.code) == ("person_id", code)


def test_a_member_of_the_circle_names_nobody(cooking: Commitment, marleen: User, fatma: Person) -> None:
    with pytest.raises(NotAllowed):
        actions.name_watcher(acting(marleen), cooking.agreement, person_id=fatma.pk)


def test_who_leaves_is_on_no_ladder_any_more(
    plan: Plan, cooking: Commitment, saskia: User, mirjam: User, fatma: Person, outsider: Person
) -> None:
    actions.name_watcher(acting(saskia), cooking.agreement, person_id=fatma.pk)
    chosen(plan, acting(saskia), work_hears_id=outsider.pk)

    actions.leave(acting(mirjam), fatma)
    actions.leave(acting(mirjam), outsider)

    assert Agreement.objects.get(pk=cooking.agreement_id).watcher is None
    assert Plan.objects.get().work_hears is None


# How it is told.


def test_a_member_with_an_account_who_watches_comes_to_the_families_page(
    plan: Plan, cooking: Commitment, saskia: User, marleen: User, family: Family
) -> None:
    actions.name_watcher(acting(saskia), cooking.agreement, person_id=person_of(marleen, family).pk)
    Commitment.objects.update(last_run=Runs.NOT)
    told = Message.objects.create(family=family, kind=Kind.STALLED, subject_id=cooking.pk, to_user=marleen)

    assert letters.stalled(told).leads_to == f"/families/{family.pk}/"  # type: ignore[union-attr]


def test_a_professional_learns_that_something_does_not_run_and_not_what(
    plan: Plan, cooking: Commitment, saskia: User, outsider: Person, family: Family, hanneke: User
) -> None:
    chosen(plan, acting(saskia), work_hears_id=outsider.pk)
    Commitment.objects.update(last_run=Runs.NOT)
    told = Message.objects.create(
        family=family, kind=Kind.STALLED, subject_id=cooking.pk, to_user=hanneke, settled_at=on(2026, 3, 4)
    )
    assert letters.stalled(told).leads_to == "/work/"  # type: ignore[union-attr]
    assert work_of(hanneke).stalled == []

    Message.objects.update(state=State.SENT)
    assert work_of(hanneke).stalled == [family]

    chosen(plan, acting(saskia))
    assert work_of(hanneke).stalled == []
    assert letters.stalled(told).reason == "access_ended"  # type: ignore[union-attr]


# No more reminders.


def test_one_press_ends_the_reminders_of_one_promise_and_another_brings_them_back(
    plan: Plan, cooking: Commitment, truus: Person
) -> None:
    def due() -> list[str]:
        Message.objects.all().delete()
        with time_machine.travel(on(2026, 3, 9), tick=False):
            actions.plan_follow_up(CLOCK)
        return list(Message.objects.values_list("kind", flat=True))

    assert due() == [Kind.REMIND_PROMISE]
    for _twice in range(2):
        actions.choose_reminders(by_link(truus), cooking, wanted=False)
    assert due() == []
    assert AuditLine.objects.filter(object_id=cooking.pk, act="change").count() == 1
    cooking.refresh_from_db()
    assert cooking.state == Promise.CONFIRMED

    actions.choose_reminders(by_link(truus), cooking, wanted=True)
    assert due() == [Kind.REMIND_PROMISE]


def test_the_coordinator_writes_it_down_visibly(cooking: Commitment, mirjam: User, truus: Person) -> None:
    actions.choose_reminders(acting(mirjam), cooking, wanted=False)

    assert AuditLine.objects.get(object_id=cooking.pk, act="change").on_behalf_of == truus.pk


def test_nobody_else_ends_the_reminders_of_somebody(
    cooking: Commitment, saskia: User, marleen: User, fatma: Person
) -> None:
    for who in (acting(saskia), acting(marleen), by_link(fatma)):
        with pytest.raises(NotAllowed):
            actions.choose_reminders(who, cooking, wanted=False)


def test_after_the_end_there_is_nothing_to_choose(cooking: Commitment, truus: Person) -> None:
    Family.objects.update(stage=Stage.CLOSED)

    with pytest.raises(RuleBroken):
        actions.choose_reminders(by_link(truus), cooking, wanted=False)
