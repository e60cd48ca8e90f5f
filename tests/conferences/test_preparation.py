"""The talks beforehand, what is missing, and the information of professionals."""

from datetime import date
from typing import Any

import pytest

from fgc.accounts.models import User
from fgc.conferences import actions, queries
from fgc.conferences.models import BottomLine, Conference, InformationSheet, Invitation, PreparationTalk
from fgc.conferences.rules import Lack
from fgc.errors import NotAllowed, RuleBroken
from fgc.families.models import Child, Family
from fgc.networks.models import Person
from fgc.networks.rules import CircleRole, Standing
from fgc.outbox.models import Kind, Message
from tests import factories
from tests.conferences.conftest import at
from tests.conftest import acting

LINE = {"text": "Vanaf 2 maart is Noor twee dagdelen per week op school.", "reason": "De leerplicht geldt."}


def test_a_talk_is_noted_with_what_somebody_needs(invited: Invitation, mirjam: User) -> None:
    talk = actions.record_talk(
        acting(mirjam),
        invited.conference,
        invited.person,
        by="visit",
        held_on=date(2026, 2, 4),
        may_be_shared="Ik kook graag.",
        needs=["transport", "food"],
    )

    invited.person.refresh_from_db()
    assert (talk.by, invited.person.needs) == ("visit", ["transport", "food"])
    [one] = queries.preparation_of(invited.conference).people
    assert (one.needs_talk, one.cannot_be_reached) == (False, False)


def test_a_talk_noted_again_is_corrected_and_keeps_the_needs(talked: Invitation, mirjam: User) -> None:
    Person.objects.filter(pk=talked.person_id).update(needs=["food"])

    actions.record_talk(acting(mirjam), talked.conference, talked.person, by="phone", held_on=date(2026, 2, 5))

    assert PreparationTalk.objects.get().by == "phone"
    assert Person.objects.get(pk=talked.person_id).needs == ["food"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"by": ""}, "by"),
        ({"held_on": date(2026, 2, 6)}, "held_on"),
        ({"needs": ["money"]}, "needs"),
        ({"may_be_shared": "x" * 1001}, "may_be_shared"),
        ({"may_be_shared": "111222333"}, "may_be_shared"),
    ],
)
def test_a_talk_that_makes_no_sense_is_refused(
    invited: Invitation, mirjam: User, change: dict[str, Any], field: str
) -> None:
    with pytest.raises(RuleBroken) as no:
        actions.record_talk(
            acting(mirjam),
            invited.conference,
            invited.person,
            **{"by": "visit", "held_on": date(2026, 2, 5), **change},
        )

    assert no.value.field == field
    assert not PreparationTalk.objects.exists()


def test_only_the_coordinator_prepares_and_only_people_of_this_family(
    invited: Invitation, mirjam: User, saskia: User
) -> None:
    day = date(2026, 2, 5)
    with pytest.raises(NotAllowed):
        actions.record_talk(acting(saskia), invited.conference, invited.person, by="visit", held_on=day)
    with pytest.raises(NotAllowed):
        actions.record_talk(acting(mirjam), invited.conference, factories.PersonFactory(), by="visit", held_on=day)


def test_the_list_names_everything_that_is_missing(
    invited: Invitation, sheet: InformationSheet, fatma: Person, mirjam: User
) -> None:
    conference = invited.conference
    nowhere = factories.PersonFactory(family=conference.family, call_name="Cem", way="none")
    actions.invite(acting(mirjam), conference, person_ids=[fatma.pk, nowhere.pk])

    preparation = queries.preparation_of(conference)

    assert preparation.lacks == {Lack.WAY: 1, Lack.INVITATION: 2, Lack.ANSWER: 1, Lack.TALK: 1, Lack.SHEET: 1}
    assert not preparation.is_ready
    assert not preparation.can_deliver
    assert {one.person.call_name for one in preparation.people if one.cannot_be_reached} == {"Cem"}


def test_a_date_to_which_nobody_is_asked_is_not_ready(dated: Conference, truus: Person, mirjam: User) -> None:
    assert queries.preparation_of(dated).lacks == {Lack.NOBODY: 1}

    actions.invite(acting(mirjam), dated, person_ids=[truus.pk])

    assert Lack.NOBODY not in queries.preparation_of(dated).lacks


