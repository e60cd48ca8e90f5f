"""The pace of follow-up, as pure functions of dates."""

from datetime import date

import pytest

from fgc.errors import RuleBroken
from fgc.families.rules import Ending
from fgc.plans import rhythm
from fgc.plans.rhythm import Pace
from fgc.plans.rules import Promise, Repeats, Runs

TUESDAY = date(2026, 3, 3)
PACE = Pace(Repeats.WEEKLY, TUESDAY)


@pytest.mark.parametrize(
    ("pace", "today", "expected"),
    [
        (PACE, date(2026, 3, 2), TUESDAY),
        (PACE, date(2026, 3, 3), None),
        (PACE, date(2026, 3, 9), date(2026, 3, 10)),
        (Pace(Repeats.WEEKLY, TUESDAY, date(2026, 3, 9)), date(2026, 3, 9), None),
        (Pace(Repeats.DAILY, TUESDAY), date(2026, 3, 2), TUESDAY),
        (Pace(Repeats.DAILY, TUESDAY), date(2026, 3, 3), None),
        (Pace(Repeats.WEEKLY, TUESDAY, is_dated=False), date(2026, 3, 2), None),
        (Pace(Repeats.AS_NEEDED, TUESDAY), date(2026, 3, 2), None),
        (Pace(Repeats.MONTHLY, date(2026, 1, 31)), date(2026, 2, 27), date(2026, 2, 28)),
    ],
)
def test_the_day_of_which_somebody_is_reminded(pace, today, expected):
    assert rhythm.reminded_of(pace, today=today) == expected


@pytest.mark.parametrize(
    ("pace", "today", "expected"),
    [
        (PACE, TUESDAY, None),
        (PACE, date(2026, 3, 4), TUESDAY),
        (PACE, date(2026, 3, 17), TUESDAY),
        (PACE, date(2026, 3, 18), None),
        (PACE, date(2026, 4, 1), date(2026, 3, 31)),
        (Pace(Repeats.WEEKLY, TUESDAY, date(2026, 3, 20)), date(2026, 4, 1), None),
        (Pace(Repeats.ONCE, TUESDAY), date(2026, 3, 4), TUESDAY),
        (Pace(Repeats.ONCE, TUESDAY), date(2026, 4, 4), None),
        (Pace(Repeats.MONTHLY, TUESDAY), date(2026, 4, 4), date(2026, 4, 3)),
        (Pace(Repeats.AS_NEEDED, TUESDAY), date(2026, 3, 4), None),
    ],
)
def test_the_day_about_which_is_asked(pace, today, expected):
    assert rhythm.asked_about(pace, today=today) == expected


def test_a_pace_without_a_first_day_counts_from_the_yes():
    once_until = rhythm.pace_of("once", None, TUESDAY, approved_on=date(2026, 2, 24))
    once = rhythm.pace_of("once", None, None, approved_on=date(2026, 2, 24))
    weekly = rhythm.pace_of("weekly", None, None, approved_on=date(2026, 2, 24))

    assert rhythm.reminded_of(once_until, today=date(2026, 3, 2)) == TUESDAY
    assert once.repeats is Repeats.AS_NEEDED
    assert (rhythm.next_due(weekly, today=TUESDAY), rhythm.asked_about(weekly, today=date(2026, 2, 25))) == (
        None,
        date(2026, 2, 24),
    )


def test_a_report_of_what_was_never_promised_is_refused():
    for state in (Promise.DECLINED, Promise.LAPSED):
        with pytest.raises(RuleBroken):
            rhythm.after_report(state, Runs.RUNS)


@pytest.mark.parametrize(
    ("version", "had_meeting", "expected"),
    [(0, True, None), (1, True, Ending.PLAN_FROM_MEETING), (3, False, Ending.PLAN_WITHOUT_MEETING)],
)
def test_how_a_road_ends_follows_from_the_plan(version, had_meeting, expected):
    assert rhythm.ending_of(version, had_meeting=had_meeting) == expected
