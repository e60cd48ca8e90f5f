"""The coordinator's sheet about safety: who reads it, the five steps, the list that keeps quiet, and its end."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from fgc.access import grants
from fgc.access.actors import SystemActor
from fgc.access.roles import Role
from fgc.access.walls import acting as told_to_database
from fgc.audit.models import Act, Line, Opened
from fgc.audit.record import forget, lines_of
from fgc.errors import NotAllowed, RuleBroken
from fgc.families import actions as families
from fgc.networks import actions, queries
from fgc.networks.models import Person, SafetyPart, SafetySheet, SafetyStep
from tests.conftest import acting
from tests.factories import UserFactory, by_link, let_in
from tests.networks.test_persons import ended

CLOCK = SystemActor("old_safety")


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def cems(cem):
    """Cem as a person of the circle."""
    return Person.objects.get(account=cem)


@pytest.fixture
def sheet(mirjam, family):
    return actions.write_safety_sheet(acting(mirjam), family, unsafe="Er was een dreiging.", mode="split")


def test_a_sheet_is_its_coordinators_and_nobody_elses(sheet, mirjam, saskia, noor, cem, erik, hanneke, truus, family):
    actions.write_safety_sheet(acting(mirjam), family, code_word="paraplu", mode="", leaving="Truus gaat eerst.")

    found = queries.safety_sheet_for(acting(mirjam), family)
    assert found == sheet
    assert (found.unsafe, found.mode, found.code_word) == ("Er was een dreiging.", "", "paraplu")
    assert found.leaving == "Truus gaat eerst."
    for other in (*map(acting, (saskia, noor, cem, erik, hanneke)), by_link(truus)):
        assert queries.safety_sheet_for(other, family) is None
        assert queries.safety_parts_for(other, family) == []
        with pytest.raises(NotAllowed):
            actions.write_safety_sheet(other, family, unsafe="x")
        with pytest.raises(NotAllowed):
            actions.note_safety_step(other, family, step="signals", on=date(2026, 1, 1))
        with pytest.raises(NotAllowed):
            actions.keep_safety_sheet(other, family, until=None)


def test_a_sheet_is_shut_during_private_time(sheet, mirjam, family):
    family.private_since = timezone.now()
    family.save()

    assert queries.safety_sheet_for(acting(mirjam), family) is None
    with pytest.raises(NotAllowed):
        actions.write_safety_sheet(acting(mirjam), family, told="x")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"unsafe": "x" * 4001}, "unsafe"),
        ({"leaving": "x" * 4001}, "leaving"),
        ({"code_word": "x" * 81}, "code_word"),
        ({"mode": "x"}, "mode"),
    ],
)
def test_what_does_not_fit_on_the_sheet_is_refused(said, field, mirjam, family):
    with pytest.raises(RuleBroken) as no:
        actions.write_safety_sheet(acting(mirjam), family, **said)

    assert no.value.field == field
    assert not SafetySheet.objects.exists()


def test_no_sheet_is_kept_of_what_has_ended(mirjam, family):
    ended(family)
    with pytest.raises(RuleBroken):
        actions.write_safety_sheet(acting(mirjam), family, unsafe="x")


def test_the_five_steps_each_have_a_day_and_a_few_words(sheet, mirjam, family, today):
    for step in ("signals", "consult", "talk", "weigh"):
        actions.note_safety_step(acting(mirjam), family, step=step, on=today)
    actions.note_safety_step(acting(mirjam), family, step="decide", on=today, words="Hulp van tante.", decision="help")
    again = actions.note_safety_step(acting(mirjam), family, step="weigh", on=today, words="Het dreigt nog.")

    steps = queries.safety_steps(queries.safety_sheet_for(acting(mirjam), family))
    assert [one.step.value for one in steps] == ["signals", "consult", "talk", "weigh", "decide"]
    assert steps[3].taken == again
    assert (steps[3].taken.words, steps[4].taken.decision) == ("Het dreigt nog.", "help")
    assert [one.taken for one in queries.safety_steps(None)] == [None] * 5


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"step": "else"}, "step"),
        ({"step": "signals", "on": date(2999, 1, 1)}, "on"),
        ({"step": "weigh", "is_waived": True, "words": "x"}, "is_waived"),
        ({"step": "talk", "is_waived": True}, "words"),
        ({"step": "weigh", "decision": "help"}, "decision"),
        ({"step": "decide", "decision": "wait"}, "decision"),
        ({"step": "signals", "words": "x" * 4001}, "words"),
    ],
)
def test_a_step_that_can_not_be_is_refused(said, field, mirjam, family, today):
    with pytest.raises(RuleBroken) as no:
        actions.note_safety_step(acting(mirjam), family, **{"on": today, **said})

    assert no.value.field == field
    assert not SafetyStep.objects.exists()


def about_the_sheet(actor, family):
    return [line for line in lines_of(acting(actor), family.pk) if line.object_type == "networks.safetysheet"]


@pytest.mark.parametrize("how", [{}, {"is_waived": True, "words": "Dat maakt het erger."}])
def test_the_family_reads_of_the_sheet_only_after_the_talk_or_when_it_is_left_out(how, sheet, mirjam, saskia, family):
    actions.note_safety_step(acting(mirjam), family, step="signals", on=timezone.localdate())
    assert about_the_sheet(saskia, family) == []
    chain = list(Line.objects.order_by("number").values_list("chain", flat=True))

    actions.note_safety_step(acting(mirjam), family, step="talk", on=timezone.localdate(), **how)
    actions.write_safety_sheet(acting(mirjam), family, told="Selam weet het.")

    # What was before, too; no line of the chain was changed for it.
    assert len(about_the_sheet(saskia, family)) == 5
    assert list(Line.objects.order_by("number").values_list("chain", flat=True))[: len(chain)] == chain
    assert Opened.objects.count() == 1
    actions.note_safety_step(acting(mirjam), family, step="talk", on=timezone.localdate(), words="Nog eens.")
    assert Opened.objects.count() == 1


def test_who_reads_only_the_own_lines_reads_none_of_the_sheet(sheet, mirjam, noor, family):
    actions.note_safety_step(acting(mirjam), family, step="talk", on=timezone.localdate())
    assert not [
        line for line in lines_of(acting(noor), family.pk, own_only=True) if line.object_type == "networks.safetysheet"
    ]


def test_somebody_tells_in_the_own_words_and_reads_back_that_alone(mirjam, cem, cems, saskia, noor, family):
    actions.tell_about_safety(acting(cem), cems, text="Ik ben bang voor zaterdag.")
    part = actions.tell_about_safety(acting(cem), cems, text=" Ik durf wel met Noor. ")

    assert queries.told_about_safety(acting(cem), cems).text == "Ik durf wel met Noor."
    assert queries.safety_parts_for(acting(mirjam), family) == [part]
    for other in (saskia, noor, mirjam):
        assert queries.told_about_safety(acting(other), cems) is None
        with pytest.raises(NotAllowed):
            actions.tell_about_safety(acting(other), cems, text="x")
        with pytest.raises(NotAllowed):
            actions.take_back_about_safety(acting(other), cems)
    assert {line.only_for for line in Line.objects.filter(object_type="networks.safetypart")} == {cems.pk}


def test_by_a_link_nothing_is_told_about_safety(truus):
    with pytest.raises(NotAllowed):
        actions.tell_about_safety(by_link(truus), truus, text="x")
    assert queries.told_about_safety(by_link(truus), truus) is None


def test_by_a_link_not_even_a_line_tells_that_something_was_told(mirjam, cem, cems, family):
    """Whoever reads along in the mail of somebody who is afraid comes in by the link in it."""
    actions.tell_about_safety(acting(cem), cems, text="x")
    link = by_link(cems)
    with told_to_database(link):
        assert not [one for one in lines_of(link, family.pk, own_only=True) if one.object_type == "networks.safetypart"]
    assert [one for one in lines_of(acting(cem), family.pk, own_only=True) if one.only_for == cems.pk]


def test_what_was_told_can_be_taken_back_also_when_all_has_ended(mirjam, cem, cems, family):
    actions.tell_about_safety(acting(cem), cems, text="x")
    ended(family)

    actions.take_back_about_safety(acting(cem), cems)

    assert not SafetyPart.objects.exists()
    with pytest.raises(NotAllowed):
        actions.take_back_about_safety(acting(cem), cems)


def test_nothing_is_told_where_nobody_coordinates_or_without_words(mirjam, cem, cems, family):
    for words in (" ", "x" * 4001):
        with pytest.raises(RuleBroken) as no:
            actions.tell_about_safety(acting(cem), cems, text=words)
        assert no.value.field == "text"
    grants.end(family.pk, roles=[Role.COORDINATOR])
    with pytest.raises(RuleBroken) as no:
        actions.tell_about_safety(acting(cem), cems, text="x")
    assert no.value.code == "wrong_moment"
    assert not SafetyPart.objects.exists()


def test_who_leaves_takes_along_what_was_told(mirjam, cem, cems):
    actions.tell_about_safety(acting(cem), cems, text="x")
    actions.leave_circle(acting(cem), cems)
    assert not SafetyPart.objects.exists()


def test_the_clock_erases_it_at_the_end_of_the_coordinators_task_and_not_before(
    sheet, mirjam, cem, cems, saskia, family, today
):
    actions.note_safety_step(acting(mirjam), family, step="talk", on=today)
    actions.tell_about_safety(acting(cem), cems, text="x")
    assert actions.erase_old_safety(CLOCK) == 0

    grants.end(family.pk, roles=[Role.COORDINATOR])
    assert queries.safety_sheet_for(acting(mirjam), family) is None
    assert actions.erase_old_safety(CLOCK) == 2

    assert not SafetySheet.objects.exists()
    assert not SafetyStep.objects.exists()
    assert not SafetyPart.objects.exists()
    # What was opened to the family stays open, with the line that it is gone.
    assert about_the_sheet(saskia, family)[0].act == Act.ERASE
    assert actions.erase_old_safety(CLOCK) == 0
    with pytest.raises(NotAllowed):
        actions.erase_old_safety(acting(mirjam))


def test_a_pause_does_not_end_the_task(sheet, family):
    grants.put_to_sleep(family.pk, roles=[Role.COORDINATOR])
    assert actions.erase_old_safety(CLOCK) == 0
    assert SafetySheet.objects.exists()


def test_it_is_kept_longer_only_until_a_day_and_for_a_reason(sheet, mirjam, family, today):
    until = today + timedelta(days=30)
    actions.keep_safety_sheet(acting(mirjam), family, until=until, reason="De rechter vraagt ernaar.")
    grants.end(family.pk, roles=[Role.COORDINATOR])

    assert actions.erase_old_safety(CLOCK) == 0
    assert queries.safety_sheet_for(acting(mirjam), family) is None
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert actions.erase_old_safety(CLOCK) == 1


def test_it_goes_with_the_task_after_all(sheet, mirjam, family, today):
    actions.keep_safety_sheet(acting(mirjam), family, until=today, reason="Nog even.")
    kept = actions.keep_safety_sheet(acting(mirjam), family, until=None, reason="Nog even.")
    assert (kept.kept_until, kept.kept_because) == (None, "")


@pytest.mark.parametrize(
    ("days", "reason", "field"),
    [(-1, "x", "until"), (366, "x", "until"), (30, " ", "reason"), (30, "x" * 281, "reason")],
)
def test_it_is_not_kept_for_ever_or_for_nothing(days, reason, field, mirjam, family, today):
    with pytest.raises(RuleBroken) as no:
        actions.keep_safety_sheet(acting(mirjam), family, until=today + timedelta(days=days), reason=reason)
    assert no.value.field == field


@pytest.mark.parametrize("goes_along", [True, False])
def test_a_next_coordinator_reads_what_was_told_only_with_its_authors_yes(goes_along, sheet, mirjam, cem, cems, family):
    part = actions.tell_about_safety(acting(cem), cems, text="x", goes_along=goes_along)
    grants.end(family.pk, roles=[Role.COORDINATOR])
    actions.erase_old_safety(CLOCK)
    next_one = let_in(UserFactory(work="coordinator"), Role.COORDINATOR, family)

    assert queries.safety_parts_for(acting(next_one), family) == ([part] if goes_along else [])
    assert queries.safety_sheet_for(acting(next_one), family) is None
    # Told anew it is for the coordinator of now.
    assert actions.tell_about_safety(acting(cem), cems, text="y").coordinator == next_one


def test_what_may_go_along_waits_at_most_a_year(mirjam, cem, cems, family):
    actions.tell_about_safety(acting(cem), cems, text="x", goes_along=True)
    grants.end(family.pk, roles=[Role.COORDINATOR])
    assert actions.erase_old_safety(CLOCK) == 0
    with time_machine.travel(timezone.now() + timedelta(days=366)):
        assert actions.erase_old_safety(CLOCK) == 1


def test_an_erasure_takes_all_of_it_along(sheet, mirjam, cem, cems, family, today):
    actions.note_safety_step(acting(mirjam), family, step="talk", on=today)
    actions.tell_about_safety(acting(cem), cems, text="x")

    assert families.erase_again(SystemActor("restore", family.pk))

    for model in (SafetySheet, SafetyStep, SafetyPart, Opened):
        assert not model.objects.exists()


def test_an_erasure_forgets_what_was_opened_of_this_family_alone(sheet, mirjam, family, today):
    actions.note_safety_step(acting(mirjam), family, step="talk", on=today)
    other = Opened.objects.create(family_id=mirjam.pk, only_for=mirjam.pk)
    with told_to_database(SystemActor("erase", family.pk)):
        forget(family.pk)
    assert list(Opened.objects.all()) == [other]
