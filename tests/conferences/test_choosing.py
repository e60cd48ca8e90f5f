"""The date is set, moved, called off (guard G3)."""

from datetime import date
from typing import Any

import pytest

from fgc.accounts.models import User
from fgc.conferences import actions, queries
from fgc.conferences.calendar import appointment
from fgc.conferences.models import Conference, DateOption, Invitation
from fgc.conferences.rules import Coming, Moment, Sent
from fgc.errors import NotAllowed, RuleBroken
from fgc.families.models import Child, Family, MainQuestion
from fgc.networks.models import Person
from fgc.outbox.models import Kind, Message, State
from tests import factories
from tests.conferences.conftest import at
from tests.conftest import acting

BRINK = {"place_kind": "community_house", "place": "De Brink"}


def test_the_family_sets_the_date(ready: Conference, saturday: DateOption, saskia: User) -> None:
    conference = actions.choose_date(acting(saskia), ready, saturday, **BRINK)

    assert (conference.moment, conference.starts_at, conference.place) == (Moment.DATED, at(21, 11), "De Brink")


def test_who_was_asked_hears_that_there_is_a_date(
    ready: Conference, saturday: DateOption, truus: Person, mirjam: User
) -> None:
    actions.ask_for_dates(acting(mirjam), ready, person_ids=[truus.pk])

    actions.choose_date(acting(mirjam), ready, saturday, **BRINK)

    assert Message.objects.get(kind=Kind.DATE_CHOSEN).to_person_id == truus.pk
    assert Message.objects.get(kind=Kind.ASK_DATE).state == State.SKIPPED
    assert queries.next_meeting_of(truus) == ready


def test_a_date_waits_for_the_question(ready: Conference, saturday: DateOption, mirjam: User) -> None:
    MainQuestion.objects.update(state="proposed")

    with pytest.raises(RuleBroken) as no:
        actions.choose_date(acting(mirjam), ready, saturday, **BRINK)

    assert no.value.code == "missing_question"


def test_a_date_waits_for_each_child(ready: Conference, saturday: DateOption, mirjam: User) -> None:
    deniz = factories.ChildFactory(family=ready.family, call_name="Deniz", birth_date=date(2015, 3, 19))

    with pytest.raises(RuleBroken) as no:
        actions.choose_date(acting(mirjam), ready, saturday, **BRINK)
    assert no.value.code == "missing_children"

    Child.objects.filter(pk=deniz.pk).update(did_not_want=True)
    assert actions.choose_date(acting(mirjam), ready, saturday, **BRINK).moment == Moment.DATED


def test_a_date_waits_for_the_talk_about_safety(ready: Conference, saturday: DateOption, mirjam: User) -> None:
    Conference.objects.update(safety_checked_on=None)
    with pytest.raises(RuleBroken) as no:
        actions.choose_date(acting(mirjam), ready, saturday, **BRINK)
    assert no.value.code == "missing_safety"

    actions.record_safety_check(acting(mirjam), ready, on=date(2026, 2, 5))

    assert actions.choose_date(acting(mirjam), ready, saturday, **BRINK).safety_checked_on == date(2026, 2, 5)


def test_the_talk_about_safety_is_noted_afterwards_by_the_coordinator(
    conference: Conference, mirjam: User, saskia: User
) -> None:
    with pytest.raises(RuleBroken) as no:
        actions.record_safety_check(acting(mirjam), conference, on=date(2026, 2, 6))
    assert no.value.field == "on"

    with pytest.raises(NotAllowed):
        actions.record_safety_check(acting(saskia), conference, on=date(2026, 2, 5))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"place_kind": "town_hall", "place": "Stadhuis"}, "place_kind"),
        ({"place_kind": "home", "place": " "}, "place"),
        ({"place_kind": "home", "place": "x" * 281}, "place"),
        ({"place_kind": "home", "place": "bij 111222333"}, "place"),
    ],
)
def test_a_place_is_a_place(
    ready: Conference, saturday: DateOption, mirjam: User, given: dict[str, str], field: str
) -> None:
    with pytest.raises(RuleBroken) as no:
        actions.choose_date(acting(mirjam), ready, saturday, **given)

    assert no.value.field == field


def test_choosing_twice_is_choosing_once(
    dated: Conference, saturday: DateOption, sunday: DateOption, mirjam: User
) -> None:
    assert actions.choose_date(acting(mirjam), dated, saturday, **BRINK) == dated

    with pytest.raises(RuleBroken) as no:
        actions.choose_date(acting(mirjam), dated, sunday, **BRINK)
    assert no.value.code == "dated"


def test_a_moment_that_passed_meanwhile_is_not_chosen(
    ready: Conference, saturday: DateOption, mirjam: User, clock: Any
) -> None:
    clock.move_to(at(21, 12))

    with pytest.raises(RuleBroken) as no:
        actions.choose_date(acting(mirjam), ready, saturday, **BRINK)

    assert no.value.code == "past"


