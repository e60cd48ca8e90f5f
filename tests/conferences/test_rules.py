"""The rules of the way to the day, with plain values."""

import uuid
from datetime import date, datetime, timedelta

import pytest

from fgc.conferences import rules
from fgc.conferences.rules import DateAnswer, Lack, Moment, Phase, Step
from fgc.errors import RuleBroken
from tests.conferences.conftest import at

NOOR, SASKIA, TRUUS = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
YES, IF_NEED_BE, NO = DateAnswer.YES, DateAnswer.IF_NEED_BE, DateAnswer.NO


def test_the_moment_with_most_yes_stands_first() -> None:
    early, late = uuid.uuid4(), uuid.uuid4()
    replies = {early: {SASKIA: IF_NEED_BE, TRUUS: YES}, late: {SASKIA: YES, TRUUS: YES}}

    ranked = rules.rank({early: at(20), late: at(21)}, replies, {NOOR})

    assert [one.option_id for one in ranked] == [late, early]
    assert (ranked[0].score, ranked[0].yes, ranked[1].if_need_be) == (4, 2, 1)


def test_of_two_that_fit_as_well_the_earlier_one_stands_first() -> None:
    early, late = uuid.uuid4(), uuid.uuid4()

    ranked = rules.rank({late: at(21), early: at(20)}, {}, set())

    assert [one.option_id for one in ranked] == [early, late]


def test_a_moment_at_which_the_main_person_cannot_come_stands_last_whatever_others_say() -> None:
    hers, theirs = uuid.uuid4(), uuid.uuid4()
    replies = {hers: {NOOR: YES, SASKIA: NO, TRUUS: NO}, theirs: {NOOR: NO, SASKIA: YES, TRUUS: YES}}

    ranked = rules.rank({hers: at(21), theirs: at(20)}, replies, {NOOR})

    assert [one.option_id for one in ranked] == [hers, theirs]
    assert ranked[1].main_cannot


@pytest.mark.parametrize(
    ("begin", "end", "code", "field"),
    [
        (at(4), at(4, 12), "past", "starts_at"),
        (at(21, 11), at(21, 11), "order", "ends_at"),
        (at(21, 11), at(21, 9), "order", "ends_at"),
        (at(21, 11), at(22, 11), "too_long", "ends_at"),
        (at(20, 13), at(20, 15), "overlap", "starts_at"),
    ],
)
def test_a_moment_that_does_not_fit_is_refused(begin: datetime, end: datetime, code: str, field: str) -> None:
    with pytest.raises(RuleBroken) as no:
        rules.must_fit(begin, end, others=[(at(20, 12), at(20, 14))], now=at(5))

    assert (no.value.code, no.value.field) == (code, field)


def test_a_moment_that_begins_when_another_ends_fits() -> None:
    rules.must_fit(at(20, 14), at(20, 16), others=[(at(20, 12), at(20, 14))], now=at(5))


@pytest.mark.parametrize("missing", ["question", "children", "safety"])
def test_a_date_waits_for_the_question_the_children_and_safety(missing: str) -> None:
    with pytest.raises(RuleBroken) as no:
        rules.must_be_ready_for_a_date({Lack(missing): 1, Lack.DATE: 1})

    assert no.value.code == f"missing_{missing}"


def test_a_date_does_not_wait_for_what_comes_after_it() -> None:
    rules.must_be_ready_for_a_date({Lack.DATE: 1, Lack.WAY: 2, Lack.ANSWER: 1})


@pytest.mark.parametrize(
    ("today", "moment", "is_in_time"),
    [
        (date(2026, 2, 20), Moment.DATED, True),
        (date(2026, 2, 21), Moment.DATED, False),
        (date(2026, 2, 20), Moment.INFORMING, False),
        (date(2026, 2, 20), Moment.HELD, False),
    ],
)
def test_there_is_no_new_news_on_the_day(today: date, moment: Moment, is_in_time: bool) -> None:
    day = date(2026, 2, 21)

    if is_in_time:
        rules.must_be_before_the_day(today=today, day=day, moment=moment)
    else:
        with pytest.raises(RuleBroken):
            rules.must_be_before_the_day(today=today, day=day, moment=moment)


def test_without_a_date_every_day_is_before_the_day() -> None:
    rules.must_be_before_the_day(today=date(2026, 2, 21), day=None, moment=Moment.PLANNING)


def test_what_is_missing_is_named_in_the_order_in_which_it_is_done() -> None:
    lacking = rules.lacking({Lack.TALK: 2, Lack.DATE: 1, Lack.SHEET: 0})

    assert list(lacking.items()) == [(Lack.DATE, 1), (Lack.TALK, 2)]


def test_a_sheet_that_never_came_does_not_stop_the_day() -> None:
    assert rules.is_ready({Lack.SHEET: 1, Lack.ANSWER: 3})
    assert not rules.is_ready({Lack.TALK: 1})
    assert not rules.is_ready({Lack.DELIVERY: 1})


@pytest.mark.parametrize(
    ("sent", "coming", "has_talk", "needed"),
    [
        (rules.Sent.SENT, rules.Coming.NOT_ANSWERED, False, True),
        (rules.Sent.TOLD, rules.Coming.IN_PERSON, False, True),
        (rules.Sent.TOLD, rules.Coming.IN_PERSON, True, False),
        (rules.Sent.SENT, rules.Coming.NOT, False, False),
        (rules.Sent.DRAFT, rules.Coming.NOT_ANSWERED, False, False),
    ],
)
def test_who_was_asked_and_may_come_is_spoken_with(
    sent: rules.Sent, coming: rules.Coming, has_talk: bool, needed: bool
) -> None:
    assert rules.needs_talk(sent=sent, coming=coming, has_talk=has_talk) is needed


@pytest.mark.parametrize("step", list(Step))
@pytest.mark.parametrize("moment", list(Moment))
def test_the_day_goes_through_its_parts_in_one_order(moment: Moment, step: Step) -> None:
    if (moment, step) in rules.NEXT:
        assert rules.next_moment(moment, step) in (*rules.DURING, Moment.HELD)
    else:
        with pytest.raises(RuleBroken):
            rules.next_moment(moment, step)


def test_forgotten_private_time_ends_at_six_the_next_morning() -> None:
    assert rules.private_time_ends_by(at(21, 12, 50)) == at(22, 6)
    assert rules.private_time_ends_by(at(21, 23, 59)) == at(22, 6)


def test_it_is_six_on_the_clock_also_in_the_night_in_which_the_clock_moves() -> None:
    end = rules.private_time_ends_by(at(28, 12, month=3))

    assert end == at(29, 6, month=3)
    assert end.utcoffset() == timedelta(hours=2)


def test_only_the_familys_own_people_and_their_interpreter_are_in_private_time() -> None:
    assert rules.may_be_in(Phase.PRIVATE, is_outsider=False, is_interpreter=False)
    assert rules.may_be_in(Phase.PRIVATE, is_outsider=True, is_interpreter=True)
    assert not rules.may_be_in(Phase.PRIVATE, is_outsider=True, is_interpreter=False)
    assert rules.may_be_in(Phase.INFORMATION, is_outsider=True, is_interpreter=False)


def test_no_road_leads_to_held_around_private_time():
    """In none of the four ways of working may it be skipped."""
    reached = {Moment.DATED}
    for _step in Step:
        reached |= {after for (before, _step), after in rules.NEXT.items() if before in reached} - {Moment.PRIVATE}

    assert Moment.INFORMING in reached
    assert Moment.HELD not in reached
