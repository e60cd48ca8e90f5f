"""Reminders on the way to the day: once, some days later, only to who has not answered, and not shortly before."""

from datetime import date

import pytest

from fgc.access.actors import SystemActor
from fgc.conferences import actions, letters, rules
from fgc.conferences.models import Conference, DateAsked, InformationSheet, Invitation
from fgc.conferences.rules import Coming
from fgc.networks.models import Person
from fgc.networks.rules import Standing
from fgc.outbox.letters import Letter
from fgc.outbox.models import Channel, Kind, Message, State
from fgc.plans.actions import plan_follow_up
from tests.conferences.conftest import at
from tests.conferences.test_dates import by_link
from tests.conftest import acting

CLOCK = SystemActor("follow_up")


def sent():
    """What was asked by hand went out."""
    Message.objects.update(state=State.SENT)


def planned(clock, day, month=2, hour=9):
    """The clock rings twice on this day; returns what is new."""
    before = set(Message.objects.values_list("pk", flat=True))
    clock.move_to(at(day, hour, month=month))
    plan_follow_up(CLOCK)
    assert plan_follow_up(CLOCK) == 0
    return list(Message.objects.exclude(pk__in=before))


@pytest.fixture
def asked(ready, saturday, truus, mirjam):
    actions.ask_for_dates(acting(mirjam), ready, person_ids=[truus.pk])
    sent()
    return ready


def test_who_did_not_answer_the_poll_is_reminded_once(clock, asked, truus):
    assert [planned(clock, day) for day in (6, 8)] == [[], []]
    [message] = planned(clock, 9, hour=11)
    assert (message.kind, message.to_person_id, message.subject_id) == (Kind.REMIND_DATE, truus.pk, asked.pk)
    assert message.occurrence == "2026-02-05"
    assert [planned(clock, day) for day in (10, 12, 16)] == [[], [], []]
    assert isinstance(letters.ask_date(message), Letter)


def test_who_answered_the_poll_is_not_reminded(clock, asked, saturday, truus):
    actions.answer_date(by_link(truus), truus, conference=asked, answers={saturday.pk: "yes"})

    assert planned(clock, 10) == []


def test_nobody_is_reminded_shortly_before_the_first_moment_or_of_what_lies_with_the_coordinator(
    clock, asked, truus, mirjam
):
    DateAsked.objects.update(asked_at=at(14))
    assert planned(clock, 19) == []

    DateAsked.objects.update(asked_at=at(5))
    Message.objects.update(state=State.BY_HAND)
    assert planned(clock, 10) == []
    Message.objects.update(state=State.DONE_BY_HAND)
    assert [m.kind for m in planned(clock, 10)] == [Kind.REMIND_DATE]


def test_who_did_not_answer_the_invitation_is_reminded_once_by_the_own_way(clock, invited, truus):
    sent()
    Person.objects.filter(pk=truus.pk).update(no_messages=True)

    [message] = planned(clock, 10)
    assert (message.kind, message.to_person_id) == (Kind.REMIND_INVITATION, truus.pk)
    assert message.channel == Channel.CALL
    assert message.not_after == at(20, 11)
    assert planned(clock, 11) == []


@pytest.mark.parametrize("why", ["answered", "left", "shortly_before", "cancelled"])
def test_no_reminder_of_an_invitation_that_asks_nothing(why, clock, invited, mirjam):
    sent()
    if why == "answered":
        Invitation.objects.update(coming=Coming.IN_PERSON)
    if why == "left":
        Person.objects.filter(pk=invited.person_id).update(standing=Standing.LEFT, left_at=at(6))
    if why == "shortly_before":
        Invitation.objects.update(sent_at=at(13))
    if why == "cancelled":
        actions.cancel_conference(acting(mirjam), invited.conference)

    kinds = [message.kind for message in planned(clock, 19 if why == "shortly_before" else 10)]
    assert Kind.REMIND_INVITATION not in kinds


def test_a_reminder_of_a_meeting_that_was_moved_is_not_sent(clock, invited):
    sent()
    [message] = planned(clock, 10)
    assert isinstance(letters.invitation(message), Letter)

    Conference.objects.update(starts_at=at(28, 11), ends_at=at(28, 15))
    assert letters.invitation(message).reason == "replaced"


def test_a_professional_is_reminded_some_days_before_the_page_must_be_in(clock, sheet, hanneke):
    assert [m.kind for m in planned(clock, 14)] == []
    [message] = planned(clock, 16)
    assert (message.kind, message.to_user, message.subject_id) == (Kind.REMIND_INFORMATION, hanneke, sheet.pk)
    assert [m.kind for m in planned(clock, 17)] == [Kind.PREPARATION_GAPS]
    assert letters.ask_information(message).leads_to

    InformationSheet.objects.update(due_on=date(2026, 2, 19))
    assert letters.ask_information(message).reason == "moved"
    Person.objects.filter(pk=sheet.person_id).update(standing=Standing.LEFT, left_at=at(6))
    assert letters.ask_information(message).reason == "left"


def test_who_was_asked_yesterday_or_handed_it_in_is_not_reminded(clock, sheet, hanneke, page, mirjam, outsider):
    InformationSheet.objects.update(due_on=date(2026, 2, 8))
    assert planned(clock, 6) == []

    actions.hand_in_information(acting(hanneke), sheet, **page)
    assert Kind.REMIND_INFORMATION not in [m.kind for m in planned(clock, 8)]


def test_the_coordinator_hears_in_the_week_of_the_meeting_what_is_missing(clock, dated, mirjam, cem):
    Person.objects.all().delete()
    assert planned(clock, 14) == []
    [message] = planned(clock, 17)
    assert (message.kind, message.to_user, message.subject_id) == (Kind.PREPARATION_GAPS, mirjam, dated.pk)
    assert planned(clock, 18) == []
    assert "preparation" in letters.preparation_gaps(message).leads_to

    Message.objects.filter(pk=message.pk).update(to_user=cem)
    message.refresh_from_db()
    assert letters.preparation_gaps(message).reason == "access_ended"
    Conference.objects.update(starts_at=at(28, 11), ends_at=at(28, 15))
    assert letters.preparation_gaps(message).reason == "replaced"


def test_the_coordinator_hears_nothing_when_nothing_is_missing(clock, talked, mirjam):
    Invitation.objects.update(coming=Coming.IN_PERSON)
    message = Message(family_id=talked.family_id, to_user=mirjam, subject_id=talked.conference_id)
    message.occurrence = rules.occasion(talked.conference.starts_at)

    assert [m.kind for m in planned(clock, 18) if m.to_user == mirjam] == []
    assert letters.preparation_gaps(message).reason == "nothing_missing"