def test_a_moment_of_another_meeting_does_not_exist(ready: Conference, mirjam: User) -> None:
    with pytest.raises(NotAllowed):
        actions.choose_date(acting(mirjam), ready, factories.DateOptionFactory(), **BRINK)


def test_others_do_not_set_the_date(ready: Conference, saturday: DateOption, cem: User, stranger: User) -> None:
    for user in (cem, stranger):
        with pytest.raises(NotAllowed):
            actions.choose_date(acting(user), ready, saturday, **BRINK)


def test_a_holiday_beside_the_date_is_named() -> None:
    assert queries.holidays_near(date(2026, 4, 4)) == ["Goede vrijdag", "Eerste paasdag"]
    assert queries.holidays_near(date(2026, 2, 21)) == []


def test_a_calendar_file_tells_nothing_but_the_time(dated: Conference) -> None:
    text = appointment(queries.When(dated)).decode()

    assert "SUMMARY:Afspraak" in text or "SUMMARY:Appointment" in text
    assert "20260221T110000" in text
    for word in ("Brink", "Noor", "kring", "LOCATION", "fgc", "familie"):
        assert word not in text


def test_moving_asks_everybody_again(
    invited: Invitation, fatma: Person, mirjam: User, saskia: User, clock: Any
) -> None:
    conference = invited.conference
    [told] = actions.invite(acting(mirjam), conference, person_ids=[fatma.pk])
    actions.mark_told(acting(mirjam), told)
    actions.answer_invitation(acting(mirjam), told, coming="in_person")

    actions.move_conference(acting(saskia), conference, starts_at=at(28, 11), ends_at=at(28, 16), **BRINK)

    invited.refresh_from_db()
    told.refresh_from_db()
    assert (invited.sent, told.sent, told.coming) == (Sent.SENT, Sent.DRAFT, Coming.NOT_ANSWERED)
    messages = Message.objects.filter(kind=Kind.INVITATION, to_person_id=invited.person_id)
    assert sorted(messages.values_list("state", flat=True)) == [State.PENDING, State.SKIPPED]
    assert queries.invitation_for(fatma, told.pk) is None


def test_another_place_at_the_same_time_leaves_the_answers(invited: Invitation, mirjam: User) -> None:
    conference = invited.conference
    actions.answer_invitation(acting(mirjam), invited, coming="video")

    actions.move_conference(
        acting(mirjam), conference, starts_at=at(21, 11), ends_at=at(21, 16), place_kind="home", place="Bij Truus"
    )

    invited.refresh_from_db()
    assert invited.coming == Coming.VIDEO


def test_only_a_meeting_with_a_date_is_moved(conference: Conference, informing: Conference, mirjam: User) -> None:
    with pytest.raises(RuleBroken) as no:
        actions.move_conference(acting(mirjam), informing, starts_at=at(28, 11), ends_at=at(28, 16), **BRINK)

    assert no.value.code == "wrong_moment"


def test_calling_off_tells_only_who_knew(invited: Invitation, fatma: Person, mirjam: User, saskia: User) -> None:
    actions.invite(acting(mirjam), invited.conference, person_ids=[fatma.pk])

    actions.cancel_conference(acting(saskia), invited.conference)
    actions.cancel_conference(acting(saskia), invited.conference)

    assert list(Message.objects.filter(kind=Kind.CANCELLED).values_list("to_person_id", flat=True)) == [
        invited.person_id
    ]
    assert Message.objects.get(kind=Kind.INVITATION).state == State.SKIPPED
    assert set(Invitation.objects.values_list("sent", flat=True)) == {Sent.CANCELLED}
    assert queries.conference_of(invited.family) is None


def test_a_meeting_can_also_be_called_off_while_the_parents_disagree(dated: Conference, mirjam: User) -> None:
    Family.objects.update(is_disputed=True)

    assert actions.cancel_conference(acting(mirjam), dated).moment == Moment.CANCELLED


def test_a_day_that_began_is_not_called_off(informing: Conference, mirjam: User) -> None:
    with pytest.raises(RuleBroken):
        actions.cancel_conference(acting(mirjam), informing)


def test_what_is_over_stays_as_it_was(dated: Conference, mirjam: User, truus: Person) -> None:
    actions.cancel_conference(acting(mirjam), dated)

    with pytest.raises(RuleBroken) as no:
        actions.invite(acting(mirjam), dated, person_ids=[truus.pk])

    assert no.value.code == "over"


def test_a_plan_for_the_children_gets_no_date(ready: Conference, saturday: DateOption, mirjam: User) -> None:
    """Nothing is asked there of a question, a child or safety; and there is nobody who could come."""
    Family.objects.filter(pk=ready.family_id).update(kind="childrens_plan")

    with pytest.raises(RuleBroken) as no:
        actions.choose_date(acting(mirjam), ready, saturday, **BRINK)

    assert no.value.code == "childrens_plan"
    assert Conference.objects.get(pk=ready.pk).moment == Moment.PLANNING
