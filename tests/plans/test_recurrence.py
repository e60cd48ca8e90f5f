"""How often an agreement returns: rules of RFC 5545, what they refuse, and how people tick and read them."""

from datetime import date

import pytest
from django.utils import translation

from fgc.errors import RuleBroken
from fgc.outbox import hours
from fgc.plans import actions, rhythm
from fgc.plans.rules import Repeats, often, recurrence
from tests import factories
from tests.conftest import acting
from tests.plans.running import ZONE, on

TUESDAY = date(2026, 3, 3)


def days(repeats, starts_on, *, after, until, rule="", ends_on=None):
    found = recurrence.occurrences(Repeats(repeats), starts_on, ends_on, after=after, until=until, rule=rule)
    return [day.isoformat()[5:] for day in found]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=WEEKLY;BYDAY=TU,TH", ["03-03", "03-05", "03-10", "03-12", "03-17", "03-19", "03-24", "03-26"]),
        ("FREQ=WEEKLY;INTERVAL=3", ["03-03", "03-24"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", ["03-16"]),
        ("FREQ=MONTHLY;BYDAY=1TU", ["03-03"]),
        ("FREQ=MONTHLY;BYDAY=-1FR", ["03-27"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", []),
        ("FREQ=MONTHLY;BYMONTHDAY=15", ["03-15"]),
        ("FREQ=DAILY;INTERVAL=10", ["03-03", "03-13", "03-23"]),
        ("FREQ=WEEKLY;COUNT=2", ["03-03", "03-10"]),
        ("FREQ=WEEKLY;UNTIL=20260317", ["03-03", "03-10", "03-17"]),
        ("FREQ=YEARLY", ["03-03"]),
    ],
)
def test_the_days_of_a_rule(rule, expected):
    assert days("weekly", TUESDAY, after=date(2026, 3, 1), until=date(2026, 3, 29), rule=rule) == expected


def test_the_days_of_a_month():
    april = {"starts_on": TUESDAY, "after": date(2026, 3, 28), "until": date(2026, 4, 30)}

    assert days("monthly", **april, rule="FREQ=MONTHLY;BYDAY=1TU") == ["04-07"]
    assert days("monthly", **april, rule="FREQ=MONTHLY;BYDAY=2SA,-1SU") == ["03-29", "04-11", "04-26"]
    assert days("monthly", **april, rule="FREQ=MONTHLY;BYMONTHDAY=-1") == ["03-31", "04-30"]


def test_a_rule_ends_with_the_agreement_and_with_the_window():
    weekly = {"starts_on": TUESDAY, "rule": "FREQ=WEEKLY"}

    assert days("weekly", **weekly, after=TUESDAY, until=date(2026, 3, 17)) == ["03-10", "03-17"]
    assert days("weekly", **weekly, after=TUESDAY, until=date(2027, 1, 1), ends_on=date(2026, 3, 16)) == ["03-10"]


def test_the_31st_and_the_29th_of_february():
    year = {"after": date(2026, 1, 1), "until": date(2026, 6, 30)}
    leap = date(2028, 2, 29)

    assert days("monthly", date(2026, 1, 31), **year) == ["01-31", "02-28", "03-31", "04-30", "05-31", "06-30"]
    assert days("monthly", date(2028, 1, 30), after=date(2028, 1, 30), until=date(2028, 3, 30)) == ["02-29", "03-30"]
    assert days("monthly", leap, after=leap, until=date(2028, 4, 30)) == ["03-29", "04-29"]
    next_one = recurrence.first_from(Repeats.MONTHLY, leap, None, day=date(2028, 3, 1), rule="FREQ=YEARLY")
    assert next_one == date(2032, 2, 29)


@pytest.mark.parametrize(("sunday", "utc"), [(date(2026, 3, 29), 15), (date(2026, 10, 25), 16)])
def test_a_reminder_comes_at_the_same_hour_on_the_day_the_clock_changes(sunday, utc):
    pace = rhythm.Pace(Repeats.WEEKLY, date(2026, 3, 2), rule="FREQ=WEEKLY;BYDAY=MO")

    assert rhythm.reminded_of(pace, today=sunday) == sunday.replace(day=sunday.day + 1)
    moment = hours.at(sunday, hours.REMIND_AT, ZONE)
    assert (moment.hour, (moment - moment.utcoffset()).hour) == (17, utc)


@pytest.mark.parametrize(
    "rule",
    [
        "sometimes",
        "FREQ=SECONDLY",
        "FREQ=MINUTELY",
        "FREQ=HOURLY;COUNT=3",
        "FREQ=WEEKLY;BYHOUR=3",
        "FREQ=WEEKLY;COUNT=1000000",
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=WEEKLY;INTERVAL=53",
        "FREQ=WEEKLY;INTERVAL=-1",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=TU,TU",
        "FREQ=WEEKLY;BYDAY=1TU",
        "FREQ=MONTHLY;BYDAY=TU",
        "FREQ=MONTHLY;BYDAY=5TU",
        "FREQ=MONTHLY;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYDAY=1TU;BYMONTHDAY=3",
        "FREQ=DAILY;BYDAY=TU",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=WEEKLY;WKST=SU",
        "FREQ=WEEKLY;FREQ=DAILY",
        "FREQ=WEEKLY;UNTIL=soon",
        "FREQ=WEEKLY;UNTIL=20260401;COUNT=2",
        "FREQ=WEEKLY;UNTIL=20260302",
        "FREQ=WEEKLY;BYDAY=" + "MO," * 200,
    ],
)
def test_what_is_no_rule_is_refused(rule):
    with pytest.raises(RuleBroken) as no:
        recurrence.checked(rule, starts_on=TUESDAY, today=TUESDAY)

    assert (no.value.field, no.value.code) == ("rule", "invalid")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("", ""),
        (" rrule:interval=1;byday=TH,TU;freq=weekly;wkst=MO ", "FREQ=WEEKLY;BYDAY=TU,TH"),
        ("FREQ=MONTHLY;BYDAY=-1MO,+1FR,1MO", "FREQ=MONTHLY;BYDAY=1MO,1FR,-1MO"),
        ("FREQ=WEEKLY;UNTIL=20260401T220000Z", "FREQ=WEEKLY;UNTIL=20260401"),
    ],
)
def test_a_rule_is_kept_in_one_way(said, kept):
    assert recurrence.checked(said, starts_on=None, today=TUESDAY) == kept


