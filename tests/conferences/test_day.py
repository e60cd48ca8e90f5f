"""The day: three parts in one order, and private time that is private (guards G4 and G5)."""

from typing import Any

import pytest

from fgc.access import grants
from fgc.access.actors import SystemActor
from fgc.access.can import Can
from fgc.accounts.models import User
from fgc.conferences import actions, queries
from fgc.conferences.models import Attendance, Conference, InformationSheet, Invitation, PrivatePaper
from fgc.conferences.rules import Moment, Phase
from fgc.errors import NotAllowed, RuleBroken
from fgc.families.models import Family
from fgc.families.queries import waits_outside
from fgc.networks.models import Person
from fgc.networks.rules import CircleRole
from tests import factories
from tests.conferences.conftest import at
from tests.conftest import acting


def test_the_day_begins_when_everybody_was_spoken_with(talked: Invitation, mirjam: User, clock: Any) -> None:
    clock.move_to(at(21, 11))

    conference = actions.start_day(acting(mirjam), talked.conference)

    assert conference.moment == Moment.INFORMING
    assert queries.day_of(conference).now.phase == Phase.INFORMATION


def test_without_a_talk_the_day_waits_and_says_why(invited: Invitation, mirjam: User, clock: Any) -> None:
    clock.move_to(at(21, 11))
    with pytest.raises(RuleBroken) as no:
        actions.start_day(acting(mirjam), invited.conference)
    assert no.value.code == "not_ready"

    day = at(21).date()
    actions.record_talk(acting(mirjam), invited.conference, invited.person, by="not_reached", held_on=day)

    assert actions.start_day(acting(mirjam), invited.conference).moment == Moment.INFORMING


def test_information_that_is_in_reaches_the_family_before_the_day_begins(
    talked: Invitation, sheet: InformationSheet, page: dict[str, str], hanneke: User, mirjam: User, clock: Any
) -> None:
    actions.hand_in_information(acting(hanneke), sheet, **page)
    clock.move_to(at(21, 11))
    with pytest.raises(RuleBroken) as no:
        actions.start_day(acting(mirjam), talked.conference)
    assert no.value.code == "not_ready"

    actions.deliver_information(acting(mirjam), talked.conference)

    assert actions.start_day(acting(mirjam), talked.conference).moment == Moment.INFORMING


def test_a_professional_who_never_answered_does_not_hold_up_the_family(
    talked: Invitation, sheet: InformationSheet, mirjam: User, clock: Any
) -> None:
    clock.move_to(at(21, 11))

    assert actions.start_day(acting(mirjam), talked.conference).moment == Moment.INFORMING


def test_the_day_does_not_begin_before_the_day(talked: Invitation, mirjam: User, clock: Any) -> None:
    clock.move_to(at(20, 23))

    with pytest.raises(RuleBroken) as no:
        actions.start_day(acting(mirjam), talked.conference)

    assert no.value.code == "too_early"


def test_only_the_coordinator_leads_the_day(talked: Invitation, saskia: User, cem: User, clock: Any) -> None:
    clock.move_to(at(21, 11))

    for user in (saskia, cem):
        with pytest.raises(NotAllowed):
            actions.start_day(acting(user), talked.conference)


def test_starting_twice_is_refused_in_words(informing: Conference, mirjam: User) -> None:
    with pytest.raises(RuleBroken) as no:
        actions.start_day(acting(mirjam), informing)

    assert no.value.code == "wrong_moment"


def test_private_time_shuts_the_coordinator_out(
    private: Conference, mirjam: User, saskia: User, family: Family
) -> None:
    assert waits_outside(acting(mirjam), family.pk)
    for can in (Can.SEE_FAMILY, Can.SEE_CIRCLE, Can.LEAD_DAY, Can.WRITE_PRIVATELY, Can.END_PRIVATE_TIME, Can.PREPARE):
        assert not acting(mirjam).may(can, family)
    assert acting(saskia).may(Can.WRITE_PRIVATELY, family)

    for act in (actions.end_private_time, actions.end_day, actions.start_private_time):
        with pytest.raises(NotAllowed):
            act(acting(mirjam), private)


def test_private_time_follows_part_one(talked: Invitation, mirjam: User) -> None:
    with pytest.raises(RuleBroken) as no:
        actions.start_private_time(acting(mirjam), talked.conference)

    assert no.value.code == "wrong_moment"
    assert Family.objects.get().private_since is None


def test_the_family_writes_what_no_outsider_reads(
    private: Conference, saskia: User, cem: User, mirjam: User, hanneke: User
) -> None:
    paper = actions.write_privately(acting(saskia), private, text="Wie brengt Deniz?")

    assert queries.private_paper_of(acting(cem), private) == paper
    for user in (mirjam, hanneke):
        with pytest.raises(NotAllowed):
            queries.private_paper_of(acting(user), private)
        with pytest.raises(NotAllowed):
            actions.write_privately(acting(user), private, text="Ik lees mee.")


def test_the_coordinator_does_not_read_it_afterwards_either(private: Conference, saskia: User, mirjam: User) -> None:
    actions.write_privately(acting(saskia), private, text="Alleen voor ons.")
    actions.end_private_time(acting(saskia), private)

    with pytest.raises(NotAllowed):
        queries.private_paper_of(acting(mirjam), private)


def test_two_who_write_at_once_do_not_lose_words(private: Conference, saskia: User, cem: User, clock: Any) -> None:
    first = actions.write_privately(acting(saskia), private, text="Eerst.")
    clock.move_to(at(21, 13))
    actions.write_privately(acting(cem), private, text="Eerst. En dan.", seen_at=first.changed_at)

    with pytest.raises(RuleBroken) as no:
        actions.write_privately(acting(saskia), private, text="Iets anders.", seen_at=first.changed_at)

    assert (no.value.code, no.value.field) == ("stale", "text")
    assert PrivatePaper.objects.get().text == "Eerst. En dan."