def test_a_talk_before_any_invitation_is_on_the_list(conference: Conference, truus: Person, mirjam: User) -> None:
    actions.record_talk(acting(mirjam), conference, truus, by="not_reached", held_on=date(2026, 2, 5))

    [one] = queries.preparation_of(conference).people
    assert (one.invitation, one.needs_talk) == (None, False)


def test_what_is_missing_in_many_families_costs_as_many_queries_as_in_one(
    db: Any, django_assert_num_queries: Any
) -> None:
    conferences = [factories.ConferenceFactory() for _ in range(5)]
    for conference in conferences:
        factories.InvitationFactory(conference=conference)
        factories.InformationSheetFactory(conference=conference)
        factories.BottomLineFactory(conference=conference, delivered_at=None)

    with django_assert_num_queries(7):
        missing = queries.missing_before_day([conference.family_id for conference in conferences])

    assert len(missing) == 5
    first = missing[conferences[0].family_id]
    assert first == {
        Lack.QUESTION: 1,
        Lack.DATE: 1,
        Lack.SAFETY: 1,
        Lack.INVITATION: 1,
        Lack.SHEET: 1,
        Lack.DELIVERY: 1,
    }


def test_a_professional_is_asked_for_one_page(sheet: InformationSheet, hanneke: User) -> None:
    message = Message.objects.get(kind=Kind.ASK_INFORMATION)

    assert (message.to_user, message.subject_id) == (hanneke, sheet.pk)
    assert queries.sheets_for(hanneke) == [sheet]
    assert queries.professionals_of(sheet.conference) == [sheet.person]


def test_only_who_is_here_for_work_and_can_log_in_is_asked(dated: Conference, truus: Person, mirjam: User) -> None:
    nobody = factories.PersonFactory(family=dated.family, role=CircleRole.PROFESSIONAL, account=None)

    for person in (truus, nobody):
        with pytest.raises(RuleBroken) as no:
            actions.ask_information(acting(mirjam), dated, person, due_on=date(2026, 2, 18))
        assert no.value.code == "no_professional"


@pytest.mark.parametrize("due_on", [date(2026, 2, 4), date(2026, 2, 21), date(2026, 3, 1)])
def test_the_last_day_lies_before_the_meeting(dated: Conference, outsider: Person, mirjam: User, due_on: date) -> None:
    with pytest.raises(RuleBroken) as no:
        actions.ask_information(acting(mirjam), dated, outsider, due_on=due_on)

    assert no.value.field == "due_on"


def test_the_family_asks_no_professional_itself(dated: Conference, outsider: Person, saskia: User) -> None:
    with pytest.raises(NotAllowed):
        actions.ask_information(acting(saskia), dated, outsider, due_on=date(2026, 2, 18))


def test_the_family_reads_it_once_the_coordinator_gave_it(
    sheet: InformationSheet, page: dict[str, str], hanneke: User, mirjam: User, saskia: User
) -> None:
    actions.hand_in_information(acting(hanneke), sheet, **page)
    line = actions.set_bottom_line(acting(hanneke), sheet, **LINE)

    assert queries.information_of(sheet.family) == []
    assert set(Message.objects.filter(kind=Kind.INFORMATION_CAME).values_list("to_user", flat=True)) == {mirjam.pk}
    [told] = queries.information_of(sheet.family, even_undelivered=True)
    assert (told.sheet, told.bottom_lines) == (sheet, [line])

    assert actions.deliver_information(acting(mirjam), sheet.conference) == 2
    assert actions.deliver_information(acting(mirjam), sheet.conference) == 0

    [told] = queries.information_of(sheet.family)
    assert told.person == sheet.person
    assert queries.bottom_lines_of(sheet.conference) == [line]
    assert Message.objects.filter(kind=Kind.INFORMATION_CAME, to_user=saskia).count() == 1


def test_the_same_page_twice_is_told_once(
    sheet: InformationSheet, page: dict[str, str], hanneke: User, mirjam: User
) -> None:
    for _ in range(2):
        actions.hand_in_information(acting(hanneke), sheet, **page)

    assert Message.objects.filter(kind=Kind.INFORMATION_CAME, to_user=mirjam).count() == 1