@pytest.mark.parametrize(
    ("rule", "nearest"),
    [
        ("FREQ=DAILY", "daily"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "daily"),
        ("FREQ=DAILY;INTERVAL=3", "weekly"),
        ("FREQ=WEEKLY;BYDAY=TU", "weekly"),
        ("FREQ=WEEKLY;INTERVAL=3", "fortnightly"),
        ("FREQ=WEEKLY;INTERVAL=4", "monthly"),
        ("FREQ=MONTHLY;BYDAY=1TU", "monthly"),
        ("FREQ=YEARLY", "monthly"),
    ],
)
def test_the_pace_of_a_rule_is_that_of_the_nearest_simple_choice(rule, nearest):
    assert recurrence.simple_of(rule) == nearest


@pytest.mark.parametrize(
    ("repeats", "weekdays", "which", "every", "rule"),
    [
        ("weekly", [], "", None, ""),
        ("weekly", [], "", 1, ""),
        ("weekly", ["TU", "TH"], "", None, "FREQ=WEEKLY;BYDAY=TU,TH"),
        ("weekly", [], "", 3, "FREQ=WEEKLY;INTERVAL=3"),
        ("fortnightly", ["MO"], "", None, "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
        ("daily", ["SA", "SU"], "", None, "FREQ=WEEKLY;BYDAY=SA,SU"),
        ("daily", [], "", 3, "FREQ=DAILY;INTERVAL=3"),
        ("monthly", ["TU"], "1", None, "FREQ=MONTHLY;BYDAY=1TU"),
        ("monthly", ["FR"], "-1", 2, "FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR"),
    ],
)
def test_what_somebody_ticks_is_a_rule_and_comes_back_as_it_was_ticked(repeats, weekdays, which, every, rule):
    assert often.rule_from(repeats, weekdays=weekdays, which=which, every=every) == rule

    again = often.ticked(repeats, rule)
    assert often.rule_from(again.pop("repeats"), **again) == rule


@pytest.mark.parametrize(
    ("repeats", "weekdays", "which", "every", "field"),
    [
        ("once", ["TU"], "", None, "repeats"),
        ("as_needed", [], "", 2, "repeats"),
        ("monthly", ["TU"], "", None, "which"),
        ("weekly", ["TU"], "1", None, "which"),
        ("monthly", [], "1", None, "which"),
        ("monthly", [], "", 13, "every"),
    ],
)
def test_what_does_not_go_together_is_said_at_its_field(repeats, weekdays, which, every, field):
    with pytest.raises(RuleBroken) as no:
        often.rule_from(repeats, weekdays=weekdays, which=which, every=every)

    assert no.value.field == field


@pytest.mark.parametrize(
    ("rule", "english", "dutch"),
    [
        ("", "every week", "elke week"),
        ("FREQ=DAILY;INTERVAL=2", "every 2 days", "elke 2 dagen"),
        (
            "FREQ=WEEKLY;BYDAY=MO,TU,TH",
            "every week on Monday, Tuesday and Thursday",
            "elke week op maandag, dinsdag en donderdag",
        ),
        ("FREQ=WEEKLY;INTERVAL=3;BYDAY=TU", "every 3 weeks on Tuesday", "elke 3 weken op dinsdag"),
        ("FREQ=MONTHLY;BYDAY=1TU", "every month on the first Tuesday", "elke maand op de eerste dinsdag"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "every month on the last day", "elke maand op de laatste dag"),
        ("FREQ=MONTHLY;BYMONTHDAY=5", "every month on day 5", "elke maand op dag 5"),
        ("FREQ=YEARLY;COUNT=3", "every year, 3 times", "elk jaar, 3 keer"),
        ("FREQ=WEEKLY;UNTIL=20260401", "every week, until 1 April 2026", "elke week, tot en met 1 april 2026"),
    ],
)
def test_how_often_in_words(rule, english, dutch):
    with translation.override("en"):
        assert often.in_words("weekly", rule) == english
    with translation.override("nl"):
        assert often.in_words("weekly", rule) == dutch


def test_a_rule_that_names_days_needs_no_first_day():
    pace = rhythm.pace_of("weekly", None, None, approved_on=date(2026, 2, 25), rule="FREQ=WEEKLY;BYDAY=TU")
    without = rhythm.pace_of("weekly", None, None, approved_on=date(2026, 2, 25), rule="FREQ=WEEKLY;INTERVAL=3")

    assert rhythm.next_due(pace, today=date(2026, 2, 26)) == TUESDAY
    assert rhythm.next_due(without, today=date(2026, 2, 26)) is None


def test_somebody_is_asked_every_four_weeks_about_what_has_fixed_days():
    pace = rhythm.Pace(Repeats.WEEKLY, date(2026, 3, 1), rule="FREQ=WEEKLY;BYDAY=TU,TH")

    asked = {rhythm.asked_about(pace, today=on(2026, 3, day).date()) for day in range(1, 32)}
    assert asked == {None, TUESDAY}
    assert rhythm.asked_about(pace, today=date(2026, 4, 1)) == date(2026, 3, 31)


def test_the_only_time_and_no_time_at_all():
    once = {"starts_on": TUESDAY, "ends_on": None}

    assert recurrence.first_from(Repeats.ONCE, **once, day=TUESDAY) == TUESDAY
    assert recurrence.first_from(Repeats.ONCE, **once, day=date(2026, 3, 4)) is None
    assert recurrence.first_from(Repeats.AS_NEEDED, **once, day=TUESDAY) is None
    assert recurrence.first_from(Repeats.WEEKLY, TUESDAY, TUESDAY, day=date(2026, 3, 4)) is None


def test_a_rule_is_written_down_with_the_line_and_says_the_pace(family, saskia):
    plan = factories.PlanFactory(family=family)
    line = actions.record_agreement(
        acting(saskia), plan, text="Truus kookt.", repeats="once", rule="FREQ=MONTHLY;BYDAY=1TU"
    )

    words = line.wordings.get()
    assert (words.repeats, words.rule, words.often[:5]) == ("monthly", "FREQ=MONTHLY;BYDAY=1TU", "elke ")
    with pytest.raises(RuleBroken) as no:
        actions.record_agreement(acting(saskia), plan, text="Truus wast.", rule="FREQ=SECONDLY")
    assert no.value.field == "rule"