def test_the_familys_sheet_opens_with_private_time(informing: Conference, saskia: User) -> None:
    with pytest.raises(RuleBroken) as no:
        actions.write_privately(acting(saskia), informing, text="Te vroeg.")

    assert no.value.code == "wrong_moment"


def test_anybody_of_the_circle_ends_private_time(private: Conference, cem: User, mirjam: User, clock: Any) -> None:
    clock.move_to(at(21, 15, 25))

    actions.end_private_time(acting(cem), private)
    actions.end_private_time(acting(cem), private)

    assert Family.objects.get().private_since is None
    day = queries.day_of(Conference.objects.get())
    assert [part.state for part in day.parts] == ["done", "done", "now"]
    assert day.parts[1].row.ended_at == at(21, 15, 25)
    assert acting(mirjam).may(Can.LEAD_DAY, private)


def test_ending_is_always_possible_even_when_the_parents_disagree(private: Conference, saskia: User) -> None:
    Family.objects.update(is_disputed=True)

    assert actions.end_private_time(acting(saskia), private).moment == Moment.AGREEING


def test_there_is_no_end_without_a_beginning(informing: Conference, saskia: User) -> None:
    with pytest.raises(RuleBroken):
        actions.end_private_time(acting(saskia), informing)


def test_private_time_that_the_family_ends_at_that_very_moment_is_not_ended_again(
    private: Conference, clock: Any, monkeypatch: Any
) -> None:
    clock.move_to(at(22, 7))
    monkeypatch.setattr(grants, "hold", lambda family_id: Conference.objects.update(moment=Moment.AGREEING))

    assert actions.end_forgotten_private_time(SystemActor("clock")) == 0


def test_private_time_that_was_over_before_the_clock_came_is_not_ended_again(private: Conference, clock: Any) -> None:
    clock.move_to(at(22, 7))
    Conference.objects.update(moment=Moment.AGREEING)

    assert actions.end_forgotten_private_time(SystemActor("clock")) == 0


def test_forgotten_private_time_ends_the_next_morning(private: Conference, mirjam: User, clock: Any) -> None:
    clock.move_to(at(22, 5, 59))
    assert actions.end_forgotten_private_time(SystemActor("clock")) == 0
    assert waits_outside(acting(mirjam), private.family_id)

    clock.move_to(at(22, 6, 10))
    assert actions.end_forgotten_private_time(SystemActor("clock")) == 1
    assert actions.end_forgotten_private_time(SystemActor("clock")) == 0

    assert acting(mirjam).may(Can.LEAD_DAY, private)
    assert queries.day_of(Conference.objects.get()).parts[1].row.ended_at == at(22, 6)


def test_nobody_but_the_clock_ends_it_so(private: Conference, saskia: User, mirjam: User) -> None:
    for user in (saskia, mirjam):
        with pytest.raises(NotAllowed):
            actions.end_forgotten_private_time(acting(user))


def test_the_coordinator_ends_the_day(private: Conference, saskia: User, mirjam: User, clock: Any) -> None:
    actions.end_private_time(acting(saskia), private)
    clock.move_to(at(21, 16, 10))

    ended = actions.end_day(acting(mirjam), private)

    assert actions.end_day(acting(mirjam), private) == ended
    assert ended.moment == Moment.HELD
    assert queries.day_of(ended).now is None
    assert queries.conference_of(ended.family) == ended


def test_who_was_there_is_noted_and_noted_again(
    informing: Conference, truus: Person, fatma: Person, mirjam: User
) -> None:
    note = actions.record_attendance
    note(acting(mirjam), informing, phase="information", present={truus.pk: "in_person", fatma.pk: "in_person"})
    note(acting(mirjam), informing, phase="information", present={truus.pk: "video"})

    [attendance] = queries.day_of(informing).parts[0].present
    assert (attendance.person, attendance.presence) == (truus, "video")
    assert queries.part_in(informing, "information") is not None
    assert queries.expected_in(informing, Phase.PRIVATE) == [truus]


def test_nobody_from_outside_was_in_private_time_but_the_interpreter(
    private: Conference, outsider: Person, saskia: User, mirjam: User
) -> None:
    sibel = factories.PersonFactory(family=private.family, call_name="Sibel", role=CircleRole.INTERPRETER)
    with pytest.raises(NotAllowed):
        actions.record_attendance(acting(mirjam), private, phase="private", present={sibel.pk: "in_person"})
    actions.end_private_time(acting(saskia), private)

    actions.record_attendance(acting(mirjam), private, phase="private", present={sibel.pk: "in_person"})
    with pytest.raises(RuleBroken) as no:
        actions.record_attendance(acting(mirjam), private, phase="private", present={outsider.pk: "in_person"})

    assert no.value.code == "outsider"
    assert Attendance.objects.get().person == sibel


def test_attendance_that_makes_no_sense_is_refused(informing: Conference, truus: Person, mirjam: User) -> None:
    cases = [
        ("private", {truus.pk: "in_person"}, "wrong_moment"),
        ("information", {truus.pk: "asleep"}, "invalid"),
        ("information", {factories.PersonFactory().pk: "in_person"}, "not_here"),
    ]
    for phase, present, code in cases:
        with pytest.raises(RuleBroken) as no:
            actions.record_attendance(acting(mirjam), informing, phase=phase, present=present)
        assert no.value.code == code