def test_a_page_can_be_changed_until_the_family_has_it(
    sheet: InformationSheet, page: dict[str, str], hanneke: User, mirjam: User
) -> None:
    actions.hand_in_information(acting(hanneke), sheet, **page)
    actions.hand_in_information(acting(hanneke), sheet, **{**page, "facts": "Noor was 7 keer op school."})
    actions.deliver_information(acting(mirjam), sheet.conference)

    with pytest.raises(RuleBroken) as no:
        actions.hand_in_information(acting(hanneke), sheet, **page)
    assert no.value.code == "delivered"

    actions.ask_information(acting(mirjam), sheet.conference, sheet.person, due_on=date(2026, 2, 19))
    assert queries.information_of(sheet.family) == []
    actions.hand_in_information(acting(hanneke), sheet, **page)
    assert InformationSheet.objects.get().facts == page["facts"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"facts": ""}, "facts"),
        ({"strengths": " "}, "strengths"),
        ({"facts": "x" * 4001}, "facts"),
        ({"worries": "x" * 2001}, "worries"),
        ({"offers": "111222333"}, "offers"),
    ],
)
def test_a_page_that_cannot_be_kept_is_refused(
    sheet: InformationSheet, page: dict[str, str], hanneke: User, change: dict[str, str], field: str
) -> None:
    with pytest.raises(RuleBroken) as no:
        actions.hand_in_information(acting(hanneke), sheet, **{**page, **change})

    assert no.value.field == field


def test_nobody_else_hands_it_in_not_even_the_coordinator(
    sheet: InformationSheet, page: dict[str, str], petra: User, mirjam: User, saskia: User
) -> None:
    for user in (petra, mirjam, saskia):
        with pytest.raises(NotAllowed):
            actions.hand_in_information(acting(user), sheet, **page)
        with pytest.raises(NotAllowed):
            queries.sheet_for(acting(user), sheet.pk)


def test_on_the_day_there_is_no_new_news(
    sheet: InformationSheet, page: dict[str, str], hanneke: User, clock: Any
) -> None:
    clock.move_to(at(21, 8))

    for say in (
        lambda: actions.hand_in_information(acting(hanneke), sheet, **page),
        lambda: actions.set_bottom_line(acting(hanneke), sheet, **LINE),
    ):
        with pytest.raises(RuleBroken) as no:
            say()
        assert no.value.code == "too_late"


def test_who_left_hands_nothing_in(sheet: InformationSheet, page: dict[str, str], hanneke: User) -> None:
    Person.objects.filter(pk=sheet.person_id).update(standing=Standing.LEFT, left_at=at(5))
    sheet.refresh_from_db()

    with pytest.raises(NotAllowed):
        actions.hand_in_information(acting(hanneke), sheet, **page)
    assert queries.sheets_for(hanneke) == []


def test_who_leaves_while_writing_hands_nothing_in(
    sheet: InformationSheet, page: dict[str, str], hanneke: User
) -> None:
    assert sheet.person.standing == Standing.MAPPED
    Person.objects.filter(pk=sheet.person_id).update(standing=Standing.LEFT, left_at=at(5))

    with pytest.raises(NotAllowed):
        actions.hand_in_information(acting(hanneke), sheet, **page)


def test_when_the_family_stops_the_professional_finds_nothing(sheet: InformationSheet, hanneke: User) -> None:
    Family.objects.update(stage="stopped", ending="stopped", ended_at=at(5))

    assert queries.sheets_for(hanneke) == []
    with pytest.raises(NotAllowed):
        queries.sheet_for(acting(hanneke), sheet.pk)


def test_a_bottom_line_needs_a_legal_task(sheet: InformationSheet, hanneke: User) -> None:
    Person.objects.filter(pk=sheet.person_id).update(has_legal_task=False)
    sheet.refresh_from_db()

    with pytest.raises(RuleBroken) as no:
        actions.set_bottom_line(acting(hanneke), sheet, **LINE)

    assert no.value.code == "no_legal_task"


def test_bottom_lines_are_few_and_each_is_said_once(sheet: InformationSheet, hanneke: User) -> None:
    first = actions.set_bottom_line(acting(hanneke), sheet, **LINE)
    assert actions.set_bottom_line(acting(hanneke), sheet, **LINE) == first
    for number in range(4):
        actions.set_bottom_line(acting(hanneke), sheet, text=f"Regel {number}", reason="Daarom.")

    with pytest.raises(RuleBroken) as no:
        actions.set_bottom_line(acting(hanneke), sheet, text="Nog een", reason="Daarom.")

    assert no.value.code == "too_many"
    assert [line.number for line in queries.lines_on(sheet)] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "x" * 281}, "text"),
        ({"reason": ""}, "reason"),
        ({"valid_until": date(2026, 2, 4)}, "valid_until"),
    ],
)
def test_a_bottom_line_is_complete(sheet: InformationSheet, hanneke: User, change: dict[str, Any], field: str) -> None:
    with pytest.raises(RuleBroken) as no:
        actions.set_bottom_line(acting(hanneke), sheet, **{**LINE, **change})

    assert no.value.field == field


def test_a_bottom_line_is_about_a_child_of_this_family(sheet: InformationSheet, hanneke: User) -> None:
    noor = Child.objects.get()
    factories.PersonFactory(family=noor.family, role=CircleRole.MAIN_PERSON, child=noor)
    assert actions.set_bottom_line(acting(hanneke), sheet, child_id=noor.pk, **LINE).child == noor

    with pytest.raises(RuleBroken) as no:
        actions.set_bottom_line(
            acting(hanneke), sheet, child_id=factories.ChildFactory().pk, text="Anders", reason="Daarom."
        )
    assert no.value.field == "child_id"


def test_a_bottom_line_can_be_taken_back_before_the_day(
    sheet: InformationSheet, hanneke: User, petra: User, clock: Any
) -> None:
    line = actions.set_bottom_line(acting(hanneke), sheet, **LINE)
    assert queries.line_on(sheet, line.pk) == line
    with pytest.raises(NotAllowed):
        actions.withdraw_bottom_line(acting(petra), line)

    actions.withdraw_bottom_line(acting(hanneke), line)

    assert not BottomLine.objects.exists()


def test_the_family_answers_a_bottom_line_that_it_has(
    sheet: InformationSheet, hanneke: User, mirjam: User, saskia: User
) -> None:
    line = actions.set_bottom_line(acting(hanneke), sheet, **LINE)
    assert queries.bottom_line_in(sheet.family, line.pk) is None
    with pytest.raises(NotAllowed):
        actions.reply_to_bottom_line(acting(saskia), line, reply="Graag wel met Bas erbij.")

    actions.deliver_information(acting(mirjam), sheet.conference)
    actions.reply_to_bottom_line(acting(saskia), line, reply="Graag wel met Bas erbij.")

    assert queries.lines_on(sheet)[0].family_reply == "Graag wel met Bas erbij."
    assert queries.bottom_line_in(sheet.family, line.pk) == line
    with pytest.raises(NotAllowed):
        actions.reply_to_bottom_line(acting(mirjam), line, reply="Ik vind van niet.")
    with pytest.raises(RuleBroken):
        actions.reply_to_bottom_line(acting(saskia), line, reply="")


def test_a_professional_learns_the_call_name_of_whom_it_is_about_and_no_more(
    sheet: InformationSheet, noor: User, saskia: User, noor_child: Child
) -> None:
    Person.objects.filter(account=noor).update(child=noor_child)
    factories.ChildFactory(family=sheet.family, call_name="Deniz", birth_date=date(2015, 3, 19))

    assert queries.about_of(sheet) == ["Noor"]
    assert queries.children_of(sheet) == [noor_child]


def test_after_the_day_began_nothing_is_given_to_the_family(informing: Conference, mirjam: User) -> None:
    with pytest.raises(RuleBroken) as no:
        actions.deliver_information(acting(mirjam), informing)

    assert no.value.code == "too_late"


def test_of_a_plan_for_the_children_only_information_of_professionals_can_be_missing(db: Any) -> None:
    family = factories.FamilyFactory(kind="childrens_plan")
    conference = factories.ConferenceFactory(family=family)
    factories.ChildFactory(family=family)
    assert queries.missing_before_day([family.pk]) == {family.pk: {}}

    factories.InformationSheetFactory(conference=conference)
    factories.BottomLineFactory(conference=conference, delivered_at=None)

    assert queries.missing_before_day([family.pk]) == {family.pk: {Lack.SHEET: 1, Lack.DELIVERY: 1}}
